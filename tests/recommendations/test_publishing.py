"""Publishing and withdrawing: what changes, what stays, and what is said of it."""

import datetime

import pytest

from recommendations.models import Case, FollowUpAction, Review, Statement
from recommendations.tracking.publishing import Outcome, publish, withdraw
from tests.records import a_recommendation, a_review

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2024, 1, 22, 9, 30, tzinfo=datetime.UTC)
TUESDAY = MONDAY + datetime.timedelta(days=1)


@pytest.fixture
def cases():
    return [Case.objects.create(title=f"Teapots {n}") for n in range(3)]


def test_nothing_is_public_at_first(cases):
    assert not Case.objects.published().exists()
    assert not any(case.is_published for case in cases)


def test_publishing_counts_what_changed_and_what_was_public_already(cases):
    assert publish(Case.objects.filter(pk=cases[0].pk), MONDAY) == Outcome(changed=1, already=0)
    assert publish(Case.objects.all(), MONDAY) == Outcome(changed=2, already=1)
    assert publish(Case.objects.all(), MONDAY) == Outcome(changed=0, already=3)
    assert Case.objects.published().count() == 3


def test_publishing_again_keeps_the_first_date(cases):
    publish(Case.objects.filter(pk=cases[0].pk), MONDAY)
    publish(Case.objects.all(), TUESDAY)
    assert list(Case.objects.order_by("title").values_list("published_at", flat=True)) == [MONDAY, TUESDAY, TUESDAY]


def test_without_a_date_it_is_published_now(cases):
    before = datetime.datetime.now(datetime.UTC)
    publish(Case.objects.filter(pk=cases[0].pk))
    cases[0].refresh_from_db()
    assert before <= cases[0].published_at <= datetime.datetime.now(datetime.UTC)


def test_withdrawing_counts_what_changed_and_what_was_not_public(cases):
    publish(Case.objects.exclude(pk=cases[0].pk), MONDAY)
    assert withdraw(Case.objects.all()) == Outcome(changed=2, already=1)
    assert withdraw(Case.objects.all()) == Outcome(changed=0, already=3)
    assert not Case.objects.published().exists()


def test_only_the_records_that_were_named_change(cases):
    publish(Case.objects.all(), MONDAY)
    withdraw(Case.objects.filter(pk=cases[1].pk))
    assert list(Case.objects.published().order_by("title")) == [cases[0], cases[2]]


def test_what_is_published_again_after_a_withdrawal_has_a_new_date(cases):
    publish(Case.objects.all(), MONDAY)
    withdraw(Case.objects.all())
    publish(Case.objects.all(), TUESDAY)
    assert set(Case.objects.values_list("published_at", flat=True)) == {TUESDAY}


def test_of_no_records_nothing_is_said_to_change():
    assert publish(Case.objects.none()) == withdraw(Case.objects.none()) == Outcome(changed=0, already=0)


@pytest.mark.parametrize(
    ("model", "fields"),
    [(Case, {}), (FollowUpAction, {"kind": "other"}), (Statement, {})],
    ids=lambda value: str(value),
)
def test_each_kind_of_record_with_a_page_can_be_published(model, fields):
    record = model.objects.create(title="Teapots", **fields)
    assert publish(model.objects.all()) == Outcome(changed=1, already=0)
    record.refresh_from_db()
    assert record.is_published


def test_a_recommendation_follows_its_review():
    recommendation = a_recommendation(a_review(published=False))
    public = type(recommendation).objects.published()
    assert not public.exists()
    publish(Review.objects.all())
    assert list(public.all()) == [recommendation]
    withdraw(Review.objects.all())
    assert not public.all().exists()
