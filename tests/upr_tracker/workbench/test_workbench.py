"""The first page of the admin: what waits for whom, and nothing for whom it does not."""

import re
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import (
    Case,
    Change,
    FollowUpAction,
    Review,
    Statement,
    StatusEvent,
    Upload,
    UploadedFile,
    together,
)
from recommendations.reconciliation import open_differences, reconcile
from recommendations.tracking.settling import settle
from reprisals import audit, publication
from reprisals.access import can_approve, to_approve
from reprisals.models import Entry, SignOnList, Step, Version
from reprisals.roles import give_roles
from tests.records import a_recommendation, a_review
from tests.reprisals.records import (
    ADMINISTRATOR,
    CUSTODIAN,
    EDITOR,
    OFFICER,
    REVIEWER,
    a_person_of_staff,
    an_incident,
    nobody_in,
    published,
    two_people,
    without_roles,
)
from upr_tracker.workbench import PARTS, gather, reader_of

from .stories import a_difference, a_step, an_action, day, everything, first_page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_person_of_staff("editor", EDITOR)


def part(user: User, slug: str):
    """One part as somebody sees it who just signed in anew."""
    return dict(gather(reader_of(User.objects.get(pk=user.pk))).parts).get(slug)


def texts(user: User, slug: str) -> list[str]:
    found = part(user, slug)
    return [line.text for line in found.lines] if found else []


# Overdue and due soon


@pytest.mark.parametrize(
    ("due", "slug"),
    [
        (-1, "overdue"),
        (0, "due-soon"),
        (30, "due-soon"),
        (31, None),
        ("2019", "overdue"),
        ("2019-12", "overdue"),
        ("", None),
        ("2999", None),
    ],
)
def test_an_action_is_overdue_or_due_soon_by_the_last_day_that_its_date_can_mean(editor, due, slug):
    an_action(due=due)
    assert {s for s in ("overdue", "due-soon") if texts(editor, s)} == ({slug} if slug else set())


def test_this_year_and_this_month_are_not_over(editor):
    for length in (4, 7):
        an_action(f"Teapot {length}", due=day(0).isoformat()[:length])
    assert texts(editor, "overdue") == []


def test_what_is_done_is_not_overdue_and_what_is_not_public_is_marked(editor):
    done = an_action("Washed teapots", due="2019-12")
    StatusEvent.objects.create(follow_up=done, status="done", happened_on="2020-01", text="Washed.")
    an_action("Count the teapots", due="2019-12", public=False, addressee="Committee of Teapots")
    found = part(editor, "overdue")
    assert (found.said, [line.text for line in found.lines]) == ("1 follow-up action is overdue", ["Count the teapots"])
    assert found.lines[0].note.endswith("Committee of Teapots; not public")
    assert "December 2019" in found.lines[0].note


def test_five_stand_there_and_all_of_them_on_a_page_of_their_own(editor):
    for n in range(7):
        an_action(f"Teapot {n}", due=f"201{n}")
    client = signed_in(editor)
    page = first_page(client)
    assert "7 follow-up actions are overdue" in page
    assert ["Teapot 4</a>" in page, "Teapot 5</a>" in page] == [True, False]
    where = reverse("workbench_part", args=["overdue"])
    assert f'href="{where}"' in page
    assert all(f"Teapot {n}</a>" in client.get(where).content.decode() for n in range(7))


def test_every_part_has_a_page_and_an_unknown_one_is_not_found(editor):
    client = signed_in(editor)
    assert {client.get(reverse("workbench_part", args=[slug])).status_code for slug in PARTS} == {200}
    assert client.get("/admin/workbench/teapots/").status_code == 404
    assert client.post("/admin/workbench/overdue/").status_code == 405


def test_dates_of_the_next_thirty_days_are_told_of_what_is_not_public_too(editor):
    review = a_review("KEN", published=False, reviewed_on=day(10).isoformat())
    a_review("PER", reviewed_on=day(200).isoformat())
    page = first_page(signed_in(editor))
    assert re.search(r"\d+ dates? comes? within 30 days", page)
    assert f"Universal Periodic Review of {review}" in page
    assert reverse("admin:recommendations_review_change", args=[review.pk]) in page
    assert "Review of Peru" not in page


def test_sign_on_lists_are_told_until_they_are_closed(editor):
    for n, deadline in enumerate((-3, 30, 31)):
        SignOnList(statement=Statement.objects.create(title=f"On teapot {n}"), deadline=day(deadline)).save()
    assert texts(editor, "sign-ons") == ["On teapot 0", "On teapot 1"]
    SignOnList.objects.update(closed_on=day(0))
    assert part(editor, "sign-ons") is None


# Next steps


