"""The public pages on reprisals: filters, empty states, what they cost, and what becomes of hostile texts."""

import datetime
import re

import pytest
from django.utils import timezone

from recommendations.models import Case
from reprisals import publication
from reprisals.models import Development, Engagement, IncidentCitation, IncidentLink, PublicIncident
from tests.records import a_review, a_source, a_state

from .records import a_basis, a_person, an_incident, nobody_in, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(people):
    """Publishes an incident with some fields."""

    def publish(title: str, status: str = "", **fields: object) -> PublicIncident:
        made = an_incident(people[0], public_title=title, **fields)
        nobody_in(made)
        if status:
            Development(incident=made, status=status, happened_on="2022", shown=True).save()
        return published(made, *people)

    return publish


@pytest.fixture
def three(public):
    return [
        public("Kettle", acts=("threat", "raid"), place_kind="un", began_on="2021-05", status="detained"),
        public("Spoon", acts=("raid",), place_kind="online", began_on="2022", status="died"),
        public("Saucer", acts=("smear",), place_kind="", began_on=""),
    ]


def titles(client, query: str) -> set[str]:
    page = client.get(f"/reprisals/{query}")
    assert page.status_code == 200
    text = page.content.decode()
    found = set(re.findall(r'<h2><a href="/reprisals/\w{10}/">(\w+)</a></h2>', text))
    assert f'data-total="{len(found)}"' in text
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Kettle", "Spoon", "Saucer"}),
        ("?act=threat", {"Kettle"}),
        ("?act=raid", {"Kettle", "Spoon"}),
        ("?act=threat&act=smear", {"Kettle", "Saucer"}),
        ("?act=torture", set()),
        ("?place=un", {"Kettle"}),
        ("?place=un&place=online", {"Kettle", "Spoon"}),
        ("?engagement=upr", {"Kettle", "Spoon", "Saucer"}),
        ("?engagement=hrc", set()),
        ("?engagement=hrc&engagement=upr", {"Kettle", "Spoon", "Saucer"}),
        ("?year=2021", {"Kettle"}),
        ("?year=2021&year=2022", {"Kettle", "Spoon"}),
        ("?status=died", {"Spoon"}),
        ("?status=none", {"Saucer"}),
        ("?status=none&status=died", {"Saucer", "Spoon"}),
        ("?act=raid&year=2021&place=un&status=detained&engagement=upr", {"Kettle"}),
        ("?act=raid&place=abroad", set()),
        ("?page=1", {"Kettle", "Spoon", "Saucer"}),
    ],
)
def test_each_filter_finds_what_it_asks_for(client, three, query, found):
    assert titles(client, query) == found


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?act=teapot", "teapot"),
        ("?place=teapot", "teapot"),
        ("?engagement=teapot", "teapot"),
        ("?status=teapot", "teapot"),
        ("?year=1999", "1999"),
        ("?year=202", "202"),
        ("?act=", ""),
        ("?teapot=1", "teapot"),
        ("?person=Quillon", "person"),
        ("?reference=x", "reference"),
        ("?page=0", "0"),
        ("?page=-1", "-1"),
        ("?page=2", "no page 2"),
        ("?page=999999", "no page 999999"),
        ("?page=9999999", "9999999"),
        ("?page=" + "9" * 5000, "999"),
        ("?page=%D9%A1", "\u0661"),
        ("?page=1&page=1", "twice"),
        ("?act=%00", ""),
        ("?act=<script>alert(1)</script>", "&lt;script&gt;"),
        ("?" + "&".join(f"a{n}=1" for n in range(900)), "a899"),
    ],
)
def test_what_is_unknown_is_refused_and_named(client, three, query, named):
    page = client.get(f"/reprisals/{query}")
    if query == "?act=":
        assert page.status_code in {200, 400}
        return
    assert page.status_code == 400
    text = page.content.decode()
    assert named in text
    assert "Kettle" not in text
    assert "<script>alert" not in text


