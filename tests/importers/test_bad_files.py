"""Files that cannot be read: each is refused with one clear error, and nothing at all is written.

What decides is what a file holds, never what it is called.
"""

import io
import random
import zipfile
from pathlib import Path

import pytest

from recommendations.importers import tables

from .files import (
    KETTLE,
    OF_SLOVENIA_2025,
    TEAPOT,
    Paragraph,
    csv_bytes,
    everything_recorded,
    matrix_2019,
    matrix_2025,
    run_import,
    upr_row,
    with_member,
    xlsx_bytes,
    zip_bytes,
)
from .papers import pdf

pytestmark = pytest.mark.django_db

TEN_ROWS = [upr_row(f"{TEAPOT}, number {number}") for number in range(1, 11)]
SOUND_CSV = csv_bytes(*TEN_ROWS)
SOUND_XLSX = xlsx_bytes(*TEN_ROWS)
SOUND_DOCX = matrix_2025(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru);"))
KILOBYTE = b"\0" * 1024
FAR_AWAY = xlsx_bytes(upr_row(), before=[("",) * 16383 + ("x",), *[()] * 2_000])


def cut(raw: bytes, share: float = 0.6) -> bytes:
    return raw[: int(len(raw) * share)]


def bomb() -> bytes:
    """A small .docx with one member that unpacks to 301 MB."""
    file = io.BytesIO(SOUND_DOCX)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.png", "w") as member:
        for _ in range(301):
            member.write(KILOBYTE * 1024)
    return file.getvalue()


