"""Dates as UN papers print them: 12 March 2020."""

import re
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
DATE = rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>(?:19|20)\d\d)"


def iso_date(found: re.Match[str] | None) -> str:
    """2020-03-12 for a match of DATE; empty for none, or for a day that the calendar does not have."""
    if not found:
        return ""
    try:
        return date(int(found["year"]), MONTHS.index(found["month"].casefold()) + 1, int(found["day"])).isoformat()
    except ValueError:
        return ""
