"""The text of a recommendation in other languages than the one in which it is recorded."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .recommendation import Recommendation
from .source import LANGUAGES, Source


class RecommendationText(Tracked):
    """A version of a recommendation in another language, as a document prints it: never a translation of ours."""

    belongs_to = ["recommendation"]

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(
        _("language"), max_length=10, choices=LANGUAGES, help_text=_("Language of this version.")
    )
    text = models.TextField(_("text"), help_text=_("As the document prints it, without the States in brackets."))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The document in this language; empty means not recorded."),
    )
    locator = models.CharField(
        _("place in the source"), max_length=100, blank=True, help_text=_("Paragraph or page: “para. 28.5”.")
    )

    class Meta:
        verbose_name = _("text in another language")
        verbose_name_plural = _("texts in other languages")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "language"],
                name="recommendation_text_once_per_language",
                violation_error_message=_("This recommendation has a text in this language already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_language_display())

    def clean(self) -> None:
        if self.recommendation_id and self.language == self.recommendation.language:
            raise ValidationError({"language": _("The recommendation itself is in this language.")})

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        self._index()

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)  # type: ignore[arg-type]
        self._index()
        return done

    def _index(self) -> None:
        """A recommendation is found by the words of each of its languages."""
        self.recommendation.save(update_fields=["search_words"])
