"""A case about teapots: all invented, but for the names of States."""

import html
import re
from typing import Any

from django.test import Client

from recommendations.models import (
    AnnouncedTally,
    Assessment,
    Case,
    ClockDate,
    ClockStep,
    Demand,
    FollowUpAction,
    FollowUpCitation,
    Statement,
    StatementCitation,
    StateStance,
    StatusEvent,
)
from reprisals.models import Incident, IncidentLink, Response
from tests.records import a_recommendation, a_review, a_source, a_state, an_organisation
from tests.reprisals.records import an_incident, nobody_in, published

CASE = "/cases/teapots/"


def an_action(title: str, case: Case | None = None, public: bool = True, **fields: Any) -> FollowUpAction:
    made = FollowUpAction.objects.create(**{"kind": "debate", "title": title} | fields)
    if public:
        FollowUpAction.objects.filter(pk=made.pk).publish()
    if case:
        case.follow_up.add(made)
    return FollowUpAction.objects.get(pk=made.pk)


def an_event(action: FollowUpAction, on: str, text: str = "Asked for.", **fields: Any) -> StatusEvent:
    return StatusEvent.objects.create(
        follow_up=action, **{"status": "requested", "happened_on": on, "text": text} | fields
    )


def a_case(**fields: Any) -> Case:
    made = Case.objects.create(**{"title": "Teapots", "slug": "teapots", "summary": "About teapots."} | fields)
    Case.objects.filter(pk=made.pk).publish()
    return Case.objects.get(pk=made.pk)


def a_full_case() -> Case:
    """A public case with one of everything that its timeline can show, but for incidents."""
    case = a_case()
    report = a_source("Report on teapots", symbol="A/TEA/5", issued_on="2024-02")
    review = a_review(status="adopted", reviewed_on="2024-01-23", adopted_on="2024-07-04", report=report)
    AnnouncedTally.objects.create(
        review=review, total=10, accepted=4, partially_accepted=1, noted=2, rejected=3, source=report
    )
    case.reviews.set([review])
    case.recommendations.set([a_recommendation(review, "Polish teapots", paragraph="28.5")])
    step = ClockStep.objects.get(clock="upr_review", slug="mid-term-report")
    ClockDate.objects.create(review=review, step=step, due_on="2031-07", source=a_source("Calendar of teapots"))
    friends = an_organisation()
    Assessment.objects.create(review=review, organisation=friends, judgement="missing", assessed_on="2024-06-01")
    action = an_action("Return the teapot", case, due_on="2019-12", addressee="The potter")
    an_event(action, "2024-06-25", "Not returned.", status="not_answered", source=report, locator="p. 3")
    vote = an_action("Debate teapots", case, kind="vote")
    for iso3, stance in (("FRA", "for"), ("PRT", "for"), ("CHN", "against")):
        StateStance.objects.create(
            follow_up=vote, state=a_state(iso3), kind="voted", stance=stance, taken_on="2022-10-06", source=report
        )
    statement = Statement.objects.create(title="On teapots", issued_on="2024-06-25")
    Demand.objects.create(statement=statement, text="Give the teapot back.", follow_up=action)
    quoted = {"quotation": "dozens of teapots", "note": "The potter counts eleven."}
    StatementCitation.objects.create(statement=statement, source=report, **quoted)
    FollowUpCitation.objects.create(follow_up=action, source=report, **quoted)
    Statement.objects.publish()
    case.statements.set([statement])
    return case


def an_incident_of(case: Case, people: Any, title: str = "Teapots hidden", **fields: Any) -> Incident:
    """A published incident that bears on the case, with one step that its page tells."""
    made = an_incident(people[0], public_title=title, **{"shown_date": "day"} | fields)
    nobody_in(made)
    IncidentLink(incident=made, address=case.get_absolute_url()).save()
    told = {"kind": "sg_report", "text": "Told of the lids.", "source": a_source(f"Report on {title}")}
    Response(incident=made, happened_on="2022-09", public_from="2022-09-30", **told).save()
    published(made, *people)
    return made


def page(client: Client, query: str = "", status: int = 200) -> str:
    """The page of the case, in words."""
    response = client.get(f"{CASE}{query}")
    assert response.status_code == status, response.content.decode()[:400]
    return plain(response.content.decode())


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def moments(client: Client, query: str = "") -> list[str]:
    """The entries of the timeline as they are read: date, kind and text."""
    raw = client.get(f"{CASE}{query}").content.decode()
    listed = raw[raw.index('id="timeline"') :]
    return [
        plain(f"{date} {kind} {text}")
        for date, kind, text in re.findall(
            r"<(?:time|b)[^>]*>([^<]*)</(?:time|b)> <span class=\"kind\">(.*?)</span> <a [^>]*>(.*?)</a>",
            listed,
            re.DOTALL,
        )
    ]
