"""The case that the site ships: its figures and sources, and the command that sets it up."""

import html
import io
import json
import os
import re
import select
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from recommendations.models import (
    CATEGORIES,
    AnnouncedTally,
    Assessment,
    Case,
    Demand,
    FollowUpAction,
    Organisation,
    Recommendation,
    Review,
    SiteText,
    Source,
    Statement,
    StateStance,
    StatusEvent,
)
from recommendations.models.publication import Published
from recommendations.tracking.publishing import withdraw
from tests.records import a_recommendation, a_review
from upr_tracker.casefile.load import load_case_file

ROOT = Path(__file__).resolve().parents[2]
MODELS = list(apps.get_app_config("recommendations").get_models(include_auto_created=True))

ABSTAINED = {"ARG", "ARM", "BEN", "BRA", "GMB", "IND", "LBY", "MWI", "MYS", "MEX", "UKR"}

SIGNATORIES = [
    "Campaign for Uyghurs",
    "Chinese Human Rights Defenders",
    "CIVICUS: World Alliance for Citizen Participation",
    "Hong Kong Democracy Council",
    "Hong Kong Watch",
    "Human Rights in China",
    "Human Rights Watch",
    "International Campaign for Tibet",
    "International Service for Human Rights",
    "International Tibet Network",
    "Reporters without Borders",
    "Safeguard Defenders",
    "The Rights Practice",
    "Tibetan Centre for Human Rights and Democracy",
    "Uyghur Human Rights Project",
    "World Uyghur Congress",
]


@pytest.fixture
def case(db) -> Case:
    return load_case_file()


