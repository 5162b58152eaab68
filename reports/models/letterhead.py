"""What stands at the head of an organisation's papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.models import Organisation


class Letterhead(models.Model):
    """Name, address and logo of an organisation that hands papers in."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="letterheads",
        verbose_name=_("organisation"),
        help_text=_("Whose papers begin with it."),
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("As it stands at the head of the paper."))
    address = models.TextField(_("address"), blank=True, help_text=_("One line below another, as on an envelope."))
    logo = models.BinaryField(_("logo"), blank=True, default=b"", editable=False)
    logo_says = models.CharField(
        _("text in place of the logo"),
        max_length=200,
        blank=True,
        help_text=_("For those who cannot see it. Empty means the name."),
    )

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                name="letterhead_once_by_organisation",
                violation_error_message=_("This organisation has a letterhead already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
