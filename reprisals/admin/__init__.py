"""The guarded room in the admin."""

from . import audit, consents, desk, incidents, sign_ons, versions

__all__ = ["audit", "consents", "desk", "incidents", "sign_ons", "versions"]
