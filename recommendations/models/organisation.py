"""Organisations that sign statements and assess recommendations."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .history import Tracked


class Organisation(Tracked):
    """A civil-society organisation. Its consultative status decides the length of its written statements."""

    class ConsultativeStatus(models.TextChoices):
        """Status with ECOSOC (resolution 1996/31)."""

        GENERAL = "general", _("General consultative status")
        SPECIAL = "special", _("Special consultative status")
        ROSTER = "roster", _("Roster")
        NONE = "none", _("No consultative status")

    name = models.CharField(_("name"), max_length=200, unique=True, help_text=_("Full name, in its own spelling."))
    slug = models.SlugField(max_length=200, unique=True, help_text=_("Part of addresses. Leave it once published."))
    acronym = models.CharField(_("acronym"), max_length=30, blank=True, help_text=_("Such as HRIC, where it has one."))
    consultative_status = models.CharField(
        _("consultative status"),
        max_length=10,
        choices=ConsultativeStatus,
        blank=True,
        help_text=_("Status with ECOSOC. Empty means not recorded."),
    )
    website = models.URLField(_("website"), blank=True, help_text=_("Address of its own site."))

    class Meta:
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or slugify(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
