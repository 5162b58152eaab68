"""A day of the past, as staff ask for it."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _


class DayForm(forms.Form):
    """Asks for a day that has come."""

    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, label: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["on"].label = label

    def clean_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    @property
    def day(self) -> datetime.date | None:
        """The day asked for; None where none is, or none that can be."""
        return self.cleaned_data["on"] if self.is_valid() else None

    @property
    def end(self) -> datetime.datetime | None:
        """The end of that day, in the site's time zone."""
        return timezone.make_aware(datetime.datetime.combine(self.day, datetime.time.max)) if self.day else None
