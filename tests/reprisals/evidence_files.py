"""Small files of evidence, made here: honest ones with a mark wherever one could hide, and hostile ones."""

import io
import struct
import zipfile
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Rectangle, Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from reprisals.evidence.papers import _with_table

MARK = "qteapotcanaryz"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(size: tuple[int, int] = (64, 48), colour: tuple[int, ...] = (200, 40, 40)) -> Image.Image:
    """A picture whose upper left quarter is blue."""
    image = Image.new("RGB", size, colour)
    image.paste((0, 0, 255, 255)[: len(colour)], (0, 0, size[0] // 2, size[1] // 2))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(turned: int = 1) -> bytes:
    """Place, author, device and words, as a telephone writes them."""
    made = Image.Exif()
    made[0x010E] = made[0x013B] = made[0x0110] = made[0x8298] = MARK
    made[0x0112] = turned
    made.get_ifd(0x8825).update({1: "N", 2: (46.0, 12.0, 34.5), 3: "E", 4: (6.0, 9.0, 3.0), 27: MARK.encode()})
    made.get_ifd(0x8769).update({0x9003: "2021:05:04 10:11:12", 0x9286: MARK.encode(), 0xA431: MARK})
    return made.tobytes()


@cache  # it says when it was made
def profile() -> bytes:
    """A colour profile that calls itself by the mark."""
    plain = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = plain.find("sRGB".encode("utf-16-be"))
    plain[at : at + 8] = MARK[:4].encode("utf-16-be")
    return bytes(plain) + MARK.encode()


def xmp() -> bytes:
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><who>{MARK}</who></x:xmpmeta>".encode()


def jpeg(turned: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    """A photograph with a mark in its EXIF, place, comment, XMP, profile, IPTC and a thumbnail."""
    raw = saved(
        picture(size), "JPEG", exif=exif(turned), comment=MARK.encode(), xmp=xmp(), icc_profile=profile(), quality=95
    )
    thumbnail = saved(picture((16, 12)), "JPEG", comment=MARK.encode())
    more = _segment(0xED, b"Photoshop 3.0\0" + MARK.encode()) + _segment(0xE5, thumbnail)
    return raw[:2] + more + raw[2:]


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def png(**options: Any) -> bytes:
    """A picture with a mark in each sort of text, its EXIF, its profile and its clock."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", MARK)
    text.add_text("Comment", MARK, zip=True)
    text.add_itxt("Title", MARK, "en", MARK)
    text.add_itxt("XML:com.adobe.xmp", xmp().decode(), zip=True)
    return saved(picture(), "PNG", pnginfo=text, exif=exif(), icc_profile=profile(), **options)


def apng() -> bytes:
    return png(save_all=True, append_images=[picture(colour=(0, 99, 0))], default_image=False)


def see_through() -> bytes:
    """What cannot be seen is written into the colours of pixels that are wholly transparent."""
    image = Image.new("RGBA", (64, 48), (255, 255, 255, 255))
    image.paste((1, 2, 3, 0), (0, 0, 32, 24))
    return saved(image, "PNG")


def deep() -> bytes:
    return saved(Image.new("I;16", (64, 48), 40_000), "PNG")


def webp(**options: Any) -> bytes:
    return saved(picture(), "WEBP", exif=exif(), xmp=xmp(), icc_profile=profile(), **options)


def png_that_says(width: int, height: int) -> bytes:
    """A small file that unpacks to a picture of that size: a line of zeros, very often."""
    packer = zlib.compressobj(9)
    lines = packer.compress(bytes(1_000_000)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def png_of_text_bomb() -> bytes:
    """Text that unpacks to far more than it says."""
    bomb = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    raw = png()
    return raw[:33] + _chunk(b"zTXt", bomb) + raw[33:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def archive(**parts: bytes | str) -> bytes:
    return packed({name.replace("__", "/"): content for name, content in (parts or {"tea.txt": "tea"}).items()})


def packed(parts: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def docx(kind: str = _WORD, more: dict[str, bytes | str] | None = None) -> bytes:
    """A document with a tracked change, a comment and an author."""
    changed = f'<w:p><w:del w:author="{MARK}"><w:r><w:delText>{MARK}</w:delText></w:r></w:del></w:p>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "word/document.xml": f"<w:document><w:body>{changed}</w:body></w:document>",
        "word/comments.xml": f"<w:comments>{MARK}</w:comments>",
        "docProps/core.xml": f"<creator>{MARK}</creator>",
    }
    return packed(parts | (more or {}))


def odt(more: dict[str, bytes | str] | None = None) -> bytes:
    parts: dict[str, bytes | str] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}
    return packed(parts | (more or {}))


def pdf(pages: int = 1, text: str = "Teapots", size: tuple[float, float] = (595, 842), **more: Any) -> bytes:
    """A document with words on each page; more: what `_more` knows."""
    writer = PdfWriter()
    for number in range(1, pages + 1):
        page = writer.add_blank_page(*size)
        _draw(writer, page, f"BT /F 24 Tf 72 700 Td ({text} {number}) Tj ET")
    _more(writer, **more)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _draw(writer: PdfWriter, page: Any, drawn: str) -> None:
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in _FONT.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F"): writer._add_object(font)})}
    )
    stream = DecodedStreamObject()
    stream.set_data(drawn.encode())
    page[NameObject("/Contents")] = writer._add_object(stream)


_FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}


def _more(
    writer: PdfWriter,
    author: str = "",
    note: str = "",
    typed: str = "",
    rectangle: bool = False,
    script: str = "",
    attachment: str = "",
    launch: str = "",
    password: str | None = None,
    drawn: str = "",
) -> None:
    if author:
        writer.add_metadata({"/Author": author, "/Title": author, "/Producer": author, "/Keywords": author})
        writer.xmp_metadata = f"<x>{author}</x>".encode()
    if drawn:
        _draw(writer, writer.pages[0], drawn)
    if note:
        writer.add_annotation(0, Text(text=note, rect=(50, 50, 90, 90)))
    if typed:
        writer.add_annotation(0, FreeText(text=typed, rect=(50, 50, 290, 90)))
    if rectangle:
        writer.add_annotation(0, Rectangle(rect=(50, 650, 500, 750), interior_color="000000"))
    if script:
        _on_opening(writer, "/JavaScript", "/JS", script)
    if attachment:
        writer.add_attachment("tea.txt", attachment.encode())
    if launch:
        _on_opening(writer, "/Launch", "/F", launch)
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")


def _on_opening(writer: PdfWriter, kind: str, name: str, value: str) -> None:
    action = {NameObject("/S"): NameObject(kind), NameObject(name): TextStringObject(value)}
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))


def pdf_under_a_box() -> bytes:
    """Words that a black box covers: still there for whoever copies the text."""
    words = f"BT /F 24 Tf 72 700 Td ({MARK}) Tj ET"
    return pdf(author=MARK, note=MARK, drawn=f"{words} 0 0 0 rg 40 650 500 100 re f")


def pdf_bomb() -> bytes:
    """A page whose drawing unpacks to a great deal."""
    raw = zlib.compress(b"0 0 m 1 1 l S\n" * 30_000_000, 9)
    return _with_table(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(raw) + raw + b"\nendstream",
        ]
    )


def pdf_packed_away(catalog: str = "/OpenAction<</S/JavaScript/JS(app.alert)>>") -> bytes:
    """A document whose objects all stand in one packed stream, where no search in the file finds them."""
    objects = {
        2: f"<</Type/Catalog/Pages 3 0 R{catalog}>>",
        3: "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        4: "<</Type/Page/Parent 3 0 R/MediaBox[0 0 99 99]>>",
    }
    body, places = "", []
    for number, content in objects.items():
        places.append(f"{number} {len(body)}")
        body += f"{content} "
    head = " ".join(places) + " "
    packed_objects = zlib.compress(f"{head}{body}".encode())
    file = bytearray(b"%PDF-1.5\n")
    begin = len(file)
    file += f"1 0 obj<</Type/ObjStm/N 3/First {len(head)}/Filter/FlateDecode/Length {len(packed_objects)}>>".encode()
    file += b"stream\n" + packed_objects + b"\nendstream endobj\n"
    table = len(file)
    rows = [(0, 0, 65535), (1, begin, 0), (2, 1, 0), (2, 1, 1), (2, 1, 2), (1, table, 0)]
    listed = b"".join(struct.pack(">BIH", *row) for row in rows)
    file += f"5 0 obj<</Type/XRef/Size 6/W[1 4 2]/Root 2 0 R/Length {len(listed)}>>".encode()
    return bytes(file) + b"stream\n" + listed + f"\nendstream endobj\nstartxref\n{table}\n%%EOF\n".encode()


def mp4(more: bytes = b"") -> bytes:
    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + kind + content

    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"moov", b"tea") + box(b"mdat", b"tea" * 10) + more


def ogg() -> bytes:
    page = b"OggS\0\2" + bytes(8) + b"\1\0\0\0" + bytes(8) + b"\1\x05hello"
    return page * 2


def unpacked(pdf_file: bytes) -> bytes:
    """A PDF with everything in it, also what its streams unpack to."""
    reader = PdfReader(io.BytesIO(pdf_file))
    found = [pdf_file, repr(reader.metadata).encode(), repr(reader.trailer).encode()]
    for page in reader.pages:
        found += [page.extract_text().encode(), page.get_contents().get_data() if page.get_contents() else b""]
        found += [image.data for image in page.images]
    return b"\n".join(found)


def written(text: str) -> bytes:
    """A picture of some words."""
    image = Image.new("RGB", (400, 100), "white")
    ImageDraw.Draw(image).text((10, 40), text, fill="black")
    return saved(image, "PNG")


def pdf_that_starts_something_by_detours() -> bytes:
    """What is started is called by an object of its own."""
    pages = [b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"]
    return _with_table(
        [b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", *pages, b"<</S 5 0 R/F(tea.exe)>>", b"/Launch"]
    )
