"""The numbers that Word prints before paragraphs, which the text of a document does not hold."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

DEEPEST = 9  # levels of a list
MOST_STYLES = 50  # that one style may be based on

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _letter(number: int) -> str:
    """a to z, then aa, bb: as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    signs = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        signs += sign * count
    return signs


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    text: str  # "%1.%2"
    format: str
    start: int
    legal: bool  # whether it shows the numbers of the levels above as 1, 2, 3 too


@dataclass(slots=True)
class _List:
    """The levels of a list, and what was counted so far: lists of one kind count on together."""

    levels: dict[int, _Level] = field(default_factory=dict)
    style_levels: dict[str, int] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)


class WordNumbers:
    """Gives the paragraphs of a document their numbers; they must come in the order of the document."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """numbering and styles are the roots of those parts, or None."""
        self._kinds: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._by_style: dict[str, Any] = {}
        for kind in _children(numbering, "w:abstractNum"):
            self._kinds[kind.get(qn("w:abstractNumId"), "")] = _list_of(kind)
        for each in _children(numbering, "w:num"):
            number, kind = each.get(qn("w:numId"), ""), _value(each, "w:abstractNumId")
            self._lists[number] = self._kinds.get(kind, _List())
            self._starts[number] = _starts(each)
        for style in _children(styles, "w:style"):
            self._by_style[style.get(qn("w:styleId"), "")] = style

    def before(self, paragraph: Any) -> str:
        """The number before a paragraph, such as "121." or "(a)"; empty for one without, and for a bullet."""
        number, level = self._place(paragraph)
        numbered = self._lists.get(number)
        if numbered is None or level not in numbered.levels:
            return ""
        if level in (starts := self._starts.get(number, {})):
            numbered.counted[level] = starts.pop(level) - 1
        return _count(numbered, level)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list to which a paragraph belongs, by itself or by its style, and its level there."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        style = _value(properties, "w:pStyle")
        inherited = self._of_style(style)
        number = _value(own, "w:numId") or _value(inherited, "w:numId")
        level = _value(own, "w:ilvl") or _value(inherited, "w:ilvl")
        if level.isdecimal():
            return number, min(int(level), DEEPEST)
        listed = self._lists.get(number)
        return number, listed.style_levels.get(style, 0) if listed else 0

    def _of_style(self, name: str) -> Any:
        """The numbering of a style, or of the nearest one that it is based on."""
        for _ in range(MOST_STYLES):
            style = self._by_style.get(name)
            if style is None:
                return None
            numbering = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                return numbering
            name = _value(style, "w:basedOn")
        return None


def _children(root: Any, name: str) -> Iterable[Any]:
    return root.iterchildren(qn(name)) if root is not None else ()


def _value(parent: Any, name: str) -> str:
    """The value of a child element; empty where there is none."""
    child = parent.find(qn(name)) if parent is not None else None
    return child.get(qn("w:val"), "") if child is not None else ""


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else otherwise


def _list_of(kind: Any) -> _List:
    found = _List()
    for level in _children(kind, "w:lvl"):
        at = _number(level.get(qn("w:ilvl"), ""), 0)
        found.levels[at] = _Level(
            _value(level, "w:lvlText"),
            _value(level, "w:numFmt") or "decimal",
            _number(_value(level, "w:start"), 1),
            level.find(qn("w:isLgl")) is not None,
        )
        if style := _value(level, "w:pStyle"):
            found.style_levels[style] = at
    return found


def _starts(number: Any) -> dict[int, int]:
    """Where a list begins anew: its level, and the number."""
    return {
        _number(override.get(qn("w:ilvl"), ""), 0): _number(_value(override, "w:startOverride"), 1)
        for override in _children(number, "w:lvlOverride")
        if override.find(qn("w:startOverride")) is not None
    }


def _count(numbered: _List, level: int) -> str:
    """Counts on at a level, and gives the number as it is printed; deeper levels begin anew."""
    at = numbered.levels[level]
    numbered.counted[level] = numbered.counted.get(level, at.start - 1) + 1
    for deeper in [known for known in numbered.counted if known > level]:
        del numbered.counted[deeper]
    if at.format not in FORMATS:
        return ""
    return re.sub(r"%([1-9])", lambda found: _shown(numbered, int(found[1]) - 1, at), at.text)


def _shown(numbered: _List, level: int, within: _Level) -> str:
    """The number of a level, as one part of a number such as 121.1."""
    known = numbered.levels.get(level, within)
    number = numbered.counted.get(level, known.start)
    form = "decimal" if within.legal else known.format
    return FORMATS.get(form, str)(number)
