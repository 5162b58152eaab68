"""Who: identities, testimony, confidential sources and internal notes. Every word of it is sealed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .incident import PartOfIncident
from .one_way import OneWayKey
from .sealed import SealedText
from .vocabulary import Role, Visibility


class Person(PartOfIncident):
    """A person or group in one role. Whoever they are is sealed; how they stand on the page is decided one by one."""

    name = SealedText(_("name"), _("Full name, or what the group is called. Encrypted."))
    other_names = SealedText(
        _("other names"), _("One a line: spellings, pen names, other scripts. Encrypted."), long=True
    )
    details = SealedText(_("details"), _("How to reach them, and what must be known. Encrypted."), long=True)
    pseudonym = SealedText(_("pseudonym"), _("What the page calls them, where it does."))
    description = SealedText(_("role in words"), _("Such as “a lawyer from the region”. Shown on the page."))

    role = models.CharField(_("role"), max_length=12, choices=Role, help_text=_("Never more than the record proves."))
    is_group = models.BooleanField(_("group"), default=False, help_text=_("Several people."))
    size = models.PositiveIntegerField(_("how many"), null=True, blank=True, help_text=_("Of a group, where known."))
    is_dead = models.BooleanField(_("has died"), default=False, help_text=_("The dead cannot consent."))
    visibility = models.CharField(
        _("on the page"),
        max_length=10,
        choices=Visibility,
        default=Visibility.WITHHELD,
        help_text=_("Withheld unless you choose otherwise."),
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("person or group")
        verbose_name_plural = _("people and groups")
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.SOURCE) | Q(visibility=Visibility.WITHHELD),
                name="person_who_is_a_source_is_withheld",
                violation_error_message=_("A source is always withheld."),
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(is_group=True, size__gte=2),
                name="person_size_only_of_a_group",
                violation_error_message=_("Only a group has a number of people, two or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk or ''}".strip()


class Testimony(PartOfIncident):
    """What somebody told us, in their words."""

    text = SealedText(_("testimony"), _("Encrypted."), long=True)
    given_by = SealedText(_("given by"), _("Encrypted."))
    language = SealedText(_("language"), _("In which it was given."))

    given_on = models.DateField(_("given on"), null=True, blank=True, help_text=_("Empty means not recorded."))

    class Meta(PartOfIncident.Meta):
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")


class ConfidentialSource(PartOfIncident):
    """Somebody who must never be known to have helped."""

    name = SealedText(_("name"), _("Encrypted."))
    reach = SealedText(_("how to reach them safely"), _("Encrypted."), long=True)
    trust = SealedText(_("how far we can rely on them"), _("Encrypted."), long=True)

    class Meta(PartOfIncident.Meta):
        verbose_name = _("confidential source")


class InternalNote(PartOfIncident):
    """What staff tell each other of an incident."""

    text = SealedText(_("note"), _("Encrypted."), long=True)

    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    written_by: Any = OneWayKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("internal note")
