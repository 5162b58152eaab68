"""Papers in the admin: who makes and sees which, what a preview shows, and runs that are stopped."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from exports import pdf_file
from exports.document import Document, Footnote, Part, Run, Table, heading, paragraph, points, words
from reports.draft import Length
from reports.issuing import NotIssued, issue
from reports.kinds import KINDS
from reports.models import Making, Report
from reports.preview import preview
from reprisals import publication
from reprisals.access import join
from reprisals.models import Basis, CaseRole, Contact, Incident, Person
from reprisals.models import Testimony as Told
from tests.records import a_recommendation, a_review, a_state
from tests.reprisals.records import (
    ADMINISTRATOR,
    CUSTODIAN,
    EDITOR,
    OFFICER,
    REVIEWER,
    a_basis,
    a_person,
    a_person_of_staff,
    an_incident,
    nobody_in,
    published,
    without_roles,
)

from .papers import ADD, LIST, PACK, body, draft_of, signed_in, wanted

pytestmark = pytest.mark.django_db
NAME, SECRET = "Zebulon Whistlethorpe", "CANARY testimony"


@pytest.fixture
def told_of(people):
    """An incident of the writer's, of which the UN may be told."""
    made = an_incident(
        people[0], title="The teapot affair", account="Somebody hid the teapots.", locality="Teapot Square"
    )
    a_basis(made, person=a_person(made, name=NAME), scopes=["un_only"])
    Told(incident=made, text=SECRET).save()
    return made


def issue_submission(client, incident, **more):
    return client.post(
        f"{ADD}issue/", wanted("reprisals-submission", incidents=[incident.reference], scope="un_only", **more)
    )


# Who


ROLES = {
    "editor": (EDITOR,),
    "officer": (OFFICER,),
    "reviewer": (REVIEWER,),
    "custodian": (CUSTODIAN,),
    "administrator": (ADMINISTRATOR,),
}
MAKERS = {"editor", "officer", "officer of it"}


@pytest.fixture
def everybody(people, told_of):
    """Everybody by what they are, signed in; the anonymous first."""
    users = {name: a_person_of_staff(f"some {name}", *roles) for name, roles in ROLES.items()}
    users |= {"officer of it": a_person_of_staff("on it", OFFICER), "without roles": without_roles("plain")}
    join(told_of, users["officer of it"], CaseRole.CASE_OFFICER)
    return {"anonymous": Client()} | {name: signed_in(user) for name, user in users.items()}


def test_public_papers_are_for_editors_and_case_officers(everybody, asked, editor):
    report = issue(draft_of(asked, editor), editor, ["docx"])
    pages = [ADD, LIST, PACK, f"{LIST}{report.pk}/change/", f"{LIST}{report.pk}/changes/", "/admin/reports/limit/"]
    pages += ["/admin/reports/letterhead/", "/admin/reports/pack/"]
    wrong = []
    for who, client in everybody.items():
        opened = {page: client.get(page).status_code == 200 for page in pages}
        wrong += [f"{who}: {page}" for page, is_open in opened.items() if is_open != (who in MAKERS)]
        for page, data in {f"{ADD}check/": wanted(), f"{LIST}{report.pk}/files/docx/": {}}.items():
            answer = client.post(page, data)
            if (answer.status_code == 200) != (who in MAKERS):
                wrong.append(f"{who}: {page} posted {answer.status_code}")
            body(answer)
    assert wrong == []


def test_confidential_papers_are_for_the_officers_of_all_that_they_tell(everybody, people, told_of):
    assert "It is issued" in body(issue_submission(signed_in(people[0]), told_of))
    report = Report.objects.get()
    pages = [f"{LIST}{report.pk}/change/", f"{LIST}{report.pk}/changes/"]
    for who, client in everybody.items():
        for page in pages:
            answer = client.get(page)
            assert (answer.status_code == 200) == (who == "officer of it"), (who, page)
        answer = client.post(f"{LIST}{report.pk}/files/docx/")
        assert (answer.status_code == 200) == (who == "officer of it"), who
        assert (report.paper.hex[:8] in body(client.get(LIST))) == (who == "officer of it"), who
        said = body(client.post(ADD, wanted("reprisals-submission", incidents=[told_of.reference], scope="un_only")))
        assert (NAME in said) == (who == "officer of it"), who


