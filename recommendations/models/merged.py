"""What turned out to be something else: it is found by its former names for ever."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .history import Change
from .organisation import Organisation
from .source import Source
from .state import State
from .theme import Theme

Mergeable = TypeVar("Mergeable", State, Organisation, Source, Theme)

# By what each kind is known: in files, in addresses, in the case file.
KNOWN_BY: dict[type[models.Model], tuple[str, ...]] = {
    State: ("iso3", "slug", "name"),
    Organisation: ("name", "acronym", "slug"),
    Source: ("symbol", "language", "publisher", "title"),
    Theme: ("vocabulary", "slug", "name"),
}


class MergedQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> "MergedQuerySet":
        """Those of one kind."""
        return self.filter(kind=str(model._meta.model_name))

    def public(self) -> "MergedQuerySet":
        """Those that visitors could know of, so that their addresses lead on."""
        return self.filter(was_public=True)

    def lead(self, model: type[Mergeable], **known_by: str) -> Mergeable | None:
        """The record of that kind into which the one once known so was merged; None if there is none.

        It leads on through later merges: lead(State, iso3="OLD").
        """
        named = self.of(model).filter(**{f"known_as__{name}": value for name, value in known_by.items()})
        found: Any = named.order_by("-pk").first()
        if found is None:
            return None
        record: Any = model._default_manager.filter(pk=found.last_of(Merged.objects.successors(model))).first()
        return record

    def successors(self, model: type[models.Model]) -> dict[int, int]:
        """The key of each merged record of a kind, with the key of the one that it was merged into."""
        return dict(self.of(model).values_list("old", "into"))

    def all_known(self, model: type[Mergeable]) -> list[tuple[dict[str, str], Mergeable]]:
        """What every merged record of a kind was known by, with the one that it leads to. Three queries."""
        rows: list[Any] = list(self.of(model).order_by("pk"))
        successors = Merged.objects.successors(model) if rows else {}
        there: dict[int, Any] = model._default_manager.in_bulk([row.last_of(successors) for row in rows])
        return [(row.known_as, there[pk]) for row in rows if (pk := row.last_of(successors)) in there]

    def codes(self) -> dict[str, str]:
        """The code of each merged State, with that of the State that it leads to."""
        return {known["iso3"]: state.iso3 for known, state in self.all_known(State)}


class Merged(models.Model):
    """One record that was merged into another of its kind. The keys outlive the records, so that merges chain."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        ORGANISATION = "organisation", _("organisation")
        SOURCE = "source", _("source")
        THEME = "theme", _("theme")

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="merged")
    kind = models.CharField(max_length=12, choices=Kind)
    old = models.PositiveBigIntegerField()
    into = models.PositiveBigIntegerField()
    known_as = models.JSONField(help_text=_("What the old one was found by."))
    was_public = models.BooleanField(help_text=_("Whether visitors could know of it, so that addresses lead on."))
    moved = models.JSONField(
        default=dict, help_text=_("Rows without a history that referred to it, by model and field, for an undo.")
    )

    objects = MergedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "old"], name="merged_once"),
            models.CheckConstraint(condition=~models.Q(old=models.F("into")), name="merged_into_another"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.old} → {self.into}"

    def last_of(self, successors: dict[int, int]) -> int:
        """The key of the record that this one leads to in the end."""
        pk = self.into
        while pk in successors:
            pk = successors[pk]
        return pk


def states_by_code() -> dict[str, State]:
    """Every State by its code, and by the codes of those that were merged into it."""
    states = State.objects.in_bulk(field_name="iso3")
    return {known["iso3"]: state for known, state in Merged.objects.all_known(State)} | states


def find_source(**known_by: str) -> Source | None:
    """The source of a symbol and language, or of a publisher and title; merged ones lead to what they are part of."""
    return Source.objects.filter(**known_by).order_by("pk").first() or Merged.objects.lead(Source, **known_by)


def find_organisation(name: str) -> Organisation | None:
    """The organisation of that name, or the one into which it was merged."""
    return Organisation.objects.filter(name=name).first() or Merged.objects.lead(Organisation, name=name)


def known_as(record: Any) -> dict[str, str]:
    """What a record is found by; a vocabulary by its short name."""
    values = {name: getattr(record, name) for name in KNOWN_BY[type(record)]}
    return {name: str(getattr(value, "slug", value)) for name, value in values.items()}
