"""Counts that could point at somebody are not told, and cannot be worked out."""

import datetime
from dataclasses import fields

import pytest

from reprisals.models import PublicAct, PublicEngagement, PublicIncident
from reprisals.patterns import Pattern, acts_by_engagement, acts_by_year, told

TODAY = datetime.date(2025, 3, 1)


def public(n: int, acts=("threat",), began="2021", bodies=("upr",), until=None, place: str = "") -> None:
    for number in range(n):
        row = PublicIncident.objects.create(
            reference=f"t{PublicIncident.objects.count()}x{number}",
            title="Teapots",
            kind="reprisal",
            began_on=began,
            confidence="reported",
            page={},
            published_on=TODAY,
            shown_until=until,
            place=place,
        )
        PublicAct.objects.bulk_create(PublicAct(incident=row, kind=kind) for kind in acts)
        PublicEngagement.objects.bulk_create(PublicEngagement(incident=row, kind=kind) for kind in bodies)


def table(pattern: Pattern) -> dict[str, dict[str, int | None]]:
    return {row.label: dict(zip(pattern.columns, row.counts, strict=True)) for row in pattern.rows}


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, None), (4, None), (5, 5), (500, 500)])
def test_one_to_four_are_not_told(count, said):
    assert told(count) == said


def test_acts_by_year(db):
    public(5)
    public(4, began="2022-03-04")
    public(6, acts=("smear", "threat"), began="2022")
    public(5, acts=("raid",), began="")
    assert table(acts_by_year(TODAY)) == {
        "Threat": {"2021": 5, "2022": 10, "not recorded": 0},
        "Smear": {"2021": 0, "2022": 6, "not recorded": 0},
        "Raid": {"2021": 0, "2022": 0, "not recorded": 5},
    }


def test_acts_by_engagement(db):
    public(5, bodies=("upr", "hrc"))
    public(3, acts=("smear",), bodies=("hrc",))
    public(7, acts=("raid",), bodies=())
    hrc, upr = "Human Rights Council session", "Universal Periodic Review"
    assert table(acts_by_engagement(TODAY)) == {"Threat": {upr: 5, hrc: 5}, "Smear": {upr: 0, hrc: None}}


def test_there_is_no_total_from_which_to_subtract(client, db):
    assert {field.name for field in fields(Pattern)} == {"columns", "rows"}
    public(7, began="2021")
    public(2, began="2022")
    assert table(acts_by_year(TODAY)) == {"Threat": {"2021": 7, "2022": None}}
    page = client.get("/reprisals/").content.decode()
    by_year = page[page.index("<table") : page.index("</table>")]
    assert "<td>7</td><td>fewer than 5</td>" in by_year
    assert ">9<" not in by_year
    assert "<tfoot" not in page


def test_what_is_not_public_any_more_does_not_count(db):
    public(5, until=TODAY)
    assert table(acts_by_year(TODAY)) == {"Threat": {"2021": 5}}
    later = TODAY + datetime.timedelta(days=1)
    assert (acts_by_year(later).rows, acts_by_engagement(later).rows) == ([], [])


def test_patterns_are_of_everything_whatever_is_filtered(client, db):
    public(6)
    public(6, acts=("raid",), began="2022")
    page = client.get("/reprisals/", {"act": "raid"}).content.decode()
    assert 'data-total="6"' in page
    assert '<th scope="row">Threat</th><td>6</td><td>0</td>' in page
