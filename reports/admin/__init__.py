"""Papers in the admin: made, looked through, issued and handed out; packs, limits and letterheads."""

from .letterheads import LetterheadAdmin
from .limits import LimitAdmin
from .packs import PackAdmin
from .papers import ReportAdmin

__all__ = ["LetterheadAdmin", "LimitAdmin", "PackAdmin", "ReportAdmin"]
