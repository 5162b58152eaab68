"""The clocks, which an office can change, and the dates that sources state, as rows under what they are of."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.clocks import span
from recommendations.models import ClockDate, ClockStep
from recommendations.models.clock import clocks_of, problem_of

from .tracked import TrackedAdmin
from .typed import TakesTyped


@admin.register(ClockStep)
class ClockStepAdmin(TrackedAdmin):
    list_display = ["name", "clock", "rank", "when", "note"]
    list_filter = ["clock", "is_estimate"]
    search_fields = ["name", "slug", "clock", "note"]
    ordering = ["clock", "rank", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Other steps, and the calendars of readers, know a step by its short name."""
        return [*super().get_readonly_fields(request, obj), *(["clock", "slug"] if obj else [])]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list needs to know all steps: they are looked up once for all of its rows."""
        changes = super().get_changelist_instance(request)
        steps = list(ClockStep.objects.all())
        for row in changes.result_list:
            row.others = [step for step in steps if step.clock == row.clock]
        return changes

    @admin.display(description=gettext_lazy("when"))
    def when(self, step: Any) -> str:
        """How it is counted, in words; or why it cannot be."""
        if not step.counted_from:
            return _("set each time")
        if problem := problem_of(step, step.others):
            return problem
        origin = next(other.name for other in step.others if other.slug == step.counted_from)
        text = _("%(span)s before: %(step)s") if step.offset < 0 else _("%(span)s after: %(step)s")
        return text % {"span": span(step), "step": origin}


class ClockDateFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """A step belongs to a clock of what the dates are of."""
        super().clean()
        known = clocks_of(self.instance)
        for form in self.forms:
            step = getattr(form, "cleaned_data", {}).get("step")
            if step and step.clock not in known:
                text = _("“%(step)s” is a step of another clock: %(clock)s.")
                form.add_error("step", text % {"step": step.name, "clock": step.get_clock_display()})


class ClockDateInline(TakesTyped, admin.StackedInline):
    model = ClockDate
    formset = ClockDateFormSet
    extra = 0
    fields = ["step", ("due_on", "happened_on"), "source", "locator", "note"]
    autocomplete_fields = ["step", "source"]
