"""How late something is, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .partial_date import PartialDate


def overdue_by(due: PartialDate, on: PartialDate) -> str:
    """How long after its date a day lies: "4 years, 6 months"; empty where it is not over on that day.

    Never more precise than the date: what was due in a month is counted in months, what was due in a year in years.
    """
    if due.latest >= on.latest:
        return ""
    start, end = due.earliest, on.latest
    months = (end.year - start.year) * 12 + end.month - start.month
    if due.precision == "year":
        return _("about %(span)s") % {"span": _years(end.year - start.year)}
    if due.precision == "day" and end.day < start.day:
        months -= 1
    if not months:
        days = (end - start).days
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    years, rest = divmod(months, 12)
    return ", ".join([*([_years(years)] if years else []), *([_months(rest)] if rest else [])])


def _years(n: int) -> str:
    return ngettext("%(n)d year", "%(n)d years", n) % {"n": n}


def _months(n: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", n) % {"n": n}
