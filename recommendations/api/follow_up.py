"""Follow-up actions of the API: what was asked for, where it stands, or stood as of a date."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from recommendations.api.answering import Refused
from recommendations.api.asking import FIELDS, Asked, refuse_unknown
from recommendations.api.lists import Found, FoundByName, ListOf, OneOf
from recommendations.api.recommendations import recommendation_address
from recommendations.api.records import (
    ADDRESS,
    ADDRESSES,
    DATE,
    TEXT,
    TEXTS,
    YES_OR_NO,
    CitationRecord,
    Record,
    Sourced,
    Told,
    address_of,
    one_of,
    written_in,
)
from recommendations.columns import FOLLOW_UP_COLUMNS
from recommendations.filters import read_as_of
from recommendations.models import (
    Case,
    FollowUpAction,
    FollowUpCitation,
    PartialDate,
    Recommendation,
    Review,
    StateStance,
    StatusEvent,
)
from recommendations.standing import Standing, standing

AS_OF = "as_of"
STATUS = one_of(StatusEvent.Status.choices, "")
OF_THE_STANDING = ("status", "status_on")


class ActionRecord(Record):
    """A follow-up action with the columns of the files, as it stands or stood on a date."""

    id = Told("Its permanent name.", TEXT, lambda s: s.action.slug)
    url = Told("Its address in this API.", ADDRESS, lambda s: address_of("follow_up", s.action.slug))
    status = Told("The latest recorded step; empty if none is.", STATUS, lambda s: s.last.status if s.last else "")
    status_on = Told("Date of that step.", DATE, lambda s: s.last.happened_on if s.last else "")
    is_overdue = Told("Whether it was due before and is not done.", YES_OR_NO, lambda s: s.action.is_overdue(s.on))
    overdue = Told("For how long it is overdue, in words; empty if it is not.", TEXT, lambda s: s.overdue)
    language = written_in()

    schemas = {
        "address": ADDRESS,
        "kind": one_of(FollowUpAction.Kind.choices),
        "requested_on": DATE,
        "due_on": DATE,
        "reviews": TEXTS,
    }

    @classmethod
    def field_names(cls) -> list[str]:
        return list(dict.fromkeys([*cls._declared_fields, *(column.name for column in FOLLOW_UP_COLUMNS)]))

    def get_fields(self) -> dict[str, Any]:
        columns = [column for column in FOLLOW_UP_COLUMNS if column.name not in OF_THE_STANDING]
        told = {
            column.name: Told(column.help, self.schemas.get(column.name, TEXT), _of_action(column.cell))
            for column in columns
        }
        return super().get_fields() | told


def _of_action(value: Any) -> Any:
    return lambda s: value(s.action)


class StepRecord(Sourced):
    """A dated step."""

    status = Told("What kind of step.", STATUS, lambda s: s.event.status)
    happened_on = Told("When; empty if not recorded.", DATE, lambda s: s.event.happened_on)
    text = Told("What happened.", TEXT, lambda s: s.event.text)
    locator = Told("Place in the source.", TEXT, lambda s: s.event.locator)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["source"].source = "event.source"
        return fields


class StanceRecord(Sourced):
    """How a State stood on it."""

    state = Told("ISO alpha-3.", TEXT, lambda s: s.state.iso3)
    kind = Told("How it showed where it stands.", one_of(StateStance.Kind.choices), lambda s: s.kind)
    stance = Told("Where it stands.", one_of(StateStance.Stance.choices), lambda s: s.stance)
    taken_on = Told("When; empty if not recorded.", DATE, lambda s: s.taken_on)
    note = Told("What must be known to use it.", TEXT, lambda s: s.note)


class WholeAction(ActionRecord):
    """A follow-up action with its steps, and how States stand on it."""

    steps = StepRecord(many=True, read_only=True, help_text="Its steps, oldest first.")
    stances = StanceRecord(many=True, read_only=True, source="action.stances.all", help_text="All recorded stances.")
    citations = CitationRecord(many=True, read_only=True, source="action.citations.all", help_text="Its sources.")
    requested_by = Told(
        "The organisations that ask for it.", TEXTS, lambda s: [one.name for one in s.action.requested_by.all()]
    )
    continues = Told(
        "Address of the action that this one takes further; empty if none.",
        TEXT,
        lambda s: address_of("follow_up", s.action.continues.slug) if _leads_on(s.action) else "",
    )
    recommendations = Told(
        "Addresses of the recommendations that it follows.",
        ADDRESSES,
        lambda s: [recommendation_address(one) for one in s.action.recommendations.all()],
    )
    cases = Told(
        "Addresses of the advocacy cases that press for it.",
        ADDRESSES,
        lambda s: [address_of("case", one.slug) for one in s.action.cases.all()],
    )


def _leads_on(action: FollowUpAction) -> bool:
    return bool(action.continues and action.continues.is_published)


def read_day(query: QueryDict) -> PartialDate | None:
    """The date of `?as_of=`; Refused where it is none."""
    as_of, problems = read_as_of(query)
    if problems:
        raise Refused(problems)
    return as_of


class FoundActions(FoundByName):
    """Actions as they stand, or stood."""

    def __init__(self, records: QuerySet, as_of: PartialDate | None) -> None:
        super().__init__(records, "slug")
        self.as_of = as_of

    def after(self, values: tuple[Any, ...] | None, number: int) -> Sequence[Standing]:
        return [standing(action, self.as_of) for action in super().after(values, number)]

    def values_of(self, record: Standing) -> list[Any]:
        return [record.action.slug]


class ActionList(ListOf):
    """The published follow-up actions, by their permanent names."""

    record = ActionRecord
    takes_as_of = True

    def find(self, query: QueryDict) -> Found:
        refuse_unknown(query, known=(AS_OF,))
        found = FollowUpAction.objects.published().select_related("state").prefetch_related("events", "reviews")
        return FoundActions(found, read_day(query))


class ActionOne(OneOf):
    """One follow-up action; with `as_of`, its steps and where it stood by then. Stances are always all of them."""

    record = WholeAction
    takes_as_of = True

    def get(self, request: Request, **known_by: str) -> Response:
        refuse_unknown(request.query_params, known=(FIELDS, AS_OF))
        asked = Asked.read(request.query_params, self.record.field_names(), request.path)
        shown = standing(self.find(**known_by), read_day(request.query_params))
        return Response(self.record(shown, only=asked.fields).data)

    def records(self) -> QuerySet[FollowUpAction]:
        return (
            FollowUpAction.objects.published()
            .select_related("state", "continues")
            .prefetch_related(
                Prefetch("events", StatusEvent.objects.select_related("source")),
                Prefetch("stances", StateStance.objects.select_related("state", "source")),
                Prefetch("citations", FollowUpCitation.objects.select_related("source")),
                Prefetch("recommendations", Recommendation.objects.published().select_related("review")),
                Prefetch("reviews", Review.objects.published()),
                Prefetch("cases", Case.objects.published()),
                "requested_by",
            )
        )
