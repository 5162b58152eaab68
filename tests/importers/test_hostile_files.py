"""Hostile files: each is refused with one message that says what it is, and the server goes on.

They are read as uploads are: in a child process with half a gigabyte and ten seconds.
"""

import json
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recommendations.importers import child as child_process
from recommendations.importers import guarded, ohchr_matrix
from recommendations.importers.guarded import read_guarded
from recommendations.importers.opening import Container, OpenedFile
from recommendations.importers.problems import Problem, Unreadable
from recommendations.models import StateNames, Upload

from . import hostile
from .files import KETTLE, TEAPOT, csv_bytes, everything_recorded, run_import, upr_row, xlsx_bytes, zip_bytes
from .hostile import DOCUMENT, MEGABYTE, SHEET, a_matrix, a_workbook, changed, document, part, with_rows

pytestmark = pytest.mark.one_database

STATES = StateNames({"china": "CHN", "france": "FRA", "slovenia": "SVN"})

OUTSIDE = "a part outside itself"
DEFINITIONS = "definitions"
TOO_LARGE = "The table is larger than"
DAMAGED = "damaged or cut off"
UNPACKS = "unpacks to more"
CONTENT_TYPES = "[Content_Types].xml"
ROW = '<row r="1">'


def of_type(raw: bytes, of: str, other: str) -> bytes:
    """The same archive; its list of contents calls one part by another type."""
    return changed(raw, {CONTENT_TYPES: part(raw, CONTENT_TYPES).replace(of.encode(), other.encode())})


def named(name: str) -> Callable[[], bytes]:
    """A matrix with one more part of that name."""
    return lambda: changed(a_matrix(), {name: b"root:x:0:0"})


