"""The daily digest: once a day, where something waits, no private word, nothing lost when mail is down."""

import io
import json
import logging
import re
import smtplib
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from recommendations.models import FollowUpAction, Statement, Upload, UploadedFile
from reprisals import digests, publication
from reprisals.access import join
from reprisals.models import CaseRole, Digest, Entry
from tests.reprisals.addresses import the_record
from tests.reprisals.canaries import Marks, a_marked_desk, a_marked_draft
from tests.reprisals.records import ADMINISTRATOR, EDITOR, OFFICER, a_person_of_staff, two_people
from upr_tracker.digest import send_digests

from .stories import a_difference, a_step, an_action, day, everything, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://upr.teapots.example"


@pytest.fixture
def editor() -> User:
    return a_person_of_staff("editor", EDITOR, email="editor@teapots.example")


def run(*arguments: str) -> dict:
    """What the command says as JSON, and its exit code."""
    out = io.StringIO()
    try:
        call_command("send_digest", "--json", *arguments, stdout=out)
    except CommandError as error:
        return json.loads(out.getvalue()) | {"exit": error.returncode, "stderr": str(error)}
    return json.loads(out.getvalue()) | {"exit": 0}


def numbers(said: dict) -> tuple[int, int, int, int]:
    return said["sent"], said["nothing"], said["before"], said["failed"]


class Down(EmailBackend):
    """A mail server that refuses, in words that nobody must keep, whoever is to get mail at `refuses`."""

    refuses = ""

    def send_messages(self, messages):
        if any(self.refuses in to for message in messages for to in message.to):
            raise smtplib.SMTPRecipientsRefused({"editor@teapots.example": (550, b"SECRET words of the server")})
        return super().send_messages(messages)


@pytest.fixture
def down(settings, monkeypatch):
    """Mail is down until this is called, or down for one address alone."""
    settings.EMAIL_BACKEND = f"{__name__}.Down"

    def refuse(whom: str | None) -> None:
        monkeypatch.setattr(Down, "refuses", "nobody" if whom is None else whom)

    return refuse


# When one is sent, and what it says


def test_it_says_what_waits_and_why_and_where(editor):
    an_action("Count the teapots", due="2019-12", addressee="Committee of Teapots")
    an_action("Hide the teapots", due="2020-01", public=False)
    a_step(editor, "SECRET step", due=-1)
    assert numbers(run()) == (1, 0, 0, 0)
    (sent,) = mail.outbox
    today = timezone.localdate()
    assert sent.to == ["editor@teapots.example"]
    assert sent.subject == f"[UPR Tracker] What waits for you, {today.day} {today:%B %Y}"
    head = sent.message()
    assert (head["Auto-Submitted"], head["List-Id"]) == (
        "auto-generated",
        "UPR Tracker digest <digest.upr.teapots.example>",
    )
    assert head.get_content_type() == "text/plain"
    assert "2 follow-up actions are overdue (because the date has passed)" in sent.body
    assert "- Count the teapots: " in sent.body
    assert "and 1 more, on the page above" in sent.body
    assert "1 next step of yours is due, overdue or to be remembered (because you have it" in sent.body
    links = re.findall(r"https://upr\.teapots\.example(/\S*)", sent.body)
    client = signed_in(editor)
    assert len(links) >= 4
    assert {client.get(link).status_code for link in links} == {200}
    for word in ("SECRET", "Hide the teapots"):
        assert word not in sent.body


def test_nothing_that_is_sealed_is_opened_for_it_and_no_review_is_named(editor):
    a_step(editor, due=-1)
    a_step(editor, due=90)
    a_difference(0)
    run()
    assert "1 announced tally differs" in mail.outbox[0].body
    assert "France" not in mail.outbox[0].body
    assert not Entry.objects.filter(action="viewed").exists()


def test_twice_on_a_day_it_is_sent_once_and_the_next_day_again(editor):
    an_action()
    assert [numbers(run()), numbers(run())] == [(1, 0, 0, 0), (0, 0, 1, 0)]
    send_digests(day(0) + timedelta(days=1))
    assert len(mail.outbox) == Digest.objects.exclude(sent_at=None).count() == 2


