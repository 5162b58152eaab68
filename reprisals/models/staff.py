"""What is kept about those who sign in, beyond Django's own accounts: wrong guesses, and help that was given."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .one_way import OneWayKey


class WrongGuesses(models.Model):
    """How often somebody guessed wrong lately. Of whom, and from where, stands here as a keyed hash alone."""

    of = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.wrong}"


class GivenHelp(models.Model):
    """That an administrator helped somebody to sign in, which this person is told until they have read it."""

    class Kind(models.TextChoices):
        FACTORS = "factors", _("removed your second factors")
        PASSWORD = "password", _("sent you a link to set a new password")
        ADDRESS = "address", _("changed your e-mail address")

    person = OneWayKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    given_by = OneWayKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.given_at:%Y-%m-%d}"
