"""What taking back an import, a bulk change or a merge would do.

What somebody has worked on since stays as it is, and is listed. An import takes back the recommendations that it
made unless another file supports them; what it changed gets the values that it had before.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from recommendations.models import (
    Case,
    Change,
    FollowUpAction,
    KeyRedirect,
    Merged,
    Reading,
    Recommendation,
    Review,
    Theme,
    Tracked,
)

from .batches import batches
from .records import PARTS_OF_RECOMMENDATION, RECORDS, references

PEOPLES = [Change.Kind.BULK, Change.Kind.MERGE]  # changes that people make, beside single edits


class CannotUndo(Exception):
    """The message says why, for people."""


@dataclass(slots=True)
class Plan:
    """What undoing a change would do."""

    change: Change
    created: dict[type[Tracked], list[int]] = field(default_factory=dict)
    altered: dict[type[Tracked], list[int]] = field(default_factory=dict)  # changed or deleted by it
    linked: dict[tuple[type[Tracked], int], dict[str, set[int]]] = field(default_factory=dict)  # links added by it
    kept: list[Tracked] = field(default_factory=list)  # worked on since
    supported: int = 0  # recommendations that another file holds too

    @property
    def removes(self) -> dict[str, int]:
        """How many records of each kind would go, by the name of the kind."""
        return {str(m._meta.verbose_name_plural): len(pks) for m, pks in self.created.items() if pks}

    @property
    def restores(self) -> dict[str, int]:
        """How many records of each kind would become again what they were, or lose links."""
        counts = Counter({model: len(pks) for model, pks in self.altered.items() if pks})
        counts.update(model for model, _pk in self.linked)
        return {str(model._meta.verbose_name_plural): n for model, n in counts.items()}

    @property
    def is_empty(self) -> bool:
        return not (self.removes or self.restores)


def plan_undo(change: Change) -> Plan:
    """What undoing would remove, restore and keep.

    Raises CannotUndo for an undo, for what is undone already, and for a merge into what was itself merged since.
    """
    if change.kind == Change.Kind.UNDO or change.is_undone:
        raise CannotUndo(_("“%(change)s” cannot be undone: it is, or was, taken back already.") % {"change": change})
    for merged in change.merged.all():
        if later := Merged.objects.filter(kind=merged.kind, old=merged.into).exclude(change=change).first():
            text = _("“%(change)s” cannot be undone before “%(later)s”, which came after it.")
            raise CannotUndo(text % {"change": change, "later": later.change})
    return _ImportPlan(change).make() if change.kind == Change.Kind.IMPORT else _Plan(change).make()


def history_of(model: type[Tracked]) -> QuerySet:
    return model.history.all()


def later_work(model: type[Tracked], change: Change, imports_too: bool) -> QuerySet:
    """History rows of a model by what came after a change and still stands."""
    stands = Q(change__isnull=True) | Q(change__undone_by__isnull=True) & ~Q(change__kind=Change.Kind.UNDO)
    rows = history_of(model).filter(stands, history_date__gte=change.made_at).exclude(change=change)
    return rows if imports_too else rows.exclude(change__kind=Change.Kind.IMPORT)


class _Plan:
    """Row by row: what nobody has changed since is taken back."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.plan = Plan(change)

    def make(self) -> Plan:
        for model in RECORDS:
            self._plan_model(model)
        self._leave_used()
        return self.plan

    def _plan_model(self, model: type[Tracked]) -> None:
        touched = self._touched(model)
        later = later_work(model, self.change, imports_too=True)
        edited = set(later.filter(id__in=self._rows(model).values("id")).values_list("id", flat=True))
        created, altered = self.plan.created.setdefault(model, []), self.plan.altered.setdefault(model, [])
        for pk, (first, last, owner) in touched.items():
            if not self._concerns(model, pk, owner):
                continue
            if pk in edited:
                if not self._only_linked(model, pk):
                    self._keep(model, pk)
            elif first != "+":
                altered.append(pk)
            elif last != "-":
                created.append(pk)

    def _concerns(self, model: type[Tracked], pk: int, owner: int | None) -> bool:
        return True

    def _rows(self, model: type[Tracked]) -> QuerySet:
        """The history rows to take back."""
        return history_of(model).filter(change=self.change)

    def _touched(self, model: type[Tracked]) -> dict[int, tuple[str, str, int | None]]:
        """What this change did to each record of a model, first and last, and the recommendation it belongs to."""
        touched: dict[int, tuple[str, str, int | None]] = {}
        owner = "recommendation_id" if model in PARTS_OF_RECOMMENDATION else "id"
        for pk, kind, of in self._rows(model).order_by("history_id").values_list("id", "history_type", owner):
            touched[pk] = (touched[pk][0] if pk in touched else kind, kind, of)
        return touched

    def _only_linked(self, model: type[Tracked], pk: int) -> bool:
        """Whether all that it did to a record was to link it to others: links are taken back whatever came since."""
        if not history_of(model).model._history_m2m_fields:
            return False
        rows = list(history_of(model).filter(id=pk).order_by("history_id"))
        ours = [n for n, row in enumerate(rows) if row.change_id == self.change.pk]
        before, after = rows[ours[0] - 1], rows[ours[-1]]
        if not ours[0] or any(getattr(before, f.attname) != getattr(after, f.attname) for f in after.tracked_fields):
            return False
        linked = {}
        for links in after._history_m2m_fields:
            was, now = _linked(before, links), _linked(after, links)
            if was - now:
                return False
            if now - was:
                linked[links.name] = now - was
        if linked:
            self.plan.linked[model, pk] = linked
        return bool(linked)

    def _keep(self, model: type[Tracked], pk: int) -> None:
        """Lists the record, or the one of which it is a part; one that is gone is nothing to keep."""
        record: Any = model._base_manager.filter(pk=pk).first()
        if record is None:
            return
        owner = next((o for name in record.belongs_to if (o := getattr(record, name))), record)
        if owner not in self.plan.kept:
            self.plan.kept.append(owner)

    def _leave_used(self) -> None:
        """What others have come to refer to since stays; a part that has got parts of its own has been worked on."""
        going = {model: set(pks) for model, pks in self.plan.created.items()}
        if self.change.kind == Change.Kind.BULK:  # what it changed is restored, and refers no longer to what it made
            for model, pks in self.plan.altered.items():
                going[model] = going.get(model, set()) | set(pks)
        for model in [m for m in reversed(RECORDS) if m is not Recommendation]:
            used = _used(model, self.plan.created[model], going)
            self.plan.created[model] = [pk for pk in self.plan.created[model] if pk not in used]
            going[model] -= used
            for pk in sorted(used) if model.belongs_to else []:
                self._keep(model, pk)


