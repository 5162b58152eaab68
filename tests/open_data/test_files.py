"""The files of the public record: sound, whole, of what is public alone, and gone once something is withdrawn."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import frictionless
import pytest
from django.core.management import call_command

from recommendations.data_version import public_rows, removals
from recommendations.models import (
    Assessment,
    Case,
    Demand,
    FollowUpAction,
    KeyRedirect,
    Organisation,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    Removal,
    Review,
    Signature,
    Source,
    Statement,
    Tag,
)
from recommendations.open_data import record
from recommendations.open_data.kept import package
from recommendations.open_data.making import make, take_down
from tests.records import a_recommendation, a_review, a_source, a_theme, an_organisation

pytestmark = pytest.mark.django_db
AT = datetime(2024, 6, 15, 12, 0, tzinfo=UTC)
LATER = datetime(2024, 6, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def teapots(db) -> Recommendation:
    """A published record with something in most tables, and what leads from it to what is not published."""
    review, hidden = a_review(), a_review("FRA", 43, published=False)
    first = a_recommendation(review, "=Polish, “all” teapots", "28.5", themes=(a_theme("Detention"),), action=5)
    a_recommendation(review, "Polish one", "28.5a", parent=first, senders=("PRT", "KEN"))
    secret = a_recommendation(hidden, "Hide the teapot", "1.1")
    RecommendationPosition.objects.create(recommendation=first, category="noted", source=a_source(symbol="A/TEA/1"))
    RecommendationCitation.objects.create(recommendation=secret, source=a_source("Hidden book"))
    friends = an_organisation()
    an_organisation("Hidden friends")
    for of in ({"recommendation": first}, {"review": review}, {"review": review}):
        Assessment.objects.create(organisation=friends, judgement="weak", **of)
    KeyRedirect.objects.create(review=review, old_key="u0123456789", recommendation=first)
    action = FollowUpAction.objects.create(title="Count the teapots", kind="other", state=review.state)
    hidden_action = FollowUpAction.objects.create(title="Hidden action", kind="other")
    FollowUpAction.objects.filter(pk=action.pk).update(continues=hidden_action)
    statement = Statement.objects.create(title="On teapots")
    Signature.objects.create(statement=statement, organisation=friends)
    for became in (action, hidden_action, None):
        Demand.objects.create(statement=statement, text="Count them.", follow_up=became)
    case = Case.objects.create(title="Teapots")
    for one in (case, statement, action):
        one.reviews.set([review, hidden])
    for one in (case, action):
        one.recommendations.set([first, secret])
    case.follow_up.set([action, hidden_action])
    for shown in (FollowUpAction.objects.exclude(pk=hidden_action.pk), Statement.objects.all(), Case.objects.all()):
        shown.publish()
    return first


def rows(name: str) -> list[dict[str, str]]:
    with package().path(name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# What is in them


def test_the_package_is_sound_by_the_tool_of_those_who_made_the_form(teapots):
    folder = make(AT)[0].path("")
    report = frictionless.validate(str(folder / "datapackage.json"))
    problems = report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
    assert problems == []
    assert report.stats["tasks"] == len(record.TABLES) + 1


def test_every_table_of_the_public_record_is_in_a_file_or_left_out_for_a_reason():
    in_files = {table.model for table in record.TABLES}
    assert in_files | set(record.LEFT_OUT) == set(public_rows.tables())
    assert not in_files & set(record.LEFT_OUT)


def test_nothing_that_is_not_published_is_in_any_file(teapots):
    made = make(AT)[0]
    for one in made.files:
        content = made.path(one.name).read_bytes()
        if one.name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                content = b"".join(parts.read(name) for name in parts.namelist())
        for secret in (b"Hide", b"Hidden", b"hidden-", b"france-2023", b"incident"):
            assert secret not in content.replace(b"but for incidents of reprisals", b""), (one.name, secret)


def test_rows_lead_to_one_another_by_permanent_names(teapots):
    make(AT)
    told = {(one["key"]): one for one in rows("recommendations.csv")}
    assert list(told) == ["28.5", "28.5a"]
    assert told["28.5"]["text"] == "'=Polish, “all” teapots"  # no spreadsheet takes it for a formula
    assert (told["28.5a"]["part_of_review"], told["28.5a"]["part_of"]) == ("china-2024", "28.5")
    assert [(one["number"], one["category"], one["source"]) for one in rows("positions.csv")][:2] == [
        ("1", "accepted", ""),
        ("2", "noted", "en/A/TEA/1"),
    ]
    assert [one["id"] for one in rows("assessments.csv")] == ["china-2024/28.5/1", "china-2024/1", "china-2024/2"]
    assert [one["follow_up"] for one in rows("demands.csv")] == ["count-the-teapots", "", ""]
    assert rows("former_keys.csv") == [{"review": "china-2024", "former_key": "u0123456789", "now": "china-2024/28.5"}]


def test_the_package_says_what_it_is(teapots, settings):
    made = make(AT)[0]
    said = json.loads(made.path("datapackage.json").read_text())
    assert (said["version"], said["homepage"]) == ("2024-06-15T12:00:00+00:00", "http://127.0.0.1:8000/data/")
    assert "licenses" not in said
    assert {"title": "Teapot Press"} in said["sources"]
    for one in said["resources"]:
        content = made.path(one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["bytes"] == len(content)
    sums = made.path("SHA256SUMS").read_text().splitlines()
    assert f"{made.file('datapackage.json').sha256}  datapackage.json" in sums
    take_down()
    settings.DATA_LICENCE = ["CC-BY-4.0", "https://teapots.example/by"]
    said = json.loads(make(LATER)[0].path("datapackage.json").read_text())
    assert said["licenses"] == [{"name": "CC-BY-4.0", "path": "https://teapots.example/by"}]


# What changed


def test_what_changed_since_the_last_one_is_named_row_by_row(teapots, client):
    make(AT)
    assert rows("changes.csv") == []
    Recommendation.objects.filter(key="28.5").update(text="Count teapots")
    Tag.objects.all().delete()
    RecommendationPosition.objects.create(recommendation=teapots, category="rejected", taken_on="2024-07")
    made, differs = make(LATER)
    assert differs
    assert [(one["table"], one["change"], one["key"]) for one in rows("changes.csv")] == [
        ("recommendations", "changed", "china-2024 28.5"),
        ("positions", "added", "china-2024 28.5 3"),
    ]
    assert made.last.changed["positions"] == (1, 0, 0)
    feed = feedparser.parse(client.get("/feeds/data.atom").content)
    assert [one.updated for one in feed.entries] == ["2024-06-16T12:00:00+00:00", "2024-06-15T12:00:00+00:00"]
    assert "tags: 0 added, 0 changed, 1 removed" in feed.entries[0].summary
    assert '<td class="n">1</td>' in client.get("/data/").content.decode()


def test_what_was_withdrawn_is_not_named_among_what_has_gone(teapots):
    """An organisation that takes its signature back is not told of, nor is the name of a statement."""
    statement = Statement.objects.create(title="Polish for all", slug="polish-for-all", published_at=AT)
    Signature.objects.create(statement=statement, organisation=an_organisation("Wary kettles"))
    make(AT)
    assert statement.slug in everything_in(package())
    assert "Wary kettles" in everything_in(package())
    Statement.objects.filter(pk=statement.pk).delete()
    made, _differs = make(LATER)
    assert made.last.changed["signatures"] == (0, 0, 1)
    assert statement.slug not in everything_in(made)
    assert "Wary kettles" not in everything_in(made)


def everything_in(made) -> str:
    return "".join(made.path(one.name).read_text() for one in made.files if not one.name.endswith(".zip"))


def test_where_nothing_changed_the_files_are_kept(teapots):
    made = make(AT)[0]
    again, differs = make(LATER)
    assert (again, differs) == (made, False)
    assert len(list(Path(made.path("").parent).glob("2024*"))) == 1


# What may be handed out


def answers(client) -> set[int]:
    found = set()
    for name in ("recommendations.csv", "changes.csv", "upr-tracker-data.zip"):
        response = client.get(f"/data/{name}")
        found.add(response.status_code)
        b"".join(response.streaming_content if response.streaming else ())
    return found


GOING = {
    "a review is withdrawn": lambda r: Review.objects.filter(pk=r.review_id).withdraw(),
    "a recommendation is deleted": lambda r: Recommendation.objects.get(key="28.5a").delete(),
    "a tag is deleted": lambda r: Tag.objects.all().delete(),
    "an action is withdrawn": lambda r: FollowUpAction.objects.withdraw(),
    "a statement is withdrawn": lambda r: Statement.objects.withdraw(),
    "a signature goes to another": lambda r: Signature.objects.update(
        organisation=Organisation.objects.get(name="Hidden friends")
    ),
    "a case lets go of a recommendation": lambda r: Case.objects.get().recommendations.clear(),
    "a recommendation moves to a hidden review": lambda r: Recommendation.objects.filter(key="28.5a").update(
        review=Review.objects.get(published_at=None)
    ),
}


@pytest.mark.parametrize("what", GOING)
def test_once_something_has_gone_no_file_is_handed_out_until_they_are_made_anew(client, teapots, what):
    make(AT)
    assert answers(client) == {200}
    GOING[what](teapots)
    assert answers(client) == {404}
    page = client.get("/data/").content.decode()
    assert "Something was withdrawn since the files were made." in page
    assert "recommendations.csv" not in page
    made = make(LATER)[0]
    assert answers(client) == {200}
    assert [one.name for one in Path(made.path("")).parent.iterdir() if one.is_dir()] == [made.folder]


STAYING = {
    "a correction": lambda r: Recommendation.objects.update(text="Count teapots"),
    "an addition": lambda r: a_recommendation(r.review, "One more", "28.9"),
    "something of a hidden review goes": lambda r: Recommendation.objects.filter(key="1.1").delete(),
    "something hidden is withdrawn again": lambda r: FollowUpAction.objects.filter(published_at=None).withdraw(),
    "a source that nothing public names goes": lambda r: (
        RecommendationCitation.objects.all().delete(),
        Source.objects.filter(title="Hidden book").delete(),
    ),
}


@pytest.mark.parametrize("what", STAYING)
def test_what_is_corrected_added_or_was_never_public_closes_nothing(client, teapots, what):
    make(AT)
    before = Removal.objects.total()
    STAYING[what](teapots)
    assert Removal.objects.total() == before
    assert answers(client) == {200}


def test_lost_triggers_are_made_again_and_close_the_files(client, teapots):
    from django.db import connection

    make(AT)
    removals.ensure(connection)
    assert answers(client) == {200}
    removals.stand_aside(connection)
    removals.ensure(connection)
    assert answers(client) == {404}


def test_where_none_have_been_made_the_page_says_what_to_do(client):
    page = client.get("/data/").content.decode()
    assert "No files have been made yet." in page
    assert "<code>publish_data</code>" in page
    assert answers(client) == {404}
    assert feedparser.parse(client.get("/feeds/data.atom").content).entries == []


def test_a_file_comes_with_what_a_reader_must_know(client, teapots):
    made = make(AT)[0]
    response = client.get("/data/states.csv")
    content = b"".join(response.streaming_content)
    assert content.startswith(b"id,name,status,regional_group\r\nAFG,Afghanistan,")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="states.csv"'
    assert response.headers["Content-Length"] == str(len(content)) == str(made.file("states.csv").bytes)
    assert response.headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert response.headers["Cache-Control"] == "no-cache"
    assert client.get("/data/states.csv", headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    for name in ("made.json", "lock", "..%2Fmade.json", "incidents.csv", "states.csv/"):
        assert client.get(f"/data/{name}").status_code == 404
    assert client.post("/data/states.csv").status_code == 405


# The command


def test_the_command_makes_them_and_takes_them_down(client, teapots, capsys):
    call_command("publish_data", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["rows"]["recommendations.csv"] == 2
    assert said["differs"]
    call_command("publish_data")
    assert "Nothing changed" in capsys.readouterr().out
    call_command("publish_data", "--take-down")
    assert answers(client) == {404}
    assert [one for one in Path(package().path("")).iterdir() if one.is_dir()] == []


def test_the_command_says_where_it_cannot_write(tmp_path, settings, capsys):
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = str(tmp_path / "file" / "data")
    with pytest.raises(SystemExit) as stopped:
        call_command("publish_data", "--json")
    said = capsys.readouterr()
    assert stopped.value.code == 1
    assert "cannot be written" in said.err
    assert json.loads(said.out)["made"] is None


def test_making_fails_whole_and_leaves_the_files_before(client, teapots, monkeypatch):
    made = make(AT)[0]
    Recommendation.objects.update(text="Count teapots")
    monkeypatch.setattr("recommendations.open_data.making._zipped", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make(LATER)
    assert package() == made
    assert answers(client) == {200}
    assert [one.name for one in Path(made.path("")).parent.iterdir() if one.is_dir()] == [made.folder]


@pytest.mark.parametrize("n", [1, 9])
def test_query_budget(django_assert_num_queries, n):
    review = a_review()
    for number in range(n):
        a_recommendation(review, f"Teapot {number}", f"1.{number}", themes=(a_theme("Detention"),))
    # A query a table; what has gone by then; names of sources, sessions, actions, keys, assessments, dates; publishers.
    with django_assert_num_queries(len(record.TABLES) + 1 + 6 + 1):
        make(AT)
