"""The forms of signing in: allauth's, with guesses counted and each code taken once."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AuthenticateAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from . import codes
from .adapter import guess


class SignIn(LoginForm):
    """A name and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}


class PasswordAgain(ReauthenticateForm):
    """The password once more, of somebody who is signed in."""


class ChangePassword(ChangePasswordForm):
    """A new password, for who knows the present one."""

    def clean_oldpassword(self) -> str:
        give_back = guess(context.request, "password", self.user.get_username())
        given: str = super().clean_oldpassword()
        give_back()
        return given


class _Counted:
    """A code of an app, or a recovery code: guesses are counted, and a code is good once."""

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        give_back = guess(context.request, "code", self.user.get_username())
        code: str = super().clean_code()  # type: ignore[misc]
        codes.use_up(self.authenticator, code)
        give_back()
        return code


class Code(_Counted, AuthenticateForm):
    """A code at signing in."""


class CodeAgain(_Counted, AuthenticateAgainForm):
    """A code of somebody who is signed in."""


class FirstCode(ActivateTOTPForm):
    """The code by which somebody shows that their app has the secret."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        context.request.step_of_first_code = codes.step_of(self.secret, code)
        return code
