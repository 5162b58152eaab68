"""Merging duplicates: which one stays, what would come of it, and one button."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.models.merged import known_as
from recommendations.tracking.merging_duplicates import CannotMerge, Merging, foresee_merge, merge
from recommendations.tracking.records import references

from .bulk_page import ListAction, tell
from .keys import is_key
from .selection import Selection

MOST_AT_ONCE = 10


class MergeSelected(ListAction):
    name, title = "merge_selected", gettext_lazy("Merge: make one of the selected records")
    needs = ("change_%(model)s", "delete_%(model)s")

    @classmethod
    def answer(cls, model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        selection = Selection.of(model_admin, request, queryset)
        back = request.get_full_path()
        if not 2 <= len(selection.pks) <= MOST_AT_ONCE:
            text = _("Select two or more records to merge, at most %(most)s at once: %(n)s were selected.")
            messages.error(request, text % {"most": MOST_AT_ONCE, "n": len(selection.pks)})
            return HttpResponseRedirect(back)
        return MergePage(model_admin, request, selection, back).answer()


class MergePage:
    """Shows what merging would do, for the one that was chosen to stay; does it where that is what was shown."""

    def __init__(self, model_admin: Any, request: HttpRequest, selection: Selection, back: str) -> None:
        self.admin, self.request, self.selection, self.back = model_admin, request, selection, back
        self.records: dict[int, Any] = model_admin.model._default_manager.in_bulk(selection.pks)
        self.uses = _uses(model_admin.model, selection.pks)

    def answer(self) -> HttpResponse:
        into = self._chosen()
        others = [record for pk, record in self.records.items() if pk != into.pk]
        foreseen = foresee_merge(into, others)
        seal = self.selection.seal(into.pk, _told(foreseen))
        warning = ""
        if "do" in self.request.POST:
            if self.request.POST.get("seal") == seal and not foreseen.refused:
                return self._merge(into, others)
            warning = _("The records or your choice have changed since what you were shown: look again.")
        return self._show(into, foreseen, seal, warning)

    def _chosen(self) -> Any:
        """The one that was chosen to stay; at first the one that most refers to."""
        chosen = self.request.POST.get("into", "")
        if is_key(chosen) and int(chosen) in self.records:
            return self.records[int(chosen)]
        return max(self.records.values(), key=lambda record: self.uses[record.pk])

    def _merge(self, into: Any, others: list[Any]) -> HttpResponse:
        try:
            merging = merge(into, others, self.request.user)  # type: ignore[arg-type]
        except CannotMerge as refused:  # somebody else was at it at this moment
            messages.error(self.request, str(refused))
        else:
            n = sum(merging.moved.values())
            moved = ngettext("%(n)d record refers to it now.", "%(n)d records refer to it now.", n) % {"n": n}
            tell(self.request, f"{merging.change}. {moved}", merging.change)
        return HttpResponseRedirect(self.back)

    def _show(self, into: Any, foreseen: Merging, seal: str, warning: str) -> HttpResponse:
        context = {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "title": _("Merge %(kind)s") % {"kind": self.admin.opts.verbose_name_plural},
            "records": [
                (record, " · ".join(v for v in known_as(record).values() if v not in str(record)), self.uses[record.pk])
                for record in self.records.values()
            ],
            "into": into,
            "foreseen": foreseen,
            "moved": sorted(foreseen.moved.items()),
            "doubled": sorted(foreseen.doubled.items()),
            "more_doubles": sum(foreseen.doubled.values()) - len(foreseen.doubles),
            "selection": self.selection,
            "seal": seal,
            "warning": warning,
            "back": self.back,
        }
        return TemplateResponse(self.request, "admin/recommendations/merge.html", context)


def _uses(model: Any, pks: list[int]) -> Counter[int]:
    """How many rows refer to each of these records."""
    uses: Counter[int] = Counter()
    for related, key in references(model):
        rows = related._base_manager.filter(**{f"{key.name}__in": pks}).order_by().values(key.attname)
        uses.update({row[key.attname]: row["n"] for row in rows.annotate(n=Count("pk"))})
    return uses


def _told(merging: Merging) -> list[Any]:
    lists = (merging.doubles, merging.joined, merging.taken_over, merging.given_up, merging.refused)
    return [sorted(merging.moved.items()), sorted(merging.doubled.items()), *map(sorted, lists)]
