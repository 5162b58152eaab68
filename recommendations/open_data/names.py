"""Permanent names, for the files, of what has none of its own in the database."""

import hashlib
from collections import Counter

from django.db import models

from recommendations.models import (
    Assessment,
    ClockDate,
    FollowUpAction,
    KeyRedirect,
    Session,
    Source,
)

from .fields import ACTIONS, SESSIONS, SOURCES
from .tables import public


def names() -> dict[str, dict[int, str]]:
    """Permanent names of what has none of its own in the database, by key: only of what the public can see."""
    sessions = Session.objects.values_list("pk", "kind", "number")
    moved = public(KeyRedirect).values_list("pk", "recommendation__review__slug", "recommendation__key")
    return {
        SOURCES: _sources(),
        SESSIONS: {pk: f"{kind}-{number}" for pk, kind, number in sessions},
        ACTIONS: dict(FollowUpAction.objects.published().values_list("pk", "slug")),
        "keys": {pk: f"{review}/{key}" for pk, review, key in moved},
        "assessments": _counted(Assessment, "review__slug", "recommendation__review__slug", "recommendation__key"),
        "clock_dates": _counted(ClockDate, "review__slug", "session__kind", "session__number", "follow_up__slug"),
    }


def _sources() -> dict[int, str]:
    """Language and symbol; without a symbol a short form of publisher and title, with a number where two share it."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    columns = ("pk", "symbol", "language", "publisher", "title")
    for pk, symbol, language, *who in public(Source).order_by("pk").values_list(*columns):
        digest = hashlib.sha256("\n".join([language, *who]).encode()).hexdigest()[:10]
        name = f"{language}/{symbol}" if symbol else f"s{digest}"
        seen[name] += 1
        found[pk] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return found


def _counted(model: type[models.Model], *paths: str) -> dict[int, str]:
    """The name of what a row belongs to, and its number among the rows of that, in the order of recording."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for pk, *parts in public(model).order_by("pk").values_list("pk", *paths):
        of = "/".join(str(part) for part in parts if part is not None)
        seen[of] += 1
        found[pk] = f"{of}/{seen[of]}"
    return found
