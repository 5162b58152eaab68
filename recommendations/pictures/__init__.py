"""Pictures of the record: the data of each, its drawing as SVG, and the same as PNG. None of it needs a request."""

from .drawing import drawing_of, svg_file
from .of_review import NAMES, breakdowns_of, pictures_of
from .of_state import asked_by
from .picture import Picture
from .png import png
from .small import small_squares
from .strips import Strip, strips_svg

__all__ = [
    "NAMES",
    "Picture",
    "Strip",
    "asked_by",
    "breakdowns_of",
    "drawing_of",
    "pictures_of",
    "png",
    "small_squares",
    "strips_svg",
    "svg_file",
]