@pytest.mark.parametrize(
    ("due", "remind", "slug"),
    [
        (7, None, "my-next-steps"),
        (8, None, "given-to-me"),
        (90, 0, "my-next-steps"),
        (2, 1, "given-to-me"),
        (None, None, "given-to-me"),
        (None, -1, "my-next-steps"),
    ],
)
def test_a_next_step_reminds_from_its_day_on_or_a_week_before_it_is_due(editor, due, remind, slug):
    a_step(editor, due=due, remind_on=None if remind is None else day(remind))
    a_step(a_person_of_staff("other", EDITOR), "Another's step")
    a_step(editor, "A step that is done", done_on=day(0))
    found = {s: texts(editor, s) for s in ("my-next-steps", "given-to-me") if texts(editor, s)}
    assert found == {slug: ["Ring the potter"]}


def test_what_is_opened_of_the_desk_is_noted_and_nothing_is_opened_for_others(editor):
    reviewer = a_person_of_staff("reviewer", REVIEWER)
    for person in (editor, reviewer):
        a_step(person, "SECRET step")
    assert "SECRET step" in first_page(signed_in(editor))
    assert "SECRET" not in first_page(signed_in(reviewer))
    noted = Entry.objects.filter(action=audit.Action.VIEWED, about="workbench")
    assert [entry.by for entry in noted] == [editor]


def test_a_shut_room_says_why_and_hides_what_is_of_it(editor, settings):
    people = two_people()
    incident = an_incident(people[0])
    nobody_in(incident)
    publication.submit(incident, people[0])
    give_roles(editor, [EDITOR, REVIEWER])
    a_step(editor)
    assert part(editor, "my-next-steps")
    assert part(editor, "pages-to-read")
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    page = first_page(signed_in(editor))
    assert "The guarded room is shut" in page
    assert "ROOM_PASSPHRASE" in page or "FIELD_ENCRYPTION_KEYS" in page
    assert "next step of yours" not in page
    assert "waits for you to read" not in page
    assert "guarded room is shut, so" not in first_page(signed_in(a_person_of_staff("boss", ADMINISTRATOR)))


# Of the room: dates alone


def test_pages_of_the_room_wait_by_role_and_name_no_incident():
    writer, reader = (a_person_of_staff(name, role) for name, role in (("writer", OFFICER), ("reader", REVIEWER)))
    incidents = [an_incident(writer) for _n in range(2)]
    for incident in incidents:
        nobody_in(incident)
    first, second = (publication.submit(incident, writer) for incident in incidents)
    publication.approve(first, reader)
    publication.return_to_draft(second, reader, "Whose teapots?")
    assert part(reader, "pages-to-publish").total == 1
    assert part(writer, "pages-returned").total == 1
    assert part(reader, "pages-to-read") is part(writer, "pages-to-read") is part(writer, "pages-to-publish") is None
    publication.submit(incidents[1], writer)
    assert part(reader, "pages-to-read").total == 1
    pages = "".join(first_page(signed_in(person)) for person in (writer, reader))
    assert not [word for one in incidents for word in (one.reference, one.title, one.public_title) if word in pages]
    for person in (writer, reader):
        for _slug, one in gather(reader_of(person)).parts:
            assert all(signed_in(person).get(line.address).status_code == 200 for line in one.lines)


def test_the_two_ways_to_ask_who_may_approve_agree():
    people = [a_person_of_staff(name) for name in ("ann", "ben", "cid")]
    for n, writer in enumerate(people):
        incident = an_incident(writer)
        nobody_in(incident)
        if n:
            published(incident, writer, people[n - 1])
        publication.submit(incident, writer)
        Step.objects.create(incident=incident, kind="edited", taken_at=timezone.now(), taken_by=people[n - 2])
    for person in people:
        asked = {v.pk for v in Version.objects.filter(state="in_review") if can_approve(person, v)}
        assert {version.pk for version in to_approve(person)} == asked
        assert len(asked) == 1


# Differences


def test_announced_tallies_that_differ_and_documents_that_disagree_are_told_until_they_are_settled(editor):
    a_difference(0)
    a_recommendation(a_review("CHN"), paragraph="1.1")
    found = part(editor, "tallies")
    assert [line.text for line in found.lines] == ["France, 2024, numbered paragraphs of the UN report"]
    assert "announced 9, recorded 1" in found.lines[0].note
    assert [line.note for line in part(editor, "documents").lines] == ["1 paragraph"]
    settle(Review.objects.get(state__iso3="FRA").recommendations.get(), "noted", "The matrix is later.")
    assert part(editor, "documents") is None


def test_the_quick_way_to_find_what_documents_disagree_on_agrees_with_the_whole_one():
    for n in range(3):
        a_difference(n)
    whole = {
        review.pk: len([d for d in reconcile(review).open if d.kind == "position"]) for review in Review.objects.all()
    }
    assert {review.pk: n for review, n in open_differences()} == {pk: n for pk, n in whole.items() if n}


# New since the last visit


def changed_by(user: User | None, act) -> None:
    with together(Change.objects.create(kind=Change.Kind.BULK, description="Teapots", made_by=user)):
        act()


