"""Accounts of staff in the admin: an administrator makes them and helps with them, and never sets a password."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import django.contrib.auth.admin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.typed import TakesTyped
from reprisals import audit, helping
from reprisals.audit.role_changes import note_roles
from reprisals.helping import Kind
from reprisals.roles import StaffRole, give_roles, roles_given_to
from reprisals.step_up import factors, must_prove

from . import letters, rescue, sessions

# Registered by the imports above, by which an administrator could set somebody's password or second factor.
__all__ = ["UserAdmin", "allauth", "django"]
admin.site.unregister([User, Group, EmailAddress, Authenticator])

PERSON = ["username", "first_name", "last_name", "email", "is_active"]
RIGHTS = ["is_superuser"]  # which opens nothing of the guarded room, and is given by its like alone


class AccountForm(forms.ModelForm):
    """An account, without a password: its owner sets that."""

    class Meta:
        labels = {"is_superuser": gettext_lazy("All rights over accounts and the public record")}
        help_texts = {
            "is_superuser": gettext_lazy("They open nothing of the guarded room. Most sites need nobody with them."),
            "is_active": gettext_lazy(
                "Take this away from whoever goes: accounts are not deleted: the log names them."
            ),
        }

    request: HttpRequest
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=StaffRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What they may do. They are told by mail, and it stands in the log."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = sorted(roles_given_to(self.instance))
        if self.instance.pk and self.instance.pk == self.request.user.pk:
            # A field that is not shown would be read all the same, from whatever is posted.
            del self.fields["roles"]

    def clean(self) -> dict[str, Any]:
        """Refuses another e-mail address where its change would be one help too many."""
        cleaned = super().clean() or {}
        if self.instance.pk and "email" in self.changed_data and self.request.user.pk != self.instance.pk:
            try:
                rescue.require(self.instance, self.request.user, Kind.ADDRESS)  # type: ignore[arg-type]
            except rescue.Refused as refused:
                self.add_error("email", str(refused))
        return cleaned


@admin.register(User)
class UserAdmin(TakesTyped, admin.ModelAdmin):
    form = AccountForm
    change_form_template = "admin/sign_in/user/change_form.html"
    list_display = ["username", "first_name", "last_name", "email", "roles_held", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles_held(self, person: User) -> str:
        """The roles that somebody was given, in words."""
        return ", ".join(sorted(group.name for group in person.groups.all() if group.name in StaffRole.values))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The person, and their rights for who may give them."""
        found: list[Any] = [(None, {"fields": PERSON})]
        if obj is None or obj.pk != request.user.pk:  # nobody gives themselves a role
            found.append((gettext_lazy("Roles"), {"fields": ["roles"]}))
        if request.user.is_superuser:
            found.append((gettext_lazy("Rights"), {"fields": RIGHTS}))
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A name stays, since the log knows people by it; nobody changes what they may do themselves."""
        if obj is None:
            return []
        return ["username", *(["is_active", *RIGHTS] if obj.pk == request.user.pk else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup.startswith("is_active") and lookup.count("__") <= 1

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an account that is not needed is made inactive: the log names it

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who has all rights is changed only by their like."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/help/", view(self.help_view), name="auth_user_help"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Whoever makes accounts or gives roles says first who they are: before the form, so that nothing is lost."""
        person = self.get_object(request, object_id) if object_id else None
        may = self.has_change_permission(request, person) if object_id else self.has_add_permission(request)
        button = _("Save") if request.method == "POST" else _("Change") if object_id else _("Add")
        if may and (first := must_prove(request, button)) is not None:
            return first
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        former = form.initial.get("email", "") if change else ""
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        by: Any = request.user
        audit.note(audit.Action.CHANGED, by=by, fields=form.changed_data, about=f"user {obj.pk}")
        if "roles" in form.cleaned_data:
            self._give_roles(obj, by, form.cleaned_data["roles"], told=change)
        if change and "email" in form.changed_data:
            rescue.address_changed(obj, by, former)
        if change and not obj.is_active:
            sessions.end_all(obj)
        elif change and "is_active" in form.changed_data:
            said = _("%(by)s opened your account again.") % {"by": by}
            transaction.on_commit(lambda: letters.happened(obj, said))
        if not change:
            self._invite(request, obj)

    def _give_roles(self, person: Any, by: Any, wanted: list[str], told: bool) -> None:
        before, now = roles_given_to(person), frozenset(wanted)
        give_roles(person, [StaffRole(role) for role in now])
        note_roles(person, by, before, now)
        if told and before != now:  # whoever is new is invited, and knows of nothing else
            held = ", ".join(sorted(now)) or _("none")
            said = _("Your roles were changed. You now have: %(roles)s.") % {"roles": held}
            transaction.on_commit(lambda: letters.happened(person, said))

    def _invite(self, request: HttpRequest, person: Any) -> None:
        path_ = rescue.link_for(person)
        if person.email and not letters.are_printed():
            transaction.on_commit(lambda: self._mail_link(request, person, path_))
        else:
            link = f"{settings.SITE_URL}{path_}"
            text = _("Give this person the link to set a password. It works once, for 24 hours: %(link)s")
            self.message_user(request, text % {"link": link}, messages.WARNING)

    def _mail_link(self, request: HttpRequest, person: Any, path_: str) -> None:
        try:
            letters.link(person, path_, request.user)
            self.message_user(request, _("A link to set a password was sent to %(to)s.") % {"to": person.email})
        except OSError:
            text = _("The mail server did not take the letter. Send the link later, under “Help to sign in”.")
            self.message_user(request, text, messages.ERROR)

    def help_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What an administrator can do for somebody who cannot sign in."""
        person = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, person) or not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._help(request, person)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Help %(person)s to sign in") % {"person": person},
            "person": person,
            "factors": factors(person),
            "given": helping.of(person),
            "is_self": person.pk == request.user.pk,
            "printed": letters.are_printed(),
        }
        return render(request, "admin/sign_in/user/help.html", context)

    def _help(self, request: HttpRequest, person: User) -> HttpResponse:
        by: Any = request.user
        back = HttpResponseRedirect(reverse("admin:auth_user_help", args=[person.pk]))
        removes = "factors" in request.POST
        button = _("Remove all second factors") if removes else _("Send a link to set a new password")
        if (first := must_prove(request, button)) is not None:
            return first
        try:
            if removes:
                rescue.remove_factors(person, by)
                self.message_user(request, _("Removed. They set up a new one when they next sign in."))
            else:
                rescue.send_link(person, by)
                self.message_user(request, _("Sent to %(to)s.") % {"to": person.email})
        except rescue.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        return back
