"""What the public may see of the public record: only what has a publication date."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublishedQuerySet(models.QuerySet):
    def published(self) -> "PublishedQuerySet":
        """What the public may see."""
        return self.filter(published_at__isnull=False)

    def publish(self, at: datetime | None = None) -> int:
        """Publishes what is not public yet; returns how many that were."""
        return self.filter(published_at__isnull=True).update(published_at=at or timezone.now())

    def withdraw(self) -> int:
        """Takes from the public what is public; returns how many that were."""
        return self.filter(published_at__isnull=False).update(published_at=None)


class Published(models.Model):
    """A record with a page of its own, private until it is published."""

    published_at = models.DateTimeField(
        _("published"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Since when the public sees it; empty means that only staff do."),
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
