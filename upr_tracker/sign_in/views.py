"""Pages of signing in and out that are ours; the others are allauth's."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recommendations.admin.keys import is_key
from reprisals import audit, helping

from . import known_browser, letters, sessions
from .noted import HELPED


@require_safe
def lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The admin's own address for signing in leads to the one page where that is done."""
    user: Any = request.user
    if user.is_authenticated and not user.is_staff:
        return render(request, "sign_in/not_staff.html", status=403)
    onwards = request.GET.get("next", "")
    safe = onwards if url_has_allowed_host_and_scheme(onwards, allowed_hosts=None) else ""
    query = f"?{urlencode({'next': safe})}" if safe else ""
    return HttpResponseRedirect(f"{reverse('account_login')}{query}")


def change_password(request: HttpRequest) -> HttpResponse:
    """The admin's own address for changing one's password leads to the one page where that is done."""
    return HttpResponseRedirect(reverse("account_change_password"))


def sign_out(request: HttpRequest) -> HttpResponse:
    """Signs out, and leaves nothing of what was shown in the browser. Asks first where no form says so."""
    if request.method != "POST":
        return render(request, "sign_in/sign_out.html")
    logout(request)
    return _nothing_left(HttpResponseRedirect(reverse("account_login")))


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends all sessions of this person, here and elsewhere."""
    user = request.user
    logout(request)
    sessions.end_all(user)
    return _nothing_left(HttpResponseRedirect(f"{reverse('account_login')}?ended=everywhere"))


def _nothing_left(response: HttpResponse) -> HttpResponse:
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
@login_required
def still_here(request: HttpRequest) -> HttpResponse:
    """Asked now and then by the page of somebody who types, so that a long text does not end the session."""
    return HttpResponse(status=204)


@require_POST
@login_required
def confirm_help(request: HttpRequest) -> HttpResponse:
    """This person has read who helped them with what."""
    up_to = request.POST.get("up_to", "")
    helping.confirm(request.user, int(up_to) if is_key(up_to) else 0)
    request.session[HELPED] = helping.unread(request.user).exists()
    messages.success(request, _("Noted. All help that you were given stays listed under “Your account”."))
    return HttpResponseRedirect(reverse("mfa_index"))


class NewPassword(PasswordResetConfirmView):
    """Sets a password, for who got the link by mail. The browser is known from then on, so that nobody locks it out."""

    template_name = "sign_in/new_password.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_all(self.user)
        audit.note(audit.Action.PASSWORD_CHANGED, by=self.user, about="by link")
        letters.happened(self.user, _("A new password was set for your account, with the link that was sent to you."))
        known_browser.remember(self.request, response, self.user)
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return response


class RemovePasskey(RemoveWebAuthnView):
    """Removes a passkey, but not the last second factor where one is required."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, _("This is your last second factor. Add another one first."))
            return HttpResponseRedirect(reverse("mfa_list_webauthn"))
        return super().form_valid(form)
