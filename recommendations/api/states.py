"""States of the API."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from recommendations.api.answering import Moved
from recommendations.api.lists import ListOf, OneOf
from recommendations.api.records import (
    ADDRESS,
    ADDRESSES,
    NUMBER,
    TEXT,
    TEXTS,
    Record,
    Told,
    address_of,
    one_of,
    page_field,
)
from recommendations.models import Merged, RegionalGroup, Review, State


class StateRecord(Record):
    """A State."""

    id = Told("ISO alpha-3.", TEXT, lambda s: s.iso3)
    url = Told("Its address in this API.", ADDRESS, lambda s: address_of("state", s.iso3))
    address = page_field()
    name = Told("The UN's short name today.", TEXT, lambda s: s.name)
    names = Told("All names by which files call it.", TEXTS, lambda s: [one.name for one in s.names.all()])
    status = Told("Member or observer of the UN.", one_of(State.Status.choices), lambda s: s.status)
    regional_group = Told(
        "The UN's regional group; empty if not recorded.",
        one_of(RegionalGroup.choices, ""),
        lambda s: s.regional_group,
    )
    memberships = Told("Bodies of which it is a member.", TEXTS, lambda s: [one.body for one in s.memberships.all()])
    recommendations_made = Told("How many published recommendations it made.", NUMBER, lambda s: s.made_count)
    reviews = Told(
        "Addresses of its own published reviews.",
        ADDRESSES,
        lambda s: [address_of("review", review.slug) for review in s.reviews.all()],
    )


class _States:
    record: type[Record] = StateRecord
    name = "iso3"

    def records(self) -> QuerySet[State]:
        public = Q(made__recommendation__review__published_at__isnull=False)
        own = Review.objects.published().order_by("cycle")
        states = State.objects.annotate(made_count=Count("made", filter=public))
        return states.prefetch_related("names", "memberships", Prefetch("reviews", own))


class StateList(_States, ListOf):
    """All States, by their codes."""


class StateOne(_States, OneOf):
    """One State. The code of one that was merged leads on, and so does a code in small letters."""

    def find(self, **known_by: str) -> Any:
        iso3 = known_by["name"].upper()
        found = self.records().filter(iso3=iso3).first()
        if found is None:
            other = Merged.objects.lead(State, iso3=iso3)
            raise Moved(reverse("api:state", args=[other.iso3])) if other else Http404
        if iso3 != known_by["name"]:
            raise Moved(reverse("api:state", args=[iso3]))
        return found
