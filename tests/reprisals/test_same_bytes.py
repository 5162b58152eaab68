"""Two databases that differ in private data alone answer every public address with the same bytes."""

import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from recommendations.filters import RecommendationFilter
from recommendations.models import DataVersion, Review
from reprisals import api, filters, page, patterns, public, publication, views
from reprisals.models import Incident, PublicIncident
from reprisals.models.projection import PublicIncidentQuerySet
from reprisals.models.vocabulary import ActKind, EngagementKind, PlaceKind, Status
from upr_tracker.cases.filters import TimelineFilter

from .addresses import (
    ADDRESSES,
    CASE,
    CASE_FILTERS,
    EDITED,
    FOLLOW_UP,
    INCIDENT_FILTERS,
    NEVER,
    NOWHERE,
    OF_INCIDENTS,
    PRIVATE,
    RECOMMENDATION,
    RECOMMENDATION_FILTERS,
    REPUBLISHED,
    SHOWN,
    STATUS,
    Answer,
    Question,
    answers,
    freeze,
    names,
    questions,
    the_record,
)
from .private import KINDS, Secret
from .records import published

PUBLIC_TABLES = {
    "reprisals_publicincident",
    "reprisals_publicact",
    "reprisals_publicengagement",
    "reprisals_publiclink",
    "reprisals_publicfile",
}


@pytest.fixture
def record(people, monkeypatch):
    """The record of the public, at a time that stands still."""
    freeze(monkeypatch)
    the_record(*people)
    return people


def differing(before: dict[Question, Answer], after: dict[Question, Answer]) -> list[Question]:
    return [question for question in before if before[question] != after[question]]


def add(kinds: list[str], secret: Secret, people: Any) -> None:
    for kind in kinds:
        KINDS[kind](secret, *people)


# The addresses


def test_every_address_is_known_to_these_tests():
    assert set(names()) == set(ADDRESSES)


def test_every_filter_is_known_to_these_tests():
    assert set(INCIDENT_FILTERS) == set(filters.IncidentFilter.base_filters)
    assert set(RECOMMENDATION_FILTERS) == set(RecommendationFilter.base_filters)
    assert set(CASE_FILTERS) == set(TimelineFilter.base_filters)


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_example_addresses_are_of_their_pattern(name):
    for address in ADDRESSES[name]:
        if "%" not in address:
            assert resolve(address.split("?")[0]).view_name == name


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_thought_to_be_nowhere_is_nowhere(address):
    with pytest.raises(Http404):
        resolve(address)


def test_the_record_shows_at_these_addresses(record):
    found = answers(questions())
    for name, addresses in ADDRESSES.items():
        assert found["GET", addresses[0], False][0] == STATUS.get(name, 200), name
    assert b"Whistlethorpe" in found["GET", f"/reprisals/{SHOWN}/", False][2]
    _status, headers, body = found["GET", FOLLOW_UP, False]
    assert f'<a href="/reprisals/{SHOWN}/">'.encode() in body
    assert ("Cache-Control", "no-store") in headers
    for query, total in {"act=threat&act=smear": 2, "year=2021&year=2019": 3, "status=safe&status=none": 3}.items():
        assert f'data-total="{total}"'.encode() in found["GET", f"/reprisals/?{query}", False][2]
    for query in ("act=teapot", "year=2013", "year=1999", "teapot=1", "page=2", "page=0"):
        assert found["GET", f"/reprisals/?{query}", False][0] == 400, query


# The same bytes


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_private_record_changes_no_answer_about_incidents(record, kind):
    asked = questions(*OF_INCIDENTS)
    before = answers(asked)
    add([kind], Secret(), record)
    assert differing(before, answers(asked)) == []


def test_private_records_of_every_kind_change_no_answer_at_all(record):
    before = answers(questions())
    add(list(KINDS), Secret(), record)
    assert differing(before, answers(questions())) == []


@pytest.mark.django_db(transaction=True)  # PostgreSQL moves it once in a transaction
def test_private_records_of_every_kind_do_not_move_the_version_of_the_public_data(record):
    before = DataVersion.objects.read()
    add(list(KINDS), Secret(), record)
    assert DataVersion.objects.read() == before
    Review.objects.update(status="adopted")
    assert DataVersion.objects.read() != before


SECRETS = st.builds(
    Secret,
    year=st.integers(1948, 2030),
    state=st.sampled_from(["NRU", "CHN", "PRT", "TUV"]),
    act=st.sampled_from(ActKind.values),
    engagement=st.sampled_from(EngagementKind.values),
    place=st.sampled_from(PlaceKind.values),
    status=st.sampled_from(Status.values),
    address=st.sampled_from([CASE, RECOMMENDATION, FOLLOW_UP]),
)


def test_no_mixture_of_private_records_changes_an_answer(record, tombstones):
    asked = questions()
    before = answers(asked)

    @settings(max_examples=3, deadline=None, phases=[Phase.generate])
    @given(kinds=st.lists(st.sampled_from(list(KINDS)), unique=True, min_size=3), secret=SECRETS)
    def mixture(kinds, secret):
        with transaction.atomic():
            add(kinds, secret, record)
            assert differing(before, answers(asked)) == []
            transaction.set_rollback(True)
        tombstones.unlink(missing_ok=True)

    mixture()


