"""On what ground each person may be shown, in each way, and for how long."""

import datetime
import itertools

import pytest
from django.db import IntegrityError, transaction

from reprisals.grounds import Grounds
from reprisals.models import Basis
from reprisals.models.vocabulary import BasisKind, Role, Scope, Visibility

from .records import a_basis, a_person, an_incident

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 1)
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def incident(db):
    return an_incident()


def problems(incident, on=DAY, shown=None):
    return Grounds(incident, on, shown).problems()


@pytest.mark.parametrize("kind", ["person", "next_of_kin"])
@pytest.mark.parametrize("role", ["targeted", "relative", "perpetrator", "intervening"])
@pytest.mark.parametrize("visibility", Visibility.values)
def test_consent_covers_what_it_was_given_for(incident, kind, role, visibility):
    person = a_person(incident, role, visibility=visibility)
    basis = a_basis(incident, kind, person, scopes=[])
    needed = role in {"targeted", "relative"} or visibility in {"name", "pseudonym"}
    enough = {"site_named"} if visibility == "name" else {"site", "site_named"}
    for scope in Scope.values:
        Basis.objects.filter(pk=basis.pk).update(scopes=[scope])
        found = Grounds(incident, DAY)
        assert bool(found.covering(found.people[0])) is (scope in enough), scope
        if needed:
            assert bool(found.problems()) is (scope not in enough), scope
        else:
            assert found.problems() == [
                "No ground for publication is in force: record that no person is identifiable, or the UN record."
            ]


@pytest.mark.parametrize("role", ["targeted", "relative", "perpetrator", "intervening"])
@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("kind", ["un_record", "nobody"])
@pytest.mark.parametrize("of_person", [True, False])
def test_a_un_record_and_nobody_cover_whom_they_may(incident, role, visibility, kind, of_person):
    person = a_person(incident, role, visibility=visibility)
    a_basis(incident, kind, person if of_person else None, scopes=[])
    recognisable = visibility in {"name", "pseudonym"}
    may = (of_person or not recognisable) if kind == "un_record" else not recognisable
    assert bool(problems(incident)) is not may


@pytest.mark.parametrize("kind", ["un_record", "nobody"])
def test_neither_counts_without_a_risk_assessment(incident, kind):
    a_basis(incident, kind, risk_assessment="  \n ")
    assert "No ground" in problems(incident)[0]
    a_person(incident)
    assert "no ground" in problems(incident)[0]


def test_a_source_needs_no_ground_and_is_never_shown(incident):
    a_person(incident, "source")
    a_basis(incident, "nobody")
    assert problems(incident) == []
    for visibility in set(Visibility.values) - {"withheld"}:
        with pytest.raises(IntegrityError), transaction.atomic():
            a_person(incident, "source", visibility=visibility)


def test_the_dead_do_not_consent_but_their_next_of_kin_do(incident):
    person = a_person(incident, visibility="name", is_dead=True)
    a_basis(incident, "person", person)
    assert problems(incident) == [
        f"Person targeted {person.pk} has died: a consent of theirs no longer covers the page."
    ]
    a_basis(incident, "next_of_kin", person)
    assert problems(incident) == []


@pytest.mark.parametrize(
    ("dates", "holds"),
    [
        ({"given_on": DAY}, True),
        ({"given_on": DAY + A_DAY}, False),
        ({"valid_until": DAY}, True),
        ({"valid_until": DAY - A_DAY}, False),
        ({"withdrawn_on": DAY}, False),
        ({"withdrawn_on": DAY + A_DAY}, True),
    ],
)
def test_the_days_of_a_consent(incident, dates, holds):
    person = a_person(incident)
    a_basis(incident, "person", person, **dates)
    assert bool(problems(incident)) is not holds
    if not holds:
        assert "has ended, was withdrawn or is yet to begin" in problems(incident)[0]


def test_nobody_does_not_hold_with_a_pseudonym_on_the_page(incident):
    a_basis(incident, "nobody")
    a_person(incident)
    assert problems(incident) == []
    a_person(incident, "intervening", visibility="pseudonym")
    assert len(problems(incident)) == 2


