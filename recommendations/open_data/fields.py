"""Columns and links that the tables of the public record share."""

from django.db import models

from .tables import NUMBER, Field, Leads, Table

SOURCES, SESSIONS, ACTIONS = "sources", "sessions", "follow_up"

NUMBERED = Field("number", NUMBER)
SOURCE = Field("source", "source_id", "Where it is recorded; empty if not recorded.", SOURCES)
TO_SOURCE = Leads(("source",), "sources", ("id",))
TO_REVIEW = Leads(("review",), "reviews", ("id",))
TO_STATE = Leads(("state",), "states", ("id",))
TO_ACTION = Leads(("follow_up",), "follow_up", ("id",))
TO_RECOMMENDATION = Leads(("review", "recommendation"), "recommendations", ("review", "key"))


def plain(*names: str) -> tuple[Field, ...]:
    """Columns that are called as in the record."""
    return tuple(Field(name, name) for name in names)


def of_record(record: str, help_text: str, path: str = "") -> Field:
    return Field(record, path or f"{record}__slug", help_text)


def of_review(path: str = "review") -> Field:
    return Field("review", f"{path}__slug", "The review.")


def of_recommendation(path: str = "recommendation") -> tuple[Field, ...]:
    key = Field("recommendation", f"{path}__key", "Key of the recommendation in its review.")
    return of_review(f"{path}__review"), key


def of_state(path: str = "state", help_text: str = "ISO alpha-3.") -> Field:
    return Field("state", f"{path}__iso3", help_text)


def links(model: type[models.Model], relation: str, one: str, title: str, *others: Field, leads: Leads) -> Table:
    """A table of links between two kinds of records."""
    through = getattr(model, relation).through
    first = Field(one, f"{model._meta.model_name}__slug", "The record that names the other.")
    to_first = Leads((one,), {"case": "cases", "statement": "statements", "follow_up": "follow_up"}[one], ("id",))
    key = (one, *(field.name for field in others))
    return Table(f"{one}_{relation}", title, through, key, (first, *others), (to_first, leads))


def citations(model: type[models.Model], name: str, of: tuple[Field, ...], leads: Leads, title: str) -> Table:
    columns = (*of, NUMBERED, SOURCE, *plain("locator", "quotation", "note"))
    key = (*(field.name for field in of), "number")
    return Table(name, title, model, key, columns, (leads, TO_SOURCE), tuple(field.path for field in of))
