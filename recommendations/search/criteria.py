"""What can be asked of the recommendations: one field for each parameter of the address."""

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from .spellings import Query

NOT_RECORDED = "none"

SORTS = MappingProxyType(
    {
        "newest": _("Newest review first"),
        "oldest": _("Oldest review first"),
        "state": _("State under review"),
        "action": _("Action category"),
    }
)


@dataclass(frozen=True)
class Criteria:
    """A search. Several values of one field mean any of them; NOT_RECORDED means that nothing is recorded."""

    q: str = ""
    state: tuple[str, ...] = ()
    recommender: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    cycle: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    assessed: tuple[str, ...] = ()
    as_of: str = ""  # a day, month or year: the positions that held at its end
    sort: str = "newest"
    by: str = ""  # the field by which what is found is grouped

    @cached_property
    def query(self) -> Query:
        """What the words ask for, in all spellings; looked up once."""
        return Query.read(self.q)

    def values(self, name: str) -> tuple[str, ...]:
        """The values asked for in one field."""
        value = getattr(self, name)
        return value if isinstance(value, tuple) else (value,) if value else ()

    def but(self, name: str, *values: str) -> "Criteria":
        """The same search with these values of one field instead; with none of them, as if that filter were off."""
        value: Any = values if isinstance(getattr(self, name), tuple) else "".join(values)
        return replace(self, **{name: value})