def test_what_is_gone_answers_like_what_never_was(record):
    add(list(KINDS), Secret(), record)
    found = answers(questions("reprisals:incident"))
    never = found["GET", f"/reprisals/{NEVER}/", False]
    assert never[0] == 404
    for reference in PRIVATE.values():
        status, headers, body = found["GET", f"/reprisals/{reference}/", False]
        assert (status, headers, body.replace(reference.encode(), NEVER.encode())) == never


def test_what_is_gone_answers_programs_like_what_never_was(record):
    add(list(KINDS), Secret(), record)
    found = answers(questions("api:incident"))
    never = found["GET", f"/api/v1/reprisals/{NEVER}/", False]
    assert never[0] == 404
    for reference in PRIVATE.values():
        assert found["GET", f"/api/v1/reprisals/{reference}/", False] == never


def test_files_that_are_gone_answer_like_files_that_never_were(record):
    add(list(KINDS), Secret(), record)
    found = answers(questions("reprisals:file"))
    never = found["GET", f"/reprisals/{NEVER}/files/{NEVER}.jpg", False]
    assert never[0] == 404
    for name in (*PRIVATE.values(), EDITED, REPUBLISHED):
        status, headers, body = found["GET", f"/reprisals/{name}/files/{name}.jpg", False]
        assert (status, headers, body.replace(name.encode(), NEVER.encode())) == never
    shown = found["GET", f"/reprisals/{SHOWN}/files/{SHOWN}.jpg", False]
    assert shown[0] == 200
    assert shown[2].startswith(b"\xff\xd8\xff")


# The test can fail: with any one guard removed, it does

GUARDS: list[tuple[Callable, str, str]] = [
    (PublicIncidentQuerySet.live, "self.filter(Q(shown_until__isnull=True) | Q(shown_until__gte=on))", "self.all()"),
    (views.incident_list, "incidents(today)", "incidents(today).model.objects.all()"),
    (views.incident_page, "incidents(timezone.localdate())", "incidents(timezone.localdate()).model.objects.all()"),
    (api._Incidents.records, "incidents(timezone.localdate())", "incidents(timezone.localdate()).model.objects.all()"),
    (public.incidents_of, "incidents(on).filter", "PublicIncident.objects.filter"),
    (public.years, "incidents(on).exclude", "PublicIncident.objects.exclude"),
    (patterns.acts_by_year, "filter(incident__in=incidents(on))", "all()"),
    (public.in_words, "if linked.is_public", ""),
    (public._engagements, "Review.objects.published()", "Review.objects.all()"),
    (page._people, "how == Visibility.WITHHELD or ", ""),
    (
        page._people,
        '{Visibility.NAME: person.name, Visibility.PSEUDONYM: person.pseudonym}.get(how, "")',
        "person.name if how == Visibility.NAME else person.pseudonym",
    ),
    (page.coarse, "date[: _LENGTH[ShownDate(shown)]]", "date"),
    (page.place_of, "parts[ShownPlace(incident.shown_place)]", "parts[ShownPlace.LOCALITY]"),
    (page.page_of, " if row.shown]", "]"),
    (page._responses, "if row.public_from and row.public_from <= on", ""),
    (page._responses, " and row.public_from <= on", ""),
    (page._citations, " if row.shown", ""),
    (page._files, "not row.shown or ", ""),
    (public.file, "incidents(on).filter", "PublicIncident.objects.filter"),
    (publication.publish, "at < version.embargo_until", "False"),
    (publication.recheck, "_take_down(incident, Step.Kind.WITHDRAWN, by, at)", "pass"),
    (publication._take_down, "PublicIncident.objects.filter(reference=incident.reference).delete()", "pass"),
]


def without(guard: Callable, text: str, instead: str) -> Any:
    """The code of a function as it would be without a guard."""
    function = inspect.unwrap(guard)
    source = textwrap.dedent(inspect.getsource(function))
    assert text in source, f"{function.__qualname__} no longer says {text!r}: say here how it guards now"
    bare = "\n".join(line for line in source.replace(text, instead).splitlines() if not line.startswith("@"))
    made: dict[str, Any] = {}
    exec(bare, function.__globals__, made)  # noqa: S102
    return function, made[function.__name__].__code__


@pytest.mark.parametrize(("guard", "text", "instead"), GUARDS, ids=lambda v: getattr(v, "__name__", None) or "is")
def test_a_build_without_one_guard_is_found(record, monkeypatch, guard, text, instead):
    function, code = without(guard, text, instead)
    monkeypatch.setattr(function, "__code__", code)
    with transaction.atomic():  # published anew by the spoilt code, as far as the page goes
        republish_all(record)
        asked = questions(*OF_INCIDENTS)
        before = answers(asked)
        add([kind for kind in KINDS if kind != "desk"], Secret(), record)
        assert differing(before, answers(asked))


def republish_all(people: Any) -> None:
    for incident in Incident.objects.order_by("pk"):
        published(incident, *people)
    assert PublicIncident.objects.count() == 3


# What a visit leaves, and what it reads


def test_no_answer_sets_a_cookie_and_no_visit_reads_a_private_table(record):
    add(list(KINDS), Secret(), record)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = answers(questions())
    assert [question for question, (_s, headers, _b) in found.items() if "Set-Cookie" in dict(headers)] == []
    asked = {table for query in queries for table in re.findall(r"\breprisals_\w+", query["sql"])}
    assert asked == PUBLIC_TABLES
