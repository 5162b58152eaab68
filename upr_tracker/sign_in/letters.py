"""What is written to people of staff about their own account. No letter tells an address or a browser of anybody."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def write(person: Any, subject: str, text: str, *also: str) -> bool:
    """Sends a letter to somebody, and to further addresses of theirs; False where there is none to send it to.

    Raises OSError where the mail server does not take it.
    """
    addresses = [address for address in dict.fromkeys([person.email, *also]) if address]
    if not addresses:
        return False
    account = _("The account is “%(name)s” at %(site)s.") % {"name": person, "site": _site()}
    whole = f"{text}\n\n{account}\n"
    for address in addresses:
        send_mail(f"{settings.EMAIL_SUBJECT_PREFIX}{subject}", whole, None, [address])
    return True


def happened(person: Any, what: str, *also: str) -> bool:
    """Tells somebody what was done to their account, and what to do if they did not want it; whether a letter went out.

    What was done stays done also where the mail server does not take the letter.
    """
    text = _(
        "%(what)s\n\nIf you know of this, there is nothing to do. If not, somebody else may be trying to use your "
        "account: tell those who run the site at once."
    )
    try:
        return write(person, _("Your account"), text % {"what": what}, *also)
    except OSError as error:
        logger.error("A letter about an account was not sent: %s", type(error).__name__)
        return False


def link(person: Any, path: str, by: Any) -> bool:
    """Sends the link by which somebody sets a new password; it works once, for a day. Raises OSError."""
    text = _("%(by)s sent you this link, to set a password. It works once, for 24 hours:\n\n%(link)s")
    return write(person, _("Set a password"), text % {"by": by, "link": f"{settings.SITE_URL}{path}"})


def are_printed() -> bool:
    """Whether mail is not sent, but printed where the site runs."""
    return settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def _site() -> str:
    return f"{settings.SITE_URL}{reverse('admin:index')}"
