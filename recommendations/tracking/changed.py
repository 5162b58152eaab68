"""What others changed on records since a moment, from the kept history, in one query for all kinds of records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Max, Q, QuerySet, Value

from recommendations.models import Tracked

from .records import parts_of

MOST_ROWS = 500  # of record, part and person, of which the latest are looked at


@dataclass(slots=True)
class Changed:
    """One record, and what others did with it: the record itself is None where it was removed."""

    model: type[Tracked]
    pk: int
    record: Any
    at: datetime
    who: list[str] = field(default_factory=list)  # user names; "" for the command line
    parts: list[str] = field(default_factory=list)  # what changed: the names of the kinds, that of the record first


def changed_since(moment: datetime, but_by: Any, models: Iterable[type[Tracked]]) -> list[Changed]:
    """The records of these kinds that others changed after a moment, with their parts, the latest first.

    Two queries, and one for each kind of which something was found.
    """
    kinds = list(models)
    every = [_rows(*each, moment, but_by) for n, model in enumerate(kinds) for each in _histories(n, model)]
    if not every:
        return []
    together = every[0].union(*every[1:]) if len(every) > 1 else every[0]
    rows = list(together.order_by("-latest")[:MOST_ROWS])
    names = dict(
        User.objects.filter(pk__in={row["whose"] for row in rows if row["whose"]}).values_list("pk", "username")
    )
    found: dict[tuple[int, int], Changed] = {}
    for row in rows:
        key = (row["of_kind"], row["of_record"])
        one = found.setdefault(key, Changed(kinds[row["of_kind"]], row["of_record"], None, row["latest"]))
        _add(one.who, names.get(row["whose"], ""))
        _add(one.parts, row["what"])
    for n, model in enumerate(kinds):
        records = _in_bulk(model, [pk for kind, pk in found if kind == n])
        for (kind, pk), one in found.items():
            if kind == n:
                one.record = records.get(pk)
    return list(found.values())


def _histories(kind: int, model: type[Tracked]) -> Iterator[tuple[int, Any, str, str]]:
    """The histories of a kind of records: its own and those of its parts, each with the field that names the record."""
    yield kind, model.history.model, "id", str(model._meta.model_name)
    for part, name in parts_of(model):
        yield kind, part.history.model, f"{name}_id", part._meta.model_name


def _rows(kind: int, history: Any, of: str, part: str, moment: datetime, but_by: Any) -> QuerySet:
    others = Q(history_user=None) | ~Q(history_user=but_by.pk)
    rows = history.objects.filter(others, history_date__gt=moment, **{f"{of}__isnull": False}).order_by()
    named = rows.values(of_kind=Value(kind), of_record=F(of), what=Value(part), whose=F("history_user_id"))
    return named.annotate(latest=Max("history_date"))


def _in_bulk(model: Any, pks: list[int]) -> dict[int, Any]:
    named_by = [name for name in ("state", "wg_session") if any(f.name == name for f in model._meta.fields)]
    rows = model._default_manager.select_related(*named_by) if named_by else model._default_manager
    return rows.in_bulk(pks) if pks else {}


def _add(texts: list[str], text: str) -> None:
    if text not in texts:
        texts.append(text)