def test_a_un_record_of_one_person_does_not_cover_another(incident):
    one, _other = a_person(incident, visibility="name"), a_person(incident)
    a_basis(incident, "un_record", one)
    assert [f"Person targeted {_other.pk}" in said for said in problems(incident)] == [True]


def test_that_one_person_cannot_be_found_does_not_cover_another(incident):
    one, other = a_person(incident), a_person(incident)
    a_basis(incident, "nobody", one)
    assert [f"Person targeted {other.pk}" in said for said in problems(incident)] == [True]


def test_a_consent_of_one_person_does_not_cover_another(incident):
    one, other = a_person(incident), a_person(incident)
    a_basis(incident, "person", one)
    assert [f"Person targeted {other.pk}" in said for said in problems(incident)] == [True]


def test_a_ground_of_another_incident_counts_for_nothing(incident):
    a_person(incident)
    a_basis(an_incident(), "nobody")
    assert problems(incident)


def test_what_was_asked_of_somebody_decides_alone(incident):
    person = a_person(incident)
    a_basis(incident, "nobody")
    assert problems(incident) == []
    a_basis(incident, "person", person, scopes=["kept"])
    assert "does not go so far" in problems(incident)[0]


def test_a_page_is_judged_as_it_shows_people(incident):
    person = a_person(incident)
    a_basis(incident, "person", person, scopes=["site"])
    assert problems(incident) == []
    assert problems(incident, shown={str(person.pk): "name"})
    assert problems(incident, shown={str(person.pk): "withheld", "0": "name"}) == [
        "Somebody whom the page shows is no longer recorded."
    ]


def test_without_people_a_ground_is_needed_all_the_same(incident):
    assert problems(incident)
    a_basis(incident, "un_record", scopes=[])
    assert problems(incident) == []


def test_the_end_is_that_of_whose_ground_ends_first(incident):
    people = [a_person(incident) for _n in range(3)]
    for person, ends in zip(people, [(5,), (2, 9), (7, None)], strict=True):
        for days in ends:
            a_basis(incident, "person", person, valid_until=days and DAY + days * A_DAY)
    assert Grounds(incident, DAY).shown_until() == DAY + 5 * A_DAY
    Basis.objects.filter(person=people[0]).update(valid_until=None)
    assert Grounds(incident, DAY).shown_until() == DAY + 9 * A_DAY


def test_the_end_of_an_incident_without_people(incident):
    a_basis(incident, "nobody", valid_until=DAY + A_DAY)
    a_basis(incident, "un_record", valid_until=DAY + 3 * A_DAY)
    assert Grounds(incident, DAY).shown_until() == DAY + 3 * A_DAY
    a_basis(incident, "nobody")
    assert Grounds(incident, DAY).shown_until() is None


def test_the_database_refuses_grounds_that_are_none(incident):
    person = a_person(incident)
    for wrong in (
        {"kind": "person"},
        {"kind": "next_of_kin"},
        {"kind": "un_record", "source": None},
        {"kind": "person", "person": person, "valid_until": datetime.date(2020, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_basis(incident, **wrong)


def test_every_ground_role_and_way_is_tried_here():
    assert set(BasisKind.values) == {"person", "next_of_kin", "un_record", "nobody"}
    assert set(Role.values) == {"targeted", "relative", "perpetrator", "source", "intervening"}
    assert len(list(itertools.product(Visibility.values, Scope.values))) == 24


def test_a_consent_given_before_another_was_taken_back_does_not_count(incident):
    person = a_person(incident)
    a_basis(incident, person=person, given_on=DAY - 9 * A_DAY)
    taken_back = a_basis(incident, person=person, given_on=DAY - 5 * A_DAY)
    assert problems(incident) == []
    taken_back.withdrawn_on = DAY - A_DAY
    taken_back.save()
    assert problems(incident)
    a_basis(incident, person=person, given_on=DAY)
    assert problems(incident) == []
