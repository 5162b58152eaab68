"""JSON: one object that says what it is and holds the rows as objects; or lines of an object each. Streamed."""

import json
from collections.abc import Iterator

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
    names = [column.name for column in table.columns]
    between = "\n"
    for rows in table.pieces():
        yield (between + ",\n".join(_objects(names, rows))).encode()
        between = ",\n"
    yield b"\n]}\n"


def stream_lines(table: Table) -> Iterator[bytes]:
    """JSON Lines: each row is an object, which also says what was filtered and when it was exported."""
    for rows in table.pieces():
        yield "".join([f"{line}\n" for line in _objects(table.header, rows)]).encode()


def _objects(names: list[str], rows: list[list[Cell]]) -> list[str]:
    return [_ENCODE(dict(zip(names, row, strict=False))) for row in rows]
