"""What is asked of whoever makes a paper, or a pack of them."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.typed import TypedField
from recommendations.models import Case, Organisation, PartialDate, Review, Session, State, Statement
from reports.asked import LANGUAGES, Asked
from reports.kinds import KINDS, Kind
from reports.models import Situation
from reports.wording import AGENDA
from reprisals import disclosure

MOST_REVIEWS = 20
FORMATS = ("docx", "pdf", "xlsx", "csv")
_LANGUAGE_NAMES = {"en": gettext_lazy("English"), "fr": gettext_lazy("French"), "es": gettext_lazy("Spanish")}


class TypedLines(TypedField):
    """Several records by what they are called, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        self.strip = False

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_REVIEWS:
            raise forms.ValidationError(_("At most %(n)s at once."), params={"n": MOST_REVIEWS})
        found = [super(TypedLines, self).clean(line) for line in lines]
        return tuple(dict.fromkeys(found))


class _Sources(forms.Form):
    """What papers are made of, for which session, and for whom."""

    session = forms.ModelChoiceField(
        Session.objects.none(), label=gettext_lazy("session"), help_text=gettext_lazy("At which it is handed in.")
    )
    case = forms.ModelChoiceField(
        Case.objects.none(),
        required=False,
        label=gettext_lazy("advocacy case"),
        help_text=gettext_lazy("Of which it is made; or name reviews, or a State."),
    )
    reviews = TypedLines(
        Review,
        required=False,
        label=gettext_lazy("reviews"),
        help_text=gettext_lazy("One a line: china-2024."),
    )
    state = TypedField(
        State,
        required=False,
        label=gettext_lazy("State"),
        help_text=gettext_lazy("All its published reviews; for a mission sheet, whose mission it is."),
    )
    organisation = TypedField(
        Organisation,
        required=False,
        label=gettext_lazy("organisation"),
        help_text=gettext_lazy("Who hands it in. It decides the limit, and whose letterhead stands above it."),
    )
    signatories_of = forms.ModelChoiceField(
        Statement.objects.none(),
        required=False,
        label=gettext_lazy("together with the signatories of"),
        help_text=gettext_lazy("A published statement; its signatories join."),
    )
    agenda_item = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label=gettext_lazy("agenda item"),
        help_text=gettext_lazy("Of the session."),
    )
    language = forms.ChoiceField(
        choices=[(code, _LANGUAGE_NAMES[code]) for code in LANGUAGES],
        initial="en",
        label=gettext_lazy("language"),
        help_text=gettext_lazy("Of the paper."),
    )
    on = forms.DateField(
        required=False,
        label=gettext_lazy("as of"),
        help_text=gettext_lazy("2024-06-26: the day whose record it gives. Empty means today."),
    )
    formats = forms.MultipleChoiceField(
        choices=[(name, name) for name in FORMATS],
        initial=["docx"],
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("files"),
        help_text=gettext_lazy("Tables (xlsx, csv) are made of a matrix alone."),
    )

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        self.user = user
        found: dict[str, Any] = self.fields
        found["session"].queryset = Session.objects.filter(kind=Session.Kind.HRC)
        found["case"].queryset = Case.objects.published()
        found["signatories_of"].queryset = Statement.objects.published()
        found["agenda_item"].choices = [("", "—"), *((n, f"{n}. {name}") for n, name in AGENDA.items())]
        if data is None:
            self.initial["session"] = _next_session()

    def clean_on(self) -> datetime.date:
        today = timezone.localdate()
        on: datetime.date = self.cleaned_data.get("on") or today
        if on > today:
            raise forms.ValidationError(_("This day lies in the future."))
        return on

    def clean_reviews(self) -> tuple[Review, ...]:
        found: tuple[Review, ...] = self.cleaned_data["reviews"]
        if hidden := [str(review) for review in found if not review.is_published]:
            text = _("Not published, and papers are made of the public record alone: %(names)s.")
            raise forms.ValidationError(text, params={"names": "; ".join(hidden)})
        return found

    def asked_for(self, kind: Kind, **more: Any) -> Asked:
        """What was asked for, of one kind."""
        data = self.cleaned_data
        signed = data["signatories_of"]
        joint = tuple(signed.signatories.order_by("name")) if signed else ()
        return Asked(
            kind=kind.name,
            session=data["session"],
            on=data["on"],
            case=data["case"],
            reviews=data["reviews"],
            state=data["state"],
            organisation=data["organisation"],
            together_with=tuple(one for one in joint if one != data["organisation"]),
            agenda_item=data["agenda_item"],
            language=data["language"],
            **more,
        )

    def lacks(self, kind: Kind, asked: Asked) -> list[str]:
        """What has still to be given for a paper of this kind."""
        labels = {name: str(field.label) for name, field in self.fields.items()}
        missing = [need for need in kind.needs if not any(getattr(asked, name) for name in need.split("|"))]
        text = _("It needs: %(names)s.")
        said = [text % {"names": _(" or ").join(labels.get(n, n) for n in need.split("|"))} for need in missing]
        if asked.language not in kind.languages:
            said.append(_("It is not written in this language."))
        return said


