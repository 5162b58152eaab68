"""What waits in the tests: all invented."""

import datetime
import html
import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from recommendations.models import (
    AnnouncedTally,
    Case,
    FollowUpAction,
    Reading,
    Review,
    Session,
    State,
    Statement,
    StatusEvent,
    Upload,
    UploadedFile,
)
from reprisals import publication
from reprisals.models import Assignment, SignOnList
from tests.records import a_recommendation, a_review, a_source, a_state, an_import_run
from tests.reprisals.records import a_basis, a_person, an_incident, nobody_in

STATES = ["FRA", "GHA", "IRL", "JPN", "KEN", "LVA", "MNG", "NPL", "OMN", "PRT", "QAT", "RWA"]


def day(n: int) -> datetime.date:
    """The day that is n days from today."""
    return timezone.localdate() + datetime.timedelta(days=n)


def an_action(
    title: str = "Count the teapots", due: str | int = -400, public: bool = True, **fields: Any
) -> FollowUpAction:
    """A follow-up action that was due long ago; `due` in days from today, or as a text."""
    due_on = day(due).isoformat() if isinstance(due, int) else due
    made = FollowUpAction.objects.create(kind="debate", title=title, due_on=due_on, **fields)
    if public:
        FollowUpAction.objects.filter(pk=made.pk).publish()
    return FollowUpAction.objects.get(pk=made.pk)


def a_step(user: User | None, text: str = "Ring the potter", due: int | None = 3, **fields: Any) -> Assignment:
    made = Assignment(step=text, assigned_to=user, due_on=None if due is None else day(due), **fields)
    made.save()
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def first_page(client: Client) -> str:
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def a_difference(n: int) -> None:
    """A review of which a whole file was read that does not come to what was announced, and documents that disagree."""
    iso3 = STATES[n] if n < len(STATES) else State.objects.order_by("iso3")[n].iso3
    review = a_review(iso3, session=45 if n < len(STATES) else 31)
    AnnouncedTally.objects.create(review=review, total=9, accepted=9, source=a_source(f"Tally of teapots {n}"))
    recommendation = a_recommendation(review, f"Count teapot {n}", paragraph="5.1")
    for place, (file_format, category) in enumerate((("addendum", "accepted"), ("ohchr_matrix", "noted")), 1):
        run = an_import_run(f"teapots-{n}.docx", file_format)
        values = {"text": "Count", "response": category}
        Reading.objects.create(
            run=run, recommendation=recommendation, format=file_format, place=place, category=category, values=values
        )


def everything(n: int, user: User, others: tuple[User, User]) -> None:
    """One more of all that can wait for somebody with all roles."""
    an_action(f"Count the teapots, part {n}", public=bool(n % 2))
    StatusEvent.objects.create(
        follow_up=an_action(f"Wash the teapots, part {n}", due=9), status="requested", happened_on="2020", text="Asked."
    )
    about = an_action(f"Warm the teapots, part {n}", due="")
    a_step(user, f"Ring potter {n}", address=f"/follow-up/{about.slug}/")
    a_step(user, f"Write to potter {n}", due=90, address=f"/follow-up/{about.slug}/")
    statement = Statement.objects.create(title=f"On teapot {n}")
    SignOnList(statement=statement, deadline=day(4)).save()
    Session.objects.create(kind="hrc", number=900 + n, starts_on=day(9).isoformat())
    upload = Upload.objects.create(uploaded_by=others[0])
    UploadedFile.objects.create(upload=upload, name=f"teapots-{n}.csv", content=b"teapots")
    Case.objects.create(title=f"Teapots {n}")
    a_difference(n)
    review = Review.objects.order_by("-pk")[0]
    a_recommendation(review, f"Dry teapot {n}", paragraph="5.2", position="pending")
    incident = an_incident(others[0])
    nobody_in(incident)
    version = publication.submit(incident, others[0])
    if n % 2:
        publication.approve(version, others[1])
    own = an_incident(user, state=a_state("PRT"))
    nobody_in(own)
    publication.return_to_draft(publication.submit(own, user), others[1], "Whose teapots?")
    kept = an_incident(others[0])
    a_basis(kept, person=a_person(kept), valid_until=day(9))
