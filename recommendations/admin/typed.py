"""Records that are chosen by typing what they are called: in bulk forms, and everywhere where no script runs.

Django's fields with suggestions need a script. Without one, a text field stands beside them.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .keys import is_key

MOST_NAMED = 5
NOTHING = BLANK_CHOICE_DASH[0][1]
CALLED = ("name", "acronym", "symbol", "slug", "iso3", "title")


def find_typed(model: type[Model], typed: str, most: int = 50) -> list[Any]:
    """The records that what was typed can mean: those called exactly so, else those that the admin's search finds."""
    there: Any = model._default_manager.all()
    # The search of our admins looks at the words only, never at the request.
    rows, _doubles = admin.site._registry[model].get_search_results(None, there, typed)  # type: ignore[arg-type]
    found = list(rows.distinct()[:most])
    exactly = [record for record in found if typed.casefold() in _names(record)]
    return exactly or found


def _names(record: Any) -> set[str]:
    return {str(value).casefold() for value in (record, *(getattr(record, name, "") for name in CALLED))}


class TypedField(forms.CharField):
    """A record by what it is called: refused, with the nearest, unless that is one and one only."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(max_length=400, **kwargs)
        self.model = model

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = find_typed(self.model, typed)
        if len(found) == 1:
            return found[0]
        kind = self.model._meta.verbose_name
        if not found:
            text = _("No %(kind)s is called “%(typed)s”.")
            raise forms.ValidationError(text, params={"kind": kind, "typed": typed[:100]})
        named = "; ".join(str(record) for record in found[:MOST_NAMED])
        text = _("“%(typed)s” can mean several: %(named)s. Write the whole name.")
        raise forms.ValidationError(text, params={"typed": typed[:100], "named": named})


class AutocompleteOrTyped(AutocompleteSelect):
    """A field with suggestions; where no script runs, one to type in."""

    error = gettext_lazy("“%(value)s” is not what one record, and one only, is called. Write the whole name.")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = super().render(name, value, attrs, renderer)
        field = '<noscript><input type="text" class="vTextField" name="{}_typed" maxlength="400" {}></noscript>'
        label = format_html('aria-label="{0}" placeholder="{0}"', _("Or type what it is called"))
        return chosen + format_html(field, name, label)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = str(data.get(f"{name}_typed") or "").strip()
        if not typed:
            chosen = super().value_from_datadict(data, files, name)
            return "?" if str(chosen or "").isdecimal() and not is_key(chosen) else chosen
        found = find_typed(self.field.remote_field.model, typed)
        return found[0].pk if len(found) == 1 else typed

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """What is not a key, such as a name that was not found, chooses nothing.

        First stands the choice of none, with dashes: HTML wants it in a field that must be filled in, too, and never
        without a word. The script shows nothing in its place.
        """
        groups = super().optgroups(name, [one for one in value if is_key(one)], attrs)
        choices = [option for option in groups[0][1] if option["value"] != ""]
        nothing = self.create_option(name, "", NOTHING, not any(option["selected"] for option in choices), 0)
        groups[0] = (None, [nothing, *choices], 0)
        return groups


class TakesTyped(BaseModelAdmin):
    """An admin, or rows of one, whose fields with suggestions are of use without scripts too."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = AutocompleteOrTyped(db_field, self.admin_site)
            kwargs["error_messages"] = {"invalid_choice": AutocompleteOrTyped.error}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
