"""The page of a case: what it gathers, where it stands, its timeline with filters, and as of a date."""

import re

import pytest
from django.utils import timezone

from recommendations.models import Demand, FollowUpAction, Statement, StatusEvent
from reprisals import publication
from tests.records import a_recommendation, a_review, a_source, an_organisation
from tests.reprisals.records import two_people

from .stories import CASE, a_case, a_full_case, an_action, an_event, an_incident_of, moments, page

pytestmark = pytest.mark.django_db

ON_THE_LINE = [
    "December 2019 Deadline or other date Due",
    "6 October 2022 Vote or stance Voted – For: 2, Against: 1",
    "23 January 2024 Review Review of China, 2024 in the UPR Working Group",
    "February 2024 Document of a review Working Group report",
    "1 June 2024 Finding Friends of Teapots: What the accepted ones do not address",
    "25 June 2024 Statement On teapots",
    "25 June 2024 Step of follow-up Not answered: Not returned.",
    "4 July 2024 Adoption Outcome of China, 2024 adopted by the Human Rights Council",
    "July 2031 · to come Deadline or other date Mid-term report",
]


@pytest.fixture
def today(monkeypatch):
    now = timezone.now().replace(year=2026, month=11, day=30)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def case(today):
    return a_full_case()


# What it gathers


def test_the_three_shares_have_their_names(client, case):
    shown = page(client)
    assert "50.0 % not accepted: noted and rejected, as NGOs count" in shown
    assert "60.0 % noted in the UN's sense: the partially accepted too" in shown
    assert "30.0 % rejected in the State's own word" in shown
    assert "Recorded here: 1 of 10." in shown
    assert "A/TEA/5 : Report on teapots, Teapot Press, February 2024" in shown


def test_a_source_that_does_not_tell_rejected_from_noted_is_said_not_to(client, case):
    case.reviews.get().announced_tallies.update(noted=5, rejected=None)
    assert "– rejected in the State's own word: the source does not tell" in page(client)


def test_each_demand_says_where_it_stands_and_how_long_it_is_overdue(client, case):
    shown = page(client)
    assert "Give the teapot back. Followed as Return the teapot , addressed to The potter" in shown
    assert (
        "Latest step: Not answered , 25 June 2024 · due December 2019 · 6 years, 11 months overdue on 30 November 2026"
        in shown
    )
    assert "Also followed in this case Debate teapots Latest step: not recorded" in shown


def test_a_demand_whose_action_is_not_public_names_none(client, case):
    FollowUpAction.objects.filter(title="Return the teapot").withdraw()
    shown = page(client)
    assert "Give the teapot back. No public action follows it yet." in shown
    assert "Return the teapot" not in shown
    assert "December 2019" not in shown


def test_what_a_source_says_stands_beside_what_must_be_known_once(client, case):
    assert page(client).count("“dozens of teapots”") == 0  # the browser sets the marks
    assert page(client).count("dozens of teapots") == 1
    shown = page(client)
    assert shown.index("Where sources differ") < shown.index("dozens of teapots") < shown.index("The potter counts")


def test_what_is_not_public_is_not_there(client, case):
    hidden = a_review("FRA", 17, published=False, reviewed_on="2013-01-21")
    secret = Statement.objects.create(title="Secret saucers", issued_on="2013")
    Demand.objects.create(statement=secret, text="Hide the kettles.")
    an_event(an_action("Secret kettle", case, public=False), "2013-02-03", "Secretly.")
    before = client.get(CASE).content
    case.reviews.add(hidden)
    case.recommendations.add(a_recommendation(hidden, "Secret spout"))
    case.statements.add(secret)
    assert client.get(CASE).content == before
    assert client.get(f"{CASE}?year=2013").status_code == 400


def test_an_empty_case_says_what_to_do(client):
    a_case(summary="")
    shown = page(client)
    for said in (
        "Staff add them to the reviews of the case.",
        "Staff add a statement with its demands",
        "Staff choose them on the form of the case.",
        "It fills itself from the reviews",
        "No incident is published that bears on this case.",
    ):
        assert said in shown


