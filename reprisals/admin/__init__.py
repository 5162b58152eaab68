"""The guarded room in the admin."""

from . import consents, desk, incidents, versions

__all__ = ["consents", "desk", "incidents", "versions"]
