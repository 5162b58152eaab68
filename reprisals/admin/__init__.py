"""The guarded room in the admin."""

from . import audit, desk, incidents, versions

__all__ = ["audit", "desk", "incidents", "versions"]
