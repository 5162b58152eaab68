"""What a file is, told by its content; what is refused, and that it is refused soon and in little memory."""

import random
import time
from contextlib import suppress

import pytest
from PIL import Image

from reprisals.evidence import inspection
from reprisals.evidence.inspection import NotTaken, copied, told
from reprisals.evidence.papers import _with_table

from . import evidence_files as files
from .evidence_files import archive, docx, jpeg, mp4, odt, ogg, pdf, picture, png, saved, webp

MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
FETCHED = '<Relationship Type="http://x/attachedTemplate" Target="http://x.example/t" TargetMode="External"/>'

OF_WORD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, target: str = "http://x.example/t", mode: str = "TargetMode='External'") -> dict[str, str]:
    """A part of a document that leads to something."""
    one = f"<Relationship Id='a' Type='{OF_WORD}/{kind}' Target='{target}' {mode}/>"
    return {"word/_rels/document.xml.rels": f"<?xml version='1.0'?><Relationships>{one}</Relationships>"}


def in_utf_16(parts: dict[str, str]) -> dict[str, bytes]:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    return {name: (head + text.removeprefix("<?xml version='1.0'?>")).encode("utf-16") for name, text in parts.items()}


def field(words: str) -> dict[str, str]:
    return {"word/header1.xml": f"<w:hdr>{words}</w:hdr>"}


def in_odt(words: str) -> dict[str, str]:
    return {"content.xml": f"<o:document-content>{words}</o:document-content>"}


def elsewhere(part: str, words: str, ending: str = "bin") -> dict[str, str]:
    """A part under another name than Word gives it, and what the document says of its kind."""
    kind = f"<Types><Override PartName='/word/document.xml' ContentType='{files._WORD}'/>"
    named = f"<Override PartName='/{part}' ContentType='{files._WORD}'/>"
    by_ending = f"<Default Extension='{ending.upper()}' ContentType='application/XML'/>"
    return {"[Content_Types].xml": f"{kind}{named}{by_ending}</Types>", part: f"<w:document>{words}</w:document>"}


DDE = "<w:fldSimple w:instr='DDEAUTO tea'/>"
ON_A_FIELD = "<w:fldChar/><w:instrText>PAGE</w:instrText><w:fldChar/><w:instrText> {} x</w:instrText>"


def acts(catalog: str = "", page: str = "", *more: bytes) -> bytes:
    """A document that does something by itself; more objects begin with number 4."""
    return _with_table(
        [
            f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]{page}>>".encode(),
            *more,
        ]
    )


