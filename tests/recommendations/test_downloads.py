import csv
import io
import json
from datetime import UTC, datetime

import openpyxl
import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from exports import csv_file, table
from recommendations import downloads
from recommendations.downloads import follow_up_table, recommendation_table
from recommendations.filters import RecommendationFilter
from recommendations.models import FollowUpAction, RecommendationPosition, StatusEvent
from recommendations.search.answer import SqlAnswer
from recommendations.search.index import Index
from recommendations.search.keeping import keeper
from tests.records import a_recommendation, a_review, a_theme

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 31, 12, 30, tzinfo=UTC)


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"), newline="")))


def test_csv_to_the_byte():
    recommendation = a_recommendation(
        a_review(),
        'Polish "teapots", and\nkettles',
        "28.5",
        "",
        ("PRT", "CIV"),
        (a_theme("Women's rights"), a_theme("Children", "ohchr-affected-2025")),
        action=5,
        note="Invented",
    )
    RecommendationPosition.objects.create(
        recommendation=recommendation, category="rejected", own_words="Not accepted", taken_on="2024-06"
    )
    made = recommendation_table(RecommendationFilter(QueryDict("state=CHN")), AT)
    assert b"".join(csv_file.stream(made)).decode() == (
        "\ufeffaddress,review,state,state_name,cycle,session,paragraph,counted_in,text,language,recommenders,recommender_names,"
        "position,un_class,position_own_words,position_reason,position_taken_on,position_source,action_category,"
        "action_origin,themes,affected,instruments,sdgs,territories,assessments,note,filtered_by,exported_at\r\n"
        "http://127.0.0.1:8000/recommendations/china-2024/28.5/,china-2024,CHN,China,4,45,28.5,paragraphs,"
        '"Polish ""teapots"", and\nkettles",en,PRT; CIV,Portugal; Côte d\'Ivoire,rejected,noted,Not accepted,,2024-06,,'
        "5,confirmed,Women's rights,Children,,,,,Invented,State under review: China,2026-01-31T12:30:00+00:00\r\n"
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=HYPERLINK(1)"])
def test_formulas_are_neutralised(client: Client, text: str):
    a_recommendation(a_review(), f"{text} teapots")
    assert rows(client.get("/recommendations.csv"))[0]["text"] == f"'{text} teapots"
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.get("/recommendations.xlsx"))))["recommendations"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_files_hold_all_rows_however_many(client: Client):
    review = a_review()
    for number in range(130):
        a_recommendation(review, f"Teapot {number}", f"1.{number}", senders=())
    assert len(rows(client.get("/recommendations.csv?state=CHN&page=2"))) == 130
    data = json.loads(body(client.get("/recommendations.json?state=CHN")))
    assert data["count"] == len(data["recommendations"]) == 130
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.get("/recommendations.xlsx"))))["recommendations"]
    assert sheet.max_row == 131


def test_files_follow_the_same_filters_as_the_page(client: Client):
    a_recommendation(a_review(), "Polish teapots", "28.5", "noted")
    a_recommendation(a_review(), "Sell teapots", "28.6", "rejected")
    assert [row["paragraph"] for row in rows(client.get("/recommendations.csv?position=rejected"))] == ["28.6"]


def test_json_says_what_it_is(client: Client):
    a_recommendation(a_review(), "Polish teapots", "28.5", "noted")
    data = json.loads(body(client.get("/recommendations.json?position=noted")))
    assert data["filtered_by"] == "Position: Noted"
    assert data["address"] == "http://127.0.0.1:8000/recommendations/?position=noted"
    assert data["exported_at"].startswith("20")
    assert data["recommendations"][0]["recommenders"] == ["PRT"]


def test_empty_result_is_a_sound_file(client: Client):
    assert rows(client.get("/recommendations.csv")) == []
    assert json.loads(body(client.get("/recommendations.json")))["recommendations"] == []


def test_unpublished_is_in_no_file(client: Client):
    a_recommendation(a_review(published=False), "Secret teapot")
    for form in ("csv", "json", "xlsx"):
        assert b"Secret" not in body(client.get(f"/recommendations.{form}"))


def test_the_position_that_counts_is_the_latest_final_one(client: Client):
    recommendation = a_recommendation(a_review(), position="")
    for category, taken_on, final in (
        ("accepted", "2024-07-04", True),
        ("noted", "2024-01", True),
        ("pending", "2025", False),
    ):
        RecommendationPosition.objects.create(
            recommendation=recommendation, category=category, taken_on=taken_on, is_final=final
        )
    row = rows(client.get("/recommendations.csv"))[0]
    assert (row["position"], row["position_taken_on"]) == ("accepted", "2024-07-04")


