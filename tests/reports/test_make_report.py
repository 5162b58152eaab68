"""The command: what it writes, what it refuses, and what it says of both."""

import json
from pathlib import Path

import docx
import pytest
from django.core.management import call_command

from recommendations.models import Case, Review, StatusEvent
from reports.models import Limit
from tests.records import an_organisation

CASE = ("--session", "hrc-56", "--case", "china-fourth-upr")


@pytest.fixture
def make(case, tmp_path, capsys):
    """Runs the command with --json; returns the exit code, what it printed, what it told, and the file."""

    def made(*arguments: str, name: str = "paper.docx"):
        code, file = 0, tmp_path / name
        form = () if "--format" in arguments else ("--format", "docx")
        try:
            call_command("make_report", *arguments, *form, "-o", str(file), "--json")
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err, file

    return made


def left(file: Path) -> list[str]:
    return [path.name for path in file.parent.iterdir() if path.name != "tombstones"]


def test_it_writes_a_paper_and_says_how_long_it_is(make):
    for kind in ("briefing", "written-statement", "submission", "oral-statement"):
        code, said, told, file = make(kind, *CASE)
        assert (code, said["problems"], said["kind"]) == (0, [], kind)
        assert said["written"] == str(file)
        assert docx.Document(file).paragraphs[0].text == said["title"]
        assert said["words"] > 100
        assert said["organisation"] is None
        assert "no name goes onto a paper unasked" in told
        assert left(file) == ["paper.docx"]


def test_it_writes_a_pdf(make):
    code, said, _told, file = make("briefing", *CASE, "--format", "pdf", "--language", "fr", name="paper.pdf")
    assert (code, said["language"]) == (0, "fr")
    assert file.read_bytes().startswith(b"%PDF")


def test_the_organisation_decides_the_limit(make):
    an_organisation("Samovars", slug="samovars", consultative_status="general")
    limits = [make("written-statement", *CASE, *who)[1]["limit"] for who in ((), ("--organisation", "samovars"))]
    assert limits == [1500, 2000]


def test_all_signatories_of_a_statement_can_join(make):
    _code, said, _told, _file = make("submission", *CASE, "--with-signatories-of", "china-upr-june-2024")
    assert said["limit"] == 5630
    assert said["problems"] == []


def test_too_long_is_refused_and_leaves_what_was_there(make):
    Limit.objects.filter(kind="written-statement").update(amount=100)
    _code, _said, _told, file = make("briefing", *CASE)
    before = file.read_bytes()
    code, said, told, file = make("written-statement", *CASE)
    assert (code, said["written"], said["limit"]) == (1, None, 100)
    assert "words are too many: the limit is 100" in said["problems"][0]
    assert said["problems"][0] in told
    assert file.read_bytes() == before
    assert left(file) == ["paper.docx"]


def test_too_long_to_be_read_is_only_warned_of(make):
    Limit.objects.filter(kind="oral-statement").update(amount=30)
    code, said, told, _file = make("oral-statement", *CASE)
    assert code == 0
    assert said["words"] > said["limit"] == 65
    assert "and the limit is 65" in told


def test_without_a_source_nothing_leaves_by_accident(make):
    StatusEvent.objects.filter(status="not_answered").update(source=None)
    code, said, told, file = make("briefing", *CASE)
    assert (code, len(said["unsourced"])) == (1, 1)
    assert "--allow-unsourced" in told
    assert left(file) == []
    code, said, _told, file = make("briefing", *CASE, "--allow-unsourced")
    assert code == 0
    assert any("[source not recorded]" in one.text for one in docx.Document(file).paragraphs)


REFUSED = [
    (("teapot", *CASE), "no kind of paper “teapot”. There are: briefing,"),
    (("briefing", "--session", "hrc-9999", "--case", "china-fourth-upr"), "no session “hrc-9999”. There are: hrc-"),
    (("briefing", "--session", "hrc-56", "--case", "teapots"), "no case “teapots”. There are: china-fourth-upr"),
    (
        ("briefing", "--session", "hrc-56", "--review", "teapots"),
        "no review “teapots”. There are: china-2009",
    ),
    (("briefing", "--session", "hrc-56"), "needs --case or --review or --state"),
    (("briefing", "--session", "hrc-56", "--state", "PRT"), "No published review belongs to what was asked for"),
    (("briefing", "--session", "hrc-56", "--state", "TEA"), "no State “TEA”. There are: AFG,"),
    (("briefing", *CASE, "--organisation", "teapots"), "no organisation “teapots”"),
    (("briefing", *CASE, "--agenda-item", "11"), "has no item 11"),
    (("briefing", *CASE, "--language", "ar"), "no language “ar”. There are: en, fr, es"),
    (("oral-statement", *CASE, "--language", "fr"), "is written in: en"),
    (("oral-statement", *CASE, "--situation", "tea"), "no situation “tea”. There are: general_debate"),
    (("briefing", *CASE, "--as-of", "tea"), "“tea” is not a date"),
    (("briefing", *CASE, "--as-of", "2999"), "2999 lies in the future"),
    (("briefing", *CASE, "--format", "xlsx"), "is no xlsx file: choose docx, pdf"),
    (("reprisals-submission", *CASE), "only somebody who is signed in can have it"),
    (("mission-sheet", *CASE), "only somebody who is signed in can have it"),
]


def test_what_cannot_be_made_is_told_with_what_there_is(make):
    for arguments, told in REFUSED:
        code, said, err, file = make(*arguments)
        assert code == 1, arguments
        assert told in said["problems"][0]
        assert said["problems"][0] in err
        assert said["written"] is None
        assert left(file) == []


def test_everything_that_is_wrong_is_told_at_once(make):
    _code, said, _told, _file = make("briefing", "--session", "tea", "--case", "tea", "--organisation", "tea")
    assert len(said["problems"]) == 3 + 1  # and that a case or review is needed


def test_what_is_not_published_is_told_apart_from_what_is_not_there(make):
    Case.objects.update(published_at=None)
    Review.objects.filter(slug="china-2009").update(published_at=None)
    for option, name in (("--case", "china-fourth-upr"), ("--review", "china-2009")):
        _code, said, _told, _file = make("briefing", "--session", "hrc-56", option, name)
        assert "is not published" in said["problems"][0]


def test_a_file_that_cannot_be_written_is_told(make):
    code, said, _told, _file = make("briefing", *CASE, name="no/such/folder.docx")
    assert code == 1
    assert "cannot be written: No such file or directory." in said["problems"][0]
