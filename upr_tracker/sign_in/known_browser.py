"""By what a browser is known again in which somebody signed in: a signed cookie that only the pages of signing in get.

It opens nothing. It gives the account's owner an allowance of wrong guesses that strangers cannot use up.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

PATH = "/admin/sign-in/"
SALT = "upr-tracker known browser"
LASTS = 90 * 24 * 60 * 60  # seconds
ACCOUNTS = 5  # of which a browser that several people share remembers one each


def name() -> str:
    return "__Secure-known-browser" if settings.HTTPS else "known-browser"


def mark(request: HttpRequest, user: Any) -> str:
    """The mark of this browser for an account, or "" where nobody signed in to it here."""
    return _marks(request).get(str(user.pk), "") if user else ""


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Lets this browser be known again for an account. It keeps its mark, so that nobody gathers several."""
    marks = _marks(request)
    own = marks.pop(str(user.pk), "") or secrets.token_urlsafe(16)
    marks = dict([*marks.items(), (str(user.pk), own)][-ACCOUNTS:])
    value = signing.dumps(marks, salt=SALT)
    response.set_cookie(
        name(), value, max_age=LASTS, path=PATH, secure=settings.HTTPS, httponly=True, samesite="Strict"
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(request.COOKIES.get(name(), ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return found
