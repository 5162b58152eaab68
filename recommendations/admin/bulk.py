"""What can be done with many recommendations at once."""

from collections.abc import Callable
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import (
    ActionCategory,
    Axis,
    Case,
    FollowUpAction,
    Judgement,
    Organisation,
    PartialDateField,
    Source,
    Theme,
)
from recommendations.tracking import bulk
from recommendations.tracking.bulk import Done, Outlook

from .bulk_page import BulkAction, ListAction
from .typed import TypedField


class ThemesByVocabulary(forms.models.ModelChoiceIterator):
    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        for vocabulary, themes in groupby(self.queryset, lambda theme: theme.vocabulary):
            yield vocabulary.title, [self.choice(theme) for theme in themes]


class ThemeField(forms.ModelChoiceField):
    iterator = ThemesByVocabulary

    def __init__(self, **kwargs: Any) -> None:
        themes = Theme.objects.select_related("vocabulary")
        super().__init__(themes.order_by("vocabulary__axis", "vocabulary__slug", "rank", "name"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DateField(forms.CharField):
    """A day, a month or a year."""

    def clean(self, value: Any) -> str:
        return PartialDateField().to_python(super().clean(value))


class UntagForm(forms.Form):
    theme = ThemeField(label=gettext_lazy("theme"), help_text=gettext_lazy("By the lists that they belong to."))


class TagForm(UntagForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=gettext_lazy("given by"),
        required=False,
        empty_label=gettext_lazy("staff, in our own name"),
        help_text=gettext_lazy("Only where an organisation says so."),
    )


class AssessForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=gettext_lazy("organisation"), help_text=gettext_lazy("Who judges.")
    )
    judgement = forms.ChoiceField(
        label=gettext_lazy("judgement"),
        choices=[("", "---------"), *((v, text) for v, text in Judgement.choices if v != Judgement.MISSING)],
        help_text=gettext_lazy("What it says of each of them."),
    )
    assessed_on = DateField(
        label=gettext_lazy("assessed on"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Day, month or year; empty means not recorded."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("reasons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy("Why, in our words. The same for all."),
    )
    source = TypedField(
        Source,
        label=gettext_lazy("source"),
        required=False,
        help_text=gettext_lazy("Where it says so: the UN symbol or the title of a source that is recorded."),
    )
    locator = forms.CharField(
        label=gettext_lazy("place in the source"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Paragraph or page: “para. 28.5”."),
    )
    quotation = forms.CharField(
        label=gettext_lazy("quotation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("The words relied on, exactly."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("source") and (values.get("locator") or values.get("quotation")) and "source" in values:
            self.add_error("source", _("Say of which source this place or quotation is."))
        return values


class FollowUpForm(forms.Form):
    follow_up = forms.ModelChoiceField(
        FollowUpAction.objects.order_by("title"),
        label=gettext_lazy("follow-up action"),
        help_text=gettext_lazy("The action that follows these recommendations."),
    )


class CaseForm(forms.Form):
    case = forms.ModelChoiceField(
        Case.objects.all(),
        label=gettext_lazy("advocacy case"),
        help_text=gettext_lazy("The case that singles these recommendations out."),
    )


class ActionCategoryForm(forms.Form):
    category = forms.TypedChoiceField(
        label=gettext_lazy("action category"),
        coerce=int,
        choices=[("", "---------"), *((value, f"{value} {text}") for value, text in ActionCategory.choices)],
        help_text=gettext_lazy("By the first verb and the whole action; of two leading verbs the second counts."),
    )


class OfRecommendations(BulkAction):
    """An action of the list of recommendations."""

    foresees: ClassVar[Callable[..., Outlook]]
    acts: ClassVar[Callable[..., Done]]

    def called(self, record: Any) -> str:
        return f"{record}: {Truncator(record.text).chars(100)}"

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the form says, as the functions take it."""
        return values

    def foresee(self, pks: list[int], values: dict[str, Any]) -> Outlook:
        return type(self).foresees(pks, **self.arguments(values))

    def act(self, pks: list[int], values: dict[str, Any], user: Any) -> Done:
        return type(self).acts(pks, **self.arguments(values), user=user)


class TagSelected(OfRecommendations):
    name, title, button = "tag", gettext_lazy("Tag with a theme"), gettext_lazy("Tag them")
    needs = ("change_recommendation", "add_tag")
    form_class = TagForm
    foresees, acts = bulk.to_tag, bulk.tag

    def consequences(self, outlook: Outlook, values: dict[str, Any]) -> list[str]:
        if outlook.to_change and values["theme"].vocabulary.axis == Axis.TERRITORY:
            return [_("The search will find them by every name of this territory.")]
        return []


class UntagSelected(OfRecommendations):
    name, title, button = "untag", gettext_lazy("Take a theme away"), gettext_lazy("Take it away")
    already = gettext_lazy("Do not have it")
    needs = ("change_recommendation", "delete_tag")
    form_class = UntagForm
    foresees, acts = bulk.to_untag, bulk.untag


class AssessSelected(OfRecommendations):
    name, title, button = "assess", gettext_lazy("Assess"), gettext_lazy("Record the assessment")
    already = gettext_lazy("Are assessed so already, and keep what is recorded")
    needs = ("change_recommendation", "add_assessment")
    form_class = AssessForm
    foresees, acts = bulk.to_assess, bulk.assess

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        names = ("source", "locator", "quotation")
        cited = {name: values[name] for name in names}
        said = {name: value for name, value in values.items() if name not in names}
        return said | {"cited": bulk.Cited(**cited) if cited["source"] else None}


class LinkToFollowUp(OfRecommendations):
    name, title, button = "link_to_follow_up", gettext_lazy("Add to a follow-up action"), gettext_lazy("Add them")
    already = gettext_lazy("Belong to it already")
    needs = ("change_recommendation", "change_followupaction")
    form_class = FollowUpForm
    foresees, acts = bulk.to_link, bulk.link_to_follow_up

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"record": values["follow_up"]}


class LinkToCase(OfRecommendations):
    name, title, button = "link_to_case", gettext_lazy("Add to an advocacy case"), gettext_lazy("Add them")
    already = gettext_lazy("Belong to it already")
    needs = ("change_recommendation", "change_case")
    form_class = CaseForm
    foresees, acts = bulk.to_link, bulk.link_to_case

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"record": values["case"]}


class SetActionCategory(OfRecommendations):
    name, title = "set_action_category", gettext_lazy("Confirm an action category")
    button = gettext_lazy("Confirm it")
    already = gettext_lazy("Are confirmed so already")
    needs = ("change_recommendation",)
    form_class = ActionCategoryForm
    foresees, acts = bulk.to_set_action_category, bulk.set_action_category


BULK_ACTIONS: list[type[ListAction]] = [
    TagSelected,
    UntagSelected,
    AssessSelected,
    LinkToFollowUp,
    LinkToCase,
    SetActionCategory,
]
