"""Forms for rows with sealed texts: what is sealed is edited like any field, and is no field of the database."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.text import capfirst

from reprisals.models.sealed import Sealed

LONGEST = 100_000  # characters


class SealedForm(forms.ModelForm):
    """Fills the fields of sealed texts from the row, and writes them back into it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in type(self.instance).sealed_texts():
                self.initial.setdefault(name, getattr(self.instance, name))

    def _post_clean(self) -> None:
        for name in type(self.instance).sealed_texts():
            if name in self.cleaned_data and name in self.changed_data:
                setattr(self.instance, name, self.cleaned_data[name].replace("\r\n", "\n"))
        super()._post_clean()  # type: ignore[misc]


def sealed_form(model: type[Sealed], base: type[SealedForm] = SealedForm) -> type[SealedForm]:
    """The form of a kind of row, with a field for each of its sealed texts."""
    fields = {
        name: forms.CharField(
            label=capfirst(text.label),
            help_text=text.help_text,
            required=False,
            max_length=LONGEST if text.long else 300,
            widget=AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"})
            if text.long
            else AdminTextInputWidget(attrs={"dir": "auto", "autocomplete": "off", "class": "vLargeTextField"}),
        )
        for name, text in model.sealed_texts().items()
    }
    return type(f"{model.__name__}Form", (base,), fields)