KEPT = {
    "jpeg": jpeg(),
    "png": png(),
    "webp": webp(),
    "pdf": pdf(pages=3),
    "docx": docx(),
    "odt": odt(),
    "text": "They hid the teapots. 茶壶".encode(),
    "mp4": mp4(),
    "ogg": ogg(),
}
SOUND = {
    "an APNG": (files.apng(), "png"),
    "16 bits a pixel": (files.deep(), "png"),
    "one can see through it": (files.see_through(), "png"),
    "shades of grey": (saved(Image.new("L", (9, 9)), "JPEG"), "jpeg"),
    "colours of print": (saved(Image.new("CMYK", (9, 9)), "JPEG"), "jpeg"),
    "step by step": (saved(picture((300, 200)), "JPEG", progressive=True), "jpeg"),
    "two pictures of one telephone": (jpeg() + jpeg(), "jpeg"),
    "a picture with a short film": (jpeg() + mp4(), "jpeg"),
    "a picture with notes of a telephone": (jpeg() + b"\0\0\1\x0aImage_UTC_Data123SEFHxSEFT", "jpeg"),
    "objects in a packed stream": (files.pdf_packed_away(""), "pdf"),
    "an empty password": (pdf(password=""), "pdf"),
    "a document with links to pages": (docx(more={"word/_rels/document.xml.rels": "<Relationships/>"}), "docx"),
    "DOCX with a link to follow": (docx(more=related("hyperlink")), "docx"),
    "DOCX with a picture in it": (docx(more=related("image", "media/tea.png", "")), "docx"),
    "DOCX with a number of pages": (docx(more=field('<w:fldSimple w:instr=" PAGE "/>')), "docx"),
    "DOCX with words about links": (docx(more=field(ON_A_FIELD.format("HYPERLINK link"))), "docx"),
    "ODT with an empty list of keys": (odt(more={"Configurations2/accelerator/current.xml": ""}), "odt"),
    "ODT made from a template": (odt(more={"meta.xml": "<m:template x:href='../../tea.ott'/>"}), "odt"),
    "PDF that opens on its second page": (acts("/OpenAction[3 0 R/Fit]"), "pdf"),
    "PDF that turns to a page by itself": (
        acts("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>", "", b"<</S/Named>>"),
        "pdf",
    ),
    "PDF with a link to follow": (acts("", "/Annots[<</Subtype/Link/A<</S/URI/URI(http://x.example)>>>>]"), "pdf"),
    "ODT with a link to follow": (odt(more=in_odt('<text:a x:href="http://x.example/"/>')), "odt"),
    "ODT with a picture in it": (odt(more=in_odt('<d:image x:href="Pictures/1.png"/><o:scripts/>')), "odt"),
}
REFUSED = {
    "empty": (b"", "empty"),
    "a picture and an archive": (jpeg() + archive(), "two things"),
    "a picture with an archive in its comment": (saved(picture(), "JPEG", comment=archive()), "two things"),
    "a picture and a page": (jpeg() + b"<html><script>alert(1)</script>", "two things"),
    "a picture and a program": (jpeg() + b"\x7fELF" + bytes(50) + b"SEFT", "two things"),
    "a picture and anything": (jpeg() + b"tea", "two things"),
    "a PNG and an archive": (png() + archive(), "two things"),
    "a PNG and anything": (png() + b"tea", "two things"),
    "a WebP and an archive": (webp() + archive(), "two things"),
    "an archive and a picture": (archive() + jpeg(), "archive"),
    "a document and a page": (pdf() + b"<html><script>alert(1)</script>", "two things"),
    "a document and an archive": (pdf() + archive(), "two things"),
    "a page and a document": (b"<html>" + pdf(), "unknown"),
    "a picture that is a script": (b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)", "unknown"),
    "a document within words": (b"tea\n%PDF-1.4 tea", "two things"),
    "GIF": (saved(picture(), "GIF"), "unknown"),
    "SVG with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "active"),
    "SVG after words": (b"tea <SVG onload=alert(1)>", "active"),
    "SVG in XML": (b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="alert(1)"/>', "active"),
    "HTML": (b"<!DOCTYPE html><p>tea", "active"),
    "RTF": (b"{\\rtf1 tea}", "active"),
    "a shell script": (b"#!/bin/sh\nrm -r /tea\n", "active"),
    "a program": (b"MZ\x90\0" + bytes(200), "active"),
    "an ELF program": (b"\x7fELF\2\1\1" + bytes(200), "active"),
    "ZIP": (archive(), "archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "archive"),
    "RAR": (b"Rar!\x1a\x07\x01\0" + bytes(50), "archive"),
    "gzip": (b"\x1f\x8b\x08" + bytes(50), "archive"),
    "tar": (b"tea.txt".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), "archive"),
    "Excel": (archive(**{"[Content_Types].xml": "<Types/>", "xl__workbook.xml": "<x/>"}), "archive"),
    "DOCM": (docx(MACRO), "macros"),
    "DOTM": (docx(TEMPLATE), "macros"),
    "DOCX with macros": (docx(more={"word/vbaProject.bin": b"tea"}), "macros"),
    "DOCX with an object": (docx(more={"word/embeddings/oleObject1.bin": b"tea"}), "macros"),
    "DOCX with a control": (docx(more={"word/activeX/activeX1.xml": b"tea"}), "macros"),
    "DOCX with a template from elsewhere": (docx(more={"word/_rels/settings.xml.rels": FETCHED}), "macros"),
    "DOCX with a template in single quotes": (docx(more=related("attachedTemplate")), "macros"),
    "DOCX with a template in another encoding": (docx(more=in_utf_16(related("attachedTemplate"))), "macros"),
    "DOCX with a template written otherwise": (docx(more=related("attached&#84;emplate", "http://x/&gt;>")), "macros"),
    "DOCX with a picture from elsewhere": (docx(more=related("image")), "macros"),
    "DOCX with a page in it": (docx(more=related("aFChunk", "x.html", "")), "macros"),
    "DOCX with macros of another name": (docx(more=related("vbaProject", "tea.bin", "")), "macros"),
    "DOCX that asks a program": (
        docx(more=field("<w:instrText>DDE</w:instrText><w:instrText>AUTO</w:instrText>")),
        "macros",
    ),
    "DOCX that fetches a picture": (docx(more=field('<w:fldSimple w:instr=" INCLUDEPICTURE x "/>')), "macros"),
    **{
        f"DOCX with a field that fetches: {name}": (docx(more=field(ON_A_FIELD.format(name))), "macros")
        for name in ("LINK", "IMPORT", "INCLUDE", "DATABASE", "RD")
    },
    "DOCX whose document stands elsewhere": (docx(more=elsewhere("tea/tea.xml", DDE)), "macros"),
    "DOCX whose document is called otherwise": (docx(more=elsewhere("word/tea.bin", DDE)), "macros"),
    "DOCX whose parts are XML by their ending": (docx(more=elsewhere("a.bin", "") | {"word/b.bin": DDE}), "macros"),
    "DOCX with names in capitals": (docx(more=elsewhere("word/TEA.XML", DDE)), "macros"),
    "DOCX with relations in capitals": (docx(more={"word/_rels/document.xml.RELS": FETCHED}), "macros"),
    "DOCX with a part twice, once in capitals": (docx(more={"word/DOCUMENT.xml": "<w:document/>"}), "two things"),
    "DOCX with a DTD": (docx(more={"word/x.xml": "<!DOCTYPE x [<!ENTITY t 'tea'>]><x/>"}), "macros"),
    "DOCX that is no XML": (docx(more=field("<")), "damaged"),
    "DOCX after something": (b"PK\x03\x04tea" + docx(), "two things"),
    "DOCX before something": (docx() + b"tea" * 9, "two things"),
    "DOCX cut off": (docx()[:-30], "damaged"),
    "ODT with macros": (odt(more={"Basic/Standard/Module1.xml": b"tea"}), "macros"),
    "ODT with a script": (odt(more={"content.xml": '<x href="vnd.sun.star.script:tea"/>'}), "macros"),
    "ODT with a script in another encoding": (odt(more=in_utf_16(in_odt("<script:tea/><s:script/>"))), "macros"),
    "ODT with a script written otherwise": (odt(more=in_odt('<x y="vnd&#46;sun.star.script:tea"/>')), "macros"),
    "ODT with a listener of another prefix": (odt(more=in_odt("<s:event-listener/>")), "macros"),
    "ODT with a picture from elsewhere": (odt(more=in_odt('<d:image x:href="http://x.example/1.png"/>')), "macros"),
    "ODT with a file of the machine": (odt(more=in_odt('<d:image x:href="../../etc/tea.png"/>')), "macros"),
    "ODT that opens another": (odt(more={"meta.xml": "<m:auto-reload x:href='tea.odt'/>"}), "macros"),
    "ODT with a template from elsewhere": (
        odt(more={"meta.xml": "<m:template x:href='http://x.example/t'/>"}),
        "macros",
    ),
    "ODT with a template of another machine": (
        odt(more={"meta.xml": "<m:template x:href='file://x.example/t'/>"}),
        "macros",
    ),
    "ODT with a macro on a key": (
        odt(more={"Configurations2/a.xml": "<k x:href='vnd.sun.star.script:tea'/>"}),
        "macros",
    ),
    "DOC": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old office"),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(50), "heic"),
    "PDF with a script": (pdf(script="app.alert(1)"), "active"),
    "PDF with a script that is packed away": (files.pdf_packed_away(), "active"),
    "PDF with a form of XML": (files.pdf_packed_away("/AcroForm<</XFA(tea)>>"), "active"),
    "PDF with a file": (pdf(attachment="tea"), "active"),
    "PDF that starts something": (pdf(launch="calc.exe"), "active"),
    "PDF that starts something by detours": (files.pdf_that_starts_something_by_detours(), "active"),
    "PDF that asks a site on opening": (acts("/OpenAction<</S/URI/URI(http://x.example)>>"), "active"),
    "PDF that asks by detours": (acts("/OpenAction 4 0 R", "", b"<</S 5 0 R>>", b"/URI"), "active"),
    "PDF that asks after turning": (acts("/OpenAction<</S/GoTo/Next[<</S/URI>>]>>"), "active"),
    "PDF that asks another machine": (acts("", "/AA<</O<</S/GoToR/F(\\\\x.example)/D[0/Fit]>>>>"), "active"),
    "PDF that acts without end": (acts("/OpenAction 4 0 R", "", b"<</S/GoTo/Next 4 0 R>>"), "active"),
    "PDF with content elsewhere": (
        acts("", "/Contents 4 0 R", b"<</Length 0/F(tea)>>\nstream\n\nendstream"),
        "active",
    ),
    "PDF with a password": (pdf(password="tea"), "locked"),
    "PDF cut off": (pdf()[:-200], "damaged"),
    "PDF of nothing": (b"%PDF-1.4\n%%EOF", "damaged"),
    "JPEG cut off": (jpeg(size=(300, 200))[:-100], "damaged"),
    "PNG cut off": (png()[:-100], "damaged"),
    "WebP cut off": (webp()[:-100], "damaged"),
    "a few bytes of JPEG": (b"\xff\xd8\xff", "damaged"),
    "MP4 cut off": (mp4()[:-3], "unknown"),
    "MP4 and an archive": (mp4(archive()), "unknown"),
    "Ogg and an archive": (ogg() + archive(), "unknown"),
    "any bytes": (bytes(range(256)) * 9, "unknown"),
    "words of another encoding": ("té".encode("latin-1"), "unknown"),
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_is_kept_is_known_by_its_content(kind):
    assert told(KEPT[kind])["kind"] == kind


@pytest.mark.parametrize("what", SOUND)
def test_honest_files_of_many_sorts_are_kept(what):
    raw, kind = SOUND[what]
    assert told(raw)["kind"] == kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_says_why(what):
    raw, why = REFUSED[what]
    with pytest.raises(NotTaken) as refused:
        told(raw)
    assert refused.value.why == why
    assert str(refused.value)


def test_the_size_of_a_picture_and_the_pages_of_a_document_are_told():
    assert told(jpeg(size=(300, 200))) == {"kind": "jpeg", "width": 300, "height": 200, "pages": 0}
    assert told(pdf(pages=3))["pages"] == 3


def test_no_prefix_of_a_file_is_taken_for_another():
    """Cut anywhere, or with a bit turned over, a file is what it was or refused: never an error or another kind."""
    chance = random.Random(6)
    for kind in ("jpeg", "png", "webp", "pdf", "docx"):
        raw = KEPT[kind]
        for _n in range(60):
            spoilt = bytearray(raw[: chance.randrange(len(raw))] if chance.random() < 0.3 else raw)
            if spoilt:
                spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
            with suppress(NotTaken):
                assert told(bytes(spoilt))["kind"] == kind


# Bombs, in a process of their own: bounded in time and memory


@pytest.mark.own_process
@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (files.png_that_says(50_000, 50_000), "pixels"),
        (files.png_that_says(9_000, 9_000), "damaged"),
        (files.png_of_text_bomb(), "damaged"),
        (docx(more={f"word/tea{n}.xml": bytes(40_000_000) for n in range(8)}), "too much"),
        (docx(more={f"word/tea{n}": b"" for n in range(2_001)}), "too much"),
        (docx(more={"word/_rels/tea.rels": bytes(30_000_000)}), "too much"),
    ],
    ids=["pixels", "lying about pixels", "text", "parts", "many parts", "one part"],
)
def test_a_bomb_is_refused_soon(raw, why):
    assert len(raw) < 1_000_000
    began = time.monotonic()
    with pytest.raises(NotTaken) as refused:
        told(raw)
    assert refused.value.why == why
    assert time.monotonic() - began < 30


