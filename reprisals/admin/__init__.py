"""The guarded room in the admin."""

from . import audit, consents, desk, incidents, versions

__all__ = ["audit", "consents", "desk", "incidents", "versions"]
