"""Keys of recommendations, many at once: grouped by the database, and where each of them stands in the index."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, QuerySet, TextField
from pyroaring import BitMap

NOWHERE = -1


class Keys(Aggregate):
    """All keys of a group as one text: a fraction of the time that as many rows take."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **context)


def keys_by(rows: QuerySet, name: str, key: str = "recommendation_id") -> Iterator[tuple[Any, Iterable[int]]]:
    """Each value of a column and the keys of the recommendations that have it, in any order. One query."""
    for value, keys in rows.order_by().values(name).annotate(keys=Keys(key)).values_list(name, "keys").iterator():
        yield value, map(int, keys.split(","))


@dataclass(slots=True)
class Places:
    """Where each recommendation stands, by its key: four bytes for each key up to the highest, taken or not."""

    _place_of: "array[int]"

    @classmethod
    def of(cls, pks: "array[int]") -> "Places":
        """The places of these keys: their numbers in this order."""
        place_of = array("i", [NOWHERE]) * (max(pks, default=0) + 1)
        for place, pk in enumerate(pks):
            place_of[pk] = place
        return cls(place_of)

    def get(self, pk: int) -> int | None:
        """The place of one of them; None where it is not published."""
        place = self._place_of[pk] if 0 <= pk < len(self._place_of) else NOWHERE
        return None if place == NOWHERE else place

    def among(self, pks: Iterable[int]) -> BitMap:
        """The places of those that are published, as a set that takes little memory."""
        place_of, end = self._place_of, len(self._place_of)
        made = BitMap([place for pk in pks if pk < end and (place := place_of[pk]) >= 0])
        made.run_optimize()
        made.shrink_to_fit()
        return made
