"""How long somebody stays signed in: 30 minutes without use, 8 hours in all; and how all of it is ended at once."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from upr_tracker.headers import STAFF

from .session_store import kept_as, sessions_of

SIGNED_IN, SEEN = "signed_in_at", "seen_at"  # in the session, in seconds since 1970
NOTED_EVERY = 60  # seconds


class SessionLimits:
    """Signs out who did not use the site for long, or signed in too long ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only staff's pages ask who somebody is: a public page reads no cookie, and is the same for everybody.
        if not request.path_info.startswith(STAFF) or not request.user.is_authenticated:
            return self.get_response(request)
        if why := self._ended(request):
            logout(request)
            query = {"ended": why} | ({"next": request.get_full_path()} if request.method == "GET" else {})
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(query)}")
        response = self.get_response(request)
        _forget_what_was_sent(request)
        return response

    def _ended(self, request: HttpRequest) -> str:
        now, session = time.time(), request.session
        if now - session.get(SIGNED_IN, 0) >= settings.SESSION_COOKIE_AGE:
            return "long"
        if now - session.get(SEEN, 0) >= settings.SESSION_IDLE_SECONDS:
            return "idle"
        if now - session[SEEN] >= NOTED_EVERY:
            session[SEEN] = now
        return ""


def _forget_what_was_sent(request: HttpRequest) -> None:
    """Who has to prove themselves first sends their form again: allauth would keep it in the session until then.

    With it would be kept the address, the browser and the cookies of whoever sent it.
    """
    if "request" in request.session.get(STATE_SESSION_KEY, ()):
        del request.session[STATE_SESSION_KEY]


def begin(request: HttpRequest) -> None:
    """From now on the time of this session is counted."""
    request.session[SIGNED_IN] = request.session[SEEN] = time.time()


def end_all(user: Any, but: str | None = None) -> int:
    """Ends all sessions of somebody, also those that still wait for a second factor; returns how many.

    `but` is the key of one that stays.
    """
    found = sessions_of(user).exclude(session_key=kept_as(but) if but else "")
    ended: int = found.delete()[0]
    return ended
