"""Published incidents as files: the same filters as the page, named columns, nothing else."""

import csv
import io
import json

import pytest

from .records import an_incident, nobody_in, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(people, incident):
    other = an_incident(people[0], acts=("raid",), began_on="2019", public_title="A raid on the kettle")
    nobody_in(other)
    an_incident(people[0], public_title="Not public")
    return [published(one, *people) for one in (incident, other)]


def rows(client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_csv_holds_what_the_page_lists(client, shown, incident):
    found = rows(client, "/reprisals.csv")
    assert [row["title"] for row in found] == ["Teapots hidden from speakers", "A raid on the kettle"]
    assert found[0]["address"].endswith(f"/reprisals/{incident.reference}/")
    assert (found[0]["began_on"], found[0]["place"], found[0]["state"]) == ("2021-05", "Portugal", "PRT")
    assert (found[0]["acts"], found[0]["engagements"]) == ("threat", "upr")


def test_files_take_the_filters_of_the_page_and_say_them(client, shown):
    found = rows(client, "/reprisals.csv?act=raid")
    assert [row["title"] for row in found] == ["A raid on the kettle"]
    assert found[0]["filtered_by"] == "Act: Raid"


@pytest.mark.parametrize("query", ["act=juggling", "colour=red", "page=1"])
def test_an_unknown_filter_is_refused(client, shown, query):
    assert client.get(f"/reprisals.csv?{query}").status_code == 400


def test_json_and_excel(client, shown):
    said = json.loads(client.get("/reprisals.json").getvalue())
    assert "Teapots hidden from speakers" in json.dumps(said)
    assert client.get("/reprisals.xlsx").getvalue()[:2] == b"PK"


def test_the_list_offers_the_files_with_its_filters(client, shown):
    assert 'href="/reprisals.csv?act=raid"' in client.get("/reprisals/?act=raid").content.decode()


def test_a_file_asks_the_database_once_for_all_rows(client, shown, django_assert_num_queries):
    # The number of rows, the rows. What can be asked for is looked up only where it is asked for.
    with django_assert_num_queries(2):
        client.get("/reprisals.csv").getvalue()