def test_nothing_found_and_nothing_there_are_told_apart(client, public):
    assert "No incident is published." in client.get("/reprisals/").content.decode()
    public("Kettle")
    page = client.get("/reprisals/?act=torture").content.decode()
    assert "Take a filter away" in page
    assert 'data-total="0"' in page


def test_pages_of_the_list_keep_the_filters(client, public, monkeypatch):
    monkeypatch.setattr("reprisals.views.PAGE_SIZE", 2)
    for title in ("A", "B", "C"):
        public(title)
    first = client.get("/reprisals/?act=threat").content.decode()
    assert 'data-total="3"' in first
    assert 'href="?act=threat&amp;page=2"' in first
    assert client.get("/reprisals/?act=threat&page=2").content.decode().count("<h2><a") == 1


@pytest.mark.parametrize("address", ["/reprisals/", "/reprisals/2222222222/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_they_are_only_read(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("reference", ["x" * 3000, "BCDFGHJKMN", "-", "1'or'1"])
def test_an_odd_reference_is_not_found(client, public, reference):
    public("Kettle", reference="bcdfghjkmn")
    assert client.get("/reprisals/bcdfghjkmn/").status_code == 200
    assert client.get(f"/reprisals/{reference}/").status_code == 404


def test_nothing_of_them_is_kept_on_the_way_and_no_cookie_is_set(client, public):
    for address in ("/reprisals/", public("Kettle").get_absolute_url()):
        page = client.get(address)
        assert page["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
        assert not page.cookies


def test_the_list_costs_the_same_however_long(client, public, django_assert_num_queries):
    # The States and years to choose from; what each pattern counts (1 and 2); how many there are, the rows, their
    # acts and bodies.
    for title in ("A", "B"):
        public(title)
    with django_assert_num_queries(COST_OF_LIST):
        client.get("/reprisals/")
    for title in ("C", "D", "E", "F", "G"):
        public(title)
    with django_assert_num_queries(COST_OF_LIST):
        client.get("/reprisals/")


def test_a_page_costs_the_same_however_much_stands_on_it(client, people, django_assert_num_queries):
    incident = an_incident(people[0])
    nobody_in(incident)
    cases = [Case.objects.create(title=f"Teapots {n}") for n in range(4)]
    Case.objects.all().publish()
    for case in cases:
        IncidentLink(incident=incident, address=case.get_absolute_url()).save()
        IncidentCitation(incident=incident, source=a_source(f"S {case.pk}"), shown=True).save()
    shown = published(incident, *people)
    with django_assert_num_queries(3):  # the row; the State concerned; the cases to which it links
        page = client.get(shown.get_absolute_url()).content.decode()
    assert page.count("/cases/teapots-") == 4


def test_a_case_lists_its_incidents_and_tells_them_on_its_timeline(client, people, public):
    case = Case.objects.create(title="Teapots of the world")
    Case.objects.all().publish()
    incident = an_incident(people[0], public_title="Kettle taken")
    nobody_in(incident)
    IncidentLink(incident=incident, address=case.get_absolute_url()).save()
    assert "Kettle taken" not in client.get(case.get_absolute_url()).content.decode()
    shown = published(incident, *people)
    public("Of no case")
    page = client.get(case.get_absolute_url()).content.decode()
    assert page.count(shown.get_absolute_url()) >= 2
    assert "Kettle taken" in page[page.index("Timeline") :]
    assert "Of no case" not in page
    publication.withdraw(incident, people[1])
    assert "Kettle taken" not in client.get(case.get_absolute_url()).content.decode()


def test_a_page_that_has_ended_is_nowhere(client, people):
    case = Case.objects.create(title="Teapots of the world")
    Case.objects.all().publish()
    incident = an_incident(people[0], public_title="Kettle taken")
    IncidentLink(incident=incident, address=case.get_absolute_url()).save()
    a_basis(incident, person=a_person(incident), valid_until=timezone.localdate())
    shown = published(incident, *people)
    PublicIncident.objects.update(shown_until=timezone.localdate() - datetime.timedelta(days=1))
    for address in ("/reprisals/", case.get_absolute_url(), "/"):
        assert "Kettle taken" not in client.get(address).content.decode(), address
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert "2021" not in client.get("/reprisals/").content.decode()
    assert client.get("/reprisals/?year=2021").status_code == 400


def test_the_last_day_of_a_consent_is_one_of_utc(client, people, monkeypatch):
    incident = an_incident(people[0])
    last = timezone.localdate() + datetime.timedelta(days=3)
    a_basis(incident, person=a_person(incident), valid_until=last)
    shown = published(incident, *people)
    night = datetime.datetime.combine(last, datetime.time(23, 59, 59), datetime.UTC)
    for at, status in ((night, 200), (night + datetime.timedelta(seconds=1), 404)):
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert client.get(shown.get_absolute_url()).status_code == status


def test_they_work_without_a_script(client, public):
    for address in ("/reprisals/", public("Kettle").get_absolute_url()):
        text = client.get(address).content.decode()
        scripts = re.findall(r"<script[^>]*>", text)
        assert all("src=" in script for script in scripts)
        assert not re.search(r"\son\w+=", text)
        assert "javascript:" not in text
    page = client.get("/reprisals/").content.decode()
    form = page[page.index("<form") : page.index("</form>")]
    assert 'method="get"' in form
    assert '<button type="submit">' in form


COST_OF_LIST = 9
HOSTILE = "<script>alert('t')</script><img src=x onerror=alert(1)>"


def test_markup_in_texts_is_text(client, people):
    source = a_source(f"{HOSTILE}s")
    incident = an_incident(
        people[0], public_title=HOSTILE, public_summary=HOSTILE, public_confidence=HOSTILE, locality=HOSTILE,
        shown_place="locality",
    )  # fmt: skip
    person = a_person(incident, visibility="name", name=HOSTILE, description=HOSTILE)
    a_basis(incident, person=person)
    Development(incident=incident, status="died", happened_on="2022", text=HOSTILE, source=source, shown=True).save()
    IncidentCitation(incident=incident, source=source, locator=HOSTILE, shown=True).save()
    shown = published(incident, *people)
    for address in ("/reprisals/", shown.get_absolute_url()):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text


def test_texts_are_written_in_their_own_direction(client, public):
    shown = public("Kettle", public_summary="ئۇلارنىڭ چەينىكى ئېلىۋېلىندى.")
    assert '<div class="lead" dir="auto">' in client.get(shown.get_absolute_url()).content.decode()


def test_a_long_text_is_shown_whole(client, public):
    shown = public("Kettle", public_summary="teapot " * 150_000)
    assert client.get(shown.get_absolute_url()).content.decode().count("teapot ") >= 149_999


def test_a_long_place_is_published(client, people):
    incident = an_incident(people[0], locality="T" * 300, shown_place="locality")
    nobody_in(incident)
    shown = published(incident, *people)
    assert len(shown.place) == 300
    assert "T" * 300 + ", Portugal" in client.get(shown.get_absolute_url()).content.decode()


def test_a_review_that_is_not_public_is_not_named(client, people):
    review = a_review("PRT", 45, published=False)
    incident = an_incident(people[0])
    nobody_in(incident)
    Engagement.objects.filter(incident=incident).update(review=review)
    shown = published(incident, *people)
    page = client.get(shown.get_absolute_url()).content.decode()
    assert review.get_absolute_url() not in page
    type(review).objects.filter(pk=review.pk).publish()
    assert review.get_absolute_url() in client.get(shown.get_absolute_url()).content.decode()


def test_the_state_and_the_kind_filter_too(client, public):
    public("Kettle", state=a_state("FRA"))
    public("Spoon", kind="reprisal")
    assert titles(client, "?state=FRA") == {"Kettle"}
    assert titles(client, "?state=FRA&state=PRT") == {"Kettle", "Spoon"}
    assert titles(client, "?kind=reprisal") == {"Spoon"}
    assert client.get("/reprisals/?state=KEN").status_code == 400
