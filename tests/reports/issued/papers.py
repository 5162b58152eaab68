"""An invented kind of paper: it tells all published incidents, and all published recommendations."""

import hashlib
from typing import Any

from exports.document import Document, heading, paragraph
from recommendations.models import Recommendation
from reports.asked import Asked
from reports.draft import Draft, Length, Read
from reports.kinds import Kind
from reprisals import public


def digest(*said: str) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def draft_of(asked: Asked, by: Any, **more: Any) -> Draft:
    """A paper of what is public on its day."""
    blocks, read = [heading(1, "Teapots in the Council")], []
    for one in Recommendation.objects.published().select_related("review"):
        blocks.append(paragraph(one.text))
        address = one.get_absolute_url()
        read.append(Read("recommendations.recommendation", address, address, digest(one.text, one.position), str(one)))
    for incident in public.incidents(asked.on):
        blocks.append(paragraph(f"{incident.title}. {incident.page['summary']} {incident.page['people']}"))
        said = digest(incident.title, str(incident.page))
        read.append(
            Read("reprisals.publicincident", incident.reference, incident.get_absolute_url(), said, incident.title)
        )
    document = Document("Teapots", asked.language, tuple(blocks), author="Friends of Teapots")
    values = {"length": Length(words=7, limit=10), "read": tuple(read)} | more
    return Draft(asked=asked, document=document, **values)


TEAPOTS = Kind("teapots", "Teapots", ("docx", "pdf"), (), draft_of)
