"""The roles of staff, and who works in which role on which incident."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .incident import Incident
from .one_way import OneWayKey


class StaffRole(models.TextChoices):
    """What somebody of staff may do. Each is a group of Django's of this name; one person can have several."""

    EDITOR = "editor", _("Editor of the public record")
    CASE_OFFICER = "case officer", _("Case officer: records incidents, sees their own and those they are put on")
    REVIEWER = "reviewer-publisher", _("Reviewer-publisher: reads pages that others wrote, approves and publishes them")
    CUSTODIAN = "consent custodian", _("Consent custodian: keeps consents, sees people and grounds, nothing else")
    ADMINISTRATOR = "technical administrator", _("Technical administrator: accounts and roles, no cases")


class CaseRole(models.TextChoices):
    """The roles in which somebody works on an incident."""

    CASE_OFFICER = StaffRole.CASE_OFFICER.value, _("Case officer")
    REVIEWER = StaffRole.REVIEWER.value, _("Reviewer-publisher")
    CUSTODIAN = StaffRole.CUSTODIAN.value, _("Consent custodian")


class TeamMember(models.Model):
    """Somebody who works on an incident: in one role, for as long as the incident is kept."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    user: Any = OneWayKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person of staff")
    )
    role = models.CharField(
        _("role"), max_length=25, choices=CaseRole, help_text=_("Nobody has two for one incident, also not later.")
    )
    since = models.DateField(_("since"), auto_now_add=True)
    ended_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("From this day on they see nothing of it. Empty means no end.")
    )

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("team")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "user"],
                name="team_member_has_one_role",
                violation_error_message=_("They are on the team already: nobody has two roles for one incident."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=CaseRole.values), name="team_member_has_a_case_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk or ''}".strip()
