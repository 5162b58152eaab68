"""Sessions of the UPR Working Group and of the Human Rights Council."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .partial_date import PartialDateField
from .source import Source

LAST_SESSION = 9999


def cycle_of_session(number: int) -> int:
    """The UPR cycle of a Working Group session: 1–12 are cycle 1, then 14 sessions a cycle.

    The first guess only: a postponed review keeps the cycle that is stored with it.
    """
    return 1 if number <= 12 else 2 + (number - 13) // 14


class Session(Tracked):
    """One session, with what is known of its dates."""

    class Kind(models.TextChoices):
        WG = "wg", _("UPR Working Group")
        HRC = "hrc", _("Human Rights Council")

    kind = models.CharField(_("kind"), max_length=3, choices=Kind, help_text=_("Whose session it is."))
    number = models.PositiveSmallIntegerField(
        _("number"),
        validators=[MinValueValidator(1), MaxValueValidator(LAST_SESSION)],
        help_text=_("Number of the session."),
    )
    cycle = models.PositiveSmallIntegerField(
        _("cycle"), null=True, blank=True, help_text=_("UPR cycle; Working Group sessions only.")
    )
    starts_on = PartialDateField(_("starts on"), help_text=_("Day or month; empty means not recorded."))
    ends_on = PartialDateField(_("ends on"), help_text=_("Day or month; empty means not recorded."))
    checked = models.CharField(
        _("how sure the dates are"),
        max_length=120,
        blank=True,
        help_text=_("The document in which the dates were read, or “general knowledge, not yet checked”."),
    )

    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("The document that states the dates, where it is recorded here."),
    )

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="session_kind_and_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind="hrc", cycle__isnull=True) | models.Q(kind="wg", cycle__isnull=False),
                name="session_cycle_for_working_group_only",
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="session_number_from_one"),
        ]

    def __str__(self) -> str:
        said = gettext("UPR %(number)s") if self.kind == self.Kind.WG else gettext("HRC %(number)s")
        return said % {"number": self.number}

    @property
    def year(self) -> int | None:
        """The year in which it starts; None where that is not recorded."""
        return int(self.starts_on[:4]) if self.starts_on else None
