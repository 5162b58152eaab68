from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from recommendations.admin.typed import TakesTyped
from reports.letterheads import LARGEST_LOGO, NoLogo, logo_of
from reports.models import Letterhead


class LetterheadForm(forms.ModelForm):
    """The logo is made anew of its pixels, and kept small."""

    picture = forms.FileField(
        label=_("logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP of at most 2 MB. It is made anew: nothing but its pixels is kept."),
    )
    without = forms.BooleanField(label=_("remove the logo"), required=False, help_text=_("The name is enough."))

    class Meta:
        model = Letterhead
        fields = ["organisation", "name", "address", "logo_says"]

    def clean_picture(self) -> bytes | None:
        given = self.cleaned_data.get("picture")
        if not given:
            return None
        try:
            return logo_of(given.read(LARGEST_LOGO + 1))
        except NoLogo as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("picture"):
            self.instance.logo = self.cleaned_data["picture"]
        elif self.cleaned_data.get("without"):
            self.instance.logo = b""
        return super().save(commit)


@admin.register(Letterhead)
class LetterheadAdmin(TakesTyped, admin.ModelAdmin):
    form = LetterheadForm
    fields = ["organisation", "name", "address", "picture", "without", "logo_says"]
    autocomplete_fields = ["organisation"]
    list_display = ["name", "organisation", "has_logo"]
    list_select_related = ["organisation"]
    search_fields = ["name", "organisation__name"]

    @admin.display(description=_("logo"), boolean=True)
    def has_logo(self, letterhead: Letterhead) -> bool:
        return bool(letterhead.logo)
