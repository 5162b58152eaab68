"""Lists and single records of the API: what is found, a part of it at a time, and one by its permanent name."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from recommendations.addresses import PAGING, AddressFilter
from recommendations.api.answering import Api, Refused
from recommendations.api.asking import CURSOR, OWN, Asked, filters_of, refuse_unknown
from recommendations.api.records import Record
from recommendations.api.schema import Described, Paging


class Found(ABC):
    """What a list finds, whole: how many, and those after one of them."""

    extra: dict[str, Any] = {}  # what the answer says beside its records

    @abstractmethod
    def count(self) -> int:
        """How many there are on all pages."""

    @abstractmethod
    def after(self, values: tuple[Any, ...] | None, number: int) -> Sequence[Any]:
        """So many that come after the one whose order goes by these values; from the start without."""

    @abstractmethod
    def values_of(self, record: Any) -> list[Any]:
        """The values by which the order of a record goes."""


class FoundByName(Found):
    """Records in the order of their permanent names, which never change."""

    def __init__(self, records: QuerySet, name: str) -> None:
        self.records, self.name = records.order_by(name), name

    def count(self) -> int:
        return self.records.order_by().count()

    def after(self, values: tuple[Any, ...] | None, number: int) -> Sequence[Any]:
        found = self.records.filter(**{f"{self.name}__gt": values[0]}) if values else self.records
        return list(found[:number])

    def values_of(self, record: Any) -> list[Any]:
        return [getattr(record, self.name)]


class ListOf(Api):
    """A list: `count`, the records, and the address of the next ones."""

    record: type[Record]
    schema = Described()
    pagination_class = Paging
    takes_as_of = False
    filters: type[AddressFilter] | None = None  # of the page that shows the same
    name = "slug"  # the permanent name of a record, by which it is found

    def records(self) -> QuerySet:
        """All that is public, each with what is told of it."""
        raise NotImplementedError

    def find(self, query: QueryDict) -> Found:
        """What the filters of an address find; Refused where they ask for something unknown."""
        if self.filters is None:
            refuse_unknown(query)
            return FoundByName(self.records(), self.name)
        refuse_unknown(query, known=query.keys() - PAGING)
        asked = self.filters(query, self.records())
        if problems := asked.problems():
            raise Refused(problems)
        return FoundByName(asked.qs, self.name)

    def get(self, request: Request) -> Response:
        asked = Asked.read(request.query_params, self.record.field_names(), request.path)
        found = self.find(filters_of(request.query_params))
        records = found.after(asked.after, asked.limit + 1)
        shown = records[: asked.limit]
        following = self._address(request, asked.cursor(found.values_of(shown[-1]))) if shown != records else None
        told = self.record(shown, many=True, only=asked.fields).data
        return Response({"count": found.count(), **found.extra, "next": following, "results": told})

    def _address(self, request: Request, cursor: str) -> str:
        """The same address with another cursor."""
        query = request.query_params.copy()
        query[CURSOR] = cursor
        return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


class OneOf(Api):
    """One record, by its permanent name."""

    record: type[Record]
    schema = Described()
    pagination_class = None
    takes_as_of = False
    name = "slug"

    def records(self) -> QuerySet:
        """All that is public, each with what is told of it."""
        raise NotImplementedError

    def get(self, request: Request, **known_by: str) -> Response:
        refuse_unknown(request.query_params, known=OWN[:1])
        asked = Asked.read(request.query_params, self.record.field_names(), request.path)
        return Response(self.record(self.find(**known_by), only=asked.fields).data)

    def find(self, **known_by: str) -> Any:
        """The record; Http404 where none of that name is public."""
        return get_object_or_404(self.records(), **{self.name: known_by["name"]})