class PaperForm(_Sources):
    """One paper."""

    kind = forms.ChoiceField(label=gettext_lazy("kind of paper"), help_text=gettext_lazy("What is handed in."))
    situation = forms.ChoiceField(
        choices=[("", "—"), *Situation.choices],
        required=False,
        label=gettext_lazy("where it is read"),
        help_text=gettext_lazy("For an oral statement."),
    )
    form = forms.ChoiceField(
        choices=[("", "—"), ("2019", "2019"), ("2025", "2025")],
        required=False,
        label=gettext_lazy("form of the matrix"),
        help_text=gettext_lazy("The columns of OHCHR's matrices of that year."),
    )
    incidents = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("incidents"),
        help_text=gettext_lazy("Of your own, for a submission on reprisals."),
    )
    scope = forms.ChoiceField(
        choices=[("", "—"), *((scope.value, scope.label) for scope in disclosure.PAPER_SCOPES)],
        required=False,
        label=gettext_lazy("to whom it goes"),
        help_text=gettext_lazy("Only people who agreed to this very use appear in it."),
    )
    is_safe = forms.BooleanField(
        required=False,
        label=gettext_lazy("safe version"),
        help_text=gettext_lazy("No names; dates and places as coarse as on a public page."),
    )
    why = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("why it may leave all the same"),
        help_text=gettext_lazy("Where something was found that somebody may let pass. It is kept with the paper."),
    )

    field_order = ["kind", "session", "case", "reviews", "state", "organisation", "signatories_of", "agenda_item"]

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        found: dict[str, Any] = self.fields
        knocks = disclosure.may_knock(user)
        found["kind"].choices = [(k.name, k.label) for k in KINDS.values() if knocks or not k.confidential]
        choices = disclosure.choices_for(user) if knocks else []
        found["incidents"].choices = [(c.reference, f"{c.reference}: {c.title or c.state}") for c in choices]
        if not choices:
            for name in ("incidents", "scope", "is_safe"):
                del found[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        kind = KINDS[data["kind"]]
        self.asked = self.asked_for(
            kind,
            situation=data["situation"],
            form=data["form"],
            incidents=tuple(data.get("incidents", ())),
            scope=data.get("scope", ""),
            is_safe=bool(data.get("is_safe")),
        )
        for problem in self.lacks(kind, self.asked):
            self.add_error("kind", problem)
        if wrong := set(data["formats"]) - set(kind.formats):
            text = _("This kind of paper is not made as %(names)s.")
            self.add_error("formats", text % {"names": ", ".join(sorted(wrong))})
        return data

    @property
    def chosen(self) -> Kind:
        """The kind of paper, once the form is valid."""
        return KINDS[self.cleaned_data["kind"]]


class PackForm(_Sources):
    """The papers for one session: public ones alone."""

    kinds = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("papers"),
        help_text=gettext_lazy("Each that can be made is issued; the cover note says of the others why they are not."),
    )
    field_order = ["kinds"]

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        found: dict[str, Any] = self.fields
        found["kinds"].choices = [(k.name, k.label) for k in KINDS.values() if not k.confidential]


def _next_session() -> Session | None:
    """The session of the Council that comes or is held now, else the last one whose dates are recorded."""
    today = timezone.localdate()
    dated = Session.objects.filter(kind=Session.Kind.HRC).exclude(starts_on="").order_by("starts_on")
    found = list(dated)
    coming = [one for one in found if PartialDate(one.ends_on or one.starts_on).latest >= today]
    return next(iter(coming), found[-1] if found else None)
