"""The records of papers."""

from .limit import Limit, Situation

__all__ = ["Limit", "Situation"]
