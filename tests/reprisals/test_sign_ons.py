"""Sign-on lists: asked, answered, taken over into signatures; sealed, noted, and never public before."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recommendations.models import Change, Organisation, Signature, Statement
from recommendations.tracking.undoing import undo
from reprisals import audit
from reprisals.models import Entry, SignOn, SignOnList
from reprisals.models.vault import Room
from reprisals.sign_ons import Answers, NobodySigned, answers_of, ask, outlook, said_yes, take_over
from tests.recommendations.admin_forms import sent_back
from tests.records import an_organisation

from .forms import at, complaints
from .records import EDITOR, OFFICER, a_person_of_staff

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
NAMES = ("Zebra Tea", "apple Tea", "Mango Tea", "Kettle Watch")


@pytest.fixture
def editor():
    return a_person_of_staff("editor", EDITOR)


@pytest.fixture
def client(editor) -> Client:
    made = Client()
    made.force_login(editor)
    return made


@pytest.fixture
def listed() -> SignOnList:
    statement = Statement.objects.create(title="On teapots")
    made = SignOnList(statement=statement, deadline=timezone.localdate() + DAY, note="SECRET plan")
    made.save()
    return made


def asked(listed: SignOnList, answer: str, *names: str, **fields) -> list[SignOn]:
    made = []
    for name in names:
        made.append(
            SignOn(
                statement=listed.statement, organisation=an_organisation(name), answer=answer, note="SECRET", **fields
            )
        )
        made[-1].save()
    return made


def noted(fields: str) -> list[str]:
    return list(Entry.objects.filter(fields=fields).order_by("number").values_list("about", flat=True))


# Taking over


def test_who_said_yes_signs_in_the_role_that_was_agreed(listed, editor):
    asked(listed, "yes", "Zebra Tea", "apple Tea")
    asked(listed, "yes", "Kettle Watch", role="lead")
    asked(listed, "no", "Mango Tea")
    asked(listed, "asked", "Cup Watch")
    change = take_over(listed, editor, datetime.date(2024, 6, 20))
    signed = {one.organisation.name: one.role for one in listed.statement.signatures.all()}
    assert signed == {"Zebra Tea": "signed", "apple Tea": "signed", "Kettle Watch": "lead"}
    assert SignOnList.objects.get().closed_on == datetime.date(2024, 6, 20)
    assert SignOnList.objects.get().note == "SECRET plan"
    assert (change.description, change.made_by) == ("Took over 3 signatures of “On teapots”", editor)
    assert noted("closed_on") == [f"signonlist {listed.pk} taken-over"]


def test_nobody_signs_twice_and_what_is_there_stays(listed, editor):
    (apple, _zebra) = asked(listed, "yes", "apple Tea", "Zebra Tea")
    Signature.objects.create(statement=listed.statement, organisation=apple.organisation, role="lead")
    take_over(listed, editor, timezone.localdate())
    assert {one.organisation.name: one.role for one in Signature.objects.all()} == {
        "apple Tea": "lead",
        "Zebra Tea": "signed",
    }
    with pytest.raises(NobodySigned, match="have signed already"):
        take_over(listed, editor, timezone.localdate())
    assert Signature.objects.count() == 2
    assert Change.objects.count() == 1


def test_it_is_refused_while_nobody_said_yes(listed, editor):
    asked(listed, "asked", "Mango Tea")
    with pytest.raises(NobodySigned, match="Nobody has said yes"):
        take_over(listed, editor, timezone.localdate())
    assert SignOnList.objects.get().closed_on is None
    assert not Change.objects.exists()
    assert not Entry.objects.exists()


def test_it_can_be_taken_back(listed, editor):
    asked(listed, "yes", "apple Tea")
    undo(take_over(listed, editor, timezone.localdate()))
    assert not Signature.objects.exists()
    assert [one.organisation.name for one in outlook(listed).new] == ["apple Tea"]


def test_who_says_yes_later_is_taken_over_later(listed, editor):
    asked(listed, "yes", "apple Tea")
    take_over(listed, editor, timezone.localdate())
    asked(listed, "yes", "Zebra Tea", role="later")
    take_over(listed, editor, timezone.localdate())
    assert set(Signature.objects.values_list("role", flat=True)) == {"signed", "later"}


def test_answers_are_counted_by_statement_in_one_query(listed, django_assert_num_queries):
    asked(listed, "yes", "apple Tea", "Zebra Tea")
    asked(listed, "no", "Mango Tea")
    asked(listed, "asked", "Kettle Watch")
    other = Statement.objects.create(title="On kettles")
    with django_assert_num_queries(1):
        found = answers_of([listed.statement_id, other.pk])
    assert found == {listed.statement_id: Answers(asked=4, yes=2, no=1)}


def test_nobody_is_asked_twice(listed, editor):
    there = asked(listed, "yes", "apple Tea")[0]
    new = an_organisation("Zebra Tea")
    assert ask(listed, [there.organisation, new], editor) == 1
    assert ask(listed, [new], editor) == 0
    assert {one.organisation.name: one.answer for one in SignOn.objects.all()} == {
        "apple Tea": "yes",
        "Zebra Tea": "asked",
    }
    assert noted("organisation") == [f"signonlist {listed.pk} asked"]


def test_who_said_yes_stands_in_alphabetical_order(listed):
    asked(listed, "yes", *NAMES)
    assert [one.organisation.name for one in said_yes(listed)] == [
        "apple Tea",
        "Kettle Watch",
        "Mango Tea",
        "Zebra Tea",
    ]


# The pages


def answers(client: Client, listed: SignOnList):
    return client.get(at("signonlist_answers", listed.pk))


def filled_in(page, **changes: str) -> dict[str, object]:
    """The rows as a browser sends them, each with what it showed at first."""
    formset = page.context["rows"]
    sent: dict[str, object] = {"save": "Save the answers"}
    for form in (formset.management_form, *formset.forms):
        for field in form:
            value = field.value()
            sent[field.html_name] = sent[f"initial-{field.html_name}"] = "" if value is None else value
    return sent | changes


def test_rows_are_filled_in_sealed_and_noted(client, listed):
    first, second = asked(listed, "asked", "apple Tea", "Zebra Tea")
    data = filled_in(answers(client, listed))
    data |= {"form-0-answer": "yes", "form-0-answered_on": "2024-06-20", "form-0-role": "lead"}
    data |= {"form-1-note": "SECRET call again"}
    assert client.post(at("signonlist_answers", listed.pk), data).status_code == 302
    first, second = (SignOn.objects.get(pk=one.pk) for one in (first, second))
    assert (first.answer, first.role, first.answered_on) == ("yes", "lead", datetime.date(2024, 6, 20))
    assert (first.note, second.note, second.answer) == ("SECRET", "SECRET call again", "asked")
    changed = Entry.objects.filter(action=audit.Action.CHANGED).order_by("number")
    assert [(one.about, set(one.fields.split(","))) for one in changed] == [
        (f"signon {first.pk}", {"answer", "answered_on", "role"}),
        (f"signon {second.pk}", {"note"}),
    ]


def test_a_row_that_somebody_else_changed_meanwhile_stays_as_they_left_it(client, listed):
    first, second = asked(listed, "asked", "apple Tea", "Zebra Tea")
    old = filled_in(answers(client, listed))
    first.answer, second.answer = "yes", "no"
    first.save()
    second.save()
    client.post(at("signonlist_answers", listed.pk), old | {"form-1-note": "Changed"})
    first, second = (SignOn.objects.get(pk=one.pk) for one in (first, second))
    assert (first.answer, second.answer, second.note) == ("yes", "no", "Changed")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("answered_on", "2024-02-31", "Enter a valid date"), ("answer", "teapot", "teapot"), ("role", "potter", "potter")],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(client, listed, field, value, said):
    asked(listed, "asked", "apple Tea", "Zebra Tea")
    data = filled_in(answers(client, listed)) | {"form-0-answer": "yes", f"form-1-{field}": value}
    page = client.post(at("signonlist_answers", listed.pk), data)
    assert page.status_code == 200
    assert "Nothing is saved yet" in page.content.decode()
    assert said in page.content.decode()
    assert {one.answer for one in SignOn.objects.all()} == {"asked"}


def test_organisations_are_asked_from_the_page(client, listed):
    one, other = an_organisation("apple Tea"), an_organisation("Zebra Tea")
    here = at("signonlist_answers", listed.pk)
    page = client.post(here, {"ask": "1", "organisations": [one.pk, other.pk]}, follow=True).content.decode()
    assert "2 organisations are on the list now." in page
    assert "2 asked: 0 yes, 0 no, 2 not answered" in page
    for wrong in ({"ask": "1"}, {"ask": "1", "organisations": ["99999"]}, {"ask": "1", "organisations": ["teapot"]}):
        assert client.post(here, wrong).status_code == 200
    assert SignOn.objects.count() == 2


@pytest.mark.parametrize(("days", "said"), [(-1, "The deadline has passed."), (1, "The deadline has not passed yet.")])
def test_the_page_before_taking_over_shows_who_would_sign(client, listed, days, said):
    SignOnList.objects.update(deadline=timezone.localdate() + days * DAY)
    asked(listed, "yes", "apple Tea")
    asked(listed, "no", "Zebra Tea")
    here = at("signonlist_take_over", listed.pk)
    page = client.get(here).content.decode()
    assert said in page
    assert "apple Tea: Signatory" in page
    assert "Zebra Tea" not in page
    assert not Signature.objects.exists()
    after = client.post(here, follow=True).content.decode()
    assert "Took over 1 signature of “On teapots”." in after
    assert "Undo…" in after
    assert Signature.objects.get().organisation.name == "apple Tea"


def test_where_nobody_said_yes_there_is_no_button_and_a_click_is_refused_in_words(client, listed):
    asked(listed, "no", "Zebra Tea")
    here = at("signonlist_take_over", listed.pk)
    page = client.get(here).content.decode()
    assert "Nobody has said yes." in page
    assert "Take the signatures over&quot;" not in page
    assert 'class="default"' not in page
    assert "Nobody has said yes." in client.post(here, follow=True).content.decode()
    assert not Signature.objects.exists()


def test_of_a_public_statement_it_says_that_signatures_show_at_once(client, listed):
    asked(listed, "yes", "apple Tea")
    warning = "these signatures show on its page at once"
    here = at("signonlist_take_over", listed.pk)
    assert warning not in client.get(here).content.decode()
    Statement.objects.publish()
    assert warning in client.get(here).content.decode()


def test_a_case_officer_keeps_the_list_but_does_not_change_the_public_record(listed):
    officer = Client()
    officer.force_login(a_person_of_staff("officer", OFFICER))
    asked(listed, "yes", "apple Tea")
    page = answers(officer, listed).content.decode()
    assert "apple Tea" in page
    assert "Take the signatures over" not in page
    assert officer.post(at("signonlist_take_over", listed.pk)).status_code == 403
    assert not Signature.objects.exists()


def test_the_list_says_where_each_stands(client, listed):
    asked(listed, "yes", "apple Tea")
    past = SignOnList(statement=Statement.objects.create(title="On kettles"), deadline=timezone.localdate() - DAY)
    past.save()
    page = client.get(at("signonlist_changelist")).content.decode()
    for said in ("1 asked: 1 yes, 0 no, 0 not answered", "0 asked: 0 yes", "open", "deadline passed"):
        assert said in page
    SignOnList.objects.filter(pk=past.pk).update(closed_on=timezone.localdate())
    assert "taken over" in client.get(at("signonlist_changelist")).content.decode()


def test_a_statement_has_one_list(client, listed):
    add = at("signonlist_add")
    data = sent_back(client.get(add)) | {"statement": listed.statement_id, "deadline": "2030-01-01"}
    assert "has a sign-on list already" in complaints(client.post(add, data))


@pytest.mark.parametrize("page", ["answers", "take_over", "print", "file", "changelist"])
def test_a_longer_list_takes_no_more_queries(client, listed, page):
    def queries() -> int:
        with CaptureQueriesContext(connection) as done:
            assert (
                client.get(at(f"signonlist_{page}", *([] if page == "changelist" else [listed.pk]))).status_code == 200
            )
        return len(done)

    asked(listed, "yes", NAMES[0])
    queries()  # the look is noted once
    few = queries()
    asked(listed, "yes", *NAMES[1:])
    for n in range(3):
        SignOnList(statement=Statement.objects.create(title=f"On kettles {n}"), deadline=timezone.localdate()).save()
    assert queries() == few


# Taken out


def test_who_said_yes_is_printed_and_the_log_says_so(client, listed):
    asked(listed, "yes", "Zebra Tea", "apple Tea", answered_on=datetime.date(2024, 6, 20))
    asked(listed, "no", "Mango Tea")
    page = client.get(at("signonlist_print", listed.pk)).content.decode()
    assert page.index("apple Tea") < page.index("Zebra Tea")
    assert "20 June 2024" in page
    assert "Not public" in page
    for hidden in ("Mango", "SECRET"):
        assert hidden not in page
    entry = Entry.objects.get(action=audit.Action.EXPORTED)
    assert (entry.about, entry.by.username) == (f"signonlist {listed.pk} print", "editor")


def test_who_said_yes_is_a_file_and_the_log_says_so_each_time(client, listed):
    asked(listed, "yes", "Zebra Tea", "apple Tea", role="lead")
    Organisation.objects.filter(name="Zebra Tea").update(name="=Zebra()")
    asked(listed, "asked", "Mango Tea")
    for _n in range(2):
        answer = client.get(at("signonlist_file", listed.pk))
    assert 'filename="sign-ons-on-teapots-' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["organisation"], row["role"]) for row in rows] == [
        ("'=Zebra()", "Lead author"),
        ("apple Tea", "Lead author"),
    ]
    assert "SECRET" not in answer.content.decode()
    exported = Entry.objects.filter(action=audit.Action.EXPORTED).values_list("about", flat=True)
    assert list(exported) == [f"signonlist {listed.pk} csv"] * 2


# The room, and the public


def test_while_the_room_is_shut_nothing_opens(client, listed, monkeypatch):
    monkeypatch.setattr("reprisals.admin.guarded.room", lambda: Room(False, "Shut for tea."))
    assert "Shut for tea." in client.get(at("signonlist_changelist")).content.decode()
    for page in ("answers", "take_over", "print", "file", "change"):
        assert client.get(at(f"signonlist_{page}", listed.pk)).status_code in {302, 403}
    assert client.post(at("signonlist_take_over", listed.pk)).status_code == 403


def test_a_list_that_there_is_not_is_not_found(client):
    assert client.get(at("signonlist_answers", 99)).status_code == 404


def test_a_sign_on_is_on_no_page_and_in_no_paper_before_it_is_taken_over(listed, editor):
    Statement.objects.publish()
    visitor = Client()
    pages = ["/statements/", "/statements/on-teapots/", "/statements/on-teapots.docx", "/statements/on-teapots.pdf"]
    before = [visitor.get(page).content for page in pages]
    asked(listed, "yes", "apple Tea")
    assert [visitor.get(page).content for page in pages] == before
    take_over(listed, editor, timezone.localdate())
    after = [visitor.get(page).content for page in pages]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert b"apple Tea" in after[1]
