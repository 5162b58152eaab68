"""Two records of a kind that are one: States, organisations, sources, themes.

All that refers to the one that goes refers to the one that stays. What both have (a signature under one statement, one
State twice under a recommendation) becomes one: what is empty is filled, two texts are put together, and where the two
say different things that cannot both stand, the merge is refused. Former names lead on for ever; undo takes all back.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from recommendations.models import (
    Axis,
    Change,
    Merged,
    State,
    StateName,
    Tag,
    Theme,
    Tracked,
    normalise_name,
    together,
)
from recommendations.models.history import DERIVED
from recommendations.models.merged import KNOWN_BY, known_as

from .places import index_anew
from .records import references

MOST_NAMED = 20
ONE_LINE = "; "
PARAGRAPHS = "\n\n"
SHORT_TEXTS = {"own_words"}  # joined as files join them
WHO_TAGGED = [Tag.Origin.ORGANISATION, Tag.Origin.STAFF, Tag.Origin.IMPORTED, Tag.Origin.SUGGESTED]


@dataclass(slots=True)
class Merging:
    """What a merge did, or would do."""

    moved: Counter[str] = field(default_factory=Counter)  # how many of each kind refer to the one that stays
    doubled: Counter[str] = field(default_factory=Counter)  # how many of each kind both had
    doubles: list[str] = field(default_factory=list)  # the first of these, by name
    joined: list[str] = field(default_factory=list)  # where two texts were put together
    taken_over: list[str] = field(default_factory=list)  # what was empty in the one that stays
    leads_on: list[str] = field(default_factory=list)  # former names
    given_up: list[str] = field(default_factory=list)  # what else both had and differs
    refused: list[str] = field(default_factory=list)  # why it cannot be
    change: Change | None = None


class CannotMerge(Exception):
    """Holds what stands against it, in words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def merge(into: Any, others: Iterable[Any], user: User | None = None) -> Merging:
    """Merges the others into one, all or nothing; raises CannotMerge."""
    with transaction.atomic():
        merging = _merge(into, others, user)
        if merging.refused:
            raise CannotMerge(merging.refused)
    return merging


def foresee_merge(into: Any, others: Iterable[Any]) -> Merging:
    """What merging would do, and what stands against it: does it, and takes it back."""
    with transaction.atomic():
        merging = _merge(into, others, None)
        transaction.set_rollback(True)
    return merging


def _merge(into: Any, others: Iterable[Any], user: User | None) -> Merging:
    model = type(into)
    into = model._default_manager.select_for_update().get(pk=into.pk)
    others = list(model._default_manager.select_for_update().filter(pk__in=[other.pk for other in others]))
    names = ", ".join(f"“{other}”" for other in others)
    said = _("Merged %(others)s into “%(it)s”") % {"others": names, "it": into}
    change = Change.objects.create(kind=Change.Kind.MERGE, description=Truncator(said).chars(300), made_by=user)
    merging = Merging(change=change)
    with together(change):
        for other in others:
            _Merger(change, merging, into, other).run()
    return merging


def _kind(model: type[models.Model]) -> str:
    """What records of this kind are called; those of other parts of the site, which may be confidential, are not."""
    ours = model._meta.app_label == State._meta.app_label
    return str(model._meta.verbose_name_plural) if ours else _("other records")


