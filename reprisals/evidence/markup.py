"""The XML of a hostile document, read as the program that opens it would: whatever its quotes, encoding or entities."""

from collections.abc import Callable
from xml.parsers import expat

from .refused import RefusedFile

Visit = Callable[[str, dict[str, str]], None]


def walk(xml: bytes, element: Visit, text: Callable[[str, str], None] | None = None) -> None:
    """Calls `element` with the name and the attributes of each element, and `text` with its name and its words.

    Names stand without their prefix, which a document chooses as it likes. RefusedFile for what is no XML, and for
    XML that defines entities or names a DTD: no office program writes that.
    """
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(_local(name))
        element(inside[-1], {_local(attribute): value for attribute, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: inside.pop()
    parser.StartDoctypeDeclHandler = _refuse
    if text:
        parser.CharacterDataHandler = lambda words: text(inside[-1], words)
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise RefusedFile("damaged") from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*declared: object) -> None:
    raise RefusedFile("macros")
