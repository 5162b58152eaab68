"""How this site uses allauth: staff only, with a name and a password, nobody signs up, and secrets are encrypted."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from reprisals import guesses
from reprisals.step_up import factors

from . import known_browser
from .ciphers import cipher

PURPOSE = "upr-tracker secrets of second factors"
SAID_ANYWAY = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


def guess(request: HttpRequest, kind: str, name: str) -> Callable[[], None]:
    """Takes one guess from what is left for an account in this browser; returns what gives it back.

    Raises ValidationError, with what can be done, where none is left.
    """
    if request.user.is_authenticated:
        browser = f"session of {request.user.pk}"
    else:
        browser = known_browser.mark(request, User.objects.filter(username=name).first())
    try:
        return guesses.spend(kind, name, browser)
    except guesses.TooMany:
        raise ValidationError(
            _(
                "Too many wrong tries. Wait, use a browser in which you signed in before, or ask an administrator "
                "to send you a link to set a new password: it works at once."
            ),
            code="too_many",
        ) from None


class Accounts(DefaultAccountAdapter):
    """Accounts of staff, which an administrator makes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return ""  # nobody's address is looked at

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The member of staff with this name and password, or None. A wrong guess is counted before it is looked at."""
        name = credentials.get("username", "")
        give_back = guess(request, "password", name)
        user: Any = authenticate(request, username=name, password=credentials["password"])
        if user is None or not user.is_staff:
            return None
        give_back()
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor proves themselves by it; a password counts only for who has none."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        kinds = factors(user)
        by_code = "mfa_reauthenticate" if "totp" in kinds or not kinds else "mfa_reauthenticate:webauthn"
        found = [method for method in methods if (method["id"] == "reauthenticate") != bool(kinds)]
        return sorted(found, key=lambda method: method["id"] != by_code)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: letters.py writes without an address or a browser in it."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in SAID_ANYWAY:
            super().add_message(request, level, message_template, *args, **kwargs)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([cipher(key, PURPOSE) for key in keys])


class Factors(DefaultMFAAdapter):
    """Second factors, whose secrets are encrypted with a key that is derived from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            text = _("This second factor cannot be read any more, since the site's SECRET_KEY was changed.")
            raise ValidationError(text) from None

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Where a second factor is required, the last one is not taken away before there is another."""
        others = type(authenticator).objects.filter(user_id=authenticator.user_id, type__in=["totp", "webauthn"])
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(pk=authenticator.pk).exists()
