"""The letterhead of whoever hands a paper in, and logos: pictures made anew of their pixels alone."""

import io
from dataclasses import replace

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from exports.document import Document
from exports.document import Letterhead as Head
from recommendations.models import Organisation

from .models import Letterhead

LARGEST_LOGO = 2 * 1024 * 1024  # bytes of what is uploaded
MOST_PIXELS = 16_000_000
LONGEST = 800  # pixels of the longer side of what is kept


class NoLogo(ValueError):
    """A file of which no logo is made; its text says why."""


def logo_of(raw: bytes) -> bytes:
    """A small PNG of the pixels of a picture, and of nothing else that is in the file. Raises NoLogo."""
    if len(raw) > LARGEST_LOGO:
        raise NoLogo(_("It is larger than %(most)s MB.") % {"most": LARGEST_LOGO // 1024 // 1024})
    try:
        image = Image.open(io.BytesIO(raw), formats=("PNG", "JPEG", "WEBP"))
        if image.width * image.height > MOST_PIXELS:
            raise NoLogo(_("It has more than %(most)s million pixels.") % {"most": MOST_PIXELS // 1_000_000})
        image.load()
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        raise NoLogo(_("It is no PNG, JPEG or WebP picture, or it is damaged.")) from None
    small = image.convert("RGBA")
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    clean = Image.frombytes("RGBA", small.size, small.tobytes())  # nothing else of it comes along
    file = io.BytesIO()
    clean.save(file, "PNG", optimize=True)
    return file.getvalue()


def under_letterhead(document: Document, organisation: Organisation | None) -> Document:
    """A paper with the letterhead of whoever hands it in, where there is one and the form of the paper has room for it.

    What is handed in to the UN in its own form has none.
    """
    found = Letterhead.objects.filter(organisation=organisation).first() if organisation else None
    if found is None or document.letterhead is not None or document.form != "house":
        return document
    lines = tuple(line.strip() for line in found.address.splitlines() if line.strip())
    logo = bytes(found.logo) or None
    return replace(document, letterhead=Head(found.name, lines, logo, found.logo_says))
