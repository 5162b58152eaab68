"""How long a paper may be: data, since bodies set it anew and an office changes it without code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.models import Organisation


class Situation(models.TextChoices):
    """In which part of a session somebody speaks."""

    GENERAL_DEBATE = "general_debate", _("General debate")
    INTERACTIVE_DIALOGUE = "dialogue", _("Interactive dialogue")
    ADOPTION = "adoption", _("Adoption of the outcome of a review")


class Limit(models.Model):
    """The most words, or seconds, of one kind of paper, for an organisation of one status, alone or with others."""

    class Unit(models.TextChoices):
        WORDS = "words", _("words")
        SECONDS = "seconds", _("seconds")

    kind = models.CharField(_("kind of paper"), max_length=30, help_text=_("Such as written-statement."))
    status = models.CharField(
        _("consultative status"),
        max_length=10,
        choices=Organisation.ConsultativeStatus,
        blank=True,
        help_text=_("Of who hands it in. Empty means whatever the status."),
    )
    joint = models.BooleanField(_("joint"), default=False, help_text=_("Whether several organisations hand it in."))
    situation = models.CharField(
        _("where"),
        max_length=20,
        choices=Situation,
        blank=True,
        help_text=_("For oral statements. Empty means anywhere."),
    )
    amount = models.PositiveIntegerField(_("at most"), help_text=_("So many words, or seconds."))
    unit = models.CharField(_("unit"), max_length=7, choices=Unit, default=Unit.WORDS, help_text=_("What is counted."))
    footnotes_count = models.BooleanField(
        _("notes count"), default=True, help_text=_("Whether the words of footnotes and endnotes are counted.")
    )
    refuses = models.BooleanField(
        _("refuse longer ones"), default=True, help_text=_("Otherwise a longer paper is only warned of.")
    )
    rule = models.CharField(_("rule"), max_length=300, help_text=_("Whose rule it is, and where it stands."))

    class Meta:
        ordering = ["kind", "status", "joint", "situation"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "status", "joint", "situation"],
                name="limit_once_for_each_case",
                violation_error_message=_("There is a limit for this already."),
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="limit_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount} {self.get_unit_display()}"