# What it is: the file, and the words that its message must hold.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb in Word": (lambda: hostile.bomb(DOCUMENT, 60), UNPACKS),
    "a bomb in Excel": (lambda: hostile.bomb(SHEET, 301), UNPACKS),
    "a bomb that says that it is small, in Word": (
        lambda: hostile.lying(changed(a_matrix(), {DOCUMENT: b" " * 60 * MEGABYTE}), DOCUMENT, 10),
        UNPACKS,
    ),
    "a bomb that says that it is small, in Excel": (
        lambda: hostile.lying(changed(a_workbook(), {SHEET: b" " * 301 * MEGABYTE}), SHEET, 10),
        UNPACKS,
    ),
    "a part that says that it is smaller than it is": (
        lambda: hostile.lying(a_workbook(), SHEET, 10, zlib.crc32(part(a_workbook(), SHEET))),
        "cannot be unpacked",
    ),
    "a part that says that it is a terabyte": (lambda: hostile.lying(a_matrix(), DOCUMENT, 2**40), UNPACKS),
    "archives in archives": (
        lambda: zip_bytes({f"{n}.zip": zip_bytes({"0.zip": hostile.bomb("0", 10)}) for n in range(16)}),
        "an archive, neither",
    ),
    "many entries that are one part": (lambda: hostile.overlapping(a_matrix(), DOCUMENT, 500), "overlap"),
    "two parts of one name": (lambda: hostile.twice(a_matrix(), DOCUMENT), "twice"),
    "two parts of one name but for capitals": (
        lambda: changed(a_matrix(), {"WORD/Document.xml": b"<another/>"}),
        "twice",
    ),
    "more parts than a document has": (
        lambda: changed(a_matrix(), {f"word/{n}.xml": b"<x/>" for n in range(2_001)}),
        UNPACKS,
    ),
    "an encrypted part": (lambda: hostile.with_flag(a_matrix(), DOCUMENT, encrypted=True), "password"),
    "a packing that no document uses": (lambda: hostile.with_flag(a_matrix(), DOCUMENT, method=9), "packed"),
    "a part above": (named("../../etc/passwd"), OUTSIDE),
    "a part above, further in": (named("word/../../../etc/passwd"), OUTSIDE),
    "a part at the root": (named("/etc/passwd"), OUTSIDE),
    "a part above, as on Windows": (named("..\\..\\boot.ini"), OUTSIDE),
    "a part on a drive": (named("C:/boot.ini"), OUTSIDE),
    "a part with a zero sign in its name": (
        lambda: named("word/tea-zero-tea.xml")().replace(b"tea-zero-", b"tea\0/../-"),
        OUTSIDE,
    ),
    "laughs in Word": (lambda: changed(a_matrix(), {DOCUMENT: hostile.laughs(document("&l9;"))}), DEFINITIONS),
    "laughs in Word, in UTF-16": (
        lambda: changed(a_matrix(), {DOCUMENT: hostile.laughs(document("&l9;"), "UTF-16")}),
        DEFINITIONS,
    ),
    "laughs in a page header": (
        lambda: changed(a_matrix(), {"word/header1.xml": hostile.laughs("<x>&l9;</x>")}),
        DEFINITIONS,
    ),
    "laughs in the list of contents": (
        lambda: changed(a_matrix(), {CONTENT_TYPES: hostile.laughs("<Types>&l9;</Types>")}),
        DEFINITIONS,
    ),
    "laughs in shared texts": (
        lambda: changed(a_workbook(), {"xl/sharedStrings.xml": hostile.laughs("<sst><si><t>&l9;</t></si></sst>")}),
        DEFINITIONS,
    ),
    "laughs in a sheet": (
        lambda: changed(a_workbook(), {SHEET: hostile.laughs("<worksheet>&l9;</worksheet>")}),
        DEFINITIONS,
    ),
    "a file of the server, in Word": (
        lambda: changed(
            a_matrix(),
            {DOCUMENT: f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{__file__}">]>{document("&e;")}'.encode()},
        ),
        DEFINITIONS,
    ),
    "definitions behind two megabytes of remarks": (
        lambda: changed(a_matrix(), {DOCUMENT: b"<!--" + b"-x" * MEGABYTE + b"--><!DOCTYPE x><x/>"}),
        DEFINITIONS,
    ),
    "macros, named so in the list of contents alone (.docm)": (
        lambda: of_type(
            a_matrix(),
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document.macroEnabled.main",
        ),
        "macros",
    ),
    "macros, named so in the list of contents alone (.xlsm)": (
        lambda: of_type(
            a_workbook(),
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
            "vnd.ms-excel.sheet.macroEnabled.main",
        ),
        "macros",
    ),
    "macros (.xls)": (
        lambda: hostile.xls_bytes(hostile.xls_rows(upr_row()), "_VBA_PROJECT"),
        "macros",
    ),
    "a document with a password": (lambda: hostile.xls_bytes(b"", "EncryptedPackage"), "password"),
    "a formula in Excel": (
        lambda: xlsx_bytes(upr_row(), upr_row("=1+1")),
        "“Sheet”, cell D3, holds a formula",
    ),
    "a formula behind a megabyte of cells": (
        lambda: with_rows(
            f"<row>{'<c/>' * 10}</row>" * 40_000 + '<row r="40001"><c r="C40001"><f>1+1</f><v>2</v></c></row>'
        ),
        "“Sheet”, cell C40001, holds a formula",
    ),
    "a formula in a cell without a name": (
        lambda: with_rows('<row><c><x:f xmlns:x="x">1+1</x:f></c></row>'),
        "“Sheet” holds a formula",
    ),
    "a formula (.xls)": (
        lambda: hostile.xls_bytes(hostile.xls_rows(upr_row()) + hostile.formula(1, 10, 17)),
        "“Tea”, cell K2, holds a formula",
    ),
    "a cell far away (.xls)": (
        lambda: hostile.xls_bytes(hostile.xls_rows(upr_row()) + hostile.label(65535, 65535, "tea")),
        TOO_LARGE,
    ),
    "a million columns, in CSV": (lambda: csv_bytes(("",) * 1_000_000, header=("To",) * 1_000_000), TOO_LARGE),
    "a million columns, in Excel": (
        lambda: with_rows(ROW + "".join(f"<c><v>{n}</v></c>" for n in range(1_000_000)) + "</row>"),
        TOO_LARGE,
    ),
    "a million columns by name, in Excel": (
        lambda: with_rows(f'{ROW}<c r="BDWGN1" t="str"><v>To</v></c></row>'),
        TOO_LARGE,
    ),
    "a million columns, in Word": (
        lambda: changed(
            a_matrix(),
            {
                DOCUMENT: part(a_matrix(), DOCUMENT).replace(
                    b"</w:tr>", b"<w:tc><w:p/></w:tc>" * 1_000_000 + b"</w:tr>", 1
                )
            },
        ),
        TOO_LARGE,
    ),
    "200 MB": (lambda: b"To,Text\n" * 25 * MEGABYTE, "larger than 100 MB"),
    "one line of 30 MB": (lambda: b"To,Text,From,Response,Session\n" + b"x" * 30 * MEGABYTE, "not sound CSV"),
    "zero signs in CSV": (lambda: csv_bytes(upr_row("Pour\0tea")), "neither a table"),
    "a hundred thousand levels, in Word": (
        lambda: changed(a_matrix(), {DOCUMENT: document("<w:r>" * 100_000 + "</w:r>" * 100_000).encode()}),
        DAMAGED,
    ),
    "a hundred thousand levels, in Excel": (lambda: with_rows("<row>" * 100_000 + "</row>" * 100_000), "found none"),
    "one attribute of 15 MB, in Word": (
        lambda: changed(
            a_matrix(), {DOCUMENT: document("tea").replace("<w:p>", f'<w:p w:x="{"x" * 15 * MEGABYTE}">').encode()}
        ),
        DAMAGED,
    ),
    "one attribute of 15 MB, in Excel": (
        lambda: with_rows(f'<row r="1" x="{"x" * 15 * MEGABYTE}"><c r="A1"/></row>'),
        "columns of a UPR Info export",
    ),
    "a link out of the archive": (
        lambda: changed(
            a_matrix(),
            {"_rels/.rels": part(a_matrix(), "_rels/.rels").replace(b"word/document.xml", b"file:///etc/passwd")},
        ),
        DAMAGED,
    ),
}


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """On a busy machine seconds pass for nothing; the processor's own are limited all the same."""
    monkeypatch.setattr(guarded, "limits_of", lambda raw: child_process.Limits(0, 60))


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_one_message_that_says_what_it_is(what):
    make, words = HOSTILE[what]
    with pytest.raises(Unreadable) as refused:
        read_guarded("tea", make(), STATES)
    message = str(refused.value)
    assert words in message
    assert len(message) < 300
    assert message.isprintable()