def damaged_inside(raw: bytes) -> bytes:
    """The same archive with random bytes in the middle of its largest member."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        largest = max(archive.infolist(), key=lambda member: member.compress_size)
    at = largest.header_offset + len(largest.filename) + 60
    return raw[:at] + random.Random(1).randbytes(40) + raw[at + 40 :]


# What is wrong: the file, the words that the message must hold, and where it must point.
BAD = {
    "not a table": (b"Dear colleague,\nthe kettle is on.\nYours", "not the columns of a UPR Info export", {}),
    "wrong columns": (
        csv_bytes(("1", "Assam", "5 €"), header=("No", "Tea", "Price")),
        "missing To, Text, From, Response, Session; found No, Tea, Price",
        {},
    ),
    "one column missing": (
        csv_bytes(upr_row()[:-1], header=("To", "", "", "Text", "From", "", "", "Response", "Action", "Issue")),
        "missing Session",
        {},
    ),
    "empty": (b"", "empty", {}),
    "only blanks": (b" \r\n\r\n\t", "empty", {}),
    "only a header": (csv_bytes(), "a header but no rows", {}),
    "only a header, in Excel": (xlsx_bytes(), "a header but no rows", {}),
    "only a heading, in Word": (matrix_2025(), "a heading but no recommendations", {}),
    "a document without a table": (matrix_2025(order=["themes"]), "no table with columns for recommendation", {}),
    "cut off inside quotes": (
        csv_bytes(upr_row(), upr_row("Warm the pot, then pour"))[:-80],
        "Line 3 is not sound CSV, or the file is cut off",
        {},
    ),
    "cut off inside a row": (
        csv_bytes(upr_row(), upr_row(KETTLE, "Mexico"))[:-60],
        "of 11 columns: the row is cut off or broken",
        {"row": 3},
    ),
    "a row with a comma too many": (
        csv_bytes(upr_row(), (*upr_row(KETTLE), "")),
        "12 of 11 columns",
        {"row": 3},
    ),
    "Excel, cut off": (cut(SOUND_XLSX), "damaged or cut off", {}),
    "Word, cut off": (cut(SOUND_DOCX), "damaged or cut off", {}),
    "Excel, damaged inside": (damaged_inside(SOUND_XLSX), "damaged or cut off", {}),
    "Word, damaged inside": (damaged_inside(SOUND_DOCX), "damaged or cut off", {}),
    "an Excel table with one cell far away": (
        FAR_AWAY,
        "larger than",
        {},
    ),
    "a State under review that nobody knows": (
        csv_bytes(upr_row(), upr_row(KETTLE, to="Teapotland")),
        "“Teapotland”",
        {"row": 3, "column": "To"},
    ),
    "a recommending State that nobody knows": (
        csv_bytes(upr_row(), upr_row(KETTLE, "Teapotland")),
        "“Teapotland”",
        {"row": 3, "column": "From"},
    ),
    "a recommending State that nobody knows, in Excel": (
        xlsx_bytes(upr_row(), upr_row(KETTLE, "Teapotland")),
        "“Teapotland”",
        {"row": 3, "column": "From"},
    ),
    "a recommending State that nobody knows, in Word": (
        matrix_2019(Paragraph(), Paragraph(f"140.8 {KETTLE} (Teapotland);")),
        "“Teapotland”",
        {"row": 3, "paragraph": "140.8", "column": "Recommendation"},
    ),
    "a State in the page header that nobody knows": (
        matrix_2025(Paragraph(), page_header=OF_SLOVENIA_2025.replace("Slovenia", "Teapotland")),
        "“Teapotland”",
        {},
    ),
    "an unknown response": (
        csv_bytes(upr_row(), upr_row(KETTLE, response="Perhaps")),
        "“Perhaps”",
        {"row": 3, "column": "Response"},
    ),
    "an unknown position": (
        matrix_2025(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru);", "Perhaps")),
        "“Perhaps”",
        {"row": 3, "paragraph": "140.8", "column": "Position"},
    ),
    "a position left out": (
        matrix_2025(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru);", "", themes=())),
        "“” is not a position",
        {"row": 3, "paragraph": "140.8", "column": "Position"},
    ),
    "an unknown action": (csv_bytes(upr_row(action="7")), "“7”", {"row": 2, "column": "Action"}),
    "a bad session": (csv_bytes(upr_row(session="20,5")), "“20,5”", {"row": 2, "column": "Session"}),
    "a session that no calendar reaches": (csv_bytes(upr_row(session="65536")), "“65536”", {"row": 2}),
    "a paragraph with two texts": (
        matrix_2025(Paragraph(), Paragraph(f"140.7 {KETTLE} (Peru);")),
        "Paragraph 140.7 has two texts",
        {"row": 3, "paragraph": "140.7"},
    ),
    "no paragraph number": (
        matrix_2025(Paragraph(), Paragraph(f"{KETTLE} (Peru);")),
        "No paragraph number",
        {"row": 3, "column": "Recommendation"},
    ),
    "a matrix that does not name its review": (
        matrix_2025(Paragraph(), page_header="Thematic list"),
        "does not name its review",
        {},
    ),
    "UTF-8 with one bad byte": (
        csv_bytes(upr_row("Buy the café’s teapot", "Côte d’Ivoire")).replace("é".encode(), b"\xe9"),
        "line 2: byte 0xE9",
        {},
    ),
    "UTF-16, cut off inside a sign": (csv_bytes(upr_row(), encoding="utf-16")[:-1], "encoding", {}),
    "UTF-16 with a zero sign": (csv_bytes(upr_row("Pour\0tea"), encoding="utf-16"), "neither a table", {}),
    "an encoding that is not read": (csv_bytes(upr_row("发明更好的茶壶"), encoding="gb18030"), "encoding", {}),
    "a PDF that is cut off": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "The PDF is cut off", {}),
    "a PDF that is no report": (pdf(["Dear colleague,", "the kettle is on."]), "not a report of the Working Group", {}),
    "a PDF of images": (pdf([], image_on=[1]), "only images", {}),
    "a web page": (b"\n<!DOCTYPE html><html><body>Tea</body></html>", "This is a web page", {}),
    "a web page with a byte order mark": (b"\xef\xbb\xbf<html><table><tr><td>Tea</table>", "This is a web page", {}),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither a table nor a Word document", {}),
    "an archive that is no document": (zip_bytes({"tea.txt": b"Assam"}), "This is an archive", {}),
    "an empty archive": (zip_bytes({}), "neither a table", {}),
    "a document with macros": (with_member(SOUND_DOCX, "word/vbaProject.bin", b"Sub Tea()"), "holds macros", {}),
    "an archive that unpacks to more than 300 MB": (None, "unpacks to more", {}),
    "an old Office file that is no table": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + KILOBYTE, "damaged", {}),
}


def assert_refused(files: list[Path], name: str, words: str, place: dict[str, object]) -> None:
    before = everything_recorded()
    outcome = run_import(*files)
    assert outcome.exit_code == 1
    (error,) = outcome.errors
    assert error["file"] == name
    assert words in error["message"]
    assert {key: error.get(key) for key in ("row", "paragraph", "column") if key in place} == place
    assert outcome.report["reviews"] == []
    assert name in outcome.stderr
    assert words in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert everything_recorded() == before


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_and_nothing_is_written(what, tmp_path):
    raw, words, place = BAD[what]
    path = tmp_path / "tea.bin"
    path.write_bytes(bomb() if raw is None else raw)
    assert_refused([path], "tea.bin", words, place)


@pytest.mark.parametrize("what", ["a paragraph with two texts", "an unknown response", "Word, cut off"])
def test_a_sound_file_beside_a_bad_one_is_not_written_either(what, tmp_path):
    raw, words, place = BAD[what]
    (tmp_path / "good.csv").write_bytes(SOUND_CSV)
    (tmp_path / "bad").write_bytes(raw)
    assert_refused([tmp_path / "good.csv", tmp_path / "bad"], "bad", words, place)


def test_a_file_that_is_not_there(tmp_path):
    assert_refused([tmp_path / "nowhere.csv"], "nowhere.csv", "no such file", {})


def test_a_folder(tmp_path):
    assert_refused([tmp_path], tmp_path.name, "cannot be opened", {})


def test_no_room_is_made_for_a_cell_far_away(tmp_path, monkeypatch):
    """The reader would make room for every cell before it, and end the whole process where there is none."""
    monkeypatch.setattr(tables, "CalamineWorkbook", None)
    path = tmp_path / "tea.xlsx"
    path.write_bytes(FAR_AWAY)
    assert_refused([path], "tea.xlsx", "larger than", {})


def test_the_bomb_is_small():
    assert len(bomb()) < 1_000_000


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (SOUND_DOCX, "matrix.csv"),
        (SOUND_DOCX, "matrix.pdf"),
        (SOUND_CSV, "export.xls"),
        (SOUND_CSV, "export.docx"),
        (SOUND_XLSX, "export.csv"),
        (SOUND_XLSX, "export"),
    ],
)
def test_a_sound_file_with_another_name_is_read(raw, name, tmp_path):
    path = tmp_path / name
    path.write_bytes(raw)
    outcome = run_import(path)
    assert (outcome.exit_code, outcome.errors) == (0, [])
    assert outcome.review["rows"] in (2, 10)


@pytest.mark.parametrize(("raw", "given"), [(SOUND_DOCX, "upr_info"), (SOUND_CSV, "ohchr_matrix")])
def test_a_format_that_the_file_is_not_in(raw, given, tmp_path):
    path = tmp_path / "tea"
    path.write_bytes(raw)
    before = everything_recorded()
    outcome = run_import(path, format=given)
    assert (outcome.exit_code, len(outcome.errors), outcome.report["format"]) == (1, 1, given)
    assert everything_recorded() == before


@pytest.mark.parametrize("raw", [SOUND_DOCX, SOUND_XLSX], ids=["Word", "Excel"])
def test_wherever_an_archive_is_cut_off_it_is_refused(raw, tmp_path):
    path = tmp_path / "tea"
    for share in range(1, 20):
        path.write_bytes(cut(raw, share / 20))
        assert run_import(path).exit_code == 1, f"cut after {share * 5} %"


def test_wherever_an_export_is_cut_off_no_row_is_read_in_part(tmp_path):
    """Only what ends with a row, or within its last cell, cannot be told from a whole file."""
    raw = csv_bytes(upr_row("Warm the pot, then pour"), upr_row(KETTLE, issue="Tea, Milk", session="20"))
    path = tmp_path / "tea.csv"
    for length in range(raw.rindex(b"kettle"), raw.rindex(b",") + 1):
        path.write_bytes(raw[:length])
        assert run_import(path).exit_code == 1, raw[:length]
