"""What was typed into a form and what somebody else saved since, put together field by field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from recommendations.models import Tracked

from .keys import is_key

MOST_PARTS = 2000  # of one kind, in one form
VERSION = "_version"  # the form's hidden field

Sent = dict[str, list[str]]  # a form as it was sent: values by field


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both changed; or that only the other did, whose value is taken over."""

    label: str
    theirs: str
    mine: str = ""
    is_conflict: bool = True


@dataclass(slots=True)
class Conflict:
    """What somebody else changed since a form was opened."""

    who: str
    when: Any
    differences: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class Version:
    """The latest history row of a record, and of each kind of part that its form edits."""

    rows: list[int]

    @classmethod
    def of(cls, model_admin: Any, request: HttpRequest, record: Any) -> "Version":
        histories = [record.history.all()]
        for part, name in edited_parts(model_admin, request, record):
            histories.append(history_of_parts(part, name, record))
        return cls([h.order_by("-history_id").values_list("history_id", flat=True).first() or 0 for h in histories])

    @classmethod
    def read(cls, text: str) -> "Version":
        """A version from a form; one that cannot be read is the oldest."""
        return cls([int(part) if is_key(part) else 0 for part in text.split(".")])

    def __str__(self) -> str:
        return ".".join(map(str, self.rows))


def edited_parts(model_admin: Any, request: HttpRequest, record: Any) -> Iterator[tuple[Any, str]]:
    """The parts that a record's form edits, with the field that names the record."""
    for formset, _inline in model_admin.get_formsets_with_inlines(request, record):
        if issubclass(formset.model, Tracked):
            yield formset.model, formset.fk.name


def history_of_parts(part: Any, name: str, record: Any) -> Any:
    """The history of all that is, or was, a part of a record, also after it went to another one."""
    return part.history.filter(id__in=part.history.filter(**{name: record.pk}).values("id"))


class Merging:
    """Puts together what was typed here and what somebody else saved since."""

    def __init__(self, model_admin: Any, request: HttpRequest, record: Any, opened: Version) -> None:
        self.admin, self.request, self.record, self.opened = model_admin, request, record, opened
        self.data = request.POST.copy()
        self.differences: list[Difference] = []

    def run(self) -> tuple[QueryDict, Conflict]:
        form_class = self.admin.get_form(self.request, self.record, change=True)
        base = self._row_before(self.record, 0)
        theirs = form_class(instance=self.record)
        self._merge_form(form_class(self.data, instance=self._instance(base)), _initial(base, theirs), theirs, "")
        formsets = self.admin.get_formsets_with_inlines(self.request, self.record)
        tracked = [(f, inline) for f, inline in formsets if issubclass(f.model, Tracked)]
        for number, (formset, inline) in enumerate(tracked, 1):
            self._merge_parts(formset, inline, number)
        self.data[VERSION] = str(Version.of(self.admin, self.request, self.record))
        return self.data, self._conflict()

    def _conflict(self) -> Conflict:
        histories = [self.record.history.all()]
        for part, name in edited_parts(self.admin, self.request, self.record):
            histories.append(history_of_parts(part, name, self.record))
        last = max((row for h in histories if (row := h.first())), key=lambda row: row.history_date, default=None)
        who = str(last.history_user) if last and last.history_user else _("the command line")
        return Conflict(who, last.history_date if last else None, self.differences)

    def _row_before(self, record: Any, number: int) -> Any:
        """The history row of a record or part as it was when the form was opened."""
        opened = self.opened.rows[number] if number < len(self.opened.rows) else 0
        return record.history.filter(history_id__lte=opened).order_by("-history_id").first()

    def _instance(self, base: Any) -> Any:
        return base.instance if base else type(self.record)(pk=self.record.pk)

    def _merge_form(self, mine: Any, before: dict[str, Any], theirs: Any, what: str) -> bool:
        """Takes over what only they changed; notes it and what both changed. Returns whether anything was typed."""
        touched = False
        for name, form_field in theirs.fields.items():
            if name not in mine.fields or theirs[name].is_hidden:
                continue
            typed, now, was = mine[name].data, theirs[name].value(), before.get(name)
            i_changed = form_field.has_changed(was, typed)
            they_changed = form_field.has_changed(was, _as_typed(now))
            touched |= i_changed
            if not they_changed or not form_field.has_changed(_as_typed(now), typed):
                continue
            label = f"{what}: {form_field.label}" if what else str(form_field.label)
            shown = _spoken(form_field, now)
            if i_changed:
                self.differences.append(Difference(label, shown, _spoken(form_field, typed)))
            else:
                self.differences.append(Difference(label, shown, is_conflict=False))
                _put(self.data, mine[name].html_name, now)
        return touched

    def _merge_parts(self, formset_class: Any, inline: Any, number: int) -> None:
        """Forms of parts that are gone become new ones if they were touched; parts that others added come in."""
        prefix = formset_class.get_default_prefix()
        unbound = formset_class(instance=self.record, prefix=prefix, queryset=inline.get_queryset(self.request))
        there = {form.instance.pk: form for form in unbound.initial_forms}
        kind = str(formset_class.model._meta.verbose_name)
        old, new = [], []
        for values in _posted(self.data, prefix):
            pk = values.get("id", [""])[0]
            if not is_key(pk):
                new.append(values)
            elif int(pk) in there:
                form = there.pop(int(pk))
                self._merge_part(formset_class, values, form, number, f"{kind} “{form.instance}”")
                old.append(values)
            elif self._was_touched(formset_class, values, int(pk), number):
                self.differences.append(Difference(kind, _("removed"), _("kept as a new one")))
                new.append(values | {"id": [""]})
            else:
                self.differences.append(Difference(kind, _("removed"), is_conflict=False))
        for form in there.values():
            if not self._was_there(form.instance, number):
                self.differences.append(Difference(kind, _("added: %(it)s") % {"it": form.instance}, is_conflict=False))
            old.append({name: _listed(form[name].value()) for name in form.fields})
        _write(self.data, prefix, old, new)

    def _was_there(self, part: Any, number: int) -> bool:
        return self._row_before(part, number) is not None

    def _merge_part(self, formset_class: Any, values: Sent, theirs: Any, number: int, what: str) -> None:
        base = self._row_before(theirs.instance, number)
        data = QueryDict(mutable=True)
        for name, listed in values.items():
            data.setlist(name, listed)
        mine = formset_class.form(data)
        merged, self.data = self.data, data
        self._merge_form(mine, _initial(base, theirs), theirs, what)
        self.data = merged
        values.update({name: data.getlist(name) for name in data})

    def _was_touched(self, formset_class: Any, values: Sent, pk: int, number: int) -> bool:
        rows = formset_class.model.history.filter(id=pk, history_type__in="+~").order_by("-history_id")
        base = rows.first()
        form = formset_class.form(_as_data(values))
        before = model_to_dict(base.instance) if base else {}
        return any(f.has_changed(before.get(n), form[n].data) for n, f in form.fields.items() if n != "id")