IN_WORDS = [
    "a bomb in Word",
    "laughs in shared texts",
    "a part above",
    "a formula in Excel",
    "a million columns, in Word",
]


@pytest.mark.django_db
@pytest.mark.own_process
@pytest.mark.parametrize("what", IN_WORDS)
def test_the_command_refuses_it_in_the_same_words(what, tmp_path):
    make, words = HOSTILE[what]
    path = tmp_path / "tea.docx"
    path.write_bytes(make())
    before = everything_recorded()
    outcome = run_import(path)
    (error,) = outcome.errors
    assert (outcome.exit_code, error["file"]) == (1, "tea.docx")
    assert words in error["message"]
    assert "Traceback" not in outcome.stderr
    assert everything_recorded() == before


@pytest.mark.django_db
@pytest.mark.parametrize("what", IN_WORDS)
def test_an_upload_shows_it_in_the_same_words_and_cannot_be_accepted(what, admin_client):
    make, words = HOSTILE[what]
    chosen = SimpleUploadedFile("tea.docx", make())
    page = admin_client.post("/admin/recommendations/importrun/add/", {"chosen": [chosen]}, follow=True)
    shown = page.getvalue().decode()
    assert words in shown
    assert 'name="accept"' not in shown
    (problem,) = Upload.objects.get().report["problems"]
    assert words in problem["message"]


# What looks hostile, and is harmless: it is read.


@pytest.mark.parametrize(
    "make",
    [
        lambda: changed(a_matrix(), {"word/embeddings/tea.zip": hostile.bomb("0", 40)}),
        lambda: with_rows(
            part(a_workbook(), SHEET).decode().partition("<sheetData>")[2].partition("</sheetData>")[0], "A1:XFD1048576"
        ),
        lambda: hostile.xls_bytes(hostile.xls_rows(upr_row())),
        lambda: csv_bytes(upr_row("-5 teapots"), upr_row("+5 teapots"), upr_row("@teapots"), upr_row("1=1")),
    ],
    ids=["an archive within a document", "a sheet that says it is the largest", "an .xls", "signs before a text"],
)
def test_what_only_looks_hostile_is_read(make):
    file = read_guarded("tea", make(), STATES)
    assert sum(len(review.rows) for review in file.reviews) >= 1
    assert file.problems == []


