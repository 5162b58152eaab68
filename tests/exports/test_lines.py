"""The lines of files are what the formats' own libraries write of the same cells, though cells are made only once."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from exports import csv_file, json_file, remembered
from exports.table import Column, Table, neutral

SIGNS = st.text(st.sampled_from("a1 ,;\"'\r\n\t=+-@\x00\x7f\ufffeé水\u2028"), max_size=6)
AT = datetime(2026, 1, 31, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Kettle:
    """A record; its pot is shared."""

    text: str
    pot: tuple[str, ...]
    number: int | None


KETTLES = st.lists(st.builds(Kettle, SIGNS, st.lists(SIGNS, max_size=3).map(tuple), st.none() | st.integers(0, 3)))
COLUMNS = [
    Column("text", "", lambda kettle: kettle.text),
    Column("pot", "", lambda pot: pot, "pot"),
    Column("first", "", lambda pot: pot[0] if pot else "", "pot"),
    Column("number", "", lambda number: number, "number"),
    Column("again", "", lambda kettle: [kettle.text, "tea"]),
]


def table_of(kettles: list[Kettle], filtered: str = "") -> Table:
    return Table("kettles", COLUMNS, kettles, len(kettles), filtered, "http://127.0.0.1/", AT)


def values(kettle: Kettle) -> list[Any]:
    pot = kettle.pot[0] if kettle.pot else ""
    return [kettle.text, kettle.pot, pot, kettle.number, [kettle.text, "tea"]]


@given(KETTLES, SIGNS)
def test_csv_is_what_the_csv_module_writes_of_the_same_cells(kettles: list[Kettle], filtered: str):
    expected = io.StringIO(newline="")
    writer = csv.writer(expected)
    writer.writerow(["text", "pot", "first", "number", "again", "filtered_by", "exported_at"])
    for kettle in kettles:
        writer.writerow([neutral(cell) for cell in [*values(kettle), filtered, AT.isoformat()]])
    assert b"".join(csv_file.stream(table_of(kettles, filtered))).decode("utf-8-sig") == expected.getvalue()


@given(KETTLES)
def test_json_is_what_the_json_module_reads_again(kettles: list[Kettle]):
    made = b"".join(json_file.stream(table_of(kettles)))
    lines = b"".join(json_file.stream_lines(table_of(kettles))).splitlines()
    names = [column.name for column in COLUMNS]
    expected = [json.loads(json.dumps(dict(zip(names, values(kettle), strict=True)))) for kettle in kettles]
    assert json.loads(made)["kettles"] == expected
    every = {"filtered_by": "", "exported_at": AT.isoformat()}
    assert [json.loads(line) for line in lines] == [row | every for row in expected]


def test_a_cell_that_many_records_share_is_made_once_and_few_are_remembered(monkeypatch):
    made: list[str] = []
    column = Column("pot", "", lambda pot: made.append(pot) or pot, "pot")
    records = [Kettle("", pot, None) for pot in ("iron", "tin", "iron", "iron", "clay", "iron")]
    table = Table("kettles", [column], records, 6, "", "", AT)
    b"".join(csv_file.stream(table))
    assert made == ["iron", "tin", "clay"]
    monkeypatch.setattr(remembered, "MOST", 2)
    made.clear()
    text = b"".join(csv_file.stream(table)).decode()
    assert made == ["iron", "tin", "clay", "iron"]  # which were forgotten when clay came
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["iron", "tin", "iron", "iron", "clay", "iron"]
