"""JSON: one object that says what it is and holds the rows as objects; or lines of an object each. Streamed."""

import json
from collections.abc import Iterator

from .lines import lines
from .table import Cell, Table

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def stream(table: Table) -> Iterator[bytes]:
    """The file in pieces of some rows."""
    about = {
        "filtered_by": table.filtered,
        "address": table.address,
        "exported_at": table.timestamp,
        "count": table.count,
        **table.notes,
    }
    head = json.dumps(about, ensure_ascii=False)[:-1]
    yield f"{head}, {json.dumps(table.name)}: [".encode()
    between = "\n"
    for some in lines(table, _member, ", ", {}):
        yield (between + ",\n".join([f"{{{line}}}" for line in some])).encode()
        between = ",\n"
    yield b"\n]}\n"


def stream_lines(table: Table) -> Iterator[bytes]:
    """JSON Lines: each row is an object, which also says what was filtered and when it was exported."""
    for some in lines(table, _member, ", ", table.of_every_row):
        yield "".join([f"{{{line}}}\n" for line in some]).encode()


def _member(name: str, cell: Cell) -> str:
    return f"{_ENCODE(name)}: {_ENCODE(cell)}"
