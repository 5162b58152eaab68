"""What may be seen of each field of the guarded room. A field that does not stand here fails the tests.

PRIVATE is never seen by the public. SHOWN can stand on a page that two people approved, and nowhere before that.
"""

from django.apps import apps

from reprisals.models.sealed import Sealed

LINE = {"id", "sealed", "incident"}

SHOWN: dict[str, set[str]] = {
    "Incident": {
        *("public_title", "public_summary", "public_confidence", "locality", "reference", "kind", "began_on"),
        *("ended_on", "place_kind", "country", "state", "territory", "confidence"),
    },
    "Act": {"kind", "happened_on"},
    "Engagement": {"kind", "review", "session", "mechanism"},
    "Development": {"text", "status", "happened_on", "source"},
    "Response": {"text", "kind", "happened_on", "source", "locator", "novelty"},
    "IncidentCitation": {"source", "locator"},
    "IncidentLink": {"address"},
    "Evidence": {"caption", "alternative"},
    "EvidenceCopy": {"name", "facts", "content"},
    "Person": {"name", "pseudonym", "description", "role", "is_group", "size", "visibility"},
    "PublicIncident": {
        *("id", "reference", "title", "kind", "began_on", "place_kind", "place", "state_iso3", "confidence"),
        *("status", "status_on", "page", "published_on", "shown_until"),
    },
    "PublicAct": {"id", "incident", "kind"},
    "PublicEngagement": {"id", "incident", "kind"},
    "PublicLink": {"id", "incident", "address"},
    "PublicFile": {"id", "incident", "name", "media_type", "content"},
}
PRIVATE: dict[str, set[str]] = {
    "Incident": {
        *("id", "sealed", "title", "account", "confidence_reason", "data_key", "shown_date", "shown_place"),
        *("created_at", "created_by", "audit_mark"),
    },
    "Act": LINE | {"note"},
    "Engagement": LINE | {"note"},
    "Development": LINE | {"shown"},
    "Response": LINE | {"public_from"},
    "IncidentCitation": LINE | {"note", "shown"},
    "IncidentLink": LINE,
    "Person": LINE | {"other_names", "details", "is_dead"},
    "Evidence": LINE
    | {"name", "shows", "collected_by", "collected_where", "collected_on", "collected_how", "note", "kind", "size"}
    | {"pages", "sha256", "stored", "shown", "removed_at"},
    "EvidenceCopy": LINE | {"boxes", "evidence"},
    "CustodyEvent": LINE | {"note", "evidence", "what", "at", "by"},
    "Testimony": LINE | {"text", "given_by", "language", "given_on"},
    "ConfidentialSource": LINE | {"name", "reach", "trust"},
    "InternalNote": LINE | {"text", "written_at", "written_by"},
    "Basis": LINE
    | {"given_by", "manner", "language", "risk_assessment", "kind", "person", "scopes", "source", "given_on"}
    | {"valid_until", "withdrawn_on"},
    "Version": LINE
    | {
        "page",
        "shown",
        "comment",
        "state",
        "submitted_at",
        "submitted_by",
        "approved_at",
        "approved_by",
        "embargo_until",
    },
    "TeamMember": {"id", "incident", "user", "role", "since", "ended_on"},
    "Entry": {"number", "taken_at", "action", "by", "subject", "about", "fields", "previous", "digest"},
    "Step": {"id", "incident", "kind", "taken_at", "taken_by"},
    "DataKey": {"id", "purpose", "wrapped", "made_at"},
    "Lock": {"id", "salt", "check_token"},
    "Contact": {"id", "sealed", "name", "office", "reach", "promised", "state", "spoken_on"},
    "Meeting": {"id", "sealed", "contact", "asked", "promised", "note", "held_on", "address"},
    "Assignment": {"id", "sealed", "step", "address", "assigned_to", "due_on", "remind_on", "done_on"},
    "Digest": {"id", "user", "day", "made_at", "sent_at", "problem"},
    "SignOnList": {"id", "sealed", "note", "statement", "deadline", "closed_on"},
    "WrongGuesses": {"id", "of", "wrong", "since"},
    "GivenHelp": {"id", "person", "kind", "given_by", "given_at", "read_at"},
    "PaperShare": LINE | {"share", "page", "people", "paper", "scope"},
    "DeskShare": {"id", "sealed", "share", "contacts", "paper"},
    "SignOn": {"id", "sealed", "note", "statement", "organisation", "answer", "role", "answered_on"},
}


def fields() -> dict[str, set[str]]:
    """All fields and sealed texts of the room, by model."""
    found = {}
    for model in apps.get_app_config("reprisals").get_models(include_auto_created=True):
        if model._meta.proxy:
            continue
        named = {field.name for field in model._meta.get_fields() if field.concrete}
        found[model.__name__] = named | (set(model.sealed_texts()) if issubclass(model, Sealed) else set())
    return found
