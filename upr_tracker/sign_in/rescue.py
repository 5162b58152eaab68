"""Helping somebody who cannot sign in. Help is logged, mailed to this person, and shown to them until they read it."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reprisals import audit, helping
from reprisals.helping import Kind

from . import letters, sessions

NOT_SENT = gettext_lazy("Nothing is done: the mail server did not take the letter. Try again later.")


class Refused(Exception):
    """Help that may not be given; says why, in words."""


def require(person: User, by: User | None, kind: str) -> None:
    """Raises Refused where this help may not be given now. Help at the same moment waits for its turn."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    why = helping.refused(person, by, kind)
    said = {
        "self": _("Nobody helps themselves: ask another administrator."),
        "superuser": _("Only somebody with all rights can help this person."),
        "too_soon": _(
            "You have helped this person in another way within 24 hours. Wait until they have signed in and confirmed "
            "having read of it, or ask another administrator."
        ),
        "moved": _(
            "The e-mail address of this person was changed within 24 hours. Wait until they have signed in and "
            "confirmed having read of it."
        ),
    }
    if why:
        raise Refused(said[why])


@transaction.atomic
def remove_factors(person: User, by: User | None) -> bool:
    """Takes all second factors away and ends all sessions; returns whether a letter tells the person.

    Raises Refused. `by` is None where it is done on the server's command line.
    """
    require(person, by, Kind.FACTORS)
    Authenticator.objects.filter(user_id=person.pk).delete()
    sessions.end_all(person)
    who = by or _("Somebody with access to the server")
    text = _("%(by)s removed all your second factors. You set up a new one when you next sign in.")
    told = letters.happened(person, text % {"by": who})
    if by and person.email and not told:
        raise Refused(NOT_SENT)  # which takes all of it back
    # Noted last: from then on everybody else waits for the log, and a mail server can take its time.
    audit.note(audit.Action.FACTOR_REMOVED, by=by, about=f"user {person.pk}")
    helping.record(person, by, Kind.FACTORS)
    return told


@transaction.atomic
def send_link(person: User, by: User) -> None:
    """Mails somebody a link to set a new password, which the administrator never sees. Raises Refused."""
    if not person.email:
        raise Refused(_("There is no e-mail address to send it to."))
    require(person, by, Kind.PASSWORD)
    try:
        letters.link(person, link_for(person), by)
    except OSError:
        raise Refused(NOT_SENT) from None
    helping.record(person, by, Kind.PASSWORD)


@transaction.atomic
def address_changed(person: User, by: User, former: str) -> None:
    """Tells of a new e-mail address, at the new one and at the former one."""
    if by.pk != person.pk:
        helping.record(person, by, Kind.ADDRESS)
    said = _("%(by)s changed the e-mail address of your account.") % {"by": by}
    transaction.on_commit(lambda: letters.happened(person, said, former))


def link_for(person: User) -> str:
    """The path of a link to set a password, which works once and for a day."""
    return reverse("new_password", args=[urlsafe_base64_encode(force_bytes(person.pk)), token_of(person)])


def token_of(person: User) -> str:
    """What proves that somebody got the link."""
    return default_token_generator.make_token(person)
