"""Papers that were issued: frozen copies, with all that is needed to know later what was handed in, and on what ground.

Rows hold texts, not keys to the public record: that goes on changing, is merged and renamed, and they do not. What a
paper read of the guarded room stands in it sealed, with a key that goes when what it read is purged.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """One paper as it was issued. The database refuses to change or to delete it (`reports/guard.py`)."""

    paper = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30, help_text=_("Which kind of paper it is."))
    title = models.CharField(_("title"), max_length=300, blank=True, help_text=_("Empty for confidential papers."))
    session = models.CharField(_("session"), max_length=20, blank=True, help_text=_("Such as hrc-56."))
    case = models.CharField(_("case"), max_length=200, blank=True, help_text=_("Part of its address."))
    state = models.CharField(_("State"), max_length=3, blank=True, help_text=_("ISO alpha-3."))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True, help_text=_("Who hands it in."))
    language = models.CharField(_("language"), max_length=10, help_text=_("Of the paper (ISO 639)."))
    agenda_item = models.PositiveSmallIntegerField(
        _("agenda item"), null=True, blank=True, help_text=_("Of the session; empty where there is none.")
    )
    filters = models.JSONField(_("what was asked for"), default=dict, help_text=_("All of it, as it was asked."))
    as_of = models.DateField(_("as of"), help_text=_("The day whose record and figures it gives."))
    words = models.PositiveIntegerField(_("words"), help_text=_("As its rule counts them."))
    limit = models.PositiveIntegerField(_("limit"), null=True, blank=True, help_text=_("Empty means none."))
    rule = models.CharField(_("rule"), max_length=300, blank=True, help_text=_("Whose limit it is."))
    sections = models.JSONField(_("sections"), default=list, help_text=_("Its headings."))
    note = models.TextField(
        _("why it left all the same"), blank=True, help_text=_("Where a claim without a source was let pass.")
    )
    is_confidential = models.BooleanField(_("confidential"), default=False, help_text=_("Whether it is marked so."))
    key_parts = models.PositiveSmallIntegerField(
        _("parts of its key"), default=0, help_text=_("One for each thing of the guarded room that it used.")
    )
    sealed = models.BinaryField(editable=False, default=b"")
    issued_at = models.DateTimeField(_("issued"), db_index=True, help_text=_("When it was frozen."))
    issued_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Never stands in the paper itself."),
    )

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ["-issued_at", "-pk"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(key_parts__gte=1, title="", state="", case=""),
                name="report_confidential_is_sealed",
            ),
            models.CheckConstraint(condition=Q(key_parts=0) | ~Q(sealed=b""), name="report_with_a_key_is_sealed"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.paper.hex[:8]}"

    def get_absolute_url(self) -> str:
        return reverse("admin:reports_report_change", args=[self.pk])

    @property
    def is_sealed(self) -> bool:
        """Whether it can be read only with a key of the guarded room."""
        return self.key_parts > 0


class ReportFile(models.Model):
    """One file of an issued paper, byte for byte; encrypted where the paper used anything of the guarded room."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(_("format"), max_length=5, help_text=_("docx, pdf, xlsx or csv."))
    media_type = models.CharField(_("media type"), max_length=100, help_text=_("Of the file itself."))
    content = models.BinaryField(editable=False)
    sha256 = models.CharField(
        _("SHA-256"),
        max_length=64,
        help_text=_("Of what is stored. That of an encrypted file itself would confirm to others that we have it."),
    )
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes that are stored."))

    class Meta:
        verbose_name = _("file of a paper")
        verbose_name_plural = _("files of papers")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="report_file_once_by_format")]

    def __str__(self) -> str:
        return f"{self.report}.{self.format}"


class ReadRecord(models.Model):
    """One public record that an issued paper read, and a digest of what it read. What it read of the room is sealed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="read")
    model = models.CharField(_("kind"), max_length=60, help_text=_("Such as recommendations.recommendation."))
    key = models.CharField(_("key"), max_length=250, help_text=_("By which it is known."))
    address = models.CharField(_("address"), max_length=300, blank=True, help_text=_("Its page on this site."))
    name = models.CharField(_("name"), max_length=300, blank=True, help_text=_("What it was called."))
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of what the paper used of it."))

    class Meta:
        verbose_name = _("record that was read")
        verbose_name_plural = _("records that were read")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "model", "key"], name="read_record_once")]

    def __str__(self) -> str:
        return self.name or self.key


class Pack(models.Model):
    """The papers for one session that were made together, and the cover note that goes with them. Frozen, too."""

    session = models.CharField(_("session"), max_length=20, help_text=_("Such as hrc-56."))
    papers = models.JSONField(_("papers"), default=list, help_text=_("The numbers of its papers."))
    cover = models.JSONField(_("cover note"), default=dict, help_text=_("Deadlines, lengths, and what was not made."))
    made_at = models.DateTimeField(_("made"), db_index=True, help_text=_("When all of it was issued."))
    made_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Never stands in the papers."),
    )

    class Meta:
        verbose_name = _("session pack")
        verbose_name_plural = _("session packs")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.session} {self.made_at:%Y-%m-%d %H:%M}"


FROZEN = (Report, ReportFile, ReadRecord, Pack)
