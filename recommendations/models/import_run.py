"""Files that were read, and what each said of each recommendation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .history import Change
from .position import Category
from .recommendation import Recommendation
from .source import Source


class FileFormat(models.TextChoices):
    """The formats that can be read."""

    UPR_INFO = "upr_info", _("UPR Info export")
    OHCHR_MATRIX = "ohchr_matrix", _("OHCHR matrix of recommendations")
    UPR_TRACKER = "upr_tracker", _("UPR Tracker export")
    WG_REPORT = "wg_report", _("Working Group report")
    ADDENDUM = "addendum", _("Addendum: the State's answers")
    SESSION_REPORT = "session_report", _("Report of a Council session: adoptions")


PAPERS = (FileFormat.WG_REPORT, FileFormat.ADDENDUM, FileFormat.SESSION_REPORT)  # with a UN symbol of their own


class ImportRun(models.Model):
    """One file that was imported. Files that came together share a change, and are undone together."""

    change = models.ForeignKey(
        Change,
        on_delete=models.PROTECT,
        related_name="runs",
        editable=False,
    )
    format = models.CharField(_("format"), max_length=20, choices=FileFormat, help_text=_("What the file is."))
    file_name = models.CharField(_("file"), max_length=255, help_text=_("Its name, without its folder."))
    sha256 = models.CharField("SHA-256", max_length=64, help_text=_("Checksum of the file as it was read."))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("What was read."),
    )
    imported_at = models.DateTimeField(_("imported"), help_text=_("When it was read."))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who read it in; empty for the command line."),
    )
    rows = models.PositiveIntegerField(_("rows"), default=0, help_text=_("Rows or paragraphs in it."))
    created = models.PositiveIntegerField(_("created"), default=0, help_text=_("Recommendations made by it."))
    updated = models.PositiveIntegerField(_("updated"), default=0, help_text=_("Recommendations changed by it."))
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0, help_text=_("Recommendations left alone."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_format_display()})"


class ReadingQuerySet(models.QuerySet):
    def current(self) -> "ReadingQuerySet":
        """What the sources say now: not what a later reading replaced."""
        return self.filter(is_current=True)

    def confirm(self, run: ImportRun) -> int:
        """Notes that a later file says the same; a confirmation that stands already is as good."""
        stands = Q(confirmed_by__isnull=False, confirmed_by__change__undone_by__isnull=True)
        return self.exclude(pk__in=list(self.filter(stands).values_list("pk", flat=True))).update(confirmed_by=run)


class Reading(models.Model):
    """What one place of one file says of one recommendation, word for word.

    A reading stays when a later file says the same; it is replaced when a later file of the same format
    says something else of the same recommendation (and, in UPR Info's rows, the same sender).
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="readings")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="readings")
    format = models.CharField(max_length=20, choices=FileFormat)
    place = models.PositiveIntegerField(_("row"), help_text=_("Row of the file, counted from 1 with the header."))
    sender = models.CharField(_("sender"), max_length=150, blank=True, help_text=_("In rows per State: whose row."))
    occurrence = models.PositiveSmallIntegerField(
        default=1, help_text=_("2 for a row that the file holds twice, and so on.")
    )
    category = models.CharField(max_length=30, choices=Category, help_text=_("The position that it states."))
    values = models.JSONField(help_text=_("All that it says, as read."))
    is_current = models.BooleanField(default=True)
    replaced_by = models.ForeignKey(
        ImportRun,
        on_delete=models.SET_NULL,
        null=True,
        related_name="replaced",
        help_text=_("The later file that says something else; when it is undone, this reading counts again."),
    )
    confirmed_by = models.ForeignKey(
        ImportRun,
        on_delete=models.SET_NULL,
        null=True,
        related_name="confirmed",
        help_text=_("The latest file that says the same again; it supports the record where the first is undone."),
    )
    merged_from = models.CharField(
        max_length=30, blank=True, help_text=_("Key of the recommendation of which it was read, before a merge.")
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "format", "sender", "occurrence"],
                condition=Q(is_current=True),
                name="reading_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run.file_name}, {self.place}"

    @property
    def document(self) -> str:
        """What was read, without the name of a file: the UN symbol of a paper, else its kind."""
        symbol = self.values.get("symbol") if self.format in PAPERS else ""
        return str(symbol or FileFormat(self.format).label)

    @property
    def where(self) -> str:
        """Where in it: as a paper calls the place, else its page or row. What a table names is a place in another."""
        if self.format in PAPERS and (locator := self.values.get("locator")):
            return str(locator)
        page = self.values.get("page")
        return str(_("page %(page)s") % {"page": page} if page else _("row %(row)s") % {"row": self.place})
