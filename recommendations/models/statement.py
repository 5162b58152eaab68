"""Statements by organisations, and who signed them."""

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .organisation import Organisation
from .partial_date import PartialDateField
from .publication import Published, free_slug
from .review import Review
from .source import LANGUAGES, Citation


class Statement(Published):
    """A statement by one or several organisations."""

    _history_m2m_fields = ["reviews"]

    title = models.CharField(_("title"), max_length=250, help_text=_("Its title."))
    slug = models.SlugField(
        max_length=200, unique=True, blank=True, help_text=_("Part of its address. Leave empty to make it.")
    )
    issued_on = PartialDateField(_("issued on"), help_text=_("Empty means not recorded."))
    summary = models.TextField(_("summary"), blank=True, help_text=_("What it says, in our words."))
    reviews = models.ManyToManyField(
        Review, blank=True, related_name="statements", help_text=_("The reviews that it speaks of.")
    )
    signatories = models.ManyToManyField(Organisation, through="Signature", related_name="statements")

    class Meta:
        ordering = ["-issued_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="statement_has_an_address",
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
        return reverse("recommendations:statement", args=[self.slug])


class StatementText(Tracked):
    """The text of a statement in one language, for statements whose text is ours to publish."""

    belongs_to = ["statement"]

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=LANGUAGES,
        default="en",
        help_text=_("Language of this version."),
    )
    title = models.CharField(
        _("title"), max_length=250, blank=True, help_text=_("The title in this language, where it is another.")
    )
    text = models.TextField(
        _("text"),
        help_text=_("Markdown: an empty line between paragraphs, ## before a heading, - before a point."),
    )

    class Meta:
        verbose_name = _("text of a statement")
        verbose_name_plural = _("texts of statements")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "language"], name="statement_text_once_per_language"),
        ]

    def __str__(self) -> str:
        return str(self.get_language_display())


class Signature(Tracked):
    """One organisation under one statement, and in which role."""

    belongs_to = ["statement"]

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead author")
        SIGNED = "signed", _("Signatory")
        LATER = "later", _("Joined after it was issued")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="signatures", help_text=_("Who signed.")
    )
    role = models.CharField(
        _("role"), max_length=6, choices=Role, default=Role.SIGNED, help_text=_("What its part in the statement is.")
    )

    class Meta:
        ordering = [Lower("organisation__name")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "organisation"],
                name="signature_once_per_statement",
                violation_error_message=_("This organisation has signed already."),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class StatementCitation(Citation):
    belongs_to = ["statement"]

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="citations")
