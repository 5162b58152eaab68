"""The forms of a sign-on list: who is asked, and what each answered."""

from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from recommendations.models import Organisation
from reprisals.models import SignOn, SignOnList
from reprisals.sign_ons import not_asked

from .sealed_form import SealedForm, sealed_form


class RowForm(SealedForm):
    """One organisation's answer. What this person did not touch stays as it is, whoever changed it meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        untouched = set(values) - set(self.changed_data) - {"id"}
        return values | {name: getattr(self.instance, name) for name in untouched}


def rows_of(listed: SignOnList, data: Any = None) -> Any:
    """The sign-ons of a list as rows to fill in, in alphabetical order, opened with one key."""
    form = sealed_form(SignOn, RowForm)
    day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    made = forms.modelformset_factory(
        SignOn, form=form, fields=["role", "answer", "answered_on"], widgets={"answered_on": day}, extra=0
    )
    queryset = SignOn.objects.filter(statement=listed.statement_id).select_related("organisation")
    queryset = queryset.order_by(Lower("organisation__name"))
    for row in queryset:
        row.opener = listed.opener
    return made(data, queryset=queryset)


class AskForm(forms.Form):
    """Which organisations are asked next."""

    organisations = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("organisations to ask"),
        help_text=_("Several with the control key. One that is missing is added under Organisations first."),
        error_messages={"required": _("Choose at least one organisation.")},
    )

    def __init__(self, listed: SignOnList, *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["organisations"]
        field.queryset = not_asked(listed)
        field.widget.attrs["size"] = 10
