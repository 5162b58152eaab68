"""A field to add recommendations to a record by the numbers of their paragraphs."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from recommendations.tracking.paragraphs import NotFound, find_paragraphs

FIELD = "add_paragraphs"


class ParagraphsForm(forms.ModelForm):
    add_paragraphs = forms.CharField(
        label=_("add paragraphs"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_(
            "Recommendations by number: “china-2024: 28.5, 28.10-28.14”, a line for each review. Where one review is "
            "chosen above, the numbers are enough."
        ),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if text := values.get(FIELD):
            try:
                found = find_paragraphs(text, list(values.get("reviews") or []))
            except NotFound as wrong:
                self.add_error(FIELD, wrong.problems)
            else:
                there = set(values.get("recommendations") or [])
                values["recommendations"] = sorted(there | set(found), key=lambda recommendation: recommendation.pk)
        return values


class AddsParagraphs(admin.ModelAdmin):
    """An admin of records that single out recommendations, chosen one by one or by a list of numbers."""

    form = ParagraphsForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The list comes after the field that it adds to."""
        fields = [name for name in super().get_fields(request, obj) if name != FIELD]
        if obj is None or self.has_change_permission(request, obj):
            fields.insert(fields.index("recommendations") + 1, FIELD)
        return fields
