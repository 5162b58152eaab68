"""Asks again who somebody is, before a step that cannot be taken back.

A view calls `must_prove` first and returns what it gets, where that is not None:

    if (first := step_up.must_prove(request, gettext("Publish"))) is not None:
        return first
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def factors(user: Any) -> set[str]:
    """The kinds of second factors that somebody has set up: "totp", "webauthn". Recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return set(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).values_list("type", flat=True))


def last_proof(request: HttpRequest, method: str = "") -> float:
    """When somebody last proved in this session who they are, in seconds since 1970; 0 for never.

    `method` is "mfa" where only a second factor counts.
    """
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records if method in ("", record["method"])), default=0.0)


def proved_lately(request: HttpRequest) -> bool:
    """Whether the last proof is new enough: by a second factor, or by the password of who has none."""
    if not settings.STEP_UP_REQUIRED:
        return True
    method = "mfa" if factors(request.user) else ""
    return time.time() - last_proof(request, method) < settings.STEP_UP_SECONDS


def must_prove(request: HttpRequest, button: str, back: str = "") -> HttpResponse | None:
    """Where to prove who one is, if that was too long ago: nothing is done, and says which button to press again.

    `back` is the page with that button; by default the one that was asked for. None where the step may be taken.
    """
    if proved_lately(request):
        return None
    text = _("Nothing is done yet. Confirm first who you are; then you come back here, to press “%(button)s” again.")
    messages.warning(request, text % {"button": button})
    return HttpResponseRedirect(where_to_prove(request, back or request.get_full_path()))


def where_to_prove(request: HttpRequest, back: str) -> str:
    """The address at which somebody proves who they are, and goes from there to the page `back`."""
    kinds = factors(request.user)
    if Authenticator.Type.TOTP in kinds:
        page = "mfa_reauthenticate"
    else:
        page = "mfa_reauthenticate_webauthn" if kinds else "account_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': back})}"
