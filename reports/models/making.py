"""Papers that are being made now, so that whoever started one can stop it."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FORGOTTEN_AFTER = timedelta(days=1)


class Making(models.Model):
    """One run, from when it starts to when it ends. Says nothing of what is made."""

    number = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    started_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", help_text=_("Who may stop it.")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now, help_text=_("When it began."))
    is_cancelled = models.BooleanField(_("cancelled"), default=False, help_text=_("Whether it is to stop."))

    class Meta:
        verbose_name = _("paper that is being made")
        verbose_name_plural = _("papers that are being made")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number.hex[:8]

    @classmethod
    def begin(cls, user: Any) -> "Making":
        """A new run; what was left behind by runs that broke off is removed."""
        cls.objects.filter(started_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
        return cls.objects.create(started_by=user)

    def was_cancelled(self) -> bool:
        """Whether somebody stopped it meanwhile; also where its row is gone."""
        return not Making.objects.filter(pk=self.pk, is_cancelled=False).exists()