@pytest.mark.own_process
def test_a_page_that_unpacks_to_very_much_is_not_copied(settings):
    settings.EVIDENCE_CHILD_SECONDS = 5
    with pytest.raises(NotTaken) as refused:
        copied(files.pdf_bomb(), "pdf", [])
    assert refused.value.why == "too much"


@pytest.mark.own_process
def test_a_page_of_any_size_is_copied_small():
    for size in ((14_400, 14_400), (1e9, 1e9), (1e6, 0.5)):
        found = copied(pdf(size=size), "pdf", [])
        assert len(found.content) < 100_000


@pytest.mark.own_process
def test_a_large_picture_fits_into_the_memory_that_there_is():
    raw = saved(Image.new("RGBA", (10_000, 10_000), (1, 2, 3, 200)), "PNG")
    assert told(raw)["width"] == 10_000
    found = copied(raw, "png", [])
    assert (found.width, found.height) == (2400, 2400)


@pytest.mark.own_process
def test_what_takes_too_long_or_too_much_is_refused(settings):
    settings.EVIDENCE_CHILD_MEMORY = 60 * 1024 * 1024
    with pytest.raises(NotTaken):
        told(jpeg())
    settings.EVIDENCE_CHILD_MEMORY, settings.EVIDENCE_CHILD_SECONDS = 1024**3, 0
    with pytest.raises(NotTaken) as refused:
        told(jpeg())
    assert refused.value.why == "too much"


def test_what_is_larger_than_may_be_kept_is_not_looked_at(settings, monkeypatch):
    settings.EVIDENCE_LARGEST = 1_000
    monkeypatch.setattr(inspection, "ask", None)
    with pytest.raises(NotTaken) as refused:
        told(bytes(1_001))
    assert refused.value.why == "large"


@pytest.mark.own_process
def test_the_child_knows_no_secret(monkeypatch):
    """What it is given of the environment is what starting it needs."""
    seen = {}

    def ask(module, question, raw, seconds, longest, environment):
        seen.update(environment)
        return b'{"kind": "text", "width": 0, "height": 0, "pages": 0}\n'

    monkeypatch.setenv("ROOM_PASSPHRASE", "four words of tea")
    monkeypatch.setattr(inspection, "ask", ask)
    told(b"tea")
    assert set(seen) <= {"PATH", "PYTHONPATH", "VIRTUAL_ENV"}
