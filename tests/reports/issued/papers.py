"""An invented kind of paper, which tells all published incidents and recommendations; and who asks for one."""

import hashlib
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from exports.document import Document, heading, paragraph
from recommendations.models import Recommendation, Session
from reports.asked import Asked
from reports.draft import Draft, Length, Read
from reports.kinds import Kind
from reprisals import public

ADD, LIST, PACK = "/admin/reports/report/add/", "/admin/reports/report/", "/admin/reports/pack/add/"


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


def body(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def wanted(kind="teapots", **more):
    session = Session.objects.get(kind="hrc", number=56)
    return {"kind": kind, "session": session.pk, "language": "en", "formats": ["docx"]} | more
