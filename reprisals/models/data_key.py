"""The keys of confidential records, each wrapped by a key that is not in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataKey(models.Model):
    """The key of one incident, or of the desk. Without this row nobody can read what it encrypted."""

    purpose = models.CharField(_("purpose"), max_length=20)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Lock(models.Model):
    """By what the room knows its keys again: a salt for the passphrase, and a known text encrypted with them."""

    salt = models.BinaryField()
    check_token = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "lock"
