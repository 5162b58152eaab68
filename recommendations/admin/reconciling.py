"""The page on which the documents of a review are set beside each other, and differences are settled."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.analysis import Comparison, compare
from recommendations.models import AnnouncedTally, Category, Review
from recommendations.reconciliation import Reconciliation, reconcile
from recommendations.tracking.settling import settle


class SettleForm(forms.Form):
    paragraph = forms.CharField(widget=forms.HiddenInput)
    settled = forms.CharField(widget=forms.HiddenInput, required=False)  # the settlement that was shown
    category = forms.ChoiceField(label=gettext_lazy("position that counts"), choices=Category.choices)
    because = forms.CharField(
        label=gettext_lazy("because"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text=gettext_lazy("Shown with the position: which document is right, and how you know."),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page's table: who counts, and what by category."""

    who: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def _lines(comparisons: list[Comparison], result: Reconciliation) -> list[Line]:
    """What documents announce, what is counted from each, what is recorded."""
    announced, recorded = [], []
    for each in comparisons:
        names = {"source": each.announced.source, "unit": each.announced.get_unit_display()}
        announced.append(Line(_("Announced by %(source)s, %(unit)s") % names, each.announced.counts))
        recorded.append(Line(_("Recorded, %(unit)s") % names, each.recorded.counts))
    counted = [Line(_("Counted from %(name)s") % {"name": name}, counts) for _format, name, counts in result.counts]
    return [*announced, *counted, *recorded]


class ReconcilesDocuments(admin.ModelAdmin):
    """An admin of reviews with a page of what their documents say."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reconcile_view)
        return [path("<int:pk>/documents/", view, name="recommendations_review_documents"), *super().get_urls()]

    def reconcile_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Announced, counted from each document, and recorded; every difference, and who settles it how."""
        review = get_object_or_404(Review.objects.select_related("state", "wg_session"), pk=pk)
        if not self.has_view_or_change_permission(request, review):
            raise PermissionDenied
        form = SettleForm(request.POST) if request.method == "POST" else None
        if form is not None:
            if not self.has_change_permission(request, review):
                raise PermissionDenied
            if form.is_valid() and self._settle(request, review, form.cleaned_data):
                return HttpResponseRedirect(request.path)
        result = reconcile(review)
        tallies = AnnouncedTally.objects.filter(review=review).select_related("review__state", "source")
        comparisons = compare(tallies)
        lines = _lines(comparisons, result)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What the documents say: %(review)s") % {"review": review},
            "review": review,
            "lines": lines,
            "apart": [comparison for comparison in comparisons if not comparison.agrees],
            "categories": [c for c in Category if any(line.counts.get(c) for line in lines)],
            "result": result,
            "rows": [(difference, self._form(difference, form)) for difference in result.differences],
        }
        return render(request, "admin/recommendations/review/documents.html", context)

    def _form(self, difference: Any, sent: SettleForm | None) -> SettleForm | None:
        """The form with which a difference is settled; as it was sent, if it was this one and is not in order."""
        if difference.kind != "position":
            return None
        key = difference.recommendation.paragraph
        if sent is not None and sent.data.get("paragraph") == key:
            return sent
        settled = difference.settled
        initial = {
            "paragraph": key,
            "settled": str(settled.pk) if settled else "",
            "category": settled.category if settled else difference.recommendation.position,
            "because": settled.settled_because if settled else "",
        }
        return SettleForm(initial=initial, auto_id=f"id_{key}_%s")

    def _settle(self, request: HttpRequest, review: Review, values: dict[str, Any]) -> bool:
        recommendation = review.recommendations.filter(paragraph=values["paragraph"]).first()
        if recommendation is None:
            self.message_user(request, _("There is no such paragraph."), messages.ERROR)
            return False
        there = recommendation.positions.exclude(settled_because="").first()
        if (str(there.pk) if there else "") != values["settled"]:
            text = _(
                "Not saved: somebody else has settled paragraph %(paragraph)s meanwhile. Look at their reason first."
            )
            self.message_user(request, text % {"paragraph": values["paragraph"]}, messages.ERROR)
            return False
        settle(recommendation, values["category"], values["because"])
        text = _("Paragraph %(paragraph)s is settled.") % {"paragraph": values["paragraph"]}
        self.message_user(request, text, messages.SUCCESS)
        return True