def everything() -> dict[str, list]:
    """All rows of the public record."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in MODELS}


# Loading it


def test_loading_it_again_changes_nothing(case):
    before = everything()
    assert load_case_file() == case
    assert everything() == before


def test_loading_it_again_leaves_what_people_changed(case):
    withdraw(Statement.objects.all())
    Review.objects.filter(slug="china-2024").update(status="held", note="Looked through by hand.")
    Recommendation.objects.update(text="Combat separatism")
    FollowUpAction.objects.filter(kind="vote").update(title="The debate that was refused")
    Demand.objects.filter(follow_up__kind="special_session").delete()
    FollowUpAction.objects.get(kind="special_session").delete()
    Organisation.objects.filter(acronym="HRW").update(name="Human Rights Watch, New York")
    Source.objects.filter(publisher="UPR Info").update(title="Database")
    Assessment.objects.filter(judgement="missing").update(assessed_on="2024-06-26")
    before = everything()
    load_case_file()
    assert everything() == before


def test_it_is_added_to_what_was_imported_before(db):
    imported = a_recommendation(a_review("CHN", 45, published=False), paragraph="28.5")
    load_case_file()
    review = Review.objects.get(slug="china-2024")
    assert review.is_published
    assert review.status == "adopted"
    assert imported in review.recommendations.all()
    assert review.recommendations.count() == 2


def test_with_one_mistake_nothing_is_loaded(db, tmp_path):
    good = (ROOT / "upr_tracker" / "casefile" / "china_2024.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace('"joint-statement", "report-2024", "addendum-2024"', '"teapot"'), encoding="utf-8")
    before = everything()
    with pytest.raises(KeyError):
        load_case_file(bad)
    assert everything() == before


# What is in it


@pytest.mark.parametrize(
    ("review", "unit", "total", "counts"),
    [
        ("china-2009", "paragraphs", 99, [42, 3, 0, 0, 0, 50, 4]),
        ("china-2009", "rows", 138, [55, 0, 0, 0, 83, 0, 0]),
        ("china-2013", "paragraphs", 252, [165, 8, 31, 0, 0, 48, 0]),
        ("china-2013", "rows", 284, [207, 0, 0, 0, 77, 0, 0]),
        ("china-2018", "paragraphs", 346, [284, 0, 0, 0, 62, 0, 0]),
        ("china-2024", "paragraphs", 428, [290, 0, 0, 8, 32, 98, 0]),
    ],
)
def test_the_announced_figures(case, review, unit, total, counts):
    tally = AnnouncedTally.objects.get(review__slug=review, unit=unit)
    assert (tally.total, [tally.counts.get(category, 0) for category in CATEGORIES]) == (total, counts)


def test_there_are_four_reviews_and_six_tallies(case):
    assert [review.slug for review in case.reviews.order_by("cycle")] == [
        "china-2009",
        "china-2013",
        "china-2018",
        "china-2024",
    ]
    assert AnnouncedTally.objects.count() == 6


def test_the_vote_of_47_members(case):
    votes = StateStance.objects.filter(follow_up__kind="vote", kind="voted", taken_on="2022-10-06")
    assert votes.count() == votes.values("state").distinct().count() == 47
    assert [votes.filter(stance=stance).count() for stance in ("for", "against", "abstained")] == [17, 19, 11]
    assert set(votes.filter(stance="abstained").values_list("state__iso3", flat=True)) == ABSTAINED
    assert StateStance.objects.count() == 47


def test_sixteen_signatories_in_alphabetical_order(case, client):
    statement = Statement.objects.get()
    assert sorted(SIGNATORIES, key=str.casefold) == SIGNATORIES
    page = client.get(statement.get_absolute_url())
    assert [one.organisation.name for group in page.context["signed"] for one in group.signatures] == SIGNATORIES
    assert all(name in page.content.decode() for name in SIGNATORIES)


def test_all_signed_and_nobody_is_said_to_have_led(case):
    assert set(Statement.objects.get().signatures.values_list("role", flat=True)) == {"signed"}


def test_each_demand_is_followed_by_a_public_action(case, client):
    statement = Statement.objects.get()
    page = client.get(statement.get_absolute_url())
    followed = [one.action.title for one in page.context["demands"]]
    assert len(followed) == len(set(followed)) == 7
    assert "A special session of the Human Rights Council on China" in followed
    assert {one.title for one in FollowUpAction.objects.all()} - set(followed) == {
        "A debate in the Human Rights Council on the OHCHR assessment"
    }


def test_a_statement_that_was_recorded_before_gets_no_demands(db):
    there = Statement.objects.create(title="On teapots", slug="china-upr-june-2024")
    load_case_file()
    assert not there.demands.exists()


@pytest.mark.parametrize("q", ["Tibet", "Xizang", "separatism", '"social governance"'])
def test_the_recommendation_by_belarus_is_found(case, client, q):
    page = client.get(reverse("recommendations:recommendation_list"), {"q": q})
    assert 'data-total="1"' in page.content.decode()
    found = Recommendation.objects.get()
    assert [made.state.iso3 for made in found.recommenders.all()] == ["BLR"]
    assert found.get_absolute_url() in page.content.decode()


def test_the_recommendation_by_belarus_says_what_is_not_certain(case, client):
    found = Recommendation.objects.get()
    assert (found.position, found.paragraph, found.review.slug) == ("accepted", "", "china-2024")
    assert [assessment.judgement for assessment in found.assessments.all()] == ["endorses_violation"]
    assert [tag.theme.name for tag in found.tags.all()] == ["Tibet"]
    assert (
        "Year inferred from the wording, paragraph not yet found."
        in client.get(found.get_absolute_url()).content.decode()
    )


def test_every_claim_has_a_source(case):
    assert not Assessment.objects.filter(citations=None).exists()
    assert not StatusEvent.objects.filter(source=None).exists()
    assert not StateStance.objects.filter(source=None).exists()
    assert not AnnouncedTally.objects.filter(source=None).exists()
    assert not Recommendation.objects.filter(citations=None).exists()
    assert not Recommendation.objects.filter(positions__source=None).exists()
    assert not FollowUpAction.objects.filter(citations=None).exists()
    assert not Statement.objects.filter(citations=None).exists()
    assert case.citations.exists()
    assert not Source.objects.filter(publisher="").exists()


def test_everything_that_can_be_public_is(case, client):
    for model in MODELS:
        if issubclass(model, Published) and model is not SiteText:  # which an office writes itself
            assert model.objects.exists()
            for record in model.objects.all():
                assert record.is_published, record
                assert client.get(record.get_absolute_url()).status_code == 200


def test_the_case_gathers_all_of_it(case):
    assert set(case.follow_up.all()) == set(FollowUpAction.objects.all())
    assert set(case.statements.all()) == set(Statement.objects.all())
    assert set(case.recommendations.all()) == set(Recommendation.objects.all())


@pytest.mark.parametrize(
    ("quotation", "beside"),
    [
        ("more than fifty", "ISHR's statement of 4 July 2024 counts over 40."),
        ("five years overdue", "four and a half years overdue on the date of the statement"),
        ("China's 2014 UPR", "reviewed on 22 October 2013, and the outcome was adopted on 20 March 2014"),
    ],
)
def test_where_sources_differ_the_words_stand_with_the_other_beside_them(case, client, quotation, beside):
    (found,) = Statement.objects.get().citations.filter(quotation=quotation)
    assert beside in found.note
    page = html.unescape(client.get(case.get_absolute_url()).content.decode())
    assert page.index(f"<q>{quotation}</q>") < page.index(beside)
    assert page.count(f"<q>{quotation}</q>") == 1


def test_the_page_of_the_case_tells_the_whole_of_it(case, client):
    page = " ".join(
        html.unescape(client.get(case.get_absolute_url(), {"as_of": "2024-06-25"}).content.decode()).split()
    )
    for share in ("30.4 %", "32.2 %", "22.9 %"):
        assert f"<strong>{share}</strong>" in page
    assert "4 years, 6 months overdue on 25 June 2024" in page
    for said in (
        "For: 17, Against: 19, Abstained: 11",
        "A/HRC/51/L.6",
        "The overwhelming majority of the 284 accepted",
    ):
        assert said in page
    dates = re.findall(r'<time datetime="([-0-9]+)"', page)
    assert dates == sorted(dates, key=lambda date: (date + "-99-99")[:10])
    for date in ("2009-02-09", "2013-10-22", "2014-03-20", "2018-11", "2019-12", "2020-06-26", "2022-06", "2022-09"):
        assert date in dates
    for date in ("2022-08-31", "2022-10-06", "2022-11-24", "2023-12", "2024-01-23", "2024-06-11", "2024-06-25"):
        assert date in dates


# The command


def demo(*arguments: str) -> str:
    connection.check_constraints()  # as at the end of a transaction: PostgreSQL alters no table before
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_password_is_printed_once_and_signs_in(client):
    password = re.search(r"with the password (\S+)", demo("--no-serve"))[1]
    assert len(password) >= 16
    signed_in = client.post("/admin/sign-in/", {"login": "demo", "password": password, "next": "/admin/"})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/admin/")
    page = client.get("/admin/")
    assert page.status_code == 200
    assert len(page.context["app_list"]) > 1

    again = demo("--no-serve")
    assert "password" in again
    assert password not in again
    assert "with the password" not in again
    assert "keeps its password" in again


@pytest.mark.django_db
def test_two_machines_get_two_passwords(django_user_model):
    first = json.loads(demo("--no-serve", "--json"))
    django_user_model.objects.filter(username="demo").update(username="demo of the first")
    assert json.loads(demo("--no-serve", "--json"))["password"] != first["password"]


@pytest.mark.django_db
def test_json_is_one_object_and_says_no_password_twice():
    first, again = json.loads(demo("--no-serve", "--json")), json.loads(demo("--no-serve", "--json"))
    assert set(first) == {"case", "address", "account", "password", "passphrase", "room", "problems"}
    assert (first["case"], first["address"]) == ("china-fourth-upr", "http://127.0.0.1:8000")
    assert first["problems"] == []
    assert again == first | {"password": None}


def command(tmp_path: Path, *arguments: str) -> tuple[list[str], dict]:
    """How the command is called in a process of its own, on an empty database."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "DEBUG": "on",
        "SECRET_KEY": "only-for-the-tests-" + "k" * 32,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "AUDIT_WITNESS": str(tmp_path / "audit_witness"),
    }
    return [sys.executable, "manage.py", "demo", *arguments], {"cwd": ROOT, "env": environment, "text": True}


