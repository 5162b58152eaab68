"""Where figures or documents contradict each other, and nobody has settled it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.analysis import compare
from recommendations.models import CATEGORIES, AnnouncedTally, Category, UNClass
from recommendations.reconciliation import open_differences

from .lines import Line, Part, Reader


def tallies(reader: Reader, most: int) -> Part | None:
    """Announced tallies that differ from what is recorded of a review of which a whole file was imported."""
    if not reader.may("view", "review"):
        return None
    announced = AnnouncedTally.objects.select_related("review__state", "review__wg_session", "source")
    wrong = [one for one in compare(announced.order_by("review__slug", "unit", "pk")) if one.is_wrong]
    if not wrong:
        return None
    said = ngettext(
        "%(n)d announced tally differs from what is recorded",
        "%(n)d announced tallies differ from what is recorded",
        len(wrong),
    )
    lines = [
        Line(
            f"{one.announced.review}, {one.announced.get_unit_display()}",
            reverse("admin:recommendations_review_documents", args=[one.announced.review_id]),
            _("announced %(announced)d, recorded %(recorded)d; differs in: %(where)s")
            % {
                "announced": one.announced.total,
                "recorded": one.recorded.total,
                "where": ", ".join(_called(name) for name in one.differences),
            },
        )
        for one in wrong[:most]
    ]
    return Part(said % {"n": len(wrong)}, _("because a whole file of the review was imported"), len(wrong), lines)


def _called(name: str) -> str:
    """What a category, or a class of the UN's, is called."""
    return str(Category(name).label if name in CATEGORIES else UNClass(name).label)


def documents(reader: Reader, most: int) -> Part | None:
    """Reviews of which documents disagree on the position of a paragraph."""
    if not reader.may("view", "review"):
        return None
    found = open_differences()
    if not found:
        return None
    said = ngettext(
        "Documents of %(n)d review disagree on positions that nobody has settled",
        "Documents of %(n)d reviews disagree on positions that nobody has settled",
        len(found),
    )
    lines = [
        Line(
            str(review),
            reverse("admin:recommendations_review_documents", args=[review.pk]),
            ngettext("%(n)d paragraph", "%(n)d paragraphs", n) % {"n": n},
        )
        for review, n in found[:most]
    ]
    return Part(said % {"n": len(found)}, _("because somebody has to say which document counts"), len(found), lines)