def test_where_nothing_waits_none_is_sent(editor):
    FollowUpAction.objects.create(kind="debate", title="A draft alone calls nobody")
    assert numbers(run()) == (0, 1, 0, 0)
    assert not mail.outbox
    assert not Digest.objects.exists()


def test_it_goes_to_staff_who_are_there_and_have_an_address(editor):
    an_action()
    User.objects.create_user("visitor", email="visitor@teapots.example")
    a_person_of_staff("gone", EDITOR, email="gone@teapots.example", is_active=False)
    a_person_of_staff("without", EDITOR)
    a_person_of_staff("boss", ADMINISTRATOR, email="boss@teapots.example")
    assert numbers(run()) == (1, 1, 0, 0)
    assert [letter.to for letter in mail.outbox] == [["editor@teapots.example"]]


def test_what_is_new_is_told_once(editor):
    signed_in(editor)
    an_action(due="")
    assert "Others changed 1 record" in (send_digests(day(0)), mail.outbox[-1].body)[1]
    send_digests(day(0) + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_a_dry_run_sends_and_writes_nothing(editor):
    an_action()
    assert numbers(run("--dry-run")) == (1, 0, 0, 0)
    assert not mail.outbox
    assert not Digest.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"), [("teatime", "'teatime' is not a day"), ("2999-01-01", "2999-01-01 has not come yet")]
)
def test_a_day_that_cannot_be_is_refused(editor, given, said):
    an_action()
    found = run("--day", given)
    assert (found["exit"], found["sent"]) == (1, 0)
    assert said in found["problems"][0]
    assert not mail.outbox


def test_for_an_earlier_day_it_says_what_waited_then(editor):
    an_action(due=-2)
    assert numbers(run("--day", day(-3).isoformat())) == (1, 0, 0, 0)
    assert "is due within 30 days" in mail.outbox[0].body


def test_a_process_without_staffs_pages_sends_none(editor, settings):
    settings.SITE_FACES = {"public"}
    an_action()
    assert "SITE_FACES" in run()["problems"][0]
    assert not mail.outbox


def test_a_shut_room_is_said_and_the_rest_is_sent(editor, settings):
    a_step(editor, due=-1)
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    assert numbers(run()) == (0, 1, 0, 0)
    an_action()
    run()
    assert "guarded room was shut" in mail.outbox[0].body
    assert "next step" not in mail.outbox[0].body


# A mail server that is down


def test_a_server_that_is_down_loses_nothing_and_the_next_digest_says_so(editor, down, caplog):
    an_action("Count the teapots")
    caplog.set_level(logging.DEBUG)
    yesterday = day(-1)
    said = run("--day", yesterday.isoformat())
    assert (said["exit"], numbers(said)) == (1, (0, 0, 0, 1))
    assert "1 of 1 digests could not be sent: SMTPRecipientsRefused (1)" in said["stderr"]
    row = Digest.objects.get()
    assert (row.sent_at, row.problem) == (None, "SMTPRecipientsRefused")
    assert not [word for word in ("SECRET", "teapots.example") if word in f"{said} {caplog.text}"]
    down(None)
    assert numbers(run()) == (1, 0, 0, 0)
    body = mail.outbox[0].body
    day_said = f"{yesterday.day} {yesterday:%B %Y}"
    assert f"The digest of {day_said} could not be sent: SMTPRecipientsRefused." in body
    assert "Count the teapots" in body
    send_digests(day(1))
    assert "could not be sent" not in mail.outbox[1].body


def test_the_same_day_it_is_tried_again_once_the_server_is_back(editor, down):
    an_action()
    assert [numbers(run()), numbers(run())] == [(0, 0, 0, 1), (0, 0, 0, 1)]
    down(None)
    assert [numbers(run()), numbers(run())] == [(1, 0, 0, 0), (0, 0, 1, 0)]
    assert Digest.objects.get().problem == ""


