"""Text in Word's XML: paragraphs and runs, the same in the text, in a table and in a note.

Word is strict about the order of what stands in an element; each function here keeps it.
"""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from .document import Run, direction

_NAMESPACES = {"w": nsmap["w"], "r": nsmap["r"]}
_W = f"{{{nsmap['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Signs of these languages are in none of the fonts that Word takes by itself everywhere.
_FONTS = {"bo": {"cs": "Microsoft Himalaya"}, "dz": {"cs": "Microsoft Himalaya"}, "zh": {"hint": "eastAsia"}}


def element(name: str, **attributes: str) -> Any:
    """An element such as w:lang; its attributes are of Word's namespace, too."""
    made = oxml_parser.makeelement(_W + name.removeprefix("w:"), nsmap=_NAMESPACES)
    for key, value in attributes.items():
        made.set(_W + key, value)
    return made


def language_element(language: str) -> Any:
    """Of which language a text is: for Western, East Asian and right-to-left signs alike."""
    return element("w:lang", val=language, eastAsia=language, bidi=language)


def paragraph_element(
    style: str,
    language: str,
    *,
    keep_next: bool = False,
    numbering: int | None = None,
    indent: int = 0,
    centred: bool = False,
) -> Any:
    """A paragraph without text. style: its id; numbering: of which list it is; indent: in twentieths of a point."""
    made, properties = element("w:p"), element("w:pPr")
    properties.append(element("w:pStyle", val=style))
    if keep_next:
        properties.append(element("w:keepNext"))
    if numbering is not None:
        number = element("w:numPr")
        number.extend((element("w:ilvl", val="0"), element("w:numId", val=str(numbering))))
        properties.append(number)
    if direction(language) == "rtl":
        properties.append(element("w:bidi"))
    if indent:
        properties.append(element("w:ind", left=str(indent)))
    if centred:
        properties.append(element("w:jc", val="center"))
    made.append(properties)
    return made


class Links:
    """The links that a part of the file keeps, each once; python-docx looks through all of them for each new one."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.known: dict[str, str] = {}

    def key_of(self, address: str) -> str:
        """By which the text names a link."""
        if address not in self.known:
            key = self.known[address] = f"link{len(self.known) + 1}"
            self.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, key, is_external=True)
        return self.known[address]


def run_element(run: Run, language: str, links: Links) -> Any:
    """A run of text; with its link, which the part of the file keeps."""
    language = run.language or language
    made, properties = element("w:r"), element("w:rPr")
    if run.link:
        properties.append(element("w:rStyle", val="Hyperlink"))
    if fonts := _FONTS.get(language.partition("-")[0]):
        properties.append(element("w:rFonts", **fonts))
    for wanted, names in ((run.bold, ("w:b", "w:bCs")), (run.italic, ("w:i", "w:iCs"))):
        if wanted:
            properties.extend(element(name) for name in names)
    if direction(language) == "rtl":
        properties.append(element("w:rtl"))
    properties.append(language_element(language))
    text = element("w:t")
    text.text = run.text
    text.set(_SPACE, "preserve")
    made.extend((properties, text))
    if not run.link:
        return made
    link = element("w:hyperlink")
    link.set(qn("r:id"), links.key_of(run.link))
    link.append(made)
    return link
