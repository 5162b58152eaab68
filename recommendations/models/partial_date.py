"""A date of which perhaps only the month or the year is known: the one type of date for the whole house."""

import calendar
import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %Y", "%b %Y")


class PartialDate(str):
    """A day, a month or a year as ISO text: "2024-01-23", "2018-11" or "2009". Sorts as text does.

    Raises ValueError for anything else, impossible days included.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "PartialDate":
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a date: write 2024-01-23, 2024-01 or 2024.")
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            datetime.date(year, month, day)
        except ValueError as error:
            raise ValueError(f"{text!r} is not a date of the calendar.") from error
        return super().__new__(cls, text)

    @classmethod
    def read(cls, text: str) -> "PartialDate":
        """A date as a person writes it: ISO, "23 January 2024", "January 2024" or "2024"; else ValueError."""
        text = " ".join(text.split())
        for form in _WRITTEN:
            try:
                moment = datetime.datetime.strptime(text, form)  # noqa: DTZ007
            except ValueError:
                continue
            return cls(moment.strftime("%Y-%m-%d" if "%d" in form else "%Y-%m"))
        return cls(text)

    @classmethod
    def today(cls) -> "PartialDate":
        """This day, in the site's time zone."""
        return cls(timezone.localdate().isoformat())

    @property
    def precision(self) -> str:
        """day, month or year."""
        return {4: "year", 7: "month", 10: "day"}[len(self)]

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def earliest(self) -> datetime.date:
        """The first day that it can mean."""
        return datetime.date.fromisoformat((self + "-01-01")[:10])

    @property
    def latest(self) -> datetime.date:
        """The last day that it can mean."""
        first = self.earliest
        if self.precision == "year":
            return first.replace(month=12, day=31)
        if self.precision == "month":
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return first

    @property
    def is_future(self) -> bool:
        """Whether no day that it can mean has begun."""
        return self.earliest > timezone.localdate()

    @property
    def spoken(self) -> str:
        """As read aloud, in the reader's language: 23 January 2024, November 2018, 2009."""
        if self.precision == "year":
            return pgettext("a date of which the year is known", "%(year)s") % {"year": self}
        form = "DATE_FORMAT" if self.precision == "day" else "YEAR_MONTH_FORMAT"
        return formats.date_format(self.earliest, form)


class PartialDateField(models.CharField):
    """Stores a PartialDate as ISO text; empty means not recorded. Nothing else gets into the database."""

    description = _("A date: a day, a month or a year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *args: Any) -> str:
        return PartialDate(value) if value else ""

    def to_python(self, value: Any) -> str:
        if not value:
            return ""
        try:
            return PartialDate.read(str(value))
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 23 January 2024, January 2024 or 2024."),
                params={"value": value},
            ) from error

    def get_prep_value(self, value: Any) -> str:
        return str(PartialDate(value)) if value else ""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("max_length", 30)
        return super().formfield(**kwargs)
