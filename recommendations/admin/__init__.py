"""The admin: where staff keep the record."""

from . import cases, follow_up, imports, organisations, recommendations, reviews, sources, states, statements, themes

__all__ = [
    "cases",
    "follow_up",
    "imports",
    "organisations",
    "recommendations",
    "reviews",
    "sources",
    "states",
    "statements",
    "themes",
]
