from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from recommendations.models import FollowUpAction, PartialDate, StateStance, StatusEvent

from .citations import FollowUpCitationInline
from .clocks import ClockDateInline
from .no_answer import RecordsNoAnswer
from .paragraphs import AddsParagraphs
from .publishing import PublishedAdmin, PublishedFilter
from .typed import TakesTyped


class StatusEventInline(TakesTyped, admin.StackedInline):
    model = StatusEvent
    extra = 0
    autocomplete_fields = ["source"]


class StancesFormSet(BaseInlineFormSet):
    """Says which State would stand twice. The rows of a form know of each other only here."""

    def validate_unique(self) -> None:
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            state, kind, on = values.get("state"), values.get("kind"), form.instance.taken_on  # the date as it is read
            if state is None or values.get("DELETE"):
                continue
            voted = kind == StateStance.Kind.VOTED
            if (state, kind, None if voted else on) in seen:
                raise ValidationError(_voted_twice(state) if voted else _stands_twice(state, on))
            seen.add((state, kind, None if voted else on))


def _voted_twice(state: Any) -> str:
    return _("%(state)s stands twice among the votes: a State votes once.") % {"state": state}


def _stands_twice(state: Any, on: str | None) -> str:
    if not on:
        return _("%(state)s stands twice without a date: give each stance its date.") % {"state": state}
    return _("%(state)s stands twice with the date %(date)s.") % {"state": state, "date": PartialDate(on).spoken}


class StateStanceInline(TakesTyped, admin.TabularInline):
    model = StateStance
    formset = StancesFormSet
    extra = 0
    autocomplete_fields = ["state", "source"]


@admin.register(FollowUpAction)
class FollowUpActionAdmin(RecordsNoAnswer, AddsParagraphs, PublishedAdmin):
    list_display = ["title", "kind", "addressee", "due_on", "is_public"]
    list_filter = [PublishedFilter, "kind"]
    search_fields = ["title", "slug", "summary", "addressee", "mechanism"]
    autocomplete_fields = ["requested_by", "continues", "state", "reviews", "recommendations"]
    inlines = [StatusEventInline, ClockDateInline, StateStanceInline, FollowUpCitationInline]
