"""Which rows of the record the public can see, as conditions in SQL: of any row of any table of the record.

Every model of the record is here; one that is not cannot be migrated, so that nobody forgets to decide.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models

from recommendations.models import (
    AnswerWord,
    Change,
    ClockStep,
    CouncilTerm,
    ImportRun,
    KeyRedirect,
    Merged,
    Organisation,
    Reading,
    Recommendation,
    SavedView,
    Session,
    Source,
    State,
    StateMembership,
    StateName,
    Theme,
    ThemeSynonym,
    Upload,
    UploadedFile,
    Vocabulary,
)
from recommendations.models.data_version import DataVersion
from recommendations.models.history import PartOfChange
from recommendations.models.publication import Published
from recommendations.models.removal import Removal

Model = type[models.Model]

PRIVATE: tuple[Model, ...] = (AnswerWord, Change, DataVersion, Removal, SavedView, Upload, UploadedFile)
# Pages list them, or search and counting of dates go by them, whatever else is recorded.
ALWAYS: tuple[Model, ...] = (ClockStep, CouncilTerm, Session, State, StateMembership, StateName, ThemeSynonym)
# Known to the public as soon as something public refers to them.
REFERRED_TO: tuple[Model, ...] = (ImportRun, Organisation, Source, Theme, Vocabulary)
# Parts of what these fields name, beside those that say so themselves (Tracked.belongs_to).
PARTS: dict[Model, tuple[str, ...]] = {
    Recommendation: ("review",),
    KeyRedirect: ("review",),
    Reading: ("recommendation",),
}
BY_THEMSELVES: dict[Model, str] = {Merged: "{row}.was_public", Theme: "{row}.is_reference"}
ONLY_IF: dict[Model, str] = {Reading: "{row}.is_current"}
# What no page shows of a row that the public sees otherwise.
UNSEEN_COLUMNS: dict[Model, tuple[str, ...]] = {
    ImportRun: ("change_id", "source_id", "file_name", "imported_by_id", "imported_at"),
    Reading: ("run_id", "replaced_by_id", "confirmed_by_id"),
}


def tables() -> list[Model]:
    """The models of the record of which the public sees rows, those of links between records too."""
    found = apps.get_app_config("recommendations").get_models(include_auto_created=True)
    return [model for model in found if not issubclass(model, PartOfChange) and not _is_private(model)]


def columns(model: Model) -> list[str]:
    """The columns whose change the public can see, in quotes."""
    unseen = UNSEEN_COLUMNS.get(model, ())
    return [f'"{field.column}"' for field in model._meta.concrete_fields if field.column not in unseen]


def is_public(model: Model, row: str) -> str:
    """The SQL that holds for a row of this model, called `row` there, if the public can see it."""
    return _condition(model, row, count())


def _is_private(model: Model) -> bool:
    # The history of links is a row of no model of ours: it hangs on a history row.
    of_history = any(
        field.related_model and issubclass(field.related_model, PartOfChange) for field in model._meta.concrete_fields
    )
    return model in PRIVATE or of_history


def _condition(model: Model, row: str, numbers: Iterator[int]) -> str:
    if model in ALWAYS:
        return "1 = 1"
    if model._meta.auto_created:
        return _all_of([_parent(field, row, numbers) for field in _sides(model)])
    ways = [BY_THEMSELVES[model].format(row=row)] if model in BY_THEMSELVES else []
    if issubclass(model, Published):
        ways.append(f"{row}.published_at IS NOT NULL")
    ways += [_parent(model._meta.get_field(name), row, numbers) for name in _belongs_to(model)]
    if model in REFERRED_TO:
        ways += [_reference(field, row, numbers) for field in _references(model)]
    if not ways:
        raise LookupError(f"{model.__name__}: say in {__name__} which of its rows the public can see.")
    return _all_of([_any_of(ways), *([ONLY_IF[model].format(row=row)] if model in ONLY_IF else [])])


def _belongs_to(model: Model) -> tuple[str, ...]:
    if model in PARTS:
        return PARTS[model]
    return tuple(getattr(model, "belongs_to", ()))


def _sides(model: Model) -> list[models.Field]:
    """Of a link, the ends that can be private: it is seen only where both are public."""
    ends = [field for field in model._meta.concrete_fields if field.related_model]
    return [field for field in ends if field.related_model not in (*ALWAYS, *REFERRED_TO)]


def _references(model: Model) -> list[models.Field]:
    """The fields of the record that refer to a model."""
    ours = tables()
    there = [field for one in ours for field in one._meta.concrete_fields if field.related_model is model]
    return [field for field in there if field.column not in UNSEEN_COLUMNS.get(field.model, ()) or model is ImportRun]


def _parent(field: Any, row: str, numbers: Iterator[int]) -> str:
    name = f"r{next(numbers)}"
    return _exists(field.related_model, name, f"{name}.id = {row}.{field.column}", numbers)


def _reference(field: models.Field, row: str, numbers: Iterator[int]) -> str:
    name = f"r{next(numbers)}"
    return _exists(field.model, name, f"{name}.{field.column} = {row}.id", numbers)


def _exists(model: Model, name: str, joined: str, numbers: Iterator[int]) -> str:
    """That there is such a row, called by this name, and that the public can see it.

    PostgreSQL looks for it by its key, row by row (OFFSET 0 has no other effect). Left to itself it may compare all
    rows with all, where it believes that a table is empty: an import that was taken back leaves it in that belief.
    """
    row_by_row = " OFFSET 0" if connection.vendor == "postgresql" else ""
    where = f"{joined} AND {_condition(model, name, numbers)}"
    return f"EXISTS (SELECT 1 FROM {model._meta.db_table} {name} WHERE {where}{row_by_row})"  # noqa: S608


def _all_of(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + " AND ".join(parts) + ")"


def _any_of(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")"
