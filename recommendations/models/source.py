"""Sources, and citations of them. Every claim on the site has one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .partial_date import PartialDateField

LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
    ("bo", _("Tibetan")),
    ("ug", _("Uyghur")),
]


class Source(Tracked):
    """A document or page: by UN symbol, or by publisher and title."""

    symbol = models.CharField(
        _("UN symbol"),
        max_length=60,
        blank=True,
        help_text=_("Such as A/HRC/56/6/Add.1. Empty if it has none."),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("Who published it."))
    title = models.CharField(_("title"), max_length=400, blank=True, help_text=_("Its title."))
    issued_on = PartialDateField(_("date"), help_text=_("Day, month or year of issue; empty means not recorded."))
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=LANGUAGES,
        default="en",
        help_text=_("Language of this version."),
    )
    url = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where it can be read."))
    archived_url = models.URLField(
        _("archived link"), max_length=500, blank=True, help_text=_("A lasting copy, in case the page goes.")
    )
    sha256 = models.CharField(
        "SHA-256",
        max_length=64,
        blank=True,
        help_text=_("Checksum of the file that was read, where there is one."),
    )
    accessed_on = PartialDateField(_("accessed on"), help_text=_("When it was last read at this link."))

    class Meta:
        ordering = ["symbol", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "language"],
                condition=~models.Q(symbol=""),
                name="source_symbol_and_language_once",
                violation_error_message=_("This symbol is recorded in this language already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(symbol="") | (~models.Q(publisher="") & ~models.Q(title="")),
                name="source_has_symbol_or_publisher_and_title",
                violation_error_message=_("Give a UN symbol, or a publisher and a title."),
            ),
        ]

    def __str__(self) -> str:
        name = self.symbol or f"{self.publisher}, “{self.title}”"
        return name if self.language == "en" else f"{name} [{self.language}]"

    @property
    def link(self) -> str:
        """Where to read it: the recorded link, else the UN's own address of the symbol, else nothing."""
        if self.url or not self.symbol:
            return self.url
        return f"https://docs.un.org/{self.language}/{self.symbol}"


class Citation(Tracked):
    """A source cited for a record; each kind of record has a table of its own."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", help_text=_("The document or page."))
    locator = models.CharField(
        _("place in the source"), max_length=100, blank=True, help_text=_("Paragraph or page: “para. 28.5”.")
    )
    quotation = models.TextField(_("quotation"), blank=True, help_text=_("The words relied on, exactly."))
    note = models.TextField(
        _("note"), blank=True, help_text=_("What must be known to use it: “year inferred from the wording”.")
    )

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)
