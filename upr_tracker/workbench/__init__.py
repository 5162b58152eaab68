"""The workbench: what waits for one person of staff, gathered for the first page of the admin and for the digest."""

from .gather import PARTS, SECTIONS, Bench, gather, gather_one
from .lines import Button, Line, Part, Reader
from .reader import reader_of

__all__ = ["PARTS", "SECTIONS", "Bench", "Button", "Line", "Part", "Reader", "gather", "gather_one", "reader_of"]
