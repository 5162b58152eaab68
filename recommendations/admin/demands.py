"""The page on which the demands of a statement become follow-up actions: it shows first what would be made."""

import zlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.models import Demand, FollowUpAction, Statement
from recommendations.tracking.demands import first_source, make_actions, title_of, without_action

from .bulk_page import tell

NEEDS = ("recommendations.change_statement", "recommendations.add_followupaction")


class KindsForm(forms.Form):
    """Of which kind the action of each demand is."""

    def __init__(self, demands: list[Demand], *args: Any) -> None:
        super().__init__(*args)
        for demand in demands:
            self.fields[f"kind-{demand.pk}"] = forms.ChoiceField(
                label=title_of(demand), choices=FollowUpAction.Kind.choices, initial=FollowUpAction.Kind.OTHER
            )

    def kinds(self) -> dict[int, str]:
        return {int(name.removeprefix("kind-")): kind for name, kind in self.cleaned_data.items()}


def make_actions_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what would be made of the demands; makes it where that is what was shown."""
    statement = get_object_or_404(Statement, pk=pk)
    if not request.user.has_perms(NEEDS):
        raise PermissionDenied
    demands = without_action(statement)
    back = reverse("admin:recommendations_statement_change", args=[pk])
    if not demands:
        messages.info(request, _("Each demand of this statement is followed already, or it has none."))
        return HttpResponseRedirect(back)
    seal = f"{zlib.crc32(repr([(demand.pk, demand.text) for demand in demands]).encode()):08x}"
    form = KindsForm(demands, request.POST) if request.method == "POST" else KindsForm(demands)
    warning = ""
    if request.method == "POST" and form.is_valid():
        if request.POST.get("seal") == seal:
            made = make_actions(statement, form.kinds(), request.user)  # type: ignore[arg-type]
            tell(request, _("%(change)s. They are not public yet.") % {"change": made.change}, made.change)
            return HttpResponseRedirect(back)
        warning = _("The demands have changed since what you were shown: look again.")
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Make follow-up actions of the demands"),
        "statement": statement,
        "rows": [(demand, form[f"kind-{demand.pk}"]) for demand in demands],
        "form": form,
        "warning": warning,
        "signatories": [str(one) for one in statement.signatories.all()],
        "reviews": list(statement.reviews.select_related("state", "wg_session")),
        "source": first_source(statement),
        "seal": seal,
        "back": back,
    }
    return TemplateResponse(request, "admin/recommendations/demands.html", context)