# The timeline


def test_there_is_one_timeline_of_it_all(client, case):
    assert moments(client) == ON_THE_LINE
    for choice in ("Review (1)", "Vote or stance (1)", "2024 (6)", "2031 (1)"):
        assert choice in page(client)


def test_incidents_stand_on_it_with_what_came_of_them_and_vanish_when_they_are_withdrawn(client, case):
    people = two_people()
    before = client.get(CASE).content
    incident = an_incident_of(case, people, began_on="2021-05-04")
    an_incident_of(case, people, "Lids hidden", began_on="", shown_date="none")
    found = moments(client, "?kind=incident")
    assert found == [
        "4 May 2021 Reprisal or intimidation Teapots hidden",
        "September 2022 Reprisal or intimidation Secretary-General's report: Told of the lids.",
        "September 2022 Reprisal or intimidation Secretary-General's report: Told of the lids.",
        "Date not recorded Reprisal or intimidation Lids hidden",
    ]
    assert client.get(CASE)["Cache-Control"] == "no-store"
    for one in type(incident).objects.all():
        publication.withdraw(one, people[0])
    assert client.get(CASE).content == before
    assert client.get(f"{CASE}?year=2021").status_code == 400


def test_dates_of_which_less_is_known_stand_after_the_days_and_what_has_none_last(client):
    case = a_case()
    action = an_action("Count the teapots", case)
    for on in ("2024-06-30", "2024", "2024-06", "", "2024-06-02", "2024-07", "2023-12-31"):
        an_event(action, on, on or "never")
    oldest = [text.split(": ")[1] for text in moments(client)]
    assert oldest == ["2023-12-31", "2024-06-02", "2024-06-30", "2024-06", "2024-07", "2024", "never"]
    newest = [text.split(": ")[1] for text in moments(client, "?order=newest")]
    assert newest == ["2024-07", "2024-06-30", "2024-06-02", "2024-06", "2024", "2023-12-31", "never"]


def test_what_was_only_counted_is_told_while_it_is_to_come_and_no_longer(client, today):
    a_case().reviews.set([a_review(session=55, status="scheduled", reviewed_on="2027-01-23")])
    told = [text for text in moments(client) if "to come" in text]
    assert "23 January 2027 · to come Review Review of China, 2027 in the UPR Working Group" in told
    assert any(text.startswith("about June 2027") or "about 23 June 2027" in text for text in told)
    past = a_review("PRT", session=45, status="held", reviewed_on="2024-01-24")
    past.cases.set([a_case(title="Saucers", slug="saucers")])
    assert "about" not in client.get("/cases/saucers/").content.decode().split('id="timeline"')[1].split("<details")[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=statement&kind=stance", [1, 5]),
        ("?year=2024&kind=step&kind=date", [6]),
        ("?year=2019&year=2022", [0, 1]),
        ("?kind=incident", []),
        ("?kind=date&order=newest", [8, 0]),
    ],
)
def test_it_is_filtered_by_kind_and_year(client, case, query, found):
    assert moments(client, query) == [ON_THE_LINE[n] for n in found]
    shown = client.get(f"{CASE}{query}").content.decode()
    assert f'data-total="{len(found)}"' in shown


