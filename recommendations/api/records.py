"""Records of the API: what is told of one, field by field, or in fewer fields where few are asked for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from exports.table import Column
from recommendations.columns import permanent_address
from recommendations.models.source import LANGUAGES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
PERHAPS_NUMBER: Schema = {"type": ["integer", "null"]}
YES_OR_NO: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
ADDRESS: Schema = {"type": "string", "format": "uri"}
ADDRESSES: Schema = {"type": "array", "items": ADDRESS}
DATE: Schema = {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}  # of any precision, or empty
LANGUAGE: Schema = {"type": "string", "enum": [code for code, _name in LANGUAGES]}


def one_of(choices: list[tuple[Any, Any]], *more: Any) -> Schema:
    """One of the values of a vocabulary; more: what else it can be, such as empty."""
    return {"type": "string", "enum": [*(value for value, _label in choices), *more]}


def address_of(name: str, *args: str) -> str:
    """The full address of a record in the API."""
    return settings.SITE_URL + reverse(f"api:{name}", args=args)


class Told(serializers.Field):
    """One field: what it holds, of what kind, and how it is taken from a record."""

    def __init__(self, help_text: str, schema: Schema, value: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(read_only=True, help_text=help_text, **kwargs)
        self.value = value
        self._spectacular_annotation = {"field": schema}

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, value: Any) -> Any:
        return self.value(value)

    @classmethod
    def column(cls, column: Column, schema: Schema) -> "Told":
        """A column of the files of this site, under the same name."""
        return cls(column.help, schema, column.cell)


class Record(serializers.Serializer):
    """A record; of its fields those that are asked for.

    columns: those of the files of this site that it tells as well, each of the kind that `schemas` says, else a text.
    """

    columns: list[Column] = []
    schemas: dict[str, Schema] = {}

    def __init__(self, *args: Any, only: frozenset[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only is not None:
            for name in self.fields.keys() - only:
                self.fields.pop(name)

    @classmethod
    def field_names(cls) -> list[str]:
        """Of all of its fields."""
        return [*cls._declared_fields, *(column.name for column in cls.columns)]

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            column.name: Told.column(column, self.schemas.get(column.name, TEXT)) for column in self.columns
        }


class SourceRecord(Record):
    """A document or page: by UN symbol, or by publisher and title."""

    symbol = Told("UN symbol; empty if it has none.", TEXT, lambda s: s.symbol)
    publisher = Told("Who published it.", TEXT, lambda s: s.publisher)
    title = Told("Its title.", TEXT, lambda s: s.title)
    issued_on = Told("Day, month or year of issue; empty if not recorded.", DATE, lambda s: s.issued_on)
    language = Told("Language of this version.", LANGUAGE, lambda s: s.language)
    link = Told("Where to read it; empty if not recorded.", TEXT, lambda s: s.link)


class Sourced(Record):
    """What says where it is recorded."""

    source: Any = SourceRecord(allow_null=True, read_only=True, help_text="Where it is recorded; null if not recorded.")
    locator = Told("Place in the source, such as a paragraph.", TEXT, lambda r: r.locator)


class CitationRecord(Sourced):
    """A source that is cited for a record."""

    quotation = Told("The words relied on.", TEXT, lambda c: c.quotation)
    note = Told("What must be known to use it.", TEXT, lambda c: c.note)


def written_in() -> Told:
    """The language tag of texts that were written for this site."""
    return Told("Language of the texts of this record.", TEXT, lambda _record: settings.LANGUAGE_CODE)


def page_field() -> Told:
    return Told("Permanent address of the page for readers.", ADDRESS, permanent_address)
