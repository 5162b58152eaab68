"""What the addresses of lists have in common: filters that refuse what is unknown, page numbers, and the refusal."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Self

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models.remembering import remembered

MOST_VALUES = 100
LONGEST_PAGE = 6  # digits
PAGING = {"page"}
# Added to links by mail and social-media programs; they carry no question to us.
FOREIGN = ("utm_", "fbclid", "gclid", "mc_")

Choices = Callable[[], Iterable[tuple[str, Any]]]

_forms: dict[str, type[forms.Form]] = {}

Spoken = list[tuple[str, str, list[tuple[str, str]]]]  # parameter, its label, and value with label of each choice


class Unchanged:
    """A field or filter in which nothing is ever changed for one address, so that all share what is in it."""

    def __deepcopy__(self, memo: Any) -> Self:
        return copy(self)


class Text(Unchanged, forms.CharField):
    pass


class SeveralValues(Unchanged, forms.MultipleChoiceField):
    """Repeated values mean any of them; one that is not known is an error that names it."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("“%(value)s” is not a value that this site knows."),
        "called_so": gettext_lazy("“%(value)s” is not a value that this site knows: write “%(meant)s” for it."),
        "too_many": gettext_lazy("At most %(most)s values."),
    }
    widget = forms.CheckboxSelectMultiple

    @property
    def labels(self) -> dict[str, str]:
        """What each value that the site knows is called."""
        return {str(key): str(label) for key, label in self.choices}  # type: ignore[misc, union-attr]

    def validate(self, value: list[str]) -> None:
        if not value:
            return
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(self.error_messages["too_many"], params={"most": MOST_VALUES})
        known = self.labels
        for one in value:
            if one not in known:
                raise self._unknown(one, known)

    def _unknown(self, value: str, known: dict[str, str]) -> forms.ValidationError:
        """That a value is not known; and which one is, where it is what people call that, such as China for CHN."""
        said = value.casefold()
        meant = next((key for key, label in known.items() if said in (key.casefold(), label.casefold())), None)
        if meant is None:
            return forms.ValidationError(self.error_messages["invalid_choice"], params={"value": value[:100]})
        params = {"value": value[:100], "meant": meant}
        return forms.ValidationError(self.error_messages["called_so"], params=params)


class ValuesOfTheRecord(SeveralValues):
    """Values that the public record alone decides: looked up once for each version of it."""

    def __init__(self, *, choices: Choices, **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)
        self.given = choices

    @property
    def labels(self) -> dict[str, str]:
        return _labels(self.given)


@remembered
def _labels(choices: Choices) -> dict[str, str]:
    return {str(key): str(label) for key, label in choices()}


class OneValue(Unchanged, django_filters.fields.ChoiceField):
    pass


class TextFilter(Unchanged, django_filters.CharFilter):
    field_class = Text


class OneOf(Unchanged, django_filters.ChoiceFilter):
    field_class = OneValue


class AnyOf(Unchanged, django_filters.MultipleChoiceFilter):
    field_class: type[SeveralValues] = SeveralValues


class AnyOfTheRecord(AnyOf):
    field_class = ValuesOfTheRecord


class AddressFilter(django_filters.FilterSet):
    """Reads and checks the parameters of an address; an unknown one is a problem that names it."""

    single: tuple[str, ...] = ()  # parameters that may not be repeated
    arranging: tuple[str, ...] = ("sort", "by")  # those that filter nothing

    def get_form_class(self) -> type[forms.Form]:
        """The form of this set of filters, which is the same for every address: made once."""
        return _form_of(type(self).__qualname__, type(self))

    def problems(self) -> list[str]:
        """What is wrong with the address, parameter by parameter; empty where it can be answered."""
        known = set(self.base_filters) | PAGING
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        found = [unknown_filter(name) for name in data if name not in known and not name.startswith(FOREIGN)]
        found += [twice(name) for name in (*self.single, *PAGING) if len(data.getlist(name)) > 1]
        for name, errors in self.form.errors.items():
            label = self.form.fields[name].label if name in self.form.fields else name
            found += [f"{label}: {error}" for error in errors]
        return found

    def spoken(self) -> Spoken:
        """What is filtered, in words."""
        said = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if not value or name in self.arranging:
                continue
            if isinstance(value, list):
                labels = field.labels
                said.append((name, str(field.label), [(one, labels[one]) for one in value]))
            else:
                said.append((name, str(field.label), [(str(value), self.in_quotes(name, value))]))
        return said

    def in_quotes(self, name: str, value: Any) -> str:
        """One value as it is spoken."""
        return f"“{value}”"


def _form_of(name: str, filters: type[AddressFilter]) -> type[forms.Form]:
    if name not in _forms:
        fields = {name: each.field for name, each in filters.base_filters.items()}
        _forms[name] = type(f"{name}Form", (forms.Form,), fields)
    return _forms[name]


def in_words(spoken: Spoken) -> str:
    """One sentence: "State under review: China; Position: Noted or Rejected"."""
    either = " " + _("or") + " "
    parts = [f"{label}: {either.join(text for _value, text in values)}" for _name, label, values in spoken]
    return "; ".join(parts)


def unknown_filter(name: str) -> str:
    return _("“%(name)s” is not a filter that this site knows.") % {"name": name[:100]}


def twice(name: str) -> str:
    return _("“%(name)s” stands twice in this address.") % {"name": name}


def page_problems(request: HttpRequest) -> list[str]:
    """What is wrong with the number of the page."""
    page = request.GET.get("page", "1")
    if page.isascii() and page.isdigit() and len(page) <= LONGEST_PAGE and int(page) >= 1:
        return []
    return [_("“%(page)s” is not the number of a page.") % {"page": page[:100]}]


def beyond_the_last(paginator: Paginator, number: int) -> list[str]:
    """That there is no such page, where there is none."""
    if number <= paginator.num_pages:
        return []
    said = _("There is no page %(page)s: the last one is %(last)s.")
    return [said % {"page": number, "last": paginator.num_pages}]


def refuse(request: HttpRequest, problems: list[str], start: str = "") -> HttpResponse:
    """Says what is wrong with the address; no rows. start: where to begin anew, else the search."""
    context = {"problems": problems, "start": start}
    return render(request, "recommendations/bad_address.html", context, status=400)
