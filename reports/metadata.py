"""What a file says of itself besides its text: who made it, with what, for whom."""

import io
import re
import zipfile
from html import unescape
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader

_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_PERSONS = {"creator", "lastmodifiedby", "manager", "author", "xmp"}  # where a person's name would stand
_XMP_PERSON = re.compile(r"<(?:dc:creator|pdf:Author)\b[^>]*>(.*?)</", re.DOTALL)
_BETWEEN = re.compile(r"</(?:w:p|w:tc|c|si|is)>|<w:br/>")  # where one text ends and another begins
_TAG = re.compile(r"<[^>]+>")


def metadata_of(name: str, content: bytes) -> dict[str, str]:
    """The properties of a Word file, a workbook or a PDF by their names in small letters; none of another file."""
    if name in ("docx", "xlsx"):
        return _of_package(content)
    return _of_pdf(content) if name == "pdf" else {}


def text_of_file(name: str, content: bytes) -> str:
    """The text of a Word file, a workbook or a CSV, head and foot of its pages included; of a PDF none: it is set from
    the same tree."""
    if name == "csv":
        return content.decode("utf-8", "replace")
    if name not in ("docx", "xlsx"):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = (parts.read(part).decode("utf-8", "replace") for part in parts.namelist() if part.endswith(".xml"))
        return " ".join(unescape(_TAG.sub("", _BETWEEN.sub(" ", text))) for text in texts)


def authors_in(metadata: dict[str, str]) -> set[str]:
    """Whoever the file says made or changed it."""
    return {value for name, value in metadata.items() if name in _PERSONS and value}


def _of_package(content: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in set(_PARTS) & set(parts.namelist()):
            for element in ElementTree.fromstring(parts.read(part)).iter():  # noqa: S314 - we wrote it ourselves
                if text := (element.text or "").strip():
                    found[element.tag.rpartition("}")[2].lower()] = text
    return found


def _of_pdf(content: bytes) -> dict[str, str]:
    reader = PdfReader(io.BytesIO(content))
    found = {key.strip("/").lower(): str(value) for key, value in (reader.metadata or {}).items() if str(value).strip()}
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode("utf-8", "replace") if "/Metadata" in root else ""
    said = "; ".join(" ".join(_TAG.sub(" ", text).split()) for text in _XMP_PERSON.findall(xmp))
    tool = {"tool": found.pop("creator")} if "creator" in found else {}  # in a PDF it is the program
    return found | tool | ({"xmp": said} if said else {})