def _linked(row: Any, links: Any) -> set[int]:
    name = f"{links.m2m_reverse_field_name()}_id"
    return set(getattr(row, links.name).values_list(name, flat=True))


def _used(model: type[Tracked], pks: list[int], going: dict[type[Tracked], set[int]]) -> set[int]:
    """Those of these records to which anything refers but what goes with them; their own links go with them."""
    used: set[int] = set()
    own_links = [links.remote_field.through for links in model._meta.many_to_many]
    for related, key in references(model):
        if related in (Reading, KeyRedirect, *own_links):
            continue
        for some in batches(pks):
            users = related._base_manager.filter(**{f"{key.name}__in": some}).values_list("pk", key.attname)
            used |= {pk for user, pk in users if user not in going.get(related, set())}
    return used


class _ImportPlan(_Plan):
    """Recommendation by recommendation: one that people worked on stays with all its parts."""

    def make(self) -> Plan:
        touched = self._touched_recommendations()
        made = touched & self._made_by_imports()
        kept = touched & self._worked_on() | made & self._used(made)
        supported = made & self._supported() - kept
        self.gone, self.others = made - kept - supported, touched - made - kept
        self.plan.supported = len(supported)
        plan = super().make()
        recommendations = Recommendation.objects.select_related("review__state", "review__wg_session")
        kept_records: list[Recommendation] = sorted(
            (record for pks in batches(sorted(kept)) for record in recommendations.filter(pk__in=pks)),
            key=lambda record: (record.review.slug, record.sort_key),
        )
        plan.kept[:0] = kept_records
        return plan

    def _plan_model(self, model: Any) -> None:
        super()._plan_model(model)
        if model is Recommendation:
            self.plan.created[model] = sorted(self.gone)
        elif model in PARTS_OF_RECOMMENDATION:
            rows = model._base_manager.filter(recommendation__in=self._rows_of_made().values("id"))
            owners = rows.values_list("pk", "recommendation_id")
            self.plan.created[model] += [pk for pk, owner in owners if owner in self.gone]

    def _concerns(self, model: type[Tracked], pk: int, owner: int | None) -> bool:
        if model is Recommendation:
            return pk in self.others
        return model not in PARTS_OF_RECOMMENDATION or owner is None or owner in self.others

    def _rows(self, model: type[Tracked]) -> QuerySet:
        """What an earlier import had made, and what stayed for this one's sake when that one was undone, too."""
        left_over = model in (Review, Theme)
        return history_of(model).filter(_MADE_BY_UNDONE | Q(change=self.change)) if left_over else super()._rows(model)

    def _rows_of_made(self) -> QuerySet:
        return history_of(Recommendation).filter(Q(change=self.change, history_type="+") | _MADE_BY_UNDONE)

    def _made_by_imports(self) -> set[int]:
        return set(self._rows_of_made().values_list("id", flat=True))

    def _touched_recommendations(self) -> set[int]:
        """Recommendations that this import made, deleted, or of which it changed or read anything."""
        touched: set[int] = set()
        for model in PARTS_OF_RECOMMENDATION:
            touched |= {pk for pk in super()._rows(model).values_list("recommendation_id", flat=True) if pk}
        touched |= set(Reading.objects.filter(run__change=self.change).values_list("recommendation", flat=True))
        touched |= set(super()._rows(Recommendation).values_list("id", flat=True))
        deleted = super()._rows(Recommendation).filter(history_type="-").values_list("id", flat=True)
        return touched & (set(Recommendation.objects.values_list("pk", flat=True)) | set(deleted))

    def _worked_on(self) -> set[int]:
        """Those that people changed since, or gave something."""
        worked_on = set(later_work(Recommendation, self.change, imports_too=False).values_list("id", flat=True))
        for model in PARTS_OF_RECOMMENDATION:
            rows = later_work(model, self.change, imports_too=False)
            worked_on |= {pk for pk in rows.values_list("recommendation_id", flat=True) if pk}
        return worked_on | self._worked_on_left_over()

    def _worked_on_left_over(self) -> set[int]:
        """Of what stayed when the import that made it was undone: what people did before this import counts too."""
        people = Q(change__isnull=True) | Q(change__undone_by__isnull=True, change__kind__in=PEOPLES)
        left = set(history_of(Recommendation).filter(_MADE_BY_UNDONE).values_list("id", flat=True))
        found = set(history_of(Recommendation).filter(people, id__in=left).values_list("id", flat=True))
        for model in PARTS_OF_RECOMMENDATION:
            rows = history_of(model).filter(people, recommendation__in=left)
            found |= {pk for pk in rows.values_list("recommendation_id", flat=True) if pk}
        return found

    def _used(self, made: set[int]) -> set[int]:
        """Those that a case, a follow-up action or a part of its own refers to."""
        used: set[int] = set()
        for links in (Case.recommendations.through, FollowUpAction.recommendations.through):
            used |= set(links._base_manager.values_list("recommendation_id", flat=True))
        parts = Recommendation.objects.filter(parent__isnull=False).values_list("pk", "parent_id")
        return used | {parent for pk, parent in parts if parent and pk not in made}

    def _supported(self) -> set[int]:
        """Those of which a file outside this import says something that still stands."""
        others = Reading.objects.current().exclude(run__change=self.change)
        ours = Reading.objects.filter(run__change=self.change)
        again = ours.filter(STILL_SAID).exclude(confirmed_by__change=self.change)
        supported = set(others.values_list("recommendation", flat=True).distinct())
        return supported | set(again.values_list("recommendation", flat=True))


_MADE_BY_UNDONE = Q(history_type="+", change__kind=Change.Kind.IMPORT, change__undone_by__isnull=False)
STILL_SAID = Q(confirmed_by__isnull=False, confirmed_by__change__undone_by__isnull=True)
