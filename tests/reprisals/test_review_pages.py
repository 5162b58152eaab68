"""The steps as people take them in the admin: hand in with an embargo, return with a reason, approve, publish."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from reprisals.models import PublicIncident, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(people):
    found = []
    for person in people:
        client = Client()
        client.force_login(person)
        found.append(client)
    return found


def publication_page(incident) -> str:
    return f"/admin/reprisals/incident/{incident.pk}/publication/"


def review_page() -> str:
    return f"/admin/reprisals/version/{Version.objects.latest('pk').pk}/change/"


def test_a_page_goes_to_the_public_in_four_clicks_of_two_people(clients, incident):
    writer, reviewer = clients
    assert "Teapots hidden from speakers" in writer.get(publication_page(incident)).content.decode()
    writer.post(publication_page(incident), {"submit": "1", "embargo": ""})
    assert 'name="approve"' not in writer.get(review_page()).content.decode()
    writer.post(review_page(), {"approve": "1"})
    assert Version.objects.get().state == "in_review"
    page = reviewer.get(review_page()).content.decode()
    assert "title: Teapots hidden from speakers" in page
    reviewer.post(review_page(), {"approve": "1"})
    reviewer.post(review_page(), {"publish": "1"})
    assert Client().get(f"/reprisals/{incident.reference}/").status_code == 200


def test_the_exact_page_is_what_the_public_gets(clients, incident):
    writer, reviewer = clients
    writer.post(publication_page(incident), {"submit": "1"})
    seen = reviewer.get(f"/admin/reprisals/version/{Version.objects.get().pk}/page/").content
    reviewer.post(review_page(), {"approve": "1"})
    reviewer.post(review_page(), {"publish": "1"})
    assert Client().get(f"/reprisals/{incident.reference}/").content == seen


def test_an_embargo_is_a_day_and_holds(clients, incident):
    writer, reviewer = clients
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    writer.post(publication_page(incident), {"submit": "1", "embargo": tomorrow.isoformat()})
    assert timezone.localdate(Version.objects.get().embargo_until) == tomorrow
    reviewer.post(review_page(), {"approve": "1"})
    answer = reviewer.post(review_page(), {"publish": "1"}, follow=True)
    assert "embargo has not ended" in answer.content.decode()
    assert not PublicIncident.objects.exists()


def test_an_embargo_that_is_no_day_is_told(clients, incident):
    answer = clients[0].post(publication_page(incident), {"submit": "1", "embargo": "soon"}, follow=True)
    assert "Embargo: Enter a valid date." in answer.content.decode()
    assert not Version.objects.exists()


def test_a_returned_page_says_why_to_those_who_wrote_it(clients, incident):
    writer, reviewer = clients
    writer.post(publication_page(incident), {"submit": "1"})
    reviewer.post(review_page(), {"return": "1", "why": "Whose <teapots>?"})
    assert Version.objects.get().state == "returned"
    for page in (publication_page(incident), review_page()):
        assert "Whose &lt;teapots&gt;?" in writer.get(page).content.decode()
    assert b"teapots" not in bytes(Version.objects.get().sealed)