class _Merger:
    """Merges one record into another."""

    def __init__(self, change: Change, merging: Merging, into: Any, old: Any) -> None:
        self.change, self.merging, self.into, self.old = change, merging, into, old
        self.moved: dict[str, list[int]] = {}  # rows without a history

    def run(self) -> None:
        if isinstance(self.old, Theme) and self.old.vocabulary_id != self.into.vocabulary_id:
            text = _("“%(old)s” and “%(into)s” belong to different lists, which are not compared with each other.")
            self.merging.refused.append(text % {"old": self.old, "into": self.into})
            return
        merged = self._note()
        former_names = self._names_of_place()
        self._move_references(self.old, self.into)
        if self.merging.refused:
            return
        if isinstance(self.old, State):
            self._keep_name()
        self.old.delete()
        self._take_over()
        Merged.objects.filter(pk=merged.pk).update(moved=self.moved)
        if former_names is not None:
            index_anew(self.into.pk, former_names)

    def _note(self) -> Merged:
        return Merged.objects.create(
            change=self.change,
            kind=str(self.old._meta.model_name),
            old=self.old.pk,
            into=self.into.pk,
            known_as=known_as(self.old),
            was_public=not isinstance(self.old, Theme) or Theme.objects.public().filter(pk=self.old.pk).exists(),
        )

    def _names_of_place(self) -> list[str] | None:
        """The other names of a territory, by which texts are found; None for anything else."""
        if not isinstance(self.old, Theme) or self.old.vocabulary.axis != Axis.TERRITORY:
            return None
        return list(self.old.synonyms.values_list("name", flat=True))

    def _keep_name(self) -> None:
        """Files that call the State by its own name mean the one that stays, even where staff had removed the name."""
        name = self.old.name
        StateName.objects.get_or_create(normalised=normalise_name(name), defaults={"state": self.into, "name": name})

    # What refers to it

    def _move_references(self, old: models.Model, into: models.Model) -> None:
        for model, key in references(type(old)):
            if model is not Merged:
                self._move(model, key, old.pk, into.pk)

    def _move(self, model: Any, key: models.ForeignKey, old: int, into: int) -> None:
        if model._meta.auto_created:
            self._move_links(model, key, old, into)
            return
        twins = _twins(model, key, old, into)
        if twins and not issubclass(model, Tracked):
            text = _("%(kind)s refer to both, and cannot be united here: change one of them first.")
            self.merging.refused.append(text % {"kind": capfirst(_kind(model))})
            return
        rows = model._base_manager.in_bulk([*twins, *twins.values()]) if twins else {}
        gone = [pk for pk, twin in twins.items() if self._unite(rows[pk], rows[twin], key)]
        if gone:
            model._default_manager.filter(pk__in=gone).erase()
        going = model._default_manager.filter(**{key.attname: old}).exclude(pk__in=list(twins))
        if not issubclass(model, Tracked):
            self.moved[f"{model._meta.label}.{key.attname}"] = list(going.values_list("pk", flat=True))
        if n := going.update(**{key.attname: into}):
            self.merging.moved[_kind(model)] += n

    def _move_links(self, through: Any, key: models.ForeignKey, old: int, into: int) -> None:
        """Links have no history of their own: that of the record which they belong to says what they are."""
        owner = next(f for f in through._meta.fields if isinstance(f, models.ForeignKey) and f.name != key.name)
        rows = through._base_manager.filter(**{key.attname: old})
        owners = set(rows.values_list(owner.attname, flat=True))
        both = through._base_manager.filter(**{key.attname: into, f"{owner.attname}__in": owners})
        doubled = set(both.values_list(owner.attname, flat=True))
        rows.filter(**{f"{owner.attname}__in": doubled}).delete()
        rows.update(**{key.attname: into})
        records: Any = owner.related_model
        records.objects.filter(pk__in=owners).keep_links()
        kind = str(records._meta.verbose_name_plural)
        if n := len(owners - doubled):
            self.merging.moved[kind] += n
        self._note_doubles(kind, records.objects.filter(pk__in=doubled))

    # What both have

    def _unite(self, old: Any, twin: Any, key: models.ForeignKey) -> bool:
        """Makes one of two parts that both have; says whether it could."""
        kind = str(old._meta.verbose_name)
        if not old.belongs_to:
            text = _("Both have a %(kind)s where only one can be: “%(one)s” and “%(other)s”. Mend or remove one first.")
            self.merging.refused.append(text % {"kind": kind, "one": old, "other": twin})
            return False
        where = _owner(old)
        values, joined, differing = _settle(old, twin, key)
        if differing:
            text = _("%(kind)s of “%(where)s”: the two say different things (%(what)s). Mend one of them first.")
            said = "; ".join(f"{name}: “{one}”, “{other}”" for name, one, other in differing)
            self.merging.refused.append(text % {"kind": capfirst(kind), "where": where, "what": said})
            return False
        self._move_references(old, twin)
        if values:
            type(twin)._default_manager.filter(pk=twin.pk).update(**values)
            for name, value in values.items():
                setattr(twin, name, value)
        self.merging.joined += [f"{where}: {name}" for name in joined]
        self._note_doubles(str(old._meta.verbose_name_plural), [old])
        return True

    def _note_doubles(self, kind: str, records: Iterable[Any]) -> None:
        for record in records:
            self.merging.doubled[kind] += 1
            if len(self.merging.doubles) < MOST_NAMED:
                self.merging.doubles.append(f"{_owner(record)}: {record}" if record.belongs_to else str(record))

    # Its own fields

    def _take_over(self) -> None:
        """Fills what is empty in the one that stays; what both have and differs is told."""
        values = {}
        for own in self.into._meta.concrete_fields:
            if own.primary_key or own.name in DERIVED:
                continue
            theirs, ours = getattr(self.old, own.attname), getattr(self.into, own.attname)
            if not theirs or theirs == ours:
                continue
            if ours:
                told = self.merging.leads_on if own.name in KNOWN_BY[type(self.old)] else self.merging.given_up
                told.append(f"{own.verbose_name}: “{_shown(self.old, own)}” → “{_shown(self.into, own)}”")
            else:
                values[own.attname] = theirs
                self.merging.taken_over.append(f"{own.verbose_name}: “{_shown(self.old, own)}”")
                setattr(self.into, own.attname, theirs)
        if values:
            type(self.into)._default_manager.filter(pk=self.into.pk).update(**values)