@pytest.fixture
def busy_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_busy_port_is_told_before_the_database_is_touched(tmp_path, busy_port):
    call, how = command(tmp_path, "--port", str(busy_port))
    done = subprocess.run(call, **how, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert f"Port {busy_port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["0", "70000"])
def test_what_is_no_port_is_told_as_json_too(tmp_path, port):
    call, how = command(tmp_path, "--json", "--port", port)
    done = subprocess.run(call, **how, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"problems": [f"{port} is not a port: choose one from 1 to 65535."]}
    assert "is not a port" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_serves_the_case_from_an_empty_database_and_prints_one_object(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call, how = command(tmp_path, "--json", "--port", str(port))
    with (
        open(tmp_path / "stderr", "w+") as errors,
        subprocess.Popen(call, **how, stdout=subprocess.PIPE, stderr=errors) as server,
    ):
        try:
            assert select.select([server.stdout], [], [], 60)[0], "nothing was printed in a minute"
            said = json.loads(server.stdout.readline())
            page = first_answer(said["address"] + "/")
        finally:
            server.terminate()
            rest, _ = server.communicate(timeout=30)
    assert said["address"] == f"http://127.0.0.1:{port}"
    assert "428" in page
    assert rest == ""


def first_answer(address: str) -> str:
    """The page at an address of a server that is just starting."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310
                return response.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")
