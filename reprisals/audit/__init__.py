"""The log: who looked at what, who changed it, and what was taken out. `check_audit` says whether it is whole."""

from reprisals.models.audit import Action

from .noting import entries_of, note, note_view

__all__ = ["Action", "entries_of", "note", "note_view"]
