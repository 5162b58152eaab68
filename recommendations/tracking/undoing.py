"""Taking back what was changed together: an import, a bulk change, a merge."""

from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from recommendations.models import Change, KeyRedirect, Reading, Recommendation, Tracked, together

from .deriving import derive_anew
from .records import PARTS_OF_RECOMMENDATION, RECORDS
from .undo_plan import STILL_SAID, Plan, batches, history_of, plan_undo


@transaction.atomic
def undo(change: Change, user: User | None = None) -> Plan:
    """Takes a change back, all or nothing; returns what was done. Raises CannotUndo."""
    change = Change.objects.select_for_update().get(pk=change.pk)
    plan = plan_undo(change)
    description = _("Undo of: %(change)s") % {"change": change}
    undoing = Change.objects.create(kind=Change.Kind.UNDO, description=description[:300], made_by=user, undoes=change)
    with together(undoing):
        _Undoing(plan).run()
    return plan


class _Undoing:
    """Does what a plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.change = plan, plan.change

    def run(self) -> None:
        looked_at = self._recommendations_to_derive()
        self._take_readings_back()
        for model in reversed(RECORDS):
            self._remove(model, self.plan.created[model])
        for model in RECORDS:
            self._restore(model, self.plan.altered[model])
        self._bring_readings_home()
        derive_anew(Recommendation.objects.filter(pk__in=looked_at | set(self.plan.altered[Recommendation])))
        own_key = Recommendation.objects.filter(review=OuterRef("review"), key=OuterRef("old_key"))
        KeyRedirect.objects.filter(Exists(own_key)).delete()

    def _recommendations_to_derive(self) -> set[int]:
        """Those that stay, and lose or get back a part."""
        looked_at: set[int] = set()
        for model in PARTS_OF_RECOMMENDATION:
            pks = {*self.plan.created[model], *self.plan.altered[model]}
            rows = history_of(model).filter(change=self.change).values_list("id", "recommendation_id")
            looked_at |= {owner for pk, owner in rows if owner and pk in pks}
        return looked_at - set(self.plan.created[Recommendation])

    def _take_readings_back(self) -> None:
        """What another file says too is of that file from now on; what this one replaced counts again."""
        ours = Reading.objects.filter(run__change=self.change)
        ours.filter(STILL_SAID).exclude(confirmed_by__change=self.change).update(
            run=F("confirmed_by"), confirmed_by=None
        )
        replaced = list(Reading.objects.filter(replaced_by__change=self.change).values_list("pk", flat=True))
        ours.delete()
        Reading.objects.filter(pk__in=replaced).update(is_current=True, replaced_by=None)
        Reading.objects.filter(confirmed_by__change=self.change).update(confirmed_by=None)

    def _bring_readings_home(self) -> None:
        """Readings of a recommendation that an import had merged away, and that is back, are of it again."""
        back = Recommendation.objects.filter(pk__in=self.plan.altered[Recommendation])
        for recommendation in back.filter(readings=None):
            Reading.objects.filter(
                recommendation__review=recommendation.review_id, merged_from=recommendation.key
            ).update(recommendation=recommendation, merged_from="", is_current=True)

    def _remove(self, model: type[Tracked], pks: list[int]) -> None:
        for some in batches(pks):
            records: Any = model._default_manager.filter(pk__in=some)
            if model is Recommendation:
                Reading.objects.filter(recommendation__in=some).delete()
                KeyRedirect.objects.filter(recommendation__in=some).delete()
            if model is Recommendation or model in PARTS_OF_RECOMMENDATION:
                records.erase()
            else:
                records.delete()

    def _restore(self, model: type[Tracked], pks: list[int]) -> None:
        for some in batches(pks):
            for row in self._rows_before(model, some):
                try:
                    with transaction.atomic():
                        self._put_back(model, row)
                except IntegrityError:  # what it was has been recorded anew by somebody else
                    self.plan.kept.append(row.instance)

    def _rows_before(self, model: type[Tracked], pks: list[int]) -> list[Any]:
        """The history row of each record as it was before the change."""
        before: dict[int, Any] = {}
        done: set[int] = set()
        for row in history_of(model).filter(id__in=pks).order_by("history_id"):
            if row.change_id == self.change.pk:
                done.add(row.id)
            elif row.id not in done:
                before[row.id] = row
        return list(before.values())

    def _put_back(self, model: Any, row: Any) -> None:
        values = {f.attname: getattr(row, f.attname) for f in type(row).tracked_fields if not f.primary_key}
        there: Any = model._default_manager.filter(pk=row.id)
        if there.exists():
            there.update(**values)
        else:
            model._default_manager.bulk_create([model(pk=row.id, **values)])
        for links in row._history_m2m_fields:
            name = links.m2m_reverse_field_name()
            ids = getattr(row, links.name).values_list(f"{name}_id", flat=True)
            getattr(there.get(), links.name).set(ids)
