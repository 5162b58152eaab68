"""The steps as people take them in the admin: hand in with an embargo, return with a reason, approve, publish."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from reprisals.models import PublicIncident, Version

from .records import a_basis, a_person

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
    assert "Title: Teapots hidden from speakers" in page
    reviewer.post(review_page(), {"approve": "1"})
    reviewer.post(review_page(), {"publish": "1"})
    assert Client().get(f"/reprisals/{incident.reference}/").status_code == 200
    assert f'<a href="/reprisals/{incident.reference}/">' in reviewer.get(review_page()).content.decode()


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


def test_a_page_does_not_go_back_without_a_reason(clients, incident):
    writer, reviewer = clients
    writer.post(publication_page(incident), {"submit": "1"})
    answer = reviewer.post(review_page(), {"return": "1", "why": " "}, follow=True)
    assert "Say why it goes back" in answer.content.decode()
    assert Version.objects.get().state == "in_review"
    writer.post(review_page(), {"return": "1"})  # one's own needs none
    assert Version.objects.get().state == "returned"


def test_both_are_told_when_the_record_has_changed_since(clients, incident):
    writer, reviewer = clients
    writer.post(publication_page(incident), {"submit": "1"})
    assert 'name="approve"' in reviewer.get(review_page()).content.decode()
    incident.public_title = "Teapots found"
    incident.save()
    page = reviewer.get(review_page()).content.decode()
    assert "The record has changed since" in page
    assert 'name="approve"' not in page
    assert "The record has changed since" in writer.get(publication_page(incident)).content.decode()


def test_under_an_embargo_the_page_says_from_when_it_can_be_published(clients, incident):
    writer, reviewer = clients
    day = timezone.localdate() + datetime.timedelta(days=1)
    writer.post(publication_page(incident), {"submit": "1", "embargo": day.isoformat()})
    reviewer.post(review_page(), {"approve": "1"})
    page = reviewer.get(review_page()).content.decode()
    assert f"It can be published from {day.day} {day:%B %Y} on." in page
    assert 'name="publish"' not in page


def test_the_front_page_tells_a_reader_what_waits(clients, incident):
    writer, reviewer = clients
    assert "waits for you" not in reviewer.get("/admin/").content.decode()
    writer.post(publication_page(incident), {"submit": "1"})
    assert "1 page on reprisals waits for you to read it" in reviewer.get("/admin/").content.decode()
    assert "waits for you" not in writer.get("/admin/").content.decode()


def test_the_front_page_tells_a_writer_what_was_returned_until_it_is_handed_in_again(clients, incident):
    writer, reviewer = clients
    said = "1 page of yours was returned"
    writer.post(publication_page(incident), {"submit": "1"})
    assert said not in writer.get("/admin/").content.decode()
    reviewer.post(review_page(), {"return": "1", "why": "One teapot is missing."})
    assert said in writer.get("/admin/").content.decode()
    assert said not in reviewer.get("/admin/").content.decode()
    writer.post(publication_page(incident), {"submit": "1"})
    assert said not in writer.get("/admin/").content.decode()


def test_whoever_has_no_role_is_told_how_to_come_by_one(client, clients, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("first"))
    page = client.get("/admin/").content.decode()
    assert "Your account has no role" in page
    assert 'href="/admin/auth/user/add/">Make an account for a second administrator' in page
    assert "Your account has no role" not in clients[1].get("/admin/").content.decode()


def test_a_part_of_a_withheld_name_is_pointed_out_to_both(clients, incident):
    person = a_person(incident, name="Quillon Teapots")
    a_basis(incident, person=person)
    said = f"{person}: a part of a name of theirs stands on the page"
    assert said in clients[0].get(publication_page(incident)).content.decode()
    clients[0].post(publication_page(incident), {"submit": "1"})
    assert said in clients[1].get(review_page()).content.decode()


def test_without_scripts_rows_are_asked_for_and_records_typed(clients, incident):
    address = f"/admin/reprisals/incident/{incident.pk}/change/"
    assert 'name="country_typed"' in clients[0].get(address).content.decode()
    before, more = (
        [inline.formset.total_form_count() for inline in clients[0].get(where).context["inline_admin_formsets"]]
        for where in (address, f"{address}?rows=1")
    )
    assert [b - a for a, b in zip(before, more, strict=True)] == [1] * len(before)


def test_the_reader_sees_the_grounds_and_nobodys_name(clients, incident):
    person = a_person(incident, name="Quillon Tarbuckle")
    end = timezone.localdate() + datetime.timedelta(days=40)
    a_basis(incident, person=person, scopes=["site"], valid_until=end)
    clients[0].post(publication_page(incident), {"submit": "1"})
    page = clients[1].get(review_page()).content.decode()
    assert f"{person}: Consent of the person (On our site, without the name), from 1 June 2021" in page
    assert f"until {end.day} {end:%B %Y}" in page
    assert "Quillon" not in page
