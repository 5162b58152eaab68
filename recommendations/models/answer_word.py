"""Words in which States answer, added by staff to those that are known: no code is needed for a new phrase."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .position import Category


class AnswerWord(Tracked):
    """A phrase of an addendum, and the position that it states."""

    phrase = models.CharField(
        _("phrase"),
        max_length=120,
        help_text=_("As addenda print it: “takes … into consideration”. … stands for up to six words."),
    )
    category = models.CharField(
        _("position"),
        max_length=30,
        choices=Category,
        blank=True,
        help_text=_("What the phrase amounts to. Empty: it states no position, though a shorter phrase in it would."),
    )

    class Meta:
        verbose_name = _("words of answers")
        verbose_name_plural = _("words of answers")
        ordering = ["phrase"]
        constraints = [
            models.UniqueConstraint(
                Lower("phrase"),
                name="answer_word_phrase_once",
                violation_error_message=_("This phrase is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        """A phrase has words of its own at both ends, or it would fit anything."""
        self.phrase = " ".join(self.phrase.replace("...", "…").split())
        ends = self.phrase.split(" ")
        if not all(any(sign.isalpha() for sign in end) for end in (ends[0], ends[-1])):
            raise ValidationError({"phrase": _("Begin and end the phrase with a word.")})
