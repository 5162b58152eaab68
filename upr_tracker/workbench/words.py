"""Days and moments as they are read on the workbench and in the digest."""

import datetime

from django.utils import formats, timezone


def day(date: datetime.date | datetime.datetime) -> str:
    """23 November 2026, in the site's time zone."""
    if isinstance(date, datetime.datetime):
        date = timezone.localtime(date).date()
    return formats.date_format(date, "DATE_FORMAT")


def moment(at: datetime.datetime) -> str:
    """23 November 2026, 18:02, in the site's time zone."""
    local = timezone.localtime(at)
    return f"{day(at)}, {local:%H:%M}"
