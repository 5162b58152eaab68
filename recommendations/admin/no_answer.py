"""A small page on which it is recorded that a follow-up action was not answered: one date, one sentence, one button."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import FollowUpAction, PartialDate, Source, StatusEvent
from recommendations.tracking.follow_up import Refused, done_on, no_answer_sentence, record_no_answer

from .bulk_page import tell
from .related import FROM, AddsRelated, Tool, way_back
from .typed import TypedField


class NoAnswerForm(forms.Form):
    on = forms.CharField(
        label=gettext_lazy("no answer by"),
        max_length=30,
        help_text=gettext_lazy("Day, month or year: 23 January 2024, January 2024 or 2024."),
    )
    text = forms.CharField(
        label=gettext_lazy("what happened"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60, "dir": "auto"}),
        help_text=gettext_lazy("Shown with the action where it is public. It follows the date while you leave it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = TypedField(
            Source,
            label=_("source"),
            required=False,
            help_text=_("A recorded source by its UN symbol or title; empty means not recorded."),
        )

    def clean_on(self) -> PartialDate:
        field = StatusEvent._meta.get_field("happened_on")
        return PartialDate(field.to_python(self.cleaned_data["on"]))

    def clean(self) -> dict[str, Any]:
        """The sentence that was filled in names the date that was chosen in the end."""
        values = super().clean() or {}
        on = values.get("on")
        if on and values.get("text") == no_answer_sentence(PartialDate.today()):
            values["text"] = no_answer_sentence(on)
        return values


class RecordsNoAnswer(AddsRelated):
    """An admin of follow-up actions with a page on which it is recorded that there was no answer."""

    change_form_template = "admin/recommendations/followupaction/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.no_answer_view)
        return [path("<int:pk>/no-answer/", view, name="recommendations_followupaction_no_answer"), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools = super().tools(request, record)
        if self.has_change_permission(request, record) and not done_on(record):
            address = reverse("admin:recommendations_followupaction_no_answer", args=[record.pk])
            tools.append(Tool(_("No answer…"), f"{address}?{FROM}=followupaction-{record.pk}"))
        return tools

    def no_answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for the date and records it; an action that is done is refused in words."""
        action = get_object_or_404(FollowUpAction.objects.prefetch_related("events"), pk=pk)
        if not self.has_change_permission(request, action):
            raise PermissionDenied
        today = PartialDate.today()
        form = NoAnswerForm(request.POST or None, initial={"on": today.spoken, "text": no_answer_sentence(today)})
        back = way_back(request) or reverse("admin:index")
        if request.method == "POST" and form.is_valid() and self._record(request, action, form):
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("No answer: %(action)s") % {"action": action},
            "action": action,
            "done_on": done_on(action),
            "form": form,
            "back": back,
        }
        return render(request, "admin/recommendations/followupaction/no_answer.html", context)

    def _record(self, request: HttpRequest, action: FollowUpAction, form: NoAnswerForm) -> bool:
        values = form.cleaned_data
        try:
            change = record_no_answer(action, values["on"], values["text"], values["source"], request.user)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused))
            return False
        names = {"action": action, "date": values["on"].spoken}
        if change:
            tell(request, _("Recorded for “%(action)s”: no answer by %(date)s.") % names, change)
        else:
            tell(request, _("“%(action)s”: that there was no answer by %(date)s is recorded already.") % names, None)
        return True
