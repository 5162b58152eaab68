"""The guarded room in the admin."""

from . import assignments, audit, consents, contacts, incidents, sign_ons, versions

__all__ = ["assignments", "audit", "consents", "contacts", "incidents", "sign_ons", "versions"]
