"""What signing in leaves behind: the beginning of a session, a line in the log, a letter to whom it concerns."""

from typing import Any

from allauth.account import signals as accounts
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.utils.translation import gettext as _

from reprisals import audit, helping

from . import codes, known_browser, letters, sessions
from .second_factor import PROVED

HELPED = "helped"  # in the session: that there is help of which this person has not said that they read of it


@receiver(signals.user_logged_in)
def signed_in(request: Any, user: User, **kwargs: Any) -> None:
    sessions.begin(request)
    request.session[HELPED] = helping.unread(user).exists()
    audit.note(audit.Action.SIGNED_IN, by=user)


@receiver(accounts.user_logged_in)
def signed_in_whole(request: Any, response: Any, user: User, **kwargs: Any) -> None:
    known_browser.remember(request, response, user)


@receiver(signals.user_login_failed)
def password_was_wrong(credentials: dict[str, Any], **kwargs: Any) -> None:
    person = User.objects.filter(username=credentials.get("username", "")).first()
    # Never what was typed: it may be a password in the wrong field.
    audit.note(audit.Action.SIGN_IN_FAILED, by=None, about=f"user {person.pk}" if person else "")


@receiver(factors.authentication_failed)
def code_was_wrong(user: User, **kwargs: Any) -> None:
    audit.note(audit.Action.SIGN_IN_FAILED, by=None, about=f"user {user.pk} code")


@receiver(signals.user_logged_out)
def signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.note(audit.Action.SIGNED_OUT, by=user)


@receiver(accounts.authentication_step_completed)
def proved_again(user: User, **kwargs: Any) -> None:
    if kwargs.get("reauthenticated"):
        audit.note(audit.Action.STEPPED_UP, by=user)


@receiver(accounts.password_changed)
def password_changed(request: Any, user: User, **kwargs: Any) -> None:
    sessions.end_all(user, but=request.session.session_key)
    audit.note(audit.Action.PASSWORD_CHANGED, by=user)
    letters.happened(user, _("Your password was changed."))


@receiver(factors.authenticator_added)
def factor_added(request: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    request.session[PROVED] = True
    if step := getattr(request, "step_of_first_code", 0):
        codes.begin(authenticator, step)
    sessions.end_all(user, but=request.session.session_key)  # which proved nothing of it
    audit.note(audit.Action.FACTOR_ADDED, by=user, about=authenticator.type)
    letters.happened(user, _("A second factor was added to your account."))


@receiver(factors.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    audit.note(audit.Action.FACTOR_REMOVED, by=user, about=authenticator.type)
    letters.happened(user, _("A second factor was removed from your account."))


@receiver(factors.authenticator_reset)
def recovery_codes_made_anew(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    audit.note(audit.Action.FACTOR_ADDED, by=user, about=authenticator.type)
    letters.happened(user, _("New recovery codes were made for your account. The former ones are void."))
