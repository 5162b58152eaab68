"""PDFs: whether a file is one without programs, and a copy that holds pictures of its pages and nothing else."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from .boxes import Box, on_page
from .pictures import encoded, paint
from .refused import RefusedFile

LONGEST = 1754  # pixels of the longer side of a page: 150 to the inch on A4
MANY = 15  # pages, from which on they are made smaller
LONGEST_OF_MANY = 1400
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
_ACTIVE_KINDS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/EmbeddedFile", "/RichMedia"}
# What may be done by itself on opening: turning to a page. Anything else can tell somebody that it was opened.
_TURNS = {"/GoTo", "/Named"}
_LONGEST_CHAIN = 100  # actions
# Notes that lie beside the text. Anything else that is drawn onto a page could be what hides something.
_BESIDE = {"/Text", "/Popup", "/Link", "/Underline", "/Squiggly", "/Caret"}
_NOT_READ = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError)


def check_pdf(raw: bytes) -> int:
    """How many pages a PDF has that is whole and holds no programs and files; RefusedFile for any other."""
    end = raw.rfind(b"%%EOF")
    if end < 0:
        raise RefusedFile("damaged")
    if raw[end + 5 :].strip(b"\0 \t\r\n\f"):
        raise RefusedFile("two things")
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedFile("locked")
        if any(_is_active(found) for found in _objects(reader)):
            raise RefusedFile("active")
    except RecursionError:
        raise RefusedFile("too much") from None
    except _NOT_READ:
        raise RefusedFile("damaged") from None
    with _opened(raw) as document:
        return len(document)


def paper_copy(raw: bytes, boxes: Iterable[Box], most_pages: int, largest: int) -> tuple[bytes, int]:
    """A PDF of pictures of the pages, with black boxes, and how many pages it has."""
    boxes = list(boxes)
    with _opened(raw) as document:
        number = len(document)
        if not 1 <= number <= most_pages:
            raise RefusedFile("pages")
        if _has_marks(raw):
            raise RefusedFile("marks")
        longest, room = (LONGEST_OF_MANY if number > MANY else LONGEST), (largest - 2000) // number - 600
        pages = []
        for index in range(number):
            picture = _picture(document[index], longest)
            paint(picture, on_page(boxes, index + 1))
            pages.append((encoded(picture, room, first=1), picture.size))
    return _written(pages), number


def _opened(raw: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError:
        raise RefusedFile("damaged") from None


def _picture(page: Any, longest: int) -> Image.Image:
    """A page as it is printed, without the notes beside it."""
    try:
        width, height = page.get_size()
        scale = longest / max(width, height)
        picture = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError, OverflowError):
        raise RefusedFile("damaged") from None
    return Image.frombytes("RGB", picture.size, picture.tobytes())


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Everything in a PDF, whether a page leads to it or not; what cannot be read is left out."""
    numbers = {(number, generation) for generation, found in reader.xref.items() for number in found}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    yield reader.trailer
    for number, generation in sorted(numbers):
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except _NOT_READ:
            continue


def _is_active(found: Any) -> bool:
    if isinstance(found, NameObject):  # of an object of its own, to which an action can point
        return found in _ACTIVE_KINDS
    if isinstance(found, ArrayObject):
        return any(_is_active(one) for one in found)
    if not isinstance(found, DictionaryObject):
        return False
    values = {name: found.raw_get(name) for name in found}
    if _ACTIVE_KEYS & set(values) or _acts_by_itself(found):
        return True
    if isinstance(found, StreamObject) and "/F" in values:  # of which the content lies elsewhere
        return True
    return any(_is_active(one) for one in values.values())


def _acts_by_itself(found: DictionaryObject) -> bool:
    """Whether something happens when the document, a page or a field is opened, left or looked at."""
    waiting: list[Any] = [found["/OpenAction"]] if "/OpenAction" in found else []
    if "/AA" in found:
        triggers = found["/AA"]
        waiting += list(triggers.values()) if isinstance(triggers, DictionaryObject) else []
    for _n in range(_LONGEST_CHAIN):
        if not waiting:
            return False
        action = waiting.pop().get_object()
        if isinstance(action, DictionaryObject):
            if action.get("/S", NameObject("/GoTo")).get_object() not in _TURNS:
                return True
            after = action.get("/Next", ArrayObject()).get_object()
            waiting += [after] if isinstance(after, DictionaryObject) else list(after)
    return True


def _has_marks(raw: bytes) -> bool:
    """Whether something was drawn onto a page afterwards. It may be there to hide what is below it."""
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted:
        reader.decrypt("")
    try:
        for page in reader.pages:
            notes = page.get("/Annots")
            for note in (notes.get_object() if notes is not None else None) or []:
                kind, drawn = note.get_object().get("/Subtype"), "/AP" in note.get_object()
                if kind not in _BESIDE or (kind == "/Link" and drawn):
                    return True
    except _NOT_READ:
        raise RefusedFile("damaged") from None
    return False


def _written(pages: list[tuple[bytes, tuple[int, int]]]) -> bytes:
    """A PDF of one JPEG a page (ISO 32000-1), always the same bytes for the same pictures: no names, no dates."""
    numbers = [3 + 3 * n for n in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()]
    for number, (jpeg, (width, height)) in zip(numbers, pages, strict=True):
        wide, high = round(width * 72 / 150, 2), round(height * 72 / 150, 2)
        drawn = f"q {wide} 0 0 {high} 0 0 cm /P Do Q".encode()
        picture = f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB"
        filtered = f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(jpeg)}>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Resources<</XObject<</P {number + 2} 0 R>>>>"
            f"/Contents {number + 1} 0 R>>".encode(),
            f"<</Length {len(drawn)}>>".encode() + b"\nstream\n" + drawn + b"\nendstream",
            f"{picture}{filtered}".encode() + b"\nstream\n" + jpeg + b"\nendstream",
        ]
    return _with_table(objects)


def _with_table(objects: list[bytes]) -> bytes:
    file, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return bytes(file) + f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