@pytest.mark.parametrize("n", [1, 30])
def test_query_budget(django_assert_num_queries, n: int):
    for number in range(n):
        a_recommendation(a_review(), f"Teapot {number}", f"1.{number}", themes=(a_theme("Detention"),))
    # States: to check the address and to say it in words; count. Reviews, States, themes: once.
    # The keys in order. A chunk: rows, recommending States, tags, positions, assessments.
    with django_assert_num_queries(2 + 1 + 3 + 1 + 5):
        list(recommendation_table(RecommendationFilter(QueryDict("state=CHN")), AT).rows())


def test_follow_up_file(client: Client):
    action = FollowUpAction.objects.create(title="Return the teapot", kind="other", due_on="2019-12")
    StatusEvent.objects.create(follow_up=action, status="requested", happened_on="2019-01", text="Asked")
    StatusEvent.objects.create(follow_up=action, status="refused", happened_on="2020", text="No")
    assert rows(client.get("/follow-up.csv")) == []
    FollowUpAction.objects.publish()
    row = rows(client.get("/follow-up.csv"))[0]
    assert (row["title"], row["status"], row["status_on"]) == ("Return the teapot", "refused", "2020")
    assert follow_up_table(AT).count == 1
    assert client.get("/follow-up.csv?kind=other").status_code == 400


def test_command_writes_the_same_file(tmp_path, capsys):
    a_recommendation(a_review(), "Polish teapots", "28.5", "noted")
    target = tmp_path / "noted.csv"
    call_command(
        "export_recommendations", "--filter", "state=CHN&position=noted", "--format", "csv", "-o", str(target), "--json"
    )
    assert json.loads(capsys.readouterr().out)["count"] == 1
    assert [r["text"] for r in csv.DictReader(target.open(newline="", encoding="utf-8"))] == ["Polish teapots"]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("query", "named"), [("state=ZZZ", "ZZZ"), ("colour=red", "colour")])
def test_command_refuses_an_unknown_filter_and_writes_nothing(tmp_path, capsys, query: str, named: str):
    with pytest.raises(SystemExit) as stopped:
        call_command("export_recommendations", filter=query, format="json", output=tmp_path / "out.json", json=True)
    said = capsys.readouterr()
    assert stopped.value.code == 1
    assert named in said.err
    assert json.loads(said.out)["written"] is None
    assert not list(tmp_path.iterdir())


def test_command_says_where_it_cannot_write(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("export_recommendations", format="csv", output=tmp_path / "no" / "out.csv")
    assert "cannot be written" in capsys.readouterr().err


def test_json_lines_say_in_each_line_what_they_are(client: Client):
    for paragraph in ("28.5", "28.6"):
        a_recommendation(a_review(), f"Polish “teapots”\nof {paragraph}", paragraph, "noted")
    answer = client.get("/recommendations.jsonl?position=noted")
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    *lines, last = body(answer).decode().split("\n")
    found = [json.loads(line) for line in lines]
    assert (last, [row["text"] for row in found]) == ("", ["Polish “teapots”\nof 28.5", "Polish “teapots”\nof 28.6"])
    assert {row["filtered_by"] for row in found} == {"Position: Noted"}
    assert found[0]["recommenders"] == ["PRT"]
    assert body(client.get("/recommendations.jsonl?position=rejected")) == b""


def test_files_are_whole_beyond_one_chunk(client: Client, monkeypatch):
    monkeypatch.setattr(downloads, "CHUNK", 2)
    monkeypatch.setattr(table, "TOGETHER", 3)
    themes = (a_theme("Detention"), a_theme("Children", "ohchr-affected-2025"))
    for number in range(7):
        a_recommendation(a_review(), f"Teapot {number}", f"1.{number}", themes=themes)
    expected = [f"Teapot {number}" for number in range(7)]
    for form, read in {
        "csv": rows,
        "json": lambda answer: json.loads(body(answer))["recommendations"],
        "jsonl": lambda answer: [json.loads(line) for line in body(answer).splitlines()],
    }.items():
        found = read(client.get(f"/recommendations.{form}"))
        assert [row["text"] for row in found] == expected
        assert {(str(row["themes"]).strip("[]'"), str(row["affected"]).strip("[]'")) for row in found} == {
            ("Detention", "Children")
        }


def test_files_take_what_is_found_from_the_index(client: Client, monkeypatch):
    for number in (2, 1):
        a_recommendation(a_review(), f"Polish teapot {number}", f"1.{number}", "noted")
    a_recommendation(a_review(), "Sell kettles", "1.3")
    plain = rows(client.get("/recommendations.csv?q=teapot"))
    monkeypatch.setattr(keeper, "index_of", lambda _version: Index.build())
    monkeypatch.setattr(SqlAnswer, "all_keys", None)
    found = [row["text"] for row in rows(client.get("/recommendations.csv?q=teapot&sort=action"))]
    assert found == ["Polish teapot 1", "Polish teapot 2"] == [row["text"] for row in plain]
