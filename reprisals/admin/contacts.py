"""Contacts with missions in the admin: whom we met, what we asked, what was promised; and the boards of staff."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.keys import is_key
from recommendations.admin.related import FROM, way_back
from recommendations.board import board_of
from recommendations.filters import read_as_of
from recommendations.models import FollowUpAction
from reprisals.links import linked_by_address
from reprisals.missions import all_contacts, staff_board
from reprisals.models import Contact, Meeting
from reprisals.waiting import with_one_key

from .about import AboutForm, link_to_record
from .desk import DeskAdmin
from .sealed_form import sealed_form


def called(contact: Contact) -> str:
    """A contact in one line: name, office, State."""
    state = str(contact.state) if contact.state else ""
    return ", ".join(filter(None, [contact.name, contact.office, state])) or str(contact)


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    form = sealed_form(Contact)
    change_form_template = "admin/reprisals/contact/change_form.html"
    list_display = ["called", "state", "spoken_on"]
    list_select_related = ["state"]
    autocomplete_fields = ["state"]

    @admin.display(description=gettext_lazy("name"))
    def called(self, contact: Contact) -> str:
        return contact.name

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithOneKey

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.board_view)
        return [path("board/<int:pk>/", view, name="reprisals_contact_board"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The form, with the meetings above it."""
        shown = {"meetings": _meetings_with(object_id)} if self.has_view_permission(request) else {}
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def board_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How States stand on an action, with whom we speak to at each mission; with `?as_of=`, as they did then."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        action = get_object_or_404(FollowUpAction, pk=pk)
        as_of, problems = read_as_of(request.GET)
        board = board_of(action, as_of)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Board: %(action)s") % {"action": action},
            "action": action,
            "as_of": as_of,
            "problems": problems,
            "board": board,
            "staff": staff_board(board, action.get_absolute_url()),
            "adding": f"{reverse('admin:reprisals_meeting_add')}?{_about(action)}",
            "here": reverse("admin:reprisals_contact_board", args=[pk]),
        }
        answer = render(request, "admin/reprisals/contact/board.html", context, status=400 if problems else 200)
        self.looked_at(request, about=f"followupaction {pk} board")
        return answer


def _about(action: FollowUpAction) -> str:
    return urlencode({"address": action.get_absolute_url(), FROM: f"followupaction-{action.pk}"})


def _meetings_with(object_id: str) -> list[Meeting]:
    """The meetings with a contact by its key as an address has it, the newest first."""
    return with_one_key(Meeting.objects.filter(contact=int(object_id))) if is_key(object_id) else []


class WithOneKey(ChangeList):
    """A list of the desk, for which the key is asked for once and not for each row."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = with_one_key(self.result_list)


class MeetingForm(AboutForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "contact" in self.fields:
            field: Any = self.fields["contact"]
            field.choices = [("", "---------"), *((one.pk, called(one)) for one in all_contacts())]

    def clean_held_on(self) -> Any:
        held = self.cleaned_data["held_on"]
        if held > timezone.localdate():
            raise ValidationError(_("%(date)s has not come yet.") % {"date": f"{held.day} {held:%B %Y}"})
        return held

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if not any((data.get(name) or "").strip() for name in ("asked", "promised", "note")):
            raise forms.ValidationError(_("Say what we asked, what they promised, or what else was said."))
        return data


class Meetings(WithOneKey):
    """The list of meetings, for which contacts and records are asked for once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        linked = linked_by_address(row.address for row in self.result_list)
        contacts = {one.pk: one for one in all_contacts()} if self.result_list else {}
        for row in self.result_list:
            row.linked, row.met = linked.get(row.address), contacts[row.contact_id]


@admin.register(Meeting)
class MeetingAdmin(DeskAdmin):
    form = sealed_form(Meeting, MeetingForm)
    fields = ["contact", "held_on", "asked", "promised", "note", "address"]
    list_display = ["held_on", "met", "asked_them", "about"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Meetings

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"held_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The empty form, which names all contacts."""
        answer = super().add_view(request, form_url, extra_context)
        if answer.status_code == 200:
            self.looked_at(request, about="list contact")
        return answer

    @admin.display(description=gettext_lazy("whom we met"))
    def met(self, meeting: Any) -> str:
        return called(meeting.met)

    @admin.display(description=gettext_lazy("what we asked"))
    def asked_them(self, meeting: Meeting) -> str:
        return meeting.asked[:80]

    @admin.display(description=gettext_lazy("record"))
    def about(self, meeting: Any) -> SafeString | str:
        return link_to_record(meeting)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves the meeting, and when the contact was last spoken to, which is in the clear like its date."""
        super().save_model(request, obj, form, change)
        earlier = Q(spoken_on=None) | Q(spoken_on__lt=obj.held_on)
        Contact.objects.filter(earlier, pk=obj.contact_id).update(spoken_on=obj.held_on)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Any:
        """Back to the board from which it was added."""
        kind, _dash, key = request.GET.get(FROM, "").partition("-")
        if kind == "followupaction" and way_back(request):
            return HttpResponseRedirect(reverse("admin:reprisals_contact_board", args=[key]))
        return super().response_post_save_add(request, obj)
