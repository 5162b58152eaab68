"""The guarded room in the admin."""

from . import desk, incidents, versions

__all__ = ["desk", "incidents", "versions"]
