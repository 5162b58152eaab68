"""The copies of evidence that a page shows, on their way to the public."""

import hashlib
from typing import Any

from cryptography.fernet import InvalidToken

from reprisals.models import EvidenceCopy, Incident


class CopyChanged(Exception):
    """A copy is not the one that was handed in."""


def content_of(incident: Incident, file: dict[str, Any]) -> bytes:
    """The bytes of a file as it stands on a page; raises CopyChanged where they are others by now, or gone."""
    copy = EvidenceCopy.objects.filter(incident=incident, name=file["name"]).first()
    if copy is None:
        raise CopyChanged
    copy.incident = incident
    try:
        content = copy.opener.decrypt(bytes(copy.content))
    except InvalidToken:
        raise CopyChanged from None
    if hashlib.sha256(content).hexdigest() != file["sha256"]:
        raise CopyChanged
    return content