def test_incidents_that_were_ticked_for_another_kind_are_not_kept_with_a_public_paper(people, told_of, editor):
    ticked = wanted(incidents=[told_of.reference], scope="un_only", is_safe="on")
    assert "It is issued" in body(signed_in(people[0]).post(f"{ADD}issue/", ticked))
    report = Report.objects.get()
    assert set(report.filters) == {"kind", "session", "language"}
    assert told_of.reference not in body(signed_in(editor).get(f"{LIST}{report.pk}/change/"))


def test_a_mission_sheet_is_for_case_officers(everybody):
    Contact(name="Secretary Teacup", state=a_state("PRT"), promised="A speech").save()
    for who, client in everybody.items():
        said = body(client.post(ADD, wanted("mission-sheet", state="Portugal")))
        assert ("Secretary Teacup" in said) == (who in {"officer", "officer of it"}), who


def test_a_confidential_paper_asks_who_somebody_is_before_it_is_even_shown(people, told_of, settings):
    client = signed_in(people[0])
    assert "It is issued" in body(issue_submission(client, told_of))
    report = Report.objects.get()
    settings.STEP_UP_REQUIRED = True
    asked = wanted(
        "reprisals-submission", incidents=[told_of.reference], scope="un_only", why="The kettle asked for it"
    )
    for step in ("", "check/", "issue/"):
        said = body(client.post(f"{ADD}{step}", asked))
        assert "/admin/sign-in/again/" in said
        assert "The kettle asked for it" in said  # what was filled in stands there still
        assert 'value="un_only" selected' in said
        assert NAME not in said
    for answer in (
        client.get(f"{LIST}{report.pk}/change/"),
        client.get(f"{LIST}{report.pk}/changes/"),
        client.post(f"{LIST}{report.pk}/files/docx/"),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/sign-in/again/")
    assert Report.objects.count() == 1


def test_a_consent_that_was_taken_back_is_not_read_as_of_the_day_before(people, told_of):
    client, asked = signed_in(people[0]), wanted("reprisals-submission", incidents=[told_of.reference], scope="un_only")
    given = timezone.localdate() - timedelta(days=30)
    Basis.objects.update(given_on=given)
    before = asked | {"on": (timezone.localdate() - timedelta(days=3)).isoformat()}
    assert NAME in body(client.post(ADD, before))
    publication.withdraw_consent(Basis.objects.get(), people[0])
    assert NAME not in body(client.post(ADD, before))
    assert NAME not in body(client.post(f"{ADD}check/", before))


def test_a_contact_that_is_removed_blocks_the_sheet_that_tells_of_them(people):
    contact = Contact(name="Secretary Teacup", state=a_state("PRT"))
    contact.save()
    client = signed_in(people[0])
    assert "It is issued" in body(client.post(f"{ADD}issue/", wanted("mission-sheet", state="Portugal")))
    report = Report.objects.get()
    assert client.post(f"{LIST}{report.pk}/files/docx/").status_code == 200
    contact.delete()
    assert "was removed" in body(client.get(f"{LIST}{report.pk}/change/"))
    assert client.post(f"{LIST}{report.pk}/files/docx/").status_code == 302


def test_the_tests_know_every_view_of_papers():
    ours = [one for model, one in admin.site._registry.items() if model._meta.app_label == "reports"]
    named = {url.name.removeprefix("reports_") for one in ours for url in one.get_urls() if url.name}
    own = {"report_check", "report_issue", "report_stop", "report_changes", "report_file", "pack_zip"}
    pages = ("changelist", "add", "history", "delete", "change")
    assert named == own | {f"{m}_{page}" for m in ("report", "pack", "limit", "letterhead") for page in pages}


# The preview


def test_a_preview_counts_words_marks_claims_and_refuses_at_the_limit(editor, monkeypatch):
    client = signed_in(editor)
    for n, says in ((5, ""), (9, "1 word is left"), (11, "is not issued so")):
        length = Length(words=n, limit=10)
        kind = replace(
            KINDS["teapots"], draft=lambda a, by, one=length: draft_of(a, by, length=one, unsourced=("Many.",))
        )
        monkeypatch.setitem(KINDS, "teapots", kind)
        said = body(client.post(ADD, wanted()))
        assert f"{n} words" in said
        assert says in said
        assert "<mark>Many.</mark>" in said
        assert (f"{ADD}check/" in said) == (n <= 10)
    assert not Report.objects.exists()


def test_a_preview_escapes_everything_and_numbers_notes(rf):
    note = Footnote((Run("A/TEA/1", link="https://un.example/a"),))
    table = Table((words("<b>"), words("n")), ((words("x & y"), (Run("1"), note)),), "<i>")
    blocks = (
        heading(1, "<script>"),
        paragraph((Run("one", bold=True), note)),
        points(["<li>"], numbered=True),
        Part("ug", (paragraph("چاي"),)),
        table,
    )
    said = render_to_string("admin/reports/_paper.html", {"preview": preview(Document("<T>", "ar", blocks))})
    for sign in ("<script>", "<b>", "<i>", "<T>"):
        assert sign not in said
    assert 'lang="ar" dir="rtl"' in said
    assert '<div lang="ug" dir="rtl">' in said
    assert [f'id="note-{n}"' in said for n in (1, 2, 3)] == [True, True, False]
    assert "<strong>one</strong>" in said
    assert '<a href="https://un.example/a"' in said


# A run


def test_a_run_that_is_stopped_keeps_nothing(editor, people):
    client = signed_in(editor)
    pieces = client.post(f"{ADD}issue/", wanted()).streaming_content
    assert "Stop" in next(pieces).decode()
    next(pieces)
    making = Making.objects.get()
    other = signed_in(people[0]).post(f"{LIST}stop/{making.number}/")
    assert other.status_code == 302
    assert not making.was_cancelled()  # not theirs to stop
    client.post(f"{LIST}stop/{making.number}/")
    assert "It was stopped" in b"".join(pieces).decode()
    assert not Report.objects.exists()
    assert not Making.objects.exists()


def test_a_run_that_is_stopped_ends_the_process_that_sets_its_pdf(editor, monkeypatch):
    client, asked_whether = signed_in(editor), []

    def set_for_long(document, cancelled=lambda: False, **rest):
        client.post(f"{LIST}stop/{Making.objects.get().number}/")
        asked_whether.append(cancelled())
        raise pdf_file.Cancelled

    monkeypatch.setattr(pdf_file, "write", set_for_long)
    for address in (f"{ADD}check/", f"{ADD}issue/"):
        assert "It was stopped" in body(client.post(address, wanted(formats=["pdf"])))
    assert "It was stopped" in body(client.post(PACK, wanted(kinds=["teapots"], formats=["pdf"])))
    assert asked_whether == [True, True, True]
    assert not Report.objects.exists()


def test_a_run_whose_page_is_closed_keeps_nothing(editor):
    answer = signed_in(editor).post(f"{ADD}issue/", wanted())
    pieces = answer.streaming_content
    for _n in range(4):
        assert "It is issued" not in next(pieces).decode()
    answer._iterator.close()  # what a server does whose reader is gone
    assert not Report.objects.exists()
    assert not Making.objects.exists()


# What changed since


def test_what_changed_since_is_told_with_links_and_names_no_withdrawn_incident(editor, people):
    gone = an_incident(people[0], public_title="Kettles were hidden")
    nobody_in(gone)
    published(gone, *people)
    review = a_review()
    first, second = a_recommendation(review, "One teapot", "28.5"), a_recommendation(review, "Two teapots", "28.6")
    client = signed_in(editor)
    assert "It is issued" in body(client.post(f"{ADD}issue/", wanted()))
    page = f"{LIST}{Report.objects.get().pk}/changes/"
    assert "Nothing changed" in body(client.get(page))
    first.text = "One teapot and a kettle"
    first.save()
    second.delete()
    a_recommendation(review, "Three teapots", "28.7")
    publication.withdraw(gone, people[1])
    said = body(client.get(page))
    for heading_of, address in (("Changed", "28.5"), ("Added", "28.7"), ("No longer read", "28.6")):
        assert f"/{address}/" in said.partition(f"<h2>{heading_of}")[2].partition("<h2>")[0]
    assert "1 incident that it told of" in said
    for page_of in (page, page.replace("changes", "change")):
        assert "Kettles were hidden" not in body(client.get(page_of))


# What comes out


def test_a_paper_in_a_language_of_which_its_kind_has_no_words_is_not_issued(editor, asked):
    with pytest.raises(NotIssued, match="not written in this language"):
        issue(draft_of(replace(asked, language="fr"), editor), editor, ["docx"])


def test_a_confidential_paper_holds_what_its_scope_allows_and_is_marked_on_each_page(people, told_of):
    relative = a_person(told_of, "relative", name="Ottoline Featherstonehaugh")
    client = signed_in(people[0])
    assert "It is issued" in body(issue_submission(client, told_of))
    (report,) = Report.objects.all()
    content = client.post(f"{LIST}{report.pk}/files/docx/").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        everything = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    assert any("CONFIDENTIAL" in text for name, text in everything.items() if "header" in name)
    said = " ".join(everything.values())
    for word in (relative.name, SECRET, "Teapot Square", NAME):  # coarse: not everybody agreed
        assert word not in said
    Person.objects.filter(pk=relative.pk).delete()
    assert "It is issued" in body(issue_submission(client, told_of))
    newest = Report.objects.first()
    content = client.post(f"{LIST}{newest.pk}/files/docx/").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        said = parts.read("word/document.xml").decode()
    assert NAME in said
    assert "Teapot Square" in said
    assert SECRET not in said


def test_a_paper_in_which_nothing_may_be_told_is_not_issued(people, told_of):
    asked = wanted("reprisals-submission", incidents=[told_of.reference], scope="state")
    assert "Nothing may be told" in body(signed_in(people[0]).post(f"{ADD}issue/", asked))
    assert not Report.objects.exists()


def test_a_consent_that_ends_blocks_the_paper_and_a_purge_destroys_it(people, told_of):
    client = signed_in(people[0])
    assert "It is issued" in body(issue_submission(client, told_of))
    page = f"{LIST}{Report.objects.get().pk}/"
    Basis.objects.filter(incident=told_of).update(valid_until="2022-01-01")
    said = body(client.get(f"{page}change/"))
    assert "no longer in force" in said
    assert client.post(f"{page}files/docx/").status_code == 302
    publication.purge(Incident.objects.get(pk=told_of.pk), people[0])
    assert client.get(f"{page}change/").status_code == 404
    assert NAME.encode() not in bytes(Report.objects.get().sealed)


def test_the_list_asks_as_many_questions_for_many_papers_as_for_few(
    editor, asked, people, django_assert_max_num_queries
):
    from reports.issuing import issue

    one = an_incident(people[0])
    nobody_in(one)
    published(one, *people)
    client = signed_in(editor)
    for _n in range(6):
        issue(draft_of(asked, editor), editor, ["docx"])
    # Session and user (2), roles (1), counts and rows (3), confidential papers (1), parts of keys (2), what is public
    # (1), choices of filters (3), what the frame of the admin asks (4).
    with django_assert_max_num_queries(19):
        assert body(client.get(LIST)).count("hrc-56") >= 6