def test_what_others_changed_since_the_visit_before_is_new_and_grouped_by_record(editor):
    other = a_person_of_staff("other", EDITOR)
    action, case = an_action("Count the teapots"), Case.objects.create(title="Old teapots")
    assert "This is your first visit" in first_page(signed_in(editor))
    assert part(editor, "changed") is None
    changed_by(other, lambda: StatusEvent.objects.create(follow_up=action, status="progress", text="A step."))
    changed_by(None, lambda: FollowUpAction.objects.filter(pk=action.pk).update(summary="Teapots."))
    changed_by(editor, lambda: Case.objects.filter(pk=case.pk).update(summary="My own work."))
    page = first_page(signed_in(editor))
    assert "New since" in page
    assert "Others changed 1 record" in page
    line = part(editor, "changed").lines[0]
    assert line.text == "Count the teapots"
    assert line.note.startswith("follow-up action, status event; the command line, other; ")
    signed_in(editor)
    assert part(editor, "changed") is None


def test_what_was_removed_and_what_was_published_is_said_so(editor):
    signed_in(editor)
    review, gone = a_review("PRT", published=False), Case.objects.create(title="Gone teapots")
    signed_in(editor)
    Review.objects.filter(pk=review.pk).publish()
    gone.delete()
    lines = {line.text: line.note for line in part(editor, "changed").lines}
    assert set(lines) == {"Portugal, 2024", "Advocacy case that was removed"}
    assert lines["Portugal, 2024"].startswith("published; ")


def test_published_pages_on_reprisals_are_new_to_whoever_reads_cases(editor):
    for person in (editor, boss := a_person_of_staff("boss", ADMINISTRATOR)):
        signed_in(person), signed_in(person)
    people = two_people()
    incident = an_incident(people[0])
    nobody_in(incident)
    published(incident, *people)
    assert texts(editor, "published") == ["Teapots hidden from speakers"]
    assert part(boss, "published") is None


# Not finished


def test_what_is_not_finished_is_counted_and_leads_to_lists_that_answer(editor):
    other = a_person_of_staff("other", EDITOR)
    for owner in (other, editor):
        UploadedFile.objects.create(upload=Upload.objects.create(uploaded_by=owner), name=f"{owner}.csv", content=b"x")
    review = a_review("PRT", published=False)
    a_recommendation(review, position="pending")
    a_recommendation(review, "Wash the teapots", position="noted")
    assert texts(editor, "imports") == ["editor.csv", "other.csv"]
    found = part(editor, "without-position")
    assert (found.said, [line.note for line in found.lines]) == (
        "1 recommendation has no position",
        ["1 recommendation"],
    )
    rows = signed_in(editor).get(found.lines[0].address).context["cl"].result_list
    assert [row.text for row in rows] == ["Invent a better teapot for the common room"]
    assert texts(editor, "not-public") == ["Reviews: 1"]
    assert signed_in(editor).get(part(editor, "not-public").lines[0].address).context["cl"].result_count == 1


def test_where_nothing_waits_a_sentence_says_so(editor):
    a_recommendation(a_review("PRT"))
    page = first_page(signed_in(editor))
    assert "Nothing waits for you" in page
    assert "look through the follow-up actions" in page


# Who sees what


def test_whoever_has_no_right_to_a_kind_of_record_sees_no_line_of_it():
    people = two_people()
    for n in range(2):
        everything(n, people[0], people[::-1])
    nobody = without_roles("nobody")
    boss = a_person_of_staff("boss", ADMINISTRATOR)
    keeper = a_person_of_staff("keeper", CUSTODIAN)
    for person in (nobody, boss, keeper):
        signed_in(person), signed_in(person)
    changed_by(None, lambda: Case.objects.update(summary="Teapots."))
    assert gather(reader_of(nobody)).parts == gather(reader_of(boss)).parts == []
    seen = {slug for slug, _part in gather(reader_of(keeper)).parts}
    assert seen == {
        "overdue",
        "due-soon",
        "dates",
        "grounds-ending",
        "tallies",
        "documents",
        "changed",
        "without-position",
    }
    assert "No answer…" not in first_page(signed_in(keeper))
    assert "teapot" not in first_page(signed_in(boss)).lower()


def test_fifty_of_everything_ask_the_database_as_often_as_five(settings):
    writer, reader = two_people()
    person = a_person_of_staff("person")
    client = signed_in(person)
    client.force_login(person)
    asked = []
    for some in (range(5), range(5, 50)):
        for n in some:
            everything(n, person, (writer, reader))
        changed_by(None, partial(Case.objects.update, summary=f"Teapots {some}."))
        client.get("/admin/")  # the view of next steps is noted once
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/admin/")
        asked.append([query["sql"] for query in queries])
        assert {slug for slug, _part in page.context["bench"].parts} == set(PARTS) - {"published"}
    assert len(asked[0]) == len(asked[1]), "\n".join(sql for sql in asked[1] if sql not in asked[0])
    assert len(asked[0]) <= 82, "\n".join(asked[0])
