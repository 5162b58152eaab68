"""On what ground an incident, or what concerns one person in it, may be published."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recommendations.models import Source

from .confidential import Person
from .incident import Incident, PartOfIncident
from .one_way import OneWayKey
from .sealed import SealedText
from .vocabulary import BasisKind, Scope


class Basis(PartOfIncident):
    """A ground for publication, with its scopes and its end. Silence is no consent."""

    given_by = SealedText(_("given by"), _("Who consented, and in what capacity. Encrypted."))
    manner = SealedText(_("how"), _("How they were asked and answered: in writing, by telephone. Encrypted."))
    language = SealedText(_("language"), _("In which they were asked."))
    risk_assessment = SealedText(
        _("risk assessment"),
        _("What could come of it, to whom, and why it is right nevertheless. Encrypted."),
        long=True,
    )

    kind = models.CharField(_("ground"), max_length=12, choices=BasisKind, help_text=_("Each has its own conditions."))
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
        help_text=_("Whom it covers. A consent covers one person or group; a UN record covers those whom it names."),
    )
    scopes = models.JSONField(_("scopes"), default=list, help_text=_("To what they agreed, one by one."))
    source = OneWayKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("UN record"),
        help_text=_("The public UN document."),
    )
    given_on = models.DateField(_("given on"), help_text=_("The day of the answer, or of the assessment."))
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day. The page goes by itself after it. Empty means until withdrawn."),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)

    class Meta(PartOfIncident.Meta):
        verbose_name = _("ground for publication")
        verbose_name_plural = _("grounds for publication")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[BasisKind.PERSON, BasisKind.NEXT_OF_KIN]) | Q(person__isnull=False),
                name="basis_of_consent_names_the_person",
                violation_error_message=_("A consent is of one person or group: say whose."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=BasisKind.UN_RECORD) | Q(source__isnull=False),
                name="basis_of_un_record_names_it",
                violation_error_message=_("Name the public UN document."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("given_on")),
                name="basis_does_not_end_before_it_begins",
                violation_error_message=_("It would end before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def holds(self, on: datetime.date) -> bool:
        """Whether it is in force on a day."""
        ended = (self.valid_until and on > self.valid_until) or (self.withdrawn_on and on >= self.withdrawn_on)
        return self.given_on <= on and not ended

    @property
    def scope_labels(self) -> str:
        """To what they agreed, in words."""
        return "; ".join(str(label) for scope, label in Scope.choices if scope in self.scopes)

    def allows(self, scope: Scope) -> bool:
        """Whether it was given for this; leave to publish the name is leave to publish without it."""
        wider = {Scope.SITE: {Scope.SITE, Scope.SITE_NAMED}}.get(scope, {scope})
        return bool(wider & set(self.scopes))


class ConsentFile(Incident):
    """An incident as the custodian of its consents sees it: who is in it, and on what ground they may be shown."""

    class Meta:
        proxy = True
        verbose_name = _("consent file")
        default_permissions = ()
