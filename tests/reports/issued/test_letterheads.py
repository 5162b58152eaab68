"""Letterheads: what is kept of a logo, what is refused, and above which papers they stand."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from exports.document import Document
from reports.letterheads import LARGEST_LOGO, LONGEST, NoLogo, logo_of, under_letterhead
from reports.models import Letterhead
from tests.records import an_organisation

from .papers import signed_in


def a_picture(size=(1200, 300), said="Quimby Paperwright") -> bytes:
    file, about = io.BytesIO(), PngInfo()
    about.add_text("Author", said)
    Image.new("RGB", size, (10, 90, 120)).save(file, "PNG", pnginfo=about)
    return file.getvalue()


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """A picture that says something more of itself, right behind its size."""
    raw, sum_of = a_picture(), struct.pack(">I", zlib.crc32(kind + content))
    return raw[:33] + struct.pack(">I", len(content)) + kind + content + sum_of + raw[33:]


def test_a_logo_is_made_anew_of_its_pixels_alone():
    raw = a_picture()
    assert b"Paperwright" in raw
    made = logo_of(raw + b"<script>")
    assert b"Paperwright" not in made
    assert b"script" not in made
    assert Image.open(io.BytesIO(made)).size == (LONGEST, LONGEST // 4)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"%PDF-1.7", "no PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (a_picture()[:200], "no PNG"),
        (b"\x89PNG" + b"0" * LARGEST_LOGO, "larger than 2 MB"),
        (a_picture((5000, 5000)), "more than 16 million"),
        (with_chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"a" * 9_000_000)), "damaged"),
        (with_chunk(b"pHYs", b"1"), "damaged"),
    ],
)
def test_what_is_no_small_picture_is_no_logo(raw, says):
    with pytest.raises(NoLogo, match=says):
        logo_of(raw)


@pytest.mark.django_db
def test_a_letterhead_is_edited_in_the_admin_and_stands_above_papers_of_our_own_form(editor):
    friends = an_organisation()
    picture = SimpleUploadedFile("logo.png", a_picture())
    values = {"organisation": friends.pk, "name": "Friends of Teapots", "address": "1 Teapot Street\r\nGeneva"}
    address = "/admin/reports/letterhead/add/"
    answer = signed_in(editor).post(address, values | {"logo_says": "A teapot", "picture": picture})
    assert answer.status_code == 302
    head = under_letterhead(Document("Teapots", "en", ()), friends).letterhead
    assert (head.name, head.address_lines, head.alt) == (
        "Friends of Teapots",
        ("1 Teapot Street", "Geneva"),
        "A teapot",
    )
    assert head.logo_png.startswith(b"\x89PNG")
    assert under_letterhead(Document("Teapots", "en", (), form="ohchr"), friends).letterhead is None
    assert under_letterhead(Document("Teapots", "en", ()), an_organisation("Others")).letterhead is None
    bad = SimpleUploadedFile("logo.png", b"<script>")
    values |= {"organisation": an_organisation("Third").pk, "picture": bad}
    assert signed_in(editor).post(address, values).status_code == 200
    assert Letterhead.objects.count() == 1
