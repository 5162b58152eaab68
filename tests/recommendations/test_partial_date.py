"""Dates of which perhaps only the month or the year is known."""

import contextlib
import copy
import datetime
import pickle

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from recommendations.models import PartialDate, PartialDateField, Session

FIELD = PartialDateField()


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2024-01-23", "day", "2024-01-23", "2024-01-23"),
        ("2018-11", "month", "2018-11-01", "2018-11-30"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2018-12", "month", "2018-12-01", "2018-12-31"),
        ("2009", "year", "2009-01-01", "2009-12-31"),
    ],
)
def test_its_precision_and_the_days_that_it_can_mean(text, precision, earliest, latest):
    date = PartialDate(text)
    assert date.precision == precision
    assert (date.earliest, date.latest) == tuple(map(datetime.date.fromisoformat, (earliest, latest)))
    assert date.year == int(text[:4])


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "24", "02024", "2024-", "2024-1", "2024-1-2", "2024-01-2", "2024/01/23", "23.1.2024"),
        *(
            "2024-00",
            "2024-13",
            "2024-02-30",
            "2023-02-29",
            "0000",
            "0000-01-01",
            "-2024",
            "2024-01-23T10:00",
        ),
        *("2024-01-23\n", " 2024", "２０２４", "٢٠٢٤", "about 2024"),
    ],
)
def test_nothing_else_is_a_date(text):
    with pytest.raises(ValueError):
        PartialDate(text)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("23 January 2024", "2024-01-23"),
        ("3 Jan 2024", "2024-01-03"),
        ("  23  january   2024 ", "2024-01-23"),
        ("January 2024", "2024-01"),
        ("nov 2018", "2018-11"),
        ("2009", "2009"),
        ("2018-11", "2018-11"),
        ("2024-01-23", "2024-01-23"),
    ],
)
def test_reads_what_a_person_writes(written, iso):
    assert PartialDate.read(written) == iso


@pytest.mark.parametrize("written", ["", "31 February 2024", "Smarch 2024", "23 January", "1/2/2024", "soon"])
def test_does_not_guess_what_a_person_meant(written):
    with pytest.raises(ValueError):
        PartialDate.read(written)


@pytest.mark.parametrize(
    ("iso", "spoken"),
    [("2024-01-23", "23 January 2024"), ("2018-11", "November 2018"), ("2009", "2009")],
)
def test_is_spoken_as_people_say_it(iso, spoken):
    with translation.override("en"):
        assert PartialDate(iso).spoken == spoken


def test_sorts_as_text_does_with_the_less_exact_first():
    dates = [PartialDate(text) for text in ("2024-01-23", "2024", "2018-11", "2024-01")]
    assert sorted(dates) == ["2018-11", "2024", "2024-01", "2024-01-23"]


def test_can_be_copied_and_pickled():
    date = PartialDate("2018-11")
    for twin in (copy.deepcopy(date), pickle.loads(pickle.dumps(date))):  # noqa: S301
        assert (twin, twin.precision) == ("2018-11", "month")


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_reads_as_it_is_written_and_spoken(day):
    with translation.override("en"):
        date = PartialDate(day.isoformat())
        assert (date.earliest, date.latest) == (day, day)
        assert PartialDate.read(date.spoken) == date


@given(st.text())
def test_any_text_is_a_date_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert PartialDate.read(text).earliest <= PartialDate.read(text).latest


def test_the_field_tells_a_person_how_to_write_a_date():
    with pytest.raises(ValidationError, match="Write 23 January 2024, January 2024 or 2024"):
        FIELD.to_python("teatime")


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_field_means_not_recorded(nothing):
    assert FIELD.to_python(nothing) == ""
    assert FIELD.get_prep_value(nothing) == ""


@pytest.mark.django_db
def test_the_field_gives_back_what_was_stored():
    Session.objects.create(kind="hrc", number=900, starts_on="2018-11")
    session = Session.objects.get(kind="hrc", number=900)
    assert isinstance(session.starts_on, PartialDate)
    assert (session.starts_on, session.starts_on.precision, session.ends_on) == ("2018-11", "month", "")


@pytest.mark.django_db
def test_nothing_but_a_date_gets_into_the_database():
    with pytest.raises(ValueError):
        Session.objects.create(kind="hrc", number=900, starts_on="teatime")
