"""What a process keeps of public pages names no incident: what is withdrawn is gone from the memory, too."""

import pytest

from recommendations import conditional
from recommendations.kept_pages import KeptPages
from recommendations.models.data_version import DataVersionManager
from reprisals.models import PublicIncident

from .addresses import ADDRESSES, OF_INCIDENTS, the_record

pytestmark = pytest.mark.django_db


def test_no_page_that_is_kept_names_an_incident(client, people, settings, monkeypatch):
    settings.KEPT_PAGES_BYTES = 2**26
    kept = KeptPages()
    monkeypatch.setattr(conditional, "pages", kept)
    monkeypatch.setattr(DataVersionManager, "current", lambda manager: manager.read())
    the_record(*people)
    told = [incident.reference.encode() for incident in PublicIncident.objects.all()]
    naming = set()
    for address in (one for name, kinds in ADDRESSES.items() for one in kinds[: 10 if name in OF_INCIDENTS else 1]):
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code == 200 and any(reference in content for reference in told):
            naming.add(address)
    assert len(naming) > 5  # pages, files, feeds and the API
    assert len(kept._pages) > 20
    assert [page for page in kept._pages.values() if any(reference in page.content for reference in told)] == []
