"""The history of public records: who changed what, when, and together with what else.

Every write keeps it, in bulk too: a record that is `Tracked` cannot be changed through its manager without a trace.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from .bulk_rows import Row, insert_rows

DERIVED = {"search_words", "sort_key"}  # follow from other fields, so that a change of theirs says nothing
BATCH = 1000
CORRECTED = "corrected before the import was accepted"  # the reason in the history of what a person put right there


class Change(models.Model):
    """Changes of many records that were made together, and can be undone together."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        BULK = "bulk", _("Bulk change")
        MERGE = "merge", _("Merge")
        UNDO = "undo", _("Undo")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    description = models.CharField(_("what was done"), max_length=300)
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty for the command line."),
    )
    undoes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("takes back"),
    )

    class Meta:
        verbose_name = _("change of many records")
        verbose_name_plural = _("changes of many records")
        ordering = ["-made_at", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return self.description

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")


_now: ContextVar[Change | None] = ContextVar("change", default=None)


@contextmanager
def together(change: Change) -> Iterator[Change]:
    """All that is written inside belongs to this change, and was made by whoever made it."""
    token = _now.set(change)
    try:
        yield change
    finally:
        _now.reset(token)


def _who(request: HttpRequest | None = None, **kwargs: Any) -> AbstractBaseUser | None:
    if change := _now.get():
        return change.made_by
    return request.user if request and request.user.is_authenticated else None


@receiver(pre_create_historical_record)
def _note_change(history_instance: Any, **kwargs: Any) -> None:
    history_instance.change = _now.get()


class PartOfChange(models.Model):
    """What each row of a history table says beside the record's own fields."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class _Records(HistoricalRecords):
    """Leaves out a save that changed nothing, and fields that follow from others."""

    def get_extra_fields(self, model: type[models.Model], fields: Any) -> dict[str, Any]:
        derived = [field.name for field in model._meta.fields if field.name in DERIVED]
        return super().get_extra_fields(model, fields) | {"_history_excluded_fields": derived}

    def post_save(self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any) -> None:
        if created or self._differs(instance):
            super().post_save(instance, created, using, **kwargs)

    def _differs(self, instance: Any) -> bool:
        last = instance.history.order_by("-history_id").values(*self._names(instance)).first()
        return last is None or any(getattr(instance, name) != value for name, value in last.items())

    def _names(self, instance: models.Model) -> list[str]:
        return [field.attname for field in self.fields_included(instance)]


def _are(pks: Sequence[int]) -> str:
    """The condition in SQL that a row is one of these; of keys without a gap, as of new rows, only the ends count."""
    first, last = int(min(pks)), int(max(pks))
    if last - first + 1 == len(set(pks)):
        return f"id BETWEEN {first} AND {last}"
    return f"id IN ({', '.join(str(int(pk)) for pk in pks)})"


class TrackedQuerySet(models.QuerySet):
    """Keeps the history of what is written in bulk."""

    def bulk_create(  # type: ignore[override]
        self, objs: Iterable[Any], batch_size: int | None = None, **options: Any
    ) -> list[Any]:
        with transaction.atomic():
            made = super().bulk_create(objs, batch_size, **options)
            self._keep(made, "+")
        return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def create_rows(self, names: Sequence[str], rows: Sequence[Row]) -> Sequence[int]:
        """Inserts very many records as plain values, with their history; their keys, in order. See insert_rows()."""
        with transaction.atomic(savepoint=False):
            keys = insert_rows(self.model, names, rows)
            self._keep_keys(keys, "+")
        return keys

    create_rows.alters_data = True  # type: ignore[attr-defined]

    def update(self, **values: Any) -> int:
        if not set(values) - DERIVED:
            return super().update(**values)
        with transaction.atomic():
            pks = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            for start in range(0, len(pks), BATCH):
                self._keep(self.model._base_manager.filter(pk__in=pks[start : start + BATCH]), "~")
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def erase(self) -> int:
        """Deletes very many records at once, with their history but without their parts, which must be gone."""
        with transaction.atomic():
            self._keep(self, "-")
            return self._raw_delete(self.db)

    erase.alters_data = True  # type: ignore[attr-defined]

    def keep_links(self) -> None:
        """Keeps in the history what these records are linked to now, where links were written in bulk."""
        self._keep(self, "~")

    keep_links.alters_data = True  # type: ignore[attr-defined]

    def _keep(self, records: Iterable[Any], kind: str) -> None:
        """Copies what these records are now into the history."""
        if isinstance(records, models.QuerySet):
            pks = list(records.order_by().values_list("pk", flat=True))
        else:
            pks = [record.pk for record in records]
        self._keep_keys(pks, kind)

    def _keep_keys(self, pks: Sequence[int], kind: str) -> None:
        for start in range(0, len(pks), BATCH):
            self._copy(pks[start : start + BATCH], kind)

    def _copy(self, pks: Sequence[int], kind: str) -> None:
        """Within the database: to make the rows here takes longer than all the rest of an import."""
        history = self.model.history.model  # type: ignore[attr-defined]
        change, user = _now.get(), history.get_default_history_user(self.model())
        said = {
            "history_date": connection.ops.adapt_datetimefield_value(timezone.now()),
            "history_type": kind,
            "history_user_id": user.pk if user else None,
            "change_id": change.pk if change else None,
        }
        columns = ", ".join(connection.ops.quote_name(field.column) for field in history.tracked_fields)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {history._meta.db_table} ({columns}, {', '.join(said)})"  # noqa: S608
                f" SELECT {columns}, {', '.join(['%s'] * len(said))} FROM {self.model._meta.db_table}"
                f" WHERE {_are(pks)} ORDER BY id",
                list(said.values()),
            )
        if kind != "-" and history._history_m2m_fields:
            kept = {row.id: row for row in history.objects.filter(id__in=pks).order_by("history_id")}
            for links in history._history_m2m_fields:
                self._keep_linked(links, kept)

    def _keep_linked(self, links: Any, kept: dict[int, Any]) -> None:
        """A history row without its links would say that there are none."""
        through = links.remote_field.through
        linked = getattr(self.model.history.model, links.name).model  # type: ignore[attr-defined]
        owner, fields = links.m2m_field_name(), [field.attname for field in through._meta.fields]
        rows = through._base_manager.filter(**{f"{owner}__in": list(kept)}).values(*fields)
        linked.objects.bulk_create([linked(history=kept[row[f"{owner}_id"]], **row) for row in rows], BATCH)


class Tracked(models.Model):
    """A public record, or a part of one, whose history is kept."""

    belongs_to: ClassVar[Sequence[str]] = ()  # the fields that name the record of which this is a part, if it is one

    objects = TrackedQuerySet.as_manager()
    history = _Records(bases=[PartOfChange], excluded_fields=sorted(DERIVED), inherit=True, get_user=_who)

    class Meta:
        abstract = True
