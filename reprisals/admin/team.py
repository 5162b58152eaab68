"""Who works on an incident, as rows of its form."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from reprisals.models import CaseRole, TeamMember
from reprisals.roles import roles_of

from .parts import PartInline


def colleagues() -> QuerySet:
    """Whoever has a role in which incidents are worked on."""
    return User.objects.filter(is_active=True, is_staff=True, groups__name__in=CaseRole.values).distinct()


class TeamForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        if self.instance.pk:
            self.fields["user"].disabled = self.fields["role"].disabled = True
            user.queryset = User.objects.filter(pk=self.instance.user_id)
        else:
            user.queryset = colleagues().order_by("username")

    def clean(self) -> Any:
        """Whoever is put on a team has the role; who has left does not come back in another."""
        data = super().clean() or self.cleaned_data
        user, role = data.get("user"), data.get("role")
        if not self.instance.pk and user and role and role not in roles_of(user):
            missing = _("%(user)s does not have this role. A technical administrator can give it.")
            self.add_error("role", missing % {"user": user})
        return data


class TeamFormSet(BaseInlineFormSet):
    def get_unique_error_message(self, unique_check: Any) -> str:
        return _("They are on the team already: nobody has two roles for one incident.")

    def clean(self) -> None:
        """An incident keeps a case officer who sees it."""
        super().clean()
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("user")]
        today: datetime.date = timezone.localdate()
        officers = [r["user"] for r in rows if r["role"] == CaseRole.CASE_OFFICER and not r.get("ended_on")]
        stay = [user for user in officers if CaseRole.CASE_OFFICER in roles_of(user)]
        if rows and not stay:
            raise ValidationError(_("Nobody would see this incident any more: leave a case officer on the team."))
        if any(r.get("ended_on") and r["ended_on"] > today for r in rows):
            raise ValidationError(_("“Until” acts at once: give today or an earlier day."))


class TeamInline(PartInline):
    model = TeamMember
    form = TeamForm
    formset = TeamFormSet
    fields = ["user", "role", "ended_on"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # who has worked on an incident stays on record, and keeps out of its other roles
