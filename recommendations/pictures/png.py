"""SVG as PNG, for papers and for sharing. Letters come from two fonts in this folder; others from the system's."""

from functools import lru_cache
from pathlib import Path

import resvg_py

from .palette import PAPER

FONTS = Path(__file__).resolve().parent / "fonts"
OURS = [str(FONTS / name) for name in ("NotoSans-Regular.ttf", "NotoSerif-Bold.ttf")]


@lru_cache(maxsize=64)
def png(svg: str, width: int = 1280) -> bytes:
    """The drawing as PNG, so many pixels wide. The last ones are kept and not drawn again.

    Other fonts are looked for only where a text needs them: Arabic, Chinese, Tibetan. Without them such text is blank.
    """
    made = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        background=PAPER,
        skip_system_fonts=not needs_other_fonts(svg),
        font_files=OURS,
        font_family="Noto Sans",
        sans_serif_family="Noto Sans",
        serif_family="Noto Serif",
    )
    return bytes(made)


def needs_other_fonts(svg: str) -> bool:
    """Whether there are letters beyond Latin, Greek and Cyrillic."""
    return any(sign >= "\u0460" and not "\u1e00" <= sign <= "\u22ff" for sign in svg)
