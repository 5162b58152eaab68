"""A table in Word's XML: made as a whole, which takes a tenth of the time that python-docx does."""

from collections.abc import Callable, Iterable
from typing import Any

from .document import Across, Inline, Table, direction
from .docx_text import element

SHADE = "F2F2F2"
Fill = Callable[[Iterable[Inline], bool, bool], Any]  # inlines, whether of a heading, whether it stays with the next


def table_element(table: Table, language: str, width: int, fill: Fill) -> Any:
    """The table, so many twentieths of a point wide; fill makes the paragraph of a cell."""
    widths = [width * share // sum(table.shares) for share in table.shares]
    made = element("w:tbl")
    made.extend((_properties(language, width), _grid(widths)))
    made.append(_row(zip(widths, table.header, strict=True), fill, header=True))
    for row in table.rows:
        if isinstance(row, Across):
            made.append(_across(row, widths, fill))
        else:
            made.append(_row(zip(widths, row, strict=True), fill))
    return made


def _properties(language: str, width: int) -> Any:
    made = element("w:tblPr")
    made.append(element("w:tblStyle", val="TableGrid"))
    if direction(language) == "rtl":
        made.append(element("w:bidiVisual"))
    made.append(element("w:tblW", w=str(width), type="dxa"))
    made.append(element("w:tblLayout", type="fixed"))
    made.append(element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0"))
    return made


def _grid(widths: list[int]) -> Any:
    made = element("w:tblGrid")
    made.extend(element("w:gridCol", w=str(width)) for width in widths)
    return made


def _row(cells: Iterable[tuple[int, tuple[Inline, ...]]], fill: Fill, header: bool = False) -> Any:
    made, properties = element("w:tr"), element("w:trPr")
    properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    made.extend(_cell(width, fill(inlines, header, False), shaded=header) for width, inlines in cells)
    return made


def _across(row: Across, widths: list[int], fill: Fill) -> Any:
    made, properties = element("w:tr"), element("w:trPr")
    properties.append(element("w:cantSplit"))
    made.extend((properties, _cell(sum(widths), fill(row.inlines, True, True), len(widths), shaded=True)))
    return made


def _cell(width: int, paragraph: Any, columns: int = 1, shaded: bool = False) -> Any:
    made, properties = element("w:tc"), element("w:tcPr")
    properties.append(element("w:tcW", w=str(width), type="dxa"))
    if columns > 1:
        properties.append(element("w:gridSpan", val=str(columns)))
    if shaded:
        properties.append(element("w:shd", val="clear", color="auto", fill=SHADE))
    made.extend((properties, paragraph))
    return made
