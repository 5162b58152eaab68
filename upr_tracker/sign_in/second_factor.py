"""Where a second factor is required, nobody works here without one, nor with a session that did not prove it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reprisals.step_up import factors, last_proof
from upr_tracker.headers import STAFF

from .known_browser import PATH as SIGN_IN

PROVED = "set_up_a_factor"  # in the session of who has just set one up
OPEN = (SIGN_IN, "/admin/logout/", "/admin/login/", "/admin/jsi18n/")


class SecondFactor:
    """Leads who has no second factor to where one is set up, and who did not prove theirs to where they do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        guarded = settings.SECOND_FACTOR_REQUIRED and path.startswith(STAFF) and not path.startswith(OPEN)
        if guarded and request.user.is_authenticated and (elsewhere := _where_to(request)):
            return HttpResponseRedirect(elsewhere)
        return self.get_response(request)


def _where_to(request: HttpRequest) -> str:
    kinds = factors(request.user)
    if not kinds:
        messages.warning(
            request, _("Before you can work here, set up a second factor: an app with codes or a passkey.")
        )
        return reverse("mfa_index")
    if last_proof(request, "mfa") or request.session.get(PROVED):
        return ""
    page = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn"
    return f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}"
