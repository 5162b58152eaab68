"""Which limit a paper has: the row that fits who hands it in, with whom, and where."""

import csv
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from exports.document import Document

from .asked import Asked
from .counting import READ_FAST, READ_WELL, seconds, words_of
from .draft import Length
from .models import Limit

FILE = Path(__file__).with_name("limits.csv")
WARN_FROM = 0.9  # of what is allowed


def limit_of(asked: Asked) -> Limit | None:
    """The limit of a paper; where the consultative status is not recorded or none, the lowest that its kind has."""
    fitting = Limit.objects.filter(Q(situation=asked.situation) | Q(situation=""), kind=asked.kind)
    found = fitting.filter(joint=asked.is_joint) or fitting.filter(joint=False)
    status = asked.organisation.consultative_status if asked.organisation else ""
    of_status = [one for one in found if one.status in ("", status)] or list(found)
    return min(of_status, key=lambda one: (not one.situation, not one.status, one.amount), default=None)


def length_of(asked: Asked, paper: Document | tuple[Any, ...]) -> Length:
    """How long a paper is, as its rule counts. Of what is spoken, the words that can be read well in the time.

    paper: the whole paper, or those blocks of it that count.
    """
    limit = limit_of(asked)
    if limit is None:
        return Length(words_of(paper), refuses=False)
    n = words_of(paper, notes=limit.footnotes_count)
    if limit.unit == Limit.Unit.SECONDS:
        most = int(limit.amount * READ_WELL)
        return Length(n, most, limit.footnotes_count, limit.refuses, seconds(n), limit.rule)
    return Length(n, limit.amount, limit.footnotes_count, limit.refuses, None, limit.rule)


def warnings_of(length: Length) -> tuple[str, ...]:
    """What there is to say of a length: from nine tenths of the limit on, and of reading aloud always."""
    values: dict[str, Any] = {"n": length.words, "limit": length.limit, "rule": length.rule}
    said = []
    if length.seconds is not None:
        well, fast = (_clock(seconds(length.words, speed)) for speed in (READ_WELL, READ_FAST))
        text = _("%(n)d words: about %(well)s read well, %(fast)s read fast.")
        said.append(text % (values | {"well": well, "fast": fast}))
    if length.limit is None:
        return tuple(said)
    if length.is_over:
        said.append(_("%(n)d words, and the limit is %(limit)d: %(rule)s.") % values)
    elif length.words >= WARN_FROM * length.limit:
        said.append(_("%(n)d of at most %(limit)d words: %(rule)s.") % values)
    return tuple(said)


def _clock(n: int) -> str:
    return f"{n // 60}:{n % 60:02}"


def load_limits() -> None:
    """The limits of kinds of papers that have none yet; what an office changed, added or removed stays."""
    known = set(Limit.objects.values_list("kind", flat=True))
    with open(FILE, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] not in known]
    flags = ("joint", "footnotes_count", "refuses")
    Limit.objects.bulk_create(
        Limit(**row | {"amount": int(row["amount"])} | {flag: row[flag] == "yes" for flag in flags}) for row in rows
    )


def load_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Adds what is missing, once the tables of this app are there."""
    if using != "default" or (kwargs.get("plan") and any(backward for _step, backward in kwargs["plan"])):
        return
    load_limits()
