"""What a recommendation is about: themes on separate axes, each from a vocabulary with a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .history import Tracked, TrackedQuerySet
from .organisation import Organisation
from .reference_name import reference_name


class Axis(models.TextChoices):
    """Kinds of themes; they are filtered and counted apart."""

    THEME = "theme", _("Theme")
    AFFECTED = "affected", _("Affected persons")
    INSTRUMENT = "instrument", _("Instrument")
    SDG = "sdg", _("Sustainable Development Goal")
    TERRITORY = "territory", _("Territory")


class Vocabulary(Tracked):
    """A list of themes as one body used it at one time. Versions are not compared without a mapping."""

    slug = models.SlugField(max_length=60, unique=True, help_text=_("Short name, such as ohchr-themes-2025."))
    axis = models.CharField(_("axis"), max_length=12, choices=Axis, help_text=_("What its themes describe."))
    title = models.CharField(_("title"), max_length=120, help_text=_("Name that readers see."))
    version = models.CharField(_("version"), max_length=40, blank=True, help_text=_("Year or edition."))
    publisher = models.CharField(_("publisher"), max_length=120, blank=True, help_text=_("Whose list it is."))

    class Meta:
        verbose_name_plural = _("vocabularies")
        ordering = ["axis", "slug"]

    def __str__(self) -> str:
        return reference_name(self.title)


class ThemeQuerySet(TrackedQuerySet):
    def public(self) -> "ThemeQuerySet":
        """What visitors may know of: reference data, and what a published recommendation is about."""
        published = Tag.objects.filter(theme=models.OuterRef("pk"), recommendation__review__published_at__isnull=False)
        return self.filter(models.Q(is_reference=True) | models.Exists(published))


class Theme(Tracked):
    """One term of a vocabulary."""

    vocabulary = models.ForeignKey(
        Vocabulary,
        on_delete=models.PROTECT,
        related_name="themes",
        help_text=_("The list that it belongs to."),
    )
    slug = models.SlugField(max_length=200, help_text=_("Its value in addresses, such as womens-rights."))
    name = models.CharField(_("name"), max_length=200, help_text=_("As the vocabulary prints it."))
    is_reference = models.BooleanField(default=False, editable=False)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=0, help_text=_("Order in lists; equal ranks follow the alphabet.")
    )

    objects = ThemeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["vocabulary", "rank", "name"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "slug"], name="theme_slug_once_per_vocabulary"),
        ]

    def __str__(self) -> str:
        return f"{reference_name(self.name)} ({self.vocabulary})"


class ThemeSynonym(Tracked):
    """Another name of a theme. A text that uses one name is found by all of them."""

    belongs_to = ["theme"]

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="synonyms")
    name = models.CharField(
        _("name"), max_length=100, help_text=_("A name that some side uses, such as Xizang for Tibet.")
    )

    class Meta:
        ordering = ["theme", "name"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "name"], name="theme_synonym_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(Tracked):
    """A theme given to a recommendation, and by whom."""

    belongs_to = ["recommendation"]

    class Origin(models.TextChoices):
        IMPORTED = "imported", _("From the source's file")
        SUGGESTED = "suggested", _("Suggested by the site")
        STAFF = "staff", _("Given by staff")
        ORGANISATION = "organisation", _("Given by an organisation")

    recommendation = models.ForeignKey("recommendations.Recommendation", on_delete=models.CASCADE, related_name="tags")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="tags", help_text=_("The theme."))
    origin = models.CharField(
        _("origin"), max_length=12, choices=Origin, default=Origin.STAFF, help_text=_("Who says so.")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tags",
        help_text=_("The organisation that gave it; only for that origin."),
    )

    class Meta:
        ordering = ["theme__vocabulary", "theme__rank", "theme__name"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "theme"], name="tag_once_per_recommendation_and_theme"),
            models.CheckConstraint(
                condition=(
                    models.Q(origin="organisation", organisation__isnull=False)
                    | (~models.Q(origin="organisation") & models.Q(organisation__isnull=True))
                ),
                name="tag_names_the_organisation_that_gave_it",
                violation_error_message=_("Name the organisation where one gave the theme, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return reference_name(self.theme.name)

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        self._index()

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)  # type: ignore[arg-type]
        self._index()
        return done

    def _index(self) -> None:
        """A recommendation tagged with a territory is found by that territory's names, and only while it is."""
        self.recommendation.save(update_fields=["search_words"])
