"""Limits are data: which fits whom, and that an office's own stay."""

import datetime

import pytest
from django.core.management import call_command

from recommendations.models import Session
from reports.asked import Asked
from reports.draft import Length
from reports.limits import length_of, limit_of, load_limits, warnings_of
from reports.models import Limit
from tests.records import an_organisation

pytestmark = pytest.mark.django_db


def asked(kind: str = "written-statement", status: str = "", joint: bool = False, situation: str = "") -> Asked:
    who = an_organisation(consultative_status=status) if status else None
    others = (an_organisation("Kettles United"),) if joint else ()
    session = Session.objects.get(kind=Session.Kind.HRC, number=56)
    on = datetime.date(2024, 7, 1)
    return Asked(kind, session, on, organisation=who, together_with=others, situation=situation)


@pytest.mark.parametrize(
    ("of", "most"),
    [
        ({"status": "general"}, 2000),
        ({"status": "special"}, 1500),
        ({"status": "roster"}, 1500),
        ({"status": "none"}, 1500),
        ({}, 1500),
        ({"status": "general", "joint": True}, 2000),
        ({"kind": "submission"}, 2815),
        ({"kind": "submission", "status": "general"}, 2815),
        ({"kind": "submission", "joint": True}, 5630),
        ({"kind": "oral-statement", "situation": "general_debate"}, 90),
        ({"kind": "oral-statement", "situation": "adoption", "joint": True}, 120),
    ],
)
def test_the_limit_that_fits(of, most):
    assert limit_of(asked(**of)).amount == most


def test_a_briefing_has_none():
    assert limit_of(asked("briefing")) is None
    assert length_of(asked("briefing"), ()).limit is None


def test_what_an_office_changed_or_removed_stays_after_a_migration():
    Limit.objects.filter(kind="written-statement", status="general").update(amount=1999)
    Limit.objects.filter(kind="written-statement", status="roster").delete()
    before = list(Limit.objects.order_by("pk").values())
    call_command("migrate", verbosity=0)
    load_limits()
    assert list(Limit.objects.order_by("pk").values()) == before


def test_limits_of_a_kind_that_has_none_are_loaded():
    Limit.objects.filter(kind="submission").delete()
    load_limits()
    assert sorted(Limit.objects.filter(kind="submission").values_list("amount", flat=True)) == [2815, 5630]


@pytest.mark.parametrize(("n", "said"), [(1349, 0), (1350, 1), (1500, 1), (1501, 1)])
def test_it_warns_from_nine_tenths_on(n, said):
    length = Length(n, 1500, rule="a rule")
    assert len(warnings_of(length)) == said
    assert length.is_over is (n > 1500)


def test_time_is_told_in_words_that_can_be_read_well():
    length = length_of(asked("oral-statement", situation="general_debate"), ())
    assert (length.limit, length.refuses, length.footnotes_count) == (195, False, False)
    assert warnings_of(length) == ("0 words: about 0:00 read well, 0:00 read fast.",)
