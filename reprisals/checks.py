"""What is told at the start of the site, where the guarded room cannot be used as it stands."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from reprisals.doctor import is_handed_out
from reprisals.evidence.store import folder
from reprisals.models.vault import is_laptop


@register(Tags.security, deploy=True)
def room_has_keys(**kwargs: Any) -> list[CheckMessage]:
    """Says, with `check --deploy`, that the room will stay shut."""
    if settings.ROOM_PASSPHRASE or (settings.FIELD_ENCRYPTION_KEYS and not is_laptop()):
        return []
    text = "The guarded room stays shut: neither keys nor a passphrase are given."
    return [Warning(text, hint="See docs/running.md, “The guarded room”.", id="reprisals.W001")]


@register(Tags.security)
def originals_are_out_of_reach(**kwargs: Any) -> list[CheckMessage]:
    """Refuses to start where the originals of evidence would be handed out to visitors."""
    if not is_handed_out(folder()):
        return []
    return [Error("EVIDENCE_DIR lies within a folder that is handed out to visitors.", id="reprisals.E001")]