# What is wrong with one cell or many is told by row and column, and not at any length.


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C tea'!A0", "  =HYPERLINK(1)", "&#61;1+1"])
@pytest.mark.parametrize("write", [csv_bytes, lambda *rows: hostile.xls_bytes(hostile.xls_rows(*rows))])
def test_a_text_that_begins_as_a_formula_is_refused_by_row_and_column(text, write):
    (problem,) = read_guarded("tea", write(upr_row(), upr_row(text)), STATES).problems
    assert (problem.level, problem.row, problem.column) == ("error", 3, "Text")
    assert "formula" in problem.message


def test_a_cell_of_100_kb_is_refused_and_not_repeated():
    (problem,) = read_guarded("tea", csv_bytes(upr_row(to="x" * 100_000)), STATES).problems
    assert (problem.row, problem.column) == (2, "To")
    assert "100,000 characters" in problem.message
    matrix = changed(a_matrix(), {DOCUMENT: part(a_matrix(), DOCUMENT).replace(TEAPOT.encode(), b"x" * 100_000)})
    (problem,) = read_guarded("tea", matrix, STATES).problems
    assert problem.row == 2


def test_of_very_many_problems_the_first_of_each_level_are_listed():
    rows = [upr_row(sender="")] * 3_000 + [upr_row(to="Teapotland")] * 3_000
    problems = read_guarded("tea", csv_bytes(*rows), STATES).problems
    assert [p.level for p in problems].count("warning") == [p.level for p in problems].count("error") == 1_001
    assert problems[-1] == Problem("error", "There are more of these, which are not listed.", "tea")


def test_a_message_is_short_whatever_the_value():
    (problem,) = read_guarded("tea", csv_bytes(upr_row(to="x" * 10_000)), STATES).problems
    assert len(problem.message) == 500


@pytest.mark.django_db
def test_very_many_new_themes_are_refused(tmp_path):
    path = tmp_path / "tea.csv"
    path.write_bytes(csv_bytes(*[upr_row(f"{KETTLE} {n}", issue=f"Tea {n},Milk {n}") for n in range(200)]))
    before = everything_recorded()
    outcome = run_import(path)
    (error,) = outcome.errors
    assert "themes that are not known" in error["message"]
    assert everything_recorded() == before


# The child can read nothing but the file, and cannot be made to.


@pytest.mark.parametrize("where", ["", "PUBLIC 'tea' "])
def test_an_entity_does_not_read_a_file_of_the_server(where, tmp_path):
    """Such a document is refused before it is read; were it read, the reader would still not follow the entity."""
    secret = tmp_path / "secret.txt"
    secret.write_text("kept in the tin")
    kind = where or "SYSTEM "
    entity = f"<!DOCTYPE x [<!ENTITY e {kind}'file://{secret}'>]>"
    main = part(a_matrix(), DOCUMENT).decode().replace(TEAPOT, f"{TEAPOT} &e;").partition("<w:document")
    raw = changed(a_matrix(), {DOCUMENT: f"{main[0]}{entity}{main[1]}{main[2]}".encode()})
    with pytest.raises(Unreadable, match="definitions"):
        read_guarded("tea", raw, STATES)
    file = ohchr_matrix.parse(OpenedFile("tea", raw, Container.DOCX), STATES)
    assert TEAPOT in file.reviews[0].rows[0].text
    assert "tin" not in str(file)


@pytest.mark.parametrize(
    "name",
    ["tea\x1b[31m\r\n\0.csv", "t" * 5_000, "\u202etea.csv", "tea\udcff.csv"],
)
def test_the_name_of_a_file_does_nothing(name):
    file = read_guarded(name, csv_bytes(upr_row(), upr_row(to="Teapotland")), STATES)
    assert len(file.name) <= 200
    assert file.name.isprintable()
    assert file.problems[0].file == file.name


@pytest.mark.django_db
def test_the_name_of_a_file_on_disk_does_nothing_to_a_terminal(tmp_path):
    for number, content in enumerate([b"%PDF", csv_bytes(upr_row(to="Teapotland"))]):
        path = tmp_path / f"{number}\x1b[31mtea"
        path.write_bytes(content)
        outcome = run_import(path)
        assert outcome.exit_code == 1
        assert "\x1b" not in outcome.stderr + json.dumps(outcome.report, ensure_ascii=False)
