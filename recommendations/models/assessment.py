"""What organisations judge of recommendations and of what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .organisation import Organisation
from .partial_date import PartialDateField
from .recommendation import Recommendation
from .review import Review
from .source import Citation


class Judgement(models.TextChoices):
    """Of the wording of a recommendation, and of its implementation."""

    WEAK = "weak", _("Too weak or vague")
    FALSE_ASSUMPTION = "false_assumption", _("Rests on a false assumption")
    ENDORSES_VIOLATION = "endorses_violation", _("Endorses a violation")
    MISSING = "missing", _("What the accepted ones do not address")
    NO_PROGRESS = "no_progress", _("No progress")
    PARTIAL_PROGRESS = "partial_progress", _("Partial progress")
    IMPLEMENTED = "implemented", _("Implemented")
    REGRESSION = "regression", _("Regression")
    UNVERIFIABLE = "unverifiable", _("Cannot be verified")


class Assessment(Tracked):
    """One judgement by one organisation, of a recommendation or of a review's recommendations together."""

    belongs_to = ["recommendation", "review"]

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="assessments", help_text=_("Who judges.")
    )
    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assessments",
        help_text=_("The recommendation judged; empty for a judgement of a review's recommendations together."),
    )
    review = models.ForeignKey(
        Review,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assessments",
        help_text=_("The review whose recommendations are judged together; empty for a single one."),
    )
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement, help_text=_("What it says."))
    extent = models.CharField(
        _("extent"),
        max_length=200,
        blank=True,
        help_text=_("Of how many, in the organisation's terms, where a review is judged: “dozens”."),
    )
    reasons = models.TextField(_("reasons"), blank=True, help_text=_("Why, in our words, with the sources below."))
    assessed_on = PartialDateField(_("assessed on"), help_text=_("When; empty means not recorded."))

    class Meta:
        ordering = ["-assessed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(recommendation__isnull=False, review__isnull=True)
                    | Q(recommendation__isnull=True, review__isnull=False)
                ),
                name="assessment_of_one_recommendation_or_one_review",
                violation_error_message=_("Name either a recommendation or a review."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "recommendation", "judgement", "assessed_on"],
                condition=Q(recommendation__isnull=False),
                name="assessment_of_recommendation_once",
                violation_error_message=_("This organisation's judgement of this date is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.acronym or self.organisation.name}: {self.get_judgement_display()}"


class AssessmentCitation(Citation):
    belongs_to = ["assessment"]

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="citations")
