"""What the public may see of the public record: only what has a publication date."""

import hashlib
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .history import Tracked, TrackedQuerySet


class PublishedQuerySet(TrackedQuerySet):
    def published(self) -> "PublishedQuerySet":
        """What the public may see."""
        return self.filter(published_at__isnull=False)

    def publish(self, at: datetime | None = None) -> int:
        """Publishes what is not public yet; returns how many that were."""
        return self.filter(published_at__isnull=True).update(published_at=at or timezone.now())

    def withdraw(self) -> int:
        """Takes from the public what is public; returns how many that were."""
        return self.filter(published_at__isnull=False).update(published_at=None)


def free_slug(record: models.Model, title: str) -> str:
    """An address for a new record: from its title, else from its kind and a checksum; -2 and so on if it is taken."""
    kind = record._meta.model_name or ""
    base = slugify(title)[:180].strip("-") or f"{kind}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    others = type(record)._default_manager.filter(slug__startswith=base).exclude(pk=record.pk)
    taken = set(others.values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


class Published(Tracked):
    """A record with a page of its own, private until it is published."""

    published_at = models.DateTimeField(
        _("published"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Since when the public sees it; empty means that only staff do."),
    )

    objects = PublishedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
