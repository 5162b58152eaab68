"""JSON: one object that says what it is and holds the rows as objects, streamed."""

import json
from collections.abc import Iterator

from .table import Table


def stream(table: Table) -> Iterator[bytes]:
    """The file in pieces, one a row."""
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
    for row in table.rows():
        record = dict(zip(names, row, strict=False))
        yield f"{between}{json.dumps(record, ensure_ascii=False)}".encode()
        between = ",\n"
    yield b"\n]}\n"