def _initial(base: Any, form: Any) -> dict[str, Any]:
    """The values that a form had when it was opened; without a history, those that it has now."""
    if base is None:
        return {name: form[name].value() for name in form.fields}
    values = model_to_dict(base.instance)
    for links in base._history_m2m_fields:
        name = f"{links.m2m_reverse_field_name()}_id"
        values[links.name] = list(getattr(base, links.name).values_list(name, flat=True))
    return values


def _as_typed(value: Any) -> Any:
    """A value in the form in which a browser would send it."""
    if isinstance(value, list | tuple):
        return [str(getattr(one, "pk", one)) for one in value]
    return "" if value is None else value


def _listed(value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if isinstance(value, list | tuple):
        return _as_typed(value)
    return ["on" if value is True else str(value)]


def _put(data: QueryDict, name: str, value: Any) -> None:
    if listed := _listed(value):
        data.setlist(name, listed)
    else:
        data.pop(name, None)


def _spoken(form_field: Any, value: Any) -> str:
    """A value of a form as people read it."""
    values = value if isinstance(value, list | tuple) else [value]
    choices: Any = getattr(form_field, "choices", ())
    if isinstance(form_field, forms.ModelChoiceField):
        queryset: Any = form_field.queryset
        keys = [str(getattr(one, "pk", one)) for one in values if one not in (None, "")]
        found = queryset.filter(pk__in=[key for key in keys if is_key(key)])
        return "; ".join(map(str, found)) or _("not recorded")
    if isinstance(form_field, forms.BooleanField):
        return _("yes") if values[0] else _("no")
    if isinstance(form_field, forms.TypedChoiceField):
        names = {str(key): str(name) for key, name in choices if not isinstance(name, list | tuple)}
        values = [names.get(str(one), one) for one in values]
    return "; ".join(str(one) for one in values if one not in (None, "")) or _("not recorded")


def _as_data(values: Sent) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, listed in values.items():
        data.setlist(name, listed)
    return data


def _posted(data: QueryDict, prefix: str) -> list[Sent]:
    """The forms of a formset as they were sent, each as its values by field."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    forms = min(int(total), MOST_PARTS) if is_key(total) else 0
    sent: list[Sent] = [{} for _number in range(forms)]
    for name in list(data):
        rest = name.removeprefix(f"{prefix}-")
        number, dash, field_name = rest.partition("-")
        if rest != name and dash and is_key(number) and int(number) < len(sent):
            sent[int(number)][field_name] = data.getlist(name)
            del data[name]
    return sent


def _write(data: QueryDict, prefix: str, old: list[Sent], new: list[Sent]) -> None:
    for number, values in enumerate([*old, *new]):
        for name, listed in values.items():
            data.setlist(f"{prefix}-{number}-{name}", listed)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(old) + len(new))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(old))
