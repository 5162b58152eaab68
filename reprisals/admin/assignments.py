"""Next steps in the admin: what is to be done about a record, who has it, and until when."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.related import way_back
from reprisals.access import Doing
from reprisals.links import linked_by_address
from reprisals.models import Assignment
from reprisals.waiting import planners, with_one_key

from .about import AboutForm, link_to_record
from .desk import DeskAdmin
from .sealed_form import sealed_form


class NextStepForm(AboutForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "assigned_to" in self.fields:
            there: Any = self.fields["assigned_to"]
            has_it = User.objects.filter(pk=self.instance.assigned_to_id)
            there.queryset = User.objects.filter(pk__in=planners().values("pk")) | has_it
            there.queryset = there.queryset.order_by("username")

    def clean_step(self) -> str:
        step: str = self.cleaned_data["step"].strip()
        if not step:
            raise ValidationError(_("Say what is to be done next."))
        return step

    def clean(self) -> Any:
        """A step that is done was done by today; a reminder after the last day reminds nobody."""
        data = super().clean() or self.cleaned_data
        done, due, remind = (data.get(name) for name in ("done_on", "due_on", "remind_on"))
        if done and done > timezone.localdate():
            self.add_error("done_on", _("%(date)s has not come yet.") % {"date": _day(done)})
        if due and remind and remind > due:
            text = _("%(remind)s is after %(due)s, when it is due.")
            self.add_error("remind_on", text % {"remind": _day(remind), "due": _day(due)})
        return data


def _day(date: Any) -> str:
    return f"{date.day} {date:%B %Y}"


class WhoseFilter(admin.SimpleListFilter):
    """What is offered, and nothing else."""

    title = gettext_lazy("next steps")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("mine", gettext_lazy("Mine, to be done")),
            ("open", gettext_lazy("To be done")),
            ("nobody", gettext_lazy("To be done, and nobody has it")),
            ("done", gettext_lazy("Done")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        which: dict[str | None, dict[str, Any]] = {
            None: {},
            "mine": {"assigned_to": request.user.pk, "done_on": None},
            "open": {"done_on": None},
            "nobody": {"assigned_to": None, "done_on": None},
            "done": {"done_on__isnull": False},
        }
        if self.value() not in which:
            raise IncorrectLookupParameters
        return queryset.filter(**which[self.value()])


class NextSteps(ChangeList):
    """The list, for which the key of the desk and the records are asked for once and not for each row."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = with_one_key(self.result_list)
        linked = linked_by_address(row.address for row in self.result_list)
        for row in self.result_list:
            row.linked = linked.get(row.address)


@admin.register(Assignment)
class AssignmentAdmin(DeskAdmin):
    opens_to = frozenset(Doing.PLAN.value)
    form = sealed_form(Assignment, NextStepForm)
    fields = ["step", "address", "about", "assigned_to", "due_on", "remind_on", "done_on"]
    readonly_fields = ["about"]
    list_display = ["next_step", "about", "assigned_to", "due_on", "remind_on", "done_on"]
    list_filter = [WhoseFilter]
    list_select_related = ["assigned_to"]
    ordering = ["done_on", "due_on", "pk"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.fields if obj is not None or name != "about"]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == WhoseFilter.parameter_name or super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NextSteps

    @admin.display(description=gettext_lazy("next step"))
    def next_step(self, assignment: Assignment) -> str:
        return assignment.step[:80]

    @admin.display(description=gettext_lazy("record"))
    def about(self, assignment: Any) -> SafeString | str:
        """The record by its title, linked to its page in the admin."""
        return link_to_record(assignment)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Any:
        back = way_back(request)
        return HttpResponseRedirect(back) if back else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        back = way_back(request)
        return HttpResponseRedirect(back) if back else super().response_post_save_change(request, obj)
