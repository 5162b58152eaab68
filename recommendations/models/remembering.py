"""What a page has looked up is kept as long as the public data stay as they are."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

from .data_version import UNKNOWN, Version

P = ParamSpec("P")
T = TypeVar("T")

_reading: ContextVar[Version] = ContextVar("reading", default=UNKNOWN)


@dataclass(slots=True)
class _Kept:
    """What was looked up in one version of the data."""

    version: Version
    values: dict[Hashable, Any] = field(default_factory=dict)


_kept = _Kept(UNKNOWN)


@contextmanager
def reading(version: Version) -> Iterator[None]:
    """Answers inside are of this version of the data or later: it was asked for before anything else."""
    token = _reading.set(version)
    try:
        yield
    finally:
        _reading.reset(token)


def version_read() -> Version:
    """The version of the data that is being read; unknown where nobody asked for it."""
    return _reading.get()


def remembered(load: Callable[P, T]) -> Callable[P, T]:
    """Looks up once for a version and a language; every time where the version is not known. Not to be changed."""

    @wraps(load)
    def look_up(*args: P.args, **kwargs: P.kwargs) -> T:
        global _kept
        version = _reading.get()
        if not version.is_known:
            return load(*args, **kwargs)
        kept = _kept
        if kept.version != version:
            _kept = kept = _Kept(version)
        key = (load, get_language(), args, *sorted(kwargs.items()))
        if key not in kept.values:
            kept.values[key] = load(*args, **kwargs)
        found: T = kept.values[key]
        return found

    return look_up
