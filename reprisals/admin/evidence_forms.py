"""The forms of evidence: taking a file in, saying what it is, and what the public may see of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import PartialDate
from reprisals.models import Evidence

from .sealed_form import LONGEST

DETAILS = ("shows", "collected_by", "collected_where", "collected_on", "collected_how", "note")


def _fields(names: Iterable[str]) -> dict[str, forms.Field]:
    texts = Evidence.sealed_texts()
    return {
        name: forms.CharField(
            label=capfirst(texts[name].label),
            help_text=texts[name].help_text,
            required=False,
            max_length=LONGEST if texts[name].long else 300,
            widget=AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"})
            if texts[name].long
            else AdminTextInputWidget(attrs={"dir": "auto", "autocomplete": "off", "class": "vLargeTextField"}),
        )
        for name in names
    }


class DetailsForm(forms.Form):
    """What a file shows, and who collected it where, when and how."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _fields(DETAILS)

    def clean_collected_on(self) -> str:
        text = self.cleaned_data["collected_on"].strip()
        try:
            return str(PartialDate.read(text)) if text else ""
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 23 January 2024, January 2024 or 2024."), params={"value": text}
            ) from None


class UploadForm(DetailsForm):
    """A file with all that is known of it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, PDF; also DOCX, ODT, plain text, MP4 and Ogg, of which no public copy is made. It is "
            "kept exactly as it is, encrypted. Archives, and documents with macros or scripts, are refused."
        ),
    )


class ShownForm(forms.Form):
    """What the public would see of a file."""

    shown = forms.BooleanField(
        label=gettext_lazy("Show it on the page"),
        required=False,
        help_text=gettext_lazy("With the page, once a second person has approved it."),
    )
    boxes = forms.CharField(
        label=gettext_lazy("Black boxes"),
        required=False,
        strip=False,
        max_length=10_000,
        widget=AdminTextareaWidget(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, is_document: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _fields(("caption", "alternative"))
        text = _("One a line, in per cent: left, top, width, height, such as 10, 20, 30, 15.")
        if is_document:
            text = _("One a line, the page first, then per cent: left, top, width, height, such as 2: 10, 20, 30, 15.")
        further = [_("What is below is gone from the copy."), _("Save first without them to see where.")]
        self.fields["boxes"].help_text = " ".join([text, *further])

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        for name in ("caption", "alternative"):
            if data.get("shown") and not data.get(name, "").strip():
                self.add_error(name, _("What is shown needs this."))
        return data
