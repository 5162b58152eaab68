"""Taking back what was changed together: an import, a bulk change, a merge."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from recommendations.models import (
    Axis,
    Change,
    ImportRun,
    KeyRedirect,
    Reading,
    Recommendation,
    RecommendationPosition,
    Tag,
    Theme,
    ThemeSynonym,
    Tracked,
    together,
)

from .batches import batches
from .deriving import derive_anew
from .places import index_anew
from .records import RECORDS
from .undo_plan import STILL_SAID, CannotUndo, Plan, history_of, plan_undo


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


# From which fields something follows: order and search words, the position that counts.
MATTERS: dict[type[Tracked], set[str]] = {
    Recommendation: {"review_id", "key", "paragraph", "text"},
    RecommendationPosition: {"category", "is_final", "taken_on"},
    Tag: {"theme_id"},
}


class _Undoing:
    """Does what a plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.change = plan, plan.change
        self.to_derive: set[int] = set()  # recommendations of which something else follows now
        territories = Theme.objects.filter(vocabulary__axis=Axis.TERRITORY)
        self.territories = set(territories.values_list("pk", flat=True))

    def run(self) -> None:
        names = self._names_touched()
        self._take_readings_back()
        self._let_go()
        for model in reversed(RECORDS):
            self._remove(model, self.plan.created[model])
        for model in RECORDS:
            self._restore(model, self.plan.altered[model])
        self._unlink()
        self._bring_readings_home()
        self._take_merges_back()
        for some in batches(sorted(self.to_derive)):
            derive_anew(Recommendation.objects.filter(pk__in=some))
        for theme in Theme.objects.filter(pk__in=names, vocabulary__axis=Axis.TERRITORY):
            index_anew(theme.pk, names[theme.pk])
        own_key = Recommendation.objects.filter(review=OuterRef("review"), key=OuterRef("old_key"))
        KeyRedirect.objects.filter(Exists(own_key)).delete()

    def _let_go(self) -> None:
        """What a bulk change let refer to what it made, and is restored below, must not keep that from going."""
        for model in RECORDS if self.change.kind == Change.Kind.BULK else []:
            for key in [field for field in model._meta.concrete_fields if field.is_relation and field.null]:
                made = self.plan.created.get(key.related_model, [])  # type: ignore[arg-type]
                for some in batches(self.plan.altered[model]) if made else []:
                    referring: Any = model._default_manager.filter(pk__in=some, **{f"{key.name}__in": made})
                    referring.update(**{key.name: None})

    def _note(self, model: type[Tracked], rows: Iterable[Any]) -> None:
        """What follows from these records or history rows is to be made anew."""
        if model is Recommendation:
            self.to_derive |= {row.id for row in rows}
        elif model in MATTERS:
            rows = [row for row in rows if model is not Tag or row.theme_id in self.territories]
            self.to_derive |= {row.recommendation_id for row in rows}

    def _names_touched(self) -> dict[int, set[str]]:
        """Names that come or go, by theme: a territory's are in the search words of what names it."""
        names: dict[int, set[str]] = {}
        touched = history_of(ThemeSynonym).filter(change=self.change).values("id")
        for theme, name in history_of(ThemeSynonym).filter(id__in=touched).values_list("theme_id", "name"):
            names.setdefault(theme, set()).add(name)
        return names

    def _take_readings_back(self) -> None:
        """What another file says too is of that file from now on; what this one replaced counts again."""
        ours = Reading.objects.filter(run__change=self.change)
        handed_on = ours.filter(STILL_SAID).exclude(confirmed_by__change=self.change)
        shaken = list(Reading.objects.filter(confirmed_by__change=self.change).values_list("pk", flat=True))
        shaken += list(handed_on.values_list("pk", flat=True))
        handed_on.update(run=F("confirmed_by"), confirmed_by=None)
        replaced = list(Reading.objects.filter(replaced_by__change=self.change).values_list("pk", flat=True))
        ours.delete()
        Reading.objects.filter(pk__in=replaced).update(is_current=True, replaced_by=None)
        Reading.objects.filter(confirmed_by__change=self.change).update(confirmed_by=None)
        self._confirm_anew(Reading.objects.filter(pk__in=shaken))

    def _confirm_anew(self, readings: QuerySet) -> None:
        """A third import of the same file still says what the second one, which is gone, confirmed."""
        for run in ImportRun.objects.filter(pk__in=readings.values("run")):
            same = ImportRun.objects.filter(sha256=run.sha256, format=run.format, change__undone_by__isnull=True)
            other = same.exclude(pk=run.pk).exclude(change=self.change).first()
            if other:
                readings.filter(run=run).update(confirmed_by=other)

    def _bring_readings_home(self) -> None:
        """Readings of a recommendation that an import had merged away, and that is back, are of it again."""
        deleted = history_of(Recommendation).filter(change=self.change, history_type="-").values("id")
        for recommendation in Recommendation.objects.filter(pk__in=deleted, readings=None):
            Reading.objects.filter(
                recommendation__review=recommendation.review_id, merged_from=recommendation.key
            ).update(recommendation=recommendation, merged_from="", is_current=True)

    def _remove(self, model: type[Tracked], pks: list[int]) -> None:
        for some in batches(pks):
            records: Any = model._default_manager.filter(pk__in=some)
            if model is Recommendation:
                Reading.objects.filter(recommendation__in=some).delete()
                KeyRedirect.objects.filter(recommendation__in=some).delete()
            elif model in MATTERS:
                self._note(model, records)
            if model is Recommendation or model.belongs_to:
                records.erase()
            else:
                records.delete()

    def _restore(self, model: type[Tracked], pks: list[int]) -> None:
        """What is there is changed back first: it may hold a name that what was deleted has to get back."""
        gone = []
        for some in batches(pks):
            there: dict[int, Any] = model._default_manager.in_bulk(some)
            rows = _with_what_they_need(model, self._rows_before(model, some))
            self._change_back(model, [row for row in rows if row.id in there], there)
            gone += [row for row in rows if row.id not in there]
        for some in batches(gone):
            self._bring_back(model, some)

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

    def _change_back(self, model: type[Tracked], rows: list[Any], there: dict[int, Any]) -> None:
        """All that get the same values get them at once."""
        alike: dict[tuple[tuple[str, Any], ...], list[Any]] = {}
        for row in rows:
            values = ((field.attname, getattr(row, field.attname)) for field in type(row).tracked_fields)
            differing = tuple((name, value) for name, value in values if getattr(there[row.id], name) != value)
            alike.setdefault(differing, []).append(row)
        for differing, some in alike.items():
            if differing:
                self._try(some, partial(self._update, model, dict(differing)))
            if dict(differing).keys() & MATTERS.get(model, set()):
                self._note(model, some)
        for row in rows:
            self._link_back(row, there[row.id])

    def _update(self, model: type[Tracked], values: dict[str, Any], rows: list[Any]) -> None:
        records: Any = model._default_manager
        records.filter(pk__in=[row.id for row in rows]).update(**values)

    def _bring_back(self, model: type[Tracked], rows: list[Any]) -> None:
        self._try(rows, partial(self._create, model))
        self._note(model, rows)
        if rows and rows[0]._history_m2m_fields:
            there: dict[int, Any] = model._default_manager.in_bulk([row.id for row in rows])
            for row in rows:
                if row.id in there:
                    self._link_back(row, there[row.id])

    def _create(self, model: type[Tracked], rows: list[Any]) -> None:
        records: Any = model._default_manager
        records.bulk_create(
            [
                model(**{field.attname: getattr(row, field.attname) for field in type(row).tracked_fields})
                for row in rows
            ]
        )

    def _try(self, rows: list[Any], write: Callable[[list[Any]], None]) -> None:
        """Writes all at once or, where the record now holds something that excludes one of them, one by one."""
        try:
            with transaction.atomic():
                write(rows)
        except IntegrityError:
            if len(rows) == 1:  # what it was has been recorded anew by somebody else
                self.plan.kept.append(rows[0].instance)
                return
            for row in rows:
                self._try([row], write)

    def _link_back(self, row: Any, record: Any) -> None:
        for links in row._history_m2m_fields:
            name = links.m2m_reverse_field_name()
            kept = set(getattr(row, links.name).values_list(f"{name}_id", flat=True))
            there = links.related_model._base_manager.filter(pk__in=kept).values_list("pk", flat=True)
            getattr(record, links.name).set(there)

    def _unlink(self) -> None:
        for (model, pk), linked in self.plan.linked.items():
            record = model._default_manager.filter(pk=pk).first()
            for name, pks in linked.items() if record else ():
                getattr(record, name).remove(*pks)

    def _take_merges_back(self) -> None:
        """What was merged away is there again, and its names are its own."""
        for merged in self.change.merged.all():
            model: Any = apps.get_model("recommendations", merged.kind)
            if not model.objects.filter(pk=merged.old).exists():
                name = next(iter(merged.known_as.values()))
                text = _(
                    "“%(change)s” cannot be undone: “%(name)s” has been recorded anew since. Merge that one first."
                )
                raise CannotUndo(text % {"change": self.change, "name": name})
            for label, pks in merged.moved.items():
                related, key = label.rsplit(".", 1)
                rows: Any = apps.get_model(related)._default_manager
                rows.filter(pk__in=pks, **{key: merged.into}).update(**{key: merged.old})
        self.change.merged.all().delete()


def _with_what_they_need(model: type[Tracked], rows: list[Any]) -> list[Any]:
    """Without those of which something that they refer to is gone: they went with it, or would go."""
    for key in model._meta.concrete_fields:
        if isinstance(key, models.ForeignKey) and key.related_model is not model:
            asked = {getattr(row, key.attname) for row in rows} - {None}
            target: Any = key.related_model
            there = set(target._base_manager.filter(pk__in=asked).values_list("pk", flat=True))
            rows = [row for row in rows if getattr(row, key.attname) in there | {None}]
    return rows