def test_chips_add_and_take_away_and_keep_the_rest(client, case):
    shown = client.get(f"{CASE}?kind=step&year=2024&order=newest&utm_source=mail").content.decode()
    links = {text: href for href, text in re.findall(r'href="([^"]*#timeline)"[^>]*>([^<]+)</a>', shown)}
    assert links["Step of follow-up (1)"] == f"{CASE}?year=2024&amp;order=newest#timeline"
    assert links["Statement (1)"] == f"{CASE}?kind=step&amp;kind=statement&amp;year=2024&amp;order=newest#timeline"
    assert links["2019 (0)"] == f"{CASE}?kind=step&amp;year=2024&amp;year=2019&amp;order=newest#timeline"
    assert links["Oldest first"] == f"{CASE}?kind=step&amp;year=2024#timeline"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("kind=teapot", "teapot"),
        ("kind=step&kind=kettle", "kettle"),
        ("year=1999", "1999"),
        ("order=teapot", "teapot"),
        ("order=newest&order=newest", "order"),
        ("as_of=2024-02-31", "2024-02-31"),
        ("as_of=2099", "2099"),
        ("page=2", "page"),
        ("teapot=1", "teapot"),
    ],
)
def test_what_is_unknown_is_refused_by_name_and_shows_nothing(client, case, query, named):
    shown = page(client, f"?{query}", 400)
    assert f"“{named}”" in shown
    assert "Return the teapot" not in shown


# As of a date


def test_as_of_a_date_only_what_had_surely_happened_by_then(client, case):
    an_event(an_action("Weigh the teapot", case), "2024-06", "Weighed.")
    shown = page(client, "?as_of=2024-06-25")
    assert "As of 25 June 2024" in shown
    assert "4 years, 6 months overdue on 25 June 2024" in shown
    assert [text.split()[-1] for text in moments(client, "?as_of=2024-06-25")][-1] == "returned."
    assert "adopted by the Human Rights Council" not in shown
    assert "Weighed." not in shown
    assert "Weighed." in page(client, "?as_of=2024-06")
    assert "Weighed." in page(client, "?as_of=2024-07-04")


def test_before_anything_was_done_the_page_says_so(client, case):
    shown = page(client, "?as_of=2018")
    for said in ("No figures had been announced by then.", "Nothing had been demanded by then.", "by then."):
        assert said in shown
    for later in ("Polish teapots", "On teapots", "overdue"):
        assert later not in shown


def test_a_step_that_came_later_does_not_undo_that_it_was_overdue_then(client, case):
    action = FollowUpAction.objects.get(title="Return the teapot")
    an_event(action, "2025-01-02", "Returned at last.", status="done")
    assert "overdue" not in page(client)
    assert "Latest step: Done , 2 January 2025" in page(client)
    then = page(client, "?as_of=2024-12-31")
    assert "Latest step: Not answered , 25 June 2024 · due December 2019 · 5 years overdue on 31 December 2024" in then


# What it costs


@pytest.mark.parametrize("many", [1, 6])
def test_the_page_asks_the_database_as_often_however_much_it_gathers(client, today, many, django_assert_num_queries):
    case = a_full_case()
    people = two_people()
    for n in range(many):
        review = a_review(("FRA", "GHA", "IRL", "JPN", "KEN", "LVA")[n], status="held", reviewed_on="2024-01-30")
        case.reviews.add(review)
        case.recommendations.add(a_recommendation(review, f"Polish teapot {n}", paragraph="28.5"))
        statement = Statement.objects.create(title=f"On teapot {n}", issued_on="2024")
        for m in range(n + 1):
            action = an_action(f"Return teapot {n}-{m}", case, due_on="2020")
            StatusEvent.objects.create(
                follow_up=action, status="progress", happened_on="2021", source=a_source(f"{n}{m}")
            )
            Demand.objects.create(statement=statement, text=f"Demand {n}-{m}", follow_up=action)
        case.statements.add(statement)
        an_organisation(f"Friends {n}")
        an_incident_of(case, people, f"Teapot {n} hidden")
    Statement.objects.publish()
    # The case and what it cites 2; reviews, actions, statements, each with its citations 6; demands with their actions
    # and steps 3; steps 1; recommendations, States, themes 3; findings with their citations 2; stances 1; rules and
    # dates of clocks 2; incidents 1; announced figures, and what is recorded beside them 5; the rows of
    # recommendations 3; names of
    # reviews, States and themes, which are remembered as long as the data stay, 3.
    with django_assert_num_queries(32):
        assert client.get(CASE).status_code == 200
