"""The addresses of signing in. Only those pages of allauth that staff need: nobody signs up here."""

from allauth.account import views as accounts
from allauth.mfa import urls as factors
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path

from . import views
from .known_browser import PATH

HERE = PATH.lstrip("/")

_pages: list[URLPattern | URLResolver] = [
    path("", accounts.login, name="account_login"),
    path("out/", views.sign_out, name="account_logout"),
    path("everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("inactive/", accounts.account_inactive, name="account_inactive"),
    path("again/", accounts.reauthenticate, name="account_reauthenticate"),
    path("password/", login_required(accounts.password_change), name="account_change_password"),
    path("new-password/<uidb64>/<token>/", views.NewPassword.as_view(), name="new_password"),
    path("here/", views.still_here, name="still_here"),
    path("helped/", views.confirm_help, name="confirm_help"),
    path("account/webauthn/keys/<int:pk>/remove/", login_required(views.RemovePasskey.as_view())),
    path("account/", include(factors)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", views.lead_to_sign_in),
    path("admin/logout/", views.sign_out),
    path("admin/password_change/", views.change_password),
    path(HERE, include(_pages)),
]
