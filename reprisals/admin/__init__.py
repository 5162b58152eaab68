"""The guarded room in the admin."""

from . import assignments, audit, consents, desk, incidents, versions

__all__ = ["assignments", "audit", "consents", "desk", "incidents", "versions"]
