"""The page is made from an allowlist: what does not stand there stays private."""

import datetime
import json

import pytest

from recommendations.models import Theme
from reprisals.models import (
    Act,
    ConfidentialSource,
    Development,
    Engagement,
    IncidentCitation,
    IncidentLink,
    InternalNote,
    Response,
)
from reprisals.models import Testimony as Told
from reprisals.page import coarse, page_of, place_of
from tests.records import a_source

from .records import a_person, an_incident

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 1)
FIELDS = {
    "reference", "title", "summary", "kind", "began_on", "ended_on", "place_kind", "place", "state", "confidence",
    "confidence_reason", "status", "status_on", "acts", "engagements", "people", "timeline", "citations", "links",
    "files",
}  # fmt: skip


@pytest.fixture
def incident(db):
    return an_incident()


def text_of(incident, on=DAY) -> str:
    return json.dumps(page_of(incident, on), ensure_ascii=False)


def test_nothing_else_stands_on_it(incident):
    page = page_of(incident, DAY)
    assert set(page) == FIELDS
    a_person(incident, visibility="name")
    assert set(page_of(incident, DAY)["people"][0]) == {"role", "how", "called", "description", "size"}


def test_what_is_for_staff_only_is_not_on_it(incident):
    incident.locality, incident.account, incident.confidence_reason = "SECRET hall", "SECRET story", "SECRET reason"
    incident.title = "SECRET title"
    Told(incident=incident, text="SECRET words", given_by="SECRET").save()
    ConfidentialSource(incident=incident, name="SECRET friend").save()
    InternalNote(incident=incident, text="SECRET note").save()
    Act(incident=incident, kind="smear", note="SECRET").save()
    Engagement(incident=incident, kind="hrc", note="SECRET").save()
    a_person(incident, name="SECRET person", other_names="SECRET", details="SECRET", description="SECRET lawyer")
    a_person(incident, "source", name="SECRET source", pseudonym="SECRET", description="SECRET")
    IncidentCitation(incident=incident, source=a_source("Shown"), note="SECRET", shown=True).save()
    assert "SECRET" not in text_of(incident)


@pytest.mark.parametrize(
    ("shown", "day", "month", "year"),
    [
        ("day", "2021-05-04", "2021-05", "2021"),
        ("month", "2021-05", "2021-05", "2021"),
        ("year", "2021", "2021", "2021"),
        ("none", "", "", ""),
    ],
)
def test_dates_are_as_exact_as_they_may_be_everywhere(shown, day, month, year):
    assert [coarse(date, shown) for date in ("2021-05-04", "2021-05", "2021", "")] == [day, month, year, ""]
    incident = an_incident(shown_date=shown, ended_on="2021-05-04")
    Development(incident=incident, status="detained", happened_on="2021-05-04", text="Taken.", shown=True).save()
    page = page_of(incident, DAY)
    where = [page["began_on"], page["ended_on"], page["status_on"], page["timeline"][0]["on"]]
    assert {*where, page["acts"][0]["happened_on"]} == {day}


def test_acts_that_become_alike_are_told_once(incident):
    for day in ("2021-05-11", "2021-05-12"):
        Act(incident=incident, kind="threat", happened_on=day).save()
    assert page_of(incident, DAY)["acts"] == [{"kind": "threat", "happened_on": "2021-05"}]


@pytest.mark.parametrize(
    ("shown", "place"),
    [
        ("locality", "Room VII, Tibet Autonomous Teapots, Portugal"),
        ("territory", "Tibet Autonomous Teapots, Portugal"),
        ("country", "Portugal"),
        ("none", ""),
    ],
)
def test_the_place_is_as_exact_as_it_may_be(incident, shown, place):
    incident.locality, incident.shown_place = " Room VII ", shown
    incident.territory = Theme(name="Tibet Autonomous Teapots")
    assert place_of(incident) == page_of(incident, DAY)["place"] == place


def test_withheld_people_and_sources_leave_no_trace(incident):
    before = text_of(incident)
    a_person(incident, description="a lawyer", pseudonym="T.", is_group=True, size=4)
    a_person(incident, "source", description="a friend")
    assert text_of(incident) == before


@pytest.mark.parametrize(
    ("visibility", "called"), [("name", "Quillon Tarbuckle"), ("pseudonym", "Teapot"), ("role", "")]
)
def test_people_are_called_as_chosen(incident, visibility, called):
    a_person(incident, visibility=visibility, pseudonym=" Teapot ", description=" a lawyer ", size=None)
    [person] = page_of(incident, DAY)["people"]
    assert (person["how"], person["called"], person["description"]) == (visibility, called, "a lawyer")


def test_the_number_is_of_a_group(incident):
    a_person(incident, visibility="role", is_group=True, size=4)
    assert page_of(incident, DAY)["people"][0]["size"] == 4


@pytest.mark.parametrize(
    ("public_from", "shown"), [(None, False), (DAY, True), (DAY + datetime.timedelta(days=1), False)]
)
def test_a_response_is_told_from_its_day_on(incident, public_from, shown):
    source = a_source("A letter")
    Response(
        incident=incident, kind="communication", text="A letter", source=source, public_from=public_from, locator="2"
    ).save()
    timeline = page_of(incident, DAY)["timeline"]
    assert bool(timeline) is shown
    assert ("A letter" in text_of(incident)) is shown


def test_developments_and_citations_are_told_only_when_chosen(incident):
    Development(incident=incident, status="detained", happened_on="2021", text="Taken.", source=a_source("One")).save()
    IncidentCitation(incident=incident, source=a_source("Two")).save()
    page = page_of(incident, DAY)
    assert (page["timeline"], page["citations"], page["status"]) == ([], [], "")
    Development.objects.update(shown=True)
    IncidentCitation.objects.update(shown=True)
    page = page_of(incident, DAY)
    assert page["status"] == "detained"
    assert page["timeline"][0]["source"]["title"] == "One"
    assert page["citations"][0]["source"]["title"] == "Two"


def test_the_last_development_shown_is_the_status(incident):
    for on, status, shown in (("2022", "released", True), ("2023", "died", False), ("2021", "detained", True)):
        Development(incident=incident, status=status, happened_on=on, shown=shown).save()
    assert (page_of(incident, DAY)["status"], page_of(incident, DAY)["status_on"]) == ("released", "2022")


def test_a_source_is_printed_as_it_was(incident):
    source = a_source("As it was", symbol="A/TEA/1")
    IncidentCitation(incident=incident, source=source, locator="para. 4", shown=True).save()
    [citation] = page_of(incident, DAY)["citations"]
    assert citation["place"] == "para. 4"
    assert set(citation["source"]) == {"symbol", "title", "publisher", "issued_on", "link", "archived_url"}


def test_links_are_listed_once_each_in_order(incident):
    for address in ("/cases/b/", "/cases/a/"):
        IncidentLink(incident=incident, address=address).save()
    assert page_of(incident, DAY)["links"] == ["/cases/a/", "/cases/b/"]


def test_it_is_made_of_what_json_knows(incident):
    a_person(incident, visibility="name")
    page = page_of(incident, DAY)
    assert json.loads(json.dumps(page)) == page


def test_parts_of_another_incident_are_not_on_it(incident):
    other = an_incident(acts=("smear",))
    a_person(other, visibility="name")
    assert page_of(incident, DAY)["people"] == []
    assert [act["kind"] for act in page_of(incident, DAY)["acts"]] == ["threat"]
