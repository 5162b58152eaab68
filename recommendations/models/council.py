"""Membership of the Human Rights Council, term by term."""

import datetime
import math

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .history import Tracked, TrackedQuerySet
from .source import Source
from .state import RegionalGroup, State

SEATS = 47  # General Assembly resolution 60/251, paragraph 7
SEATS_OF = {
    RegionalGroup.AFRICA: 13,
    RegionalGroup.ASIA: 13,
    RegionalGroup.EEG: 6,
    RegionalGroup.GRULAC: 8,
    RegionalGroup.WEOG: 7,
}
FOR_A_SPECIAL_SESSION = math.ceil(SEATS / 3)  # one third of the membership: the same resolution, paragraph 10


class CouncilTermQuerySet(TrackedQuerySet):
    def on(self, day: datetime.date) -> "CouncilTermQuerySet":
        """The terms that run on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class CouncilTerm(Tracked):
    """One term of a State as a member of the Human Rights Council."""

    belongs_to = ["state"]

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="council_terms", help_text=_("The member."))
    starts_on = models.DateField(_("from"), help_text=_("First day of the term."))
    ends_on = models.DateField(_("until"), help_text=_("Last day of the term, also where it ended early."))
    checked = models.CharField(
        _("how sure it is"),
        max_length=120,
        blank=True,
        help_text=_("The document in which it was read, or “general knowledge, not yet checked”."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("Where it is recorded; empty means not recorded."),
    )

    objects = CouncilTermQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("term in the Human Rights Council")
        verbose_name_plural = _("terms in the Human Rights Council")
        ordering = ["state__name", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "starts_on"],
                name="council_term_once",
                violation_error_message=_("This term is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="council_term_ends_after_it_starts",
                violation_error_message=_("A term ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}, {self.starts_on.year}–{self.ends_on.year}"