def test_others_are_tried_all_the_same(editor, down):
    down("editor@")
    a_person_of_staff("second", EDITOR, email="second@teapots.example")
    an_action()
    said = run()
    assert (said["exit"], numbers(said)) == (1, (1, 0, 0, 1))
    assert [letter.to for letter in mail.outbox] == [["second@teapots.example"]]


def test_what_failed_is_told_also_where_nothing_waits_any_more(editor, down):
    action = an_action()
    run("--day", day(-1).isoformat())
    action.delete()
    down(None)
    signed_in(editor)  # who has seen what is new
    assert numbers(run()) == (1, 0, 0, 0)
    assert "Nothing of it waits any more." in mail.outbox[0].body


def test_a_run_that_was_cut_off_is_told_the_next_day(editor):
    an_action()
    digests.claim(editor, day(-1))
    assert numbers(run("--day", day(-1).isoformat())) == (0, 0, 1, 0)
    run()
    assert "could not be sent: the run was cut off" in mail.outbox[0].body


@pytest.mark.parametrize(
    "wrong", ["editor@teapots.example\nBcc: all@teapots.example", "\r\nSubject: teapots@x.example"]
)
def test_an_address_cannot_add_a_line_to_the_head(editor, wrong):
    User.objects.filter(pk=editor.pk).update(email=wrong)
    an_action()
    said = run()
    assert numbers(said) == (0, 0, 0, 1)
    assert "all@" not in str(said)
    assert not mail.outbox


# Two at once


def test_whoever_claims_first_sends(editor):
    assert digests.claim(editor, day(0)) is not None
    assert digests.claim(editor, day(0)) is None
    digests.failed(Digest.objects.get(), OSError("SECRET"))
    assert digests.claim(editor, day(0)) is not None
    assert digests.claim(editor, day(0)) is None


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one(editor):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' database in memory has one connection; claims are tried one after the other above")
    an_action()
    together, said = threading.Barrier(3), []

    def send() -> None:
        try:
            together.wait()
            said.append(send_digests(day(0)).sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [0, 0, 1]
    assert len(mail.outbox) == Digest.objects.count() == 1


# Nothing private


def test_no_private_word_is_in_any_digest(caplog):
    people = two_people()
    the_record(*people)
    marks = Marks()
    draft = a_marked_draft(marks, people[0])
    readers = [a_person_of_staff(f"reader {n}", email=f"reader{n}@teapots.example") for n in range(2)]
    join(draft, readers[0], CaseRole.CASE_OFFICER)
    version = publication.submit(draft, people[0])
    a_marked_desk(marks)
    for person in readers:
        signed_in(person)
    for n in range(2):
        everything(n, readers[0], people)
    Statement.objects.create(title=marks.word("Statement.title", "draft"))
    action = FollowUpAction.objects.create(
        title=marks.word("FollowUpAction.title", "draft"), kind="debate", due_on="2019"
    )
    upload = Upload.objects.create(uploaded_by=readers[0])
    UploadedFile.objects.create(upload=upload, name=marks.word("UploadedFile.name", "x"), content=b"x")
    a_step(readers[0], marks.word("Assignment.step", "x"), due=-1, address=f"/follow-up/{action.slug}/")
    caplog.set_level(logging.DEBUG)
    assert send_digests(day(0)).sent == 2
    assert len(mail.outbox) == 2
    assert "wait for you to read" in "".join(letter.body for letter in mail.outbox)
    for letter in mail.outbox:
        whole = f"{letter.message().as_string()} {letter.body}"
        assert marks.found_in(whole) == []
        assert not [
            word for word in (draft.reference, version.incident.reference, "The teapot affair") if word in whole
        ]
    assert marks.found_in(caplog.text) == []


def test_an_officer_is_not_told_of_what_waits_for_others():
    people = two_people()
    everything(0, people[0], people[::-1])
    alone = a_person_of_staff("alone", OFFICER, email="alone@teapots.example")
    send_digests(day(0))
    assert [letter.to for letter in mail.outbox] == [[alone.email]]
    for words in (
        "wait for you",
        "waits for you to read",
        "was returned",
        "ground for publication",
        "next step of yours",
    ):
        assert words not in mail.outbox[0].body
