"""Advocacy cases: one page that gathers what belongs together."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .follow_up import FollowUpAction
from .publication import Published, free_slug
from .recommendation import Recommendation
from .review import Review
from .source import Citation
from .statement import Statement


class Case(Published):
    """An advocacy case, with the reviews, recommendations, follow-up and statements that it gathers."""

    _history_m2m_fields = ["reviews", "recommendations", "follow_up", "statements"]

    title = models.CharField(_("title"), max_length=200, help_text=_("What the case is about, in one line."))
    slug = models.SlugField(
        max_length=200, unique=True, blank=True, help_text=_("Part of its address. Leave empty to make it.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Paragraphs divided by an empty line."))
    reviews = models.ManyToManyField(Review, blank=True, related_name="cases", help_text=_("Reviews it rests on."))
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="cases", help_text=_("Recommendations that it singles out.")
    )
    follow_up = models.ManyToManyField(
        FollowUpAction, blank=True, related_name="cases", help_text=_("Actions that it presses for.")
    )
    statements = models.ManyToManyField(
        Statement, blank=True, related_name="cases", help_text=_("Statements made in it.")
    )

    class Meta:
        verbose_name = _("advocacy case")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="case_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        self.slug = self.slug or free_slug(self, self.title)

    def save(self, *args: object, **kwargs: object) -> None:
        self.clean()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.slug])


class CaseCitation(Citation):
    belongs_to = ["case"]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="citations")
