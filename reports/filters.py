"""What was asked for as plain values, so that it can be kept with a paper, and the same paper asked for again."""

import datetime
from dataclasses import fields
from typing import Any

from django.db.models import Model

from recommendations.models import Case, Organisation, Review, Session, State

from .asked import Asked

_KNOWN_BY: dict[type[Model], str] = {Case: "slug", Review: "slug", Organisation: "slug", State: "iso3"}
_MODELS: dict[str, type[Model]] = {
    "case": Case,
    "reviews": Review,
    "state": State,
    "organisation": Organisation,
    "together_with": Organisation,
}


class NoLonger(LookupError):
    """Something that a paper was asked for about is no longer there; its text says what."""


def session_slug(session: Session) -> str:
    """A session as addresses and commands name it: hrc-56, upr-45."""
    return f"{'upr' if session.kind == Session.Kind.WG else 'hrc'}-{session.number}"


def find_session(slug: str) -> Session:
    """The session of such a name. Raises NoLonger."""
    kind, _hyphen, number = slug.partition("-")
    wanted = {"upr": Session.Kind.WG, "hrc": Session.Kind.HRC}.get(kind)
    found = Session.objects.filter(kind=wanted, number=number).first() if wanted and number.isdecimal() else None
    if found is None:
        raise NoLonger(slug)
    return found


def as_filters(asked: Asked) -> dict[str, Any]:
    """What was asked for, without the day: texts, numbers and lists; nothing that is empty."""
    found = {field.name: _plain(getattr(asked, field.name)) for field in fields(asked) if field.name != "on"}
    return {name: value for name, value in found.items() if value not in (None, "", [], False)}


def asked_of(filters: dict[str, Any], on: datetime.date) -> Asked:
    """The same asked for again, for another day. Raises NoLonger."""
    values: dict[str, Any] = {}
    for name, value in filters.items():
        if name == "session":
            values[name] = find_session(value)
        elif name in _MODELS:
            found = [_find(_MODELS[name], one) for one in (value if isinstance(value, list) else [value])]
            values[name] = tuple(found) if isinstance(value, list) else found[0]
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return Asked(**values, on=on)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Session):
        return session_slug(value)
    return getattr(value, _KNOWN_BY[type(value)]) if isinstance(value, Model) else value


def _find(model: type[Model], known_as: str) -> Model:
    found: Model | None = model._default_manager.filter(**{_KNOWN_BY[model]: known_as}).first()
    if found is None:
        raise NoLonger(known_as)
    return found