def _twins(model: Any, key: models.ForeignKey, old: int, into: int) -> dict[int, int]:
    """Rows of the one that goes of which the one that stays has the like, each with that one.

    The like is what the database allows once only; of parts of records, also what is equal in every word.
    """
    rules = [
        ([name for name in constraint.fields if name != key.name], constraint.condition or Q())
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and key.name in constraint.fields
    ]
    twins: dict[int, int] = {}
    for rule, within in rules:
        twins |= _alike(model, key, old, into, rule, within, empty_too=False)
    if getattr(model, "belongs_to", ()):
        every = [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.name != key.name]
        twins = _alike(model, key, old, into, every, Q(), empty_too=True) | twins
    return twins


def _alike(
    model: Any, key: models.ForeignKey, old: int, into: int, names: list[str], within: Q, *, empty_too: bool
) -> dict[int, int]:
    """The rows of both that are equal in some fields, among those to which a rule applies."""

    def values(of: int) -> Iterable[tuple[Any, ...]]:
        return model._base_manager.filter(within, **{key.attname: of}).order_by("pk").values_list("pk", *names)

    there = {tuple(row[1:]): row[0] for row in values(into)} if names else {}
    return {row[0]: there[row[1:]] for row in values(old) if row[1:] in there and (empty_too or None not in row)}


Differing = list[tuple[str, str, str]]  # field, one value, the other


def _settle(old: Any, twin: Any, key: models.ForeignKey) -> tuple[dict[str, Any], list[str], Differing]:
    """What the one of two parts gets from the other; which texts are put together; what cannot be settled."""
    values: dict[str, Any] = {}
    joined: list[str] = []
    differing: Differing = []
    own = [f for f in old._meta.concrete_fields if not f.primary_key and f.name not in DERIVED | {key.name}]
    if isinstance(old, Tag) and old.origin != twin.origin:
        _weaker, stronger = sorted((old, twin), key=lambda tag: WHO_TAGGED.index(tag.origin), reverse=True)
        own = []
        if stronger is old:
            values = {"origin": stronger.origin, "organisation_id": stronger.organisation_id}
    for one in own:
        theirs, ours = getattr(old, one.attname), getattr(twin, one.attname)
        if theirs == ours or theirs in (None, ""):
            continue
        if ours in (None, ""):
            values[one.attname] = theirs
        elif (together_ := _join(one, ours, theirs)) is not None:
            values[one.attname] = together_
            joined.append(str(one.verbose_name))
        else:
            differing.append((str(one.verbose_name), _shown(twin, one), _shown(old, one)))
    return values, joined, differing


def _join(own: models.Field, ours: Any, theirs: Any) -> str | None:
    """Two texts as one; None for what is no free text, or too long."""
    free = type(own) is models.TextField or (type(own) is models.CharField and not own.choices)
    if not free:
        return None
    if theirs in ours:
        return str(ours)
    apart = PARAGRAPHS if type(own) is models.TextField and own.name not in SHORT_TEXTS else ONE_LINE
    joined = f"{ours}{apart}{theirs}"
    return joined if own.max_length is None or len(joined) <= own.max_length else None


def _shown(record: Any, own: models.Field) -> str:
    if own.choices:
        return str(getattr(record, f"get_{own.name}_display")())
    return str(getattr(record, own.name))


def _owner(part: Any) -> Any:
    """The record of which it is a part."""
    return next((owner for name in part.belongs_to if (owner := getattr(part, name))), part)
