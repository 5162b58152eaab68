"""Who has a page already is told so; what changes for the public is told at once; nobody keeps what is not for all."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control

from recommendations import conditional, few_at_once, views
from recommendations.kept_pages import AROUND, KeptPages
from recommendations.models import DataVersion, Recommendation, Review, SavedView, State
from recommendations.models.data_version import UNKNOWN, DataVersionManager
from recommendations.models.remembering import reading, remembered
from recommendations.search.keeping import keeper
from recommendations.time_limit import TakesTooLong, time_limit
from tests.records import a_recommendation, a_review

pytestmark = pytest.mark.django_db

LIST = "/recommendations/"
PAGES = [LIST, "/recommendations/china-2024/28.5/", "/reviews/", "/reviews/china-2024/", "/states/", "/states/CHN/"]
PAGES += ["/follow-up/", "/statements/", "/", f"{LIST}?q=teapot&state=CHN"]


ASKED = 2  # queries: the version of the data, and what the next fixture adds


@pytest.fixture(autouse=True)
def versions_within_the_test(monkeypatch) -> None:
    """A test is one transaction, in which versions are not relied on otherwise; PostgreSQL moves it once in each.

    No index is begun, whose thread would lock tables of a database in memory while it reads.
    """

    def read(manager: DataVersionManager) -> object:
        found = manager.read()
        manager.update(moved_by=None)
        return found

    monkeypatch.setattr(DataVersionManager, "current", read)
    monkeypatch.setattr(keeper, "begin", lambda: None)


@pytest.fixture
def teapot() -> Recommendation:
    return a_recommendation(a_review(), "Polish teapots", "28.5")


def again(client: Client, address: str, etag: str, **headers: str) -> int:
    return client.get(address, headers={"if-none-match": etag} | headers).status_code


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sent_once_until_something_public_changes(client: Client, teapot, address):
    page = client.get(address)
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert page.headers["Last-Modified"].endswith("GMT")
    # It is the same for everybody, no cookie is looked at; of the search, htmx is sent a part.
    searches = address.startswith(LIST + "?") or address == LIST
    assert page.headers["Vary"] == ("HX-Request, Accept-Encoding" if searches else "Accept-Encoding")
    etag = page.headers["ETag"]
    unchanged = client.get(address, headers={"if-none-match": etag})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", etag)
    assert unchanged.headers["Cache-Control"] == page.headers["Cache-Control"]
    assert unchanged.headers["Content-Security-Policy"]
    SavedView.objects.create(owner=User.objects.create_user("teapot"), name="Tea", listed="review")
    a_recommendation(a_review("SVN", 48, published=False))
    assert again(client, address, etag) == 304
    Recommendation.objects.filter(pk=teapot.pk).update(text="Sell teapots")
    assert again(client, address, etag) == 200


def test_a_part_is_another_page_than_the_whole(client: Client, teapot):
    part = {"hx-request": "true"}
    whole, piece = client.get(LIST), client.get(LIST, headers=part)
    assert whole.headers["ETag"] != piece.headers["ETag"]
    assert whole.headers["Vary"] == piece.headers["Vary"] == "HX-Request, Accept-Encoding"
    assert again(client, LIST, piece.headers["ETag"]) == again(client, LIST, whole.headers["ETag"], **part) == 200
    unchanged = client.get(LIST, headers={"if-none-match": piece.headers["ETag"]} | part)
    assert (unchanged.status_code, unchanged.headers["Vary"]) == (304, "HX-Request")
    assert again(client, "/reviews/", client.get("/reviews/").headers["ETag"], **part) == 304


def test_304_is_said_before_anything_is_looked_up(client: Client, teapot, django_assert_num_queries):
    etag = client.get(LIST).headers["ETag"]
    with django_assert_num_queries(1 + 1):  # the version; and what this test does to it
        assert again(client, LIST, etag) == 304


@pytest.fixture
def kept(settings, monkeypatch) -> KeptPages:
    settings.KEPT_PAGES_BYTES = 2**20
    monkeypatch.setattr(conditional, "pages", KeptPages())
    return conditional.pages


@pytest.mark.parametrize("address", [*PAGES, "/api/v1/recommendations/", "/sitemap.xml"])
def test_what_another_asked_for_is_handed_out_until_something_public_changes(
    client: Client, teapot, kept, address, django_assert_num_queries
):
    first = client.get(address)
    with django_assert_num_queries(ASKED):
        second = client.get(address)
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert client.head(address).headers["ETag"] == first.headers["ETag"]
    Recommendation.objects.update(text="Polish kettles")
    State.objects.filter(iso3="CHN").update(name="Teapotland")
    assert client.get(address).headers["ETag"] != first.headers["ETag"]
    if "28.5" in address:
        assert b"Polish kettles" in client.get(address).content


def test_the_pages_that_are_kept_have_a_limit(client: Client, teapot, kept, settings, django_assert_num_queries):
    settings.KEPT_PAGES_BYTES = 200_000
    addresses = [f"{LIST}?q=tea{number}" for number in range(60)]
    for address in addresses:
        client.get(address)
    assert 0 < sum(len(page.content) + AROUND for page in kept._pages.values()) == kept._bytes <= 200_000
    with django_assert_num_queries(ASKED):
        client.get(addresses[-1])


def test_small_answers_take_room_too(settings):
    settings.KEPT_PAGES_BYTES, request, pages = 2**16, RequestFactory().get("/"), KeptPages()
    for n in range(100):
        pages.keep(request, f"etag {n}", HttpResponse(b"{}"))
    assert pages.get(request, "etag 99")
    assert not pages.get(request, "etag 60")


def test_a_page_that_names_an_incident_is_not_kept(client: Client, kept):
    def names_one(request):
        return HttpResponse("Teapots")

    for view, stays in ((names_one, 1), (cache_control(no_store=True)(names_one), 0)):
        kept._pages.clear()
        conditional.page_of_the_record(view)(RequestFactory().get("/teapots/"))
        assert len(kept._pages) == stays


def test_what_is_withdrawn_is_gone_whatever_the_reader_has(client: Client, teapot):
    page = client.get("/recommendations/china-2024/28.5/")
    Review.objects.withdraw()
    headers = {"if-none-match": page.headers["ETag"], "if-modified-since": page.headers["Last-Modified"]}
    assert client.get("/recommendations/china-2024/28.5/", headers=headers).status_code == 404


def test_the_date_alone_and_a_star_are_answered_whole(client: Client, teapot):
    page = client.get(LIST)
    assert client.get(LIST, headers={"if-modified-since": page.headers["Last-Modified"]}).status_code == 200
    assert again(client, LIST, "*") == 200
    assert again(client, f"{LIST}?state=XXX", "*") == 400


def test_another_address_language_day_or_release_is_another_page(client: Client, teapot, monkeypatch):
    etag = client.get(LIST).headers["ETag"]
    assert again(client, f"{LIST}?page=1", etag) == 200
    assert again(client, f"/ar{LIST}", etag) == 200
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda: tomorrow)
        assert again(client, LIST, etag) == 200
    monkeypatch.setattr(conditional, "release", lambda: "a later one")
    assert again(client, LIST, etag) == 200


@pytest.mark.parametrize(("address", "status"), [(f"{LIST}?state=XXX", 400), ("/reviews/teapot-2024/", 404)])
def test_refusals_are_not_kept(client: Client, teapot, address, status):
    page = client.get(address)
    assert page.status_code == status
    assert not {"ETag", "Last-Modified", "Cache-Control"} & set(page.headers)


def test_staff_get_the_same_page_with_the_same_headers(admin_client, client: Client, teapot):
    ours, theirs = admin_client.get(LIST), client.get(LIST)
    assert (ours.content, ours.headers) == (theirs.content, theirs.headers)
    assert admin_client.get("/admin/").headers["Cache-Control"] == "no-store, private"


def test_caches_of_others_may_answer_where_the_operator_says_so(client: Client, teapot, settings):
    settings.SHARED_CACHE_SECONDS = 60
    assert client.get(LIST).headers["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=60"


def test_nothing_is_kept_while_the_version_is_unknown(client: Client, teapot, monkeypatch):
    monkeypatch.setattr(DataVersionManager, "current", lambda manager: UNKNOWN)
    page = client.get(LIST)
    assert page.status_code == 200
    assert "ETag" not in page.headers


def test_a_page_that_must_be_kept_nowhere_is_not_known_by_the_version():
    view = conditional.page_of_the_record(cache_control(no_store=True)(lambda request: HttpResponse(b"an incident")))
    page = view(RequestFactory().get("/"))
    assert page.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified"} & set(page.headers)


# What is remembered


def test_what_was_looked_up_is_remembered_as_long_as_the_data_stay():
    looked = []

    @remembered
    def names(of: str) -> list[str]:
        looked.append(of)
        return list(State.objects.filter(iso3=of).values_list("name", flat=True))

    version = DataVersion.objects.read()
    with reading(version):
        assert names("CHN") == names("CHN") == ["China"]
        names("PRT")
        with translation.override("ar"):
            names("CHN")
    assert looked == ["CHN", "PRT", "CHN"]
    names("CHN")
    names("CHN")
    assert len(looked) == 5
    State.objects.filter(iso3="CHN").update(name="Teapotia")
    with reading(DataVersion.objects.read()):
        assert names("CHN") == ["Teapotia"]


# Limits

LONG = {
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 99999999) SELECT max(x) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_stopped():
    with pytest.raises(TakesTooLong), time_limit(0.1), connection.cursor() as cursor:
        cursor.execute(LONG[connection.vendor])
    assert State.objects.count() > 190
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


@pytest.mark.parametrize("address", [LIST, "/recommendations.csv"])
def test_a_question_that_takes_too_long_is_answered_with_503(client: Client, teapot, monkeypatch, address):
    def too_long(*args: object) -> None:
        raise TakesTooLong

    monkeypatch.setattr(views, "answer", too_long)
    monkeypatch.setattr(views, "recommendation_table", too_long)
    page = client.get(address)
    assert (page.status_code, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "30", "no-store")
    assert b"ask again in half a minute" in page.content


def test_only_so_many_files_are_written_at_once(client: Client, teapot, settings):
    under_way = [client.get("/recommendations.csv") for _ in range(settings.FILES_AT_ONCE)]
    refused = client.get("/recommendations.csv")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert client.get(LIST).status_code == 200
    assert b"Polish teapots" in b"".join(under_way.pop().streaming_content)
    assert client.get("/recommendations.csv?state=XXX").status_code == 400
    under_way.append(client.get("/recommendations.json"))
    assert under_way[-1].status_code == 200
    for response in under_way:
        b"".join(response.streaming_content)
    assert few_at_once._places._value == settings.FILES_AT_ONCE
