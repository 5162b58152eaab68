"""CSV: UTF-8, commas, CRLF (RFC 4180), streamed.

It begins with a byte order mark, by which Excel tells that it is UTF-8; Python reads it as "utf-8-sig".
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from .lines import lines
from .table import Cell, Table, neutral

_QUOTED = re.compile(r'[",\r\n]')


def stream(table: Table) -> Iterator[bytes]:
    """The file in pieces of some rows."""
    yield codecs.BOM_UTF8 + _rows([",".join([field(name, name) for name in table.header])])
    for some in lines(table, field, ",", table.of_every_row):
        yield _rows(some)


def field(_name: str, cell: Cell) -> str:
    """A cell as it stands between two commas: in quotes where it holds a sign that would end it."""
    text = str(neutral(cell))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _rows(some: Iterable[str]) -> bytes:
    return ("\r\n".join([*some, ""])).encode()
