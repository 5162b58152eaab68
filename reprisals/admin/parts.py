"""The parts of an incident, as rows of its form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.typed import TakesTyped
from reprisals.access import Doing, may
from reprisals.links import clean_address, find_linked
from reprisals.models import (
    Act,
    Basis,
    ConfidentialSource,
    Development,
    Engagement,
    IncidentCitation,
    IncidentLink,
    InternalNote,
    Person,
    Response,
    Testimony,
)
from reprisals.models.vocabulary import BasisKind, Scope

from .guarded import room_of
from .sealed_form import SealedForm, sealed_form


class PartInline(TakesTyped, admin.StackedInline):
    """Rows of an incident: whoever is shown the incident may change them."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """None, as a script adds them; one of each where none runs, by the link above the form."""
        return 1 if "rows" in request.GET else 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return room_of(request).is_open and may(request.user, Doing.KEEP_CONSENT)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)


class ActInline(PartInline):
    model = Act
    form = sealed_form(Act)


class EngagementInline(PartInline):
    model = Engagement
    form = sealed_form(Engagement)
    autocomplete_fields = ["review", "session"]


class PersonFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Who took a consent back is not deleted and recorded anew, as if they had never been asked."""
        super().clean()
        going = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if Basis.objects.filter(person__in=going, withdrawn_on__isnull=False).exists():
            raise ValidationError(_("Whoever took a consent back stays on record, or is purged with the incident."))


class PersonInline(PartInline):
    model = Person
    form = sealed_form(Person)
    formset = PersonFormSet


class DevelopmentInline(PartInline):
    model = Development
    form = sealed_form(Development)
    autocomplete_fields = ["source"]


class ResponseInline(PartInline):
    model = Response
    form = sealed_form(Response)
    autocomplete_fields = ["source"]


class CitationInline(PartInline):
    model = IncidentCitation
    form = sealed_form(IncidentCitation)
    autocomplete_fields = ["source"]


class LinkForm(SealedForm):
    def clean_address(self) -> str:
        """The address of a record of this site, however it was pasted."""
        text = self.cleaned_data["address"]
        try:
            address = clean_address(text)
        except ValueError:
            refused = _("“%(text)s” is not the address of a recommendation, follow-up action or case of this site.")
            raise ValidationError(refused, params={"text": text}) from None
        found = find_linked([address])
        if not found:
            raise ValidationError(_("No record has the address “%(text)s”."), params={"text": address})
        return found[0].address


class LinkInline(PartInline):
    model = IncidentLink
    form = sealed_form(IncidentLink, LinkForm)


class TestimonyInline(PartInline):
    model = Testimony
    form = sealed_form(Testimony)


class ConfidentialSourceInline(PartInline):
    model = ConfidentialSource
    form = sealed_form(ConfidentialSource)


class InternalNoteInline(PartInline):
    model = InternalNote
    form = sealed_form(InternalNote)


class BasisForm(SealedForm):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=Scope.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("To what they agreed, one by one. Leave to name them is asked for by itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.withdrawn_on:  # what was taken back stays on record as it was given
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> Any:
        """The conditions of each kind of ground."""
        data = super().clean() or self.cleaned_data
        kind, person = data.get("kind"), data.get("person")
        if kind in (BasisKind.PERSON, BasisKind.NEXT_OF_KIN):
            if not data.get("scopes"):
                self.add_error("scopes", _("A consent says to what: choose the scopes one by one."))
            if not data.get("given_by"):
                self.add_error("given_by", _("Say who consented, and in what capacity."))
        elif kind and not data.get("risk_assessment"):
            self.add_error("risk_assessment", _("This ground needs a written risk assessment."))
        if kind == BasisKind.PERSON and person and person.is_dead and {"kind", "person"} & set(self.changed_data):
            self.add_error("kind", _("The dead cannot consent: ask next of kin or their lawyer."))
        return data


class BasisFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """What was taken back is not deleted: another ground could then seem to make up for it."""
        super().clean()
        if any(form.instance.withdrawn_on for form in self.deleted_forms):
            raise ValidationError(_("A ground that was taken back stays on record."))


class BasisInline(PartInline):
    model = Basis
    form = sealed_form(Basis, BasisForm)
    formset = BasisFormSet
    autocomplete_fields = ["source"]
    readonly_fields = ["withdrawn_on"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person":
            of = getattr(request, "incident", None)
            kwargs["queryset"] = Person.objects.filter(incident=of) if of else Person.objects.none()
            further = _("Save a new person first, then choose them here.")
            kwargs["help_text"] = f"{db_field.help_text} {further}"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


PARTS: list[type[admin.options.InlineModelAdmin]] = [
    ActInline,
    EngagementInline,
    PersonInline,
    BasisInline,
    DevelopmentInline,
    ResponseInline,
    CitationInline,
    LinkInline,
    TestimonyInline,
    ConfidentialSourceInline,
    InternalNoteInline,
]
