"""Runs of text in Word's XML, the same in a paragraph and in a note."""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .document import Run, direction


def element(name: str, **attributes: str) -> Any:
    """An element such as w:lang; its attributes are of Word's namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def language_element(language: str) -> Any:
    """Of which language a text is: for Western, East Asian and right-to-left signs alike."""
    return element("w:lang", val=language, eastAsia=language, bidi=language)


def run_element(run: Run, language: str, part: Part) -> Any:
    """A run of text; with its link, which the part of the file keeps."""
    made, properties = element("w:r"), element("w:rPr")
    if run.link:
        properties.append(element("w:rStyle", val="Hyperlink"))
    for wanted, names in ((run.bold, ("w:b", "w:bCs")), (run.italic, ("w:i", "w:iCs"))):
        if wanted:
            properties.extend(element(name) for name in names)
    if direction(language) == "rtl":
        properties.append(element("w:rtl"))
    properties.append(language_element(language))
    text = element("w:t")
    text.text = run.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.extend((properties, text))
    if not run.link:
        return made
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(made)
    return link
