"""The records of papers."""

from .issued import FROZEN, Pack, ReadRecord, Report, ReportFile
from .letterhead import Letterhead
from .limit import Limit, Situation
from .making import Making

__all__ = ["FROZEN", "Letterhead", "Limit", "Making", "Pack", "ReadRecord", "Report", "ReportFile", "Situation"]
