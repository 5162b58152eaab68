"""What an office says on its own site in words of its own: the pages about it, and notices.

They stand with the public record, since they need what it has and nothing more: history, publication, languages, a
version that moves with them, and editors who may write them. The floor above, which shows them, has no models.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .history import Tracked
from .publication import Published

LONGEST = 20_000  # signs of a text, as many as a page of this kind can well have
LONGEST_NOTICE = 600


def interface_languages() -> list[tuple[str, str]]:
    """The languages that the pages themselves are in."""
    return [(code, str(_(name))) for code, name in settings.LANGUAGES]


class SiteText(Published):
    """One text of the site itself, in one or several languages. A page that has none says what we wrote for it."""

    class Place(models.TextChoices):
        HOME = "home", _("Home page, above the figures")
        ABOUT = "about", _("About")
        METHOD = "method", _("Method")
        NOTICE = "notice", _("Notice on every page")
        HOME_NOTICE = "home_notice", _("Notice on the home page")

    NOTICES = (Place.NOTICE, Place.HOME_NOTICE)

    place = models.CharField(_("place"), max_length=12, choices=Place, help_text=_("Where it stands."))
    shown_from = models.DateField(
        _("from"), null=True, blank=True, help_text=_("For a notice: its first day. Empty: as soon as it is public.")
    )
    shown_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("For a notice: its last day. Empty: until it is withdrawn.")
    )

    class Meta:
        verbose_name = _("text of the site")
        verbose_name_plural = _("texts of the site")
        ordering = ["place", "shown_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=~Q(place__in=["notice", "home_notice"]),
                name="site_text_once_for_each_page",
                violation_error_message=_("This page has a text of its own already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(place__in=["notice", "home_notice"]) | Q(shown_from__isnull=True, shown_until__isnull=True),
                name="site_text_has_days_only_as_a_notice",
                violation_error_message=_("Only a notice has a first and a last day."),
            ),
            models.CheckConstraint(
                condition=Q(shown_until__gte=F("shown_from"))
                | Q(shown_from__isnull=True)
                | Q(shown_until__isnull=True),
                name="site_text_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_place_display())

    @property
    def is_notice(self) -> bool:
        return self.place in self.NOTICES

    def get_absolute_url(self) -> str:
        return reverse({self.Place.ABOUT: "about", self.Place.METHOD: "method"}.get(self.Place(self.place), "home"))


class SiteTextVersion(Tracked):
    """The text in one language of the pages."""

    belongs_to = ["site_text"]

    site_text = models.ForeignKey(SiteText, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=interface_languages,
        default="en",
        help_text=_("Pages in a language that has no version show the English one."),
    )
    text = models.TextField(
        _("text"),
        max_length=LONGEST,
        help_text=_(
            "Markdown: an empty line between paragraphs, ## before a heading, - before a point, "
            "[words](https://…) or [words](/reviews/) for a link. A notice has no headings."
        ),
    )

    class Meta:
        verbose_name = _("version of a text of the site")
        verbose_name_plural = _("versions of texts of the site")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["site_text", "language"],
                name="site_text_once_per_language",
                violation_error_message=_("This language is there already."),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST),
                name="site_text_is_not_too_long",
                violation_error_message=_("It is too long for a page."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_language_display())

    def clean(self) -> None:
        if self.site_text.is_notice and len(self.text) > LONGEST_NOTICE:
            text = _("A notice has at most %(most)d signs; this one has %(n)d.")
            raise ValidationError({"text": text % {"most": LONGEST_NOTICE, "n": len(self.text)}})
