"""Views of lists in the admin that staff keep for themselves or share with colleagues. Never public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    def for_person(self, person: int | None) -> "SavedViewQuerySet":
        """Their own, and what colleagues share."""
        return self.filter(Q(owner=person) | Q(is_shared=True))


class SavedView(models.Model):
    """The search, filters and order of a list under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    listed = models.CharField(max_length=60, help_text=_("The kind of records that the list shows."))
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared with colleagues"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "listed", "name"], name="saved_view_name_once_per_owner_and_list"),
        ]

    def __str__(self) -> str:
        return self.name
