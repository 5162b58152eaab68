"""The desk in the admin: contacts, assignments and sign-ons."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from reprisals.models import Assignment, Contact, SignOn

from .guarded import GuardedAdmin
from .sealed_form import sealed_form


@admin.register(Contact)
class ContactAdmin(GuardedAdmin):
    form = sealed_form(Contact)
    list_display = ["called", "state", "spoken_on"]
    list_select_related = ["state"]
    autocomplete_fields = ["state"]

    @admin.display(description=gettext_lazy("name"))
    def called(self, contact: Contact) -> str:
        return contact.name


@admin.register(Assignment)
class AssignmentAdmin(GuardedAdmin):
    form = sealed_form(Assignment)
    list_display = ["next_step", "assigned_to", "due_on", "done_on"]
    list_select_related = ["assigned_to"]

    @admin.display(description=gettext_lazy("next step"))
    def next_step(self, assignment: Assignment) -> str:
        return assignment.step[:80]


@admin.register(SignOn)
class SignOnAdmin(GuardedAdmin):
    form = sealed_form(SignOn)
    list_display = ["organisation", "statement", "answer"]
    list_filter = ["answer"]
    list_select_related = ["organisation", "statement"]
    autocomplete_fields = ["organisation", "statement"]
