"""The pages of evidence in the admin: who sees them, what they take, and what they leave behind."""

import builtins
import html
import io
import re
import tempfile

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from reprisals.access import join
from reprisals.evidence import custody, store
from reprisals.models import CaseRole, CustodyEvent, Entry, Evidence, EvidenceCopy, Step

from .evidence_files import MARK, docx, jpeg, pdf, png
from .forms import at
from .records import (
    ADMINISTRATOR,
    CUSTODIAN,
    EDITOR,
    OFFICER,
    REVIEWER,
    a_person_of_staff,
    an_incident,
    approved,
    evidence_of,
)

pytestmark = pytest.mark.django_db


def signed_in(user, **options) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


@pytest.fixture
def writer(people) -> Client:
    return signed_in(people[0])


@pytest.fixture
def made(incident, people) -> Evidence:
    """A photograph that is kept and not shown."""
    return custody.receive(incident, people[0], "teapots.jpg", jpeg(), shows="Teapots in a row")


def upload(client, incident, raw=None, name="teapots.jpg", **values):
    file = SimpleUploadedFile(name, jpeg() if raw is None else raw, content_type="text/html")
    return client.post(at("incident_evidence", incident.pk), {"file": file} | values)


def act(client, evidence, step, **values):
    return client.post(at("incident_piece", evidence.incident_id, evidence.pk), {step: "1"} | values)


def said(response) -> str:
    return html.unescape(response.content.decode())


# Who sees them


def addresses(evidence) -> list[str]:
    copy = EvidenceCopy.objects.get(evidence=evidence)
    pk = evidence.incident_id
    return [
        at("incident_evidence", pk),
        at("incident_piece", pk, evidence.pk),
        at("incident_copy", pk, copy.name),
        at("incident_original", pk, evidence.pk),
    ]


OTHERS = {
    "nobody": None,
    "of staff, an editor": [EDITOR],
    "who reviews": [REVIEWER],
    "who works on other incidents": [OFFICER],
    "who keeps consents": [CUSTODIAN],
    "who administers": [ADMINISTRATOR],
}


@pytest.mark.parametrize("who", OTHERS)
def test_others_see_nothing_of_evidence(incident, people, who):
    evidence = evidence_of(incident, people[0])
    rights = OTHERS[who]
    client = Client() if rights is None else signed_in(a_person_of_staff("other", *rights))
    before = CustodyEvent.objects.count()
    for address in addresses(evidence):
        for response in (client.get(address), client.post(address, {"why": "tea", "verify": "1", "remove": "1"})):
            assert response.status_code in (302, 403, 404, 405)
            assert "Teapots" not in said(response)
            assert "login" in response.get("Location", "login")
    assert CustodyEvent.objects.count() == before


def test_whoever_works_on_incidents_sees_them(incident, people):
    evidence = evidence_of(incident, people[0])
    user = a_person_of_staff("officer", OFFICER)
    join(incident, user, CaseRole.CASE_OFFICER)
    client = signed_in(user)
    *pages, original = addresses(evidence)
    assert [client.get(address).status_code for address in pages] == [200, 200, 200]
    assert client.get(original).status_code == 405  # nothing fetches it ahead


def test_all_of_it_is_shut_while_the_room_is(incident, people, settings):
    evidence = evidence_of(incident, people[0])
    client = signed_in(people[0])
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    for address in addresses(evidence):
        assert client.post(address, {"why": "tea"}).status_code == 403
    assert upload(client, incident).status_code == 403


def test_a_piece_is_not_seen_through_another_incident(writer, incident, people, made):
    other = an_incident(people[0])
    custody.make_copy(made, people[0])
    for address in addresses(made):
        there = address.replace(f"/incident/{incident.pk}/", f"/incident/{other.pk}/")
        response = writer.post(there, {"why": "x"}) if there.endswith("original/") else writer.get(there)
        assert response.status_code == (200 if there.endswith(f"{other.pk}/evidence/") else 404)


def test_the_form_of_an_incident_leads_there(writer, incident):
    assert at("incident_evidence", incident.pk) in said(writer.get(at("incident_change", incident.pk)))


# Taking in


def test_a_file_is_taken_in_with_all_that_is_known_of_it(writer, incident, people):
    words = {"shows": "Teapots", "collected_by": "Quillon", "collected_where": "Hall", "collected_on": "4 May 2021"}
    response = upload(writer, incident, **words, collected_how="by post", note="ask again")
    kept = Evidence.objects.get()
    assert response["Location"] == at("incident_piece", incident.pk, kept.pk)
    page = said(writer.get(response["Location"]))
    for text in ("Quillon", "Hall", "2021-05-04", "by post", "ask again", kept.sha256, "teapots.jpg", "Taken in"):
        assert text in page
    assert custody.read(kept, people[0]) == jpeg()
    assert Step.objects.filter(incident=incident, kind="edited", taken_by=people[0]).exists()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"<svg><script>alert(1)</script></svg>", "holds a program"),
        (docx(more={"word/vbaProject.bin": b"x"}), "holds macros"),
        (jpeg() + b"PK\x03\x04", "two things at once"),
        (b"", "empty"),
    ],
)
def test_what_is_refused_says_why_on_the_form_and_keeps_what_was_typed(writer, incident, raw, words):
    response = upload(writer, incident, raw, shows="Teapots <b>here</b>")
    assert response.status_code == 200
    assert words in said(response)
    assert "Teapots &lt;b&gt;here" in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_date_is_a_date(writer, incident):
    response = upload(writer, incident, collected_on="the day of the teapots")
    assert "is not a date" in said(response)
    assert "choose the file again" in said(response)
    assert not Evidence.objects.exists()
    assert list(store.files()) == []


def test_the_same_file_twice_is_told(writer, incident, made):
    assert "kept here already" in said(upload(writer, incident))


def test_a_folder_that_cannot_be_written_is_told(writer, incident, settings, tmp_path):
    (tmp_path / "tea").write_text("a file")
    settings.EVIDENCE_DIR = str(tmp_path / "tea")
    assert "could not be stored" in said(upload(writer, incident))
    assert not Evidence.objects.exists()


def test_nothing_of_an_upload_touches_a_disk(writer, incident, evidence_folder, monkeypatch):
    """A file that Django would write to /tmp goes from memory into the store, encrypted."""
    raw = png() + b""
    large = jpeg(size=(1_500, 1_500)) + jpeg() * 1_500  # larger than 2.5 MB
    assert len(large) > 3_000_000

    def refuse(*args, **kwargs):
        raise AssertionError("a file was written")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", refuse)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    opened, written = builtins.open, []

    def watched(file, mode="r", *args, **kwargs):
        if set(mode) & set("wax+"):
            written.append(str(file))
        return opened(file, mode, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", watched)
    for content in (raw, large):
        assert upload(writer, incident, content).status_code == 302
    assert written == []
    assert len(list(store.files())) == 2
    for path in store.files():
        assert jpeg()[:30] not in path.read_bytes()


@pytest.mark.own_process
def test_the_process_that_looks_at_it_writes_no_file_either(writer, incident, monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    assert upload(writer, incident).status_code == 302


class Unread(io.BytesIO):
    """The body of a request that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")


def test_what_is_too_large_is_refused_before_it_is_read(writer, incident, settings):
    settings.EVIDENCE_LARGEST = 10_000
    response = writer.generic(
        "POST",
        at("incident_evidence", incident.pk),
        b"x",
        content_type="multipart/form-data; boundary=tea",
        CONTENT_LENGTH=str(10_000 + 1024 * 1024 + 1),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert "Nothing was taken in" in said(response)


def test_what_is_a_little_too_large_is_refused_too(writer, incident, settings):
    settings.EVIDENCE_LARGEST = len(jpeg()) - 1
    assert "larger than may be kept" in said(upload(writer, incident))
    assert not Evidence.objects.exists()


def test_another_site_cannot_send_a_file(incident, people):
    """The view is exempt so that it can look at the length first: the form in it is protected all the same."""
    client = signed_in(people[0], enforce_csrf_checks=True)
    assert upload(client, incident).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', said(client.get(at("incident_evidence", incident.pk))))[1]
    assert upload(client, incident, csrfmiddlewaretoken=token).status_code == 302


# One piece


def test_the_original_is_given_out_to_be_saved_and_written_down(writer, incident, people, made):
    response = writer.post(at("incident_original", incident.pk, made.pk), {"why": "for the lawyer"})
    assert response.content == jpeg()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{incident.reference}-{made.pk}.jpg"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    event = CustodyEvent.objects.filter(evidence=made).last()
    assert (event.what, event.by, event.note) == ("read", people[0], "for the lawyer")


def test_the_original_is_not_given_out_without_a_reason(writer, incident, made):
    response = writer.post(at("incident_original", incident.pk, made.pk), {"why": " "}, follow=True)
    assert "Say what you need the original for." in said(response)
    assert not CustodyEvent.objects.filter(what="read").exists()


def test_an_original_that_has_changed_is_not_given_out(writer, incident, made):
    store.path_of(made.stored).write_bytes(b"tea")
    response = writer.post(at("incident_original", incident.pk, made.pk), {"why": "x"}, follow=True)
    assert "not what was taken in" in said(response)
    assert "NOT what was taken in" in said(
        writer.post(at("incident_piece", incident.pk, made.pk), {"verify": "1"}, follow=True)
    )


def test_verifying_says_that_it_is_unchanged(writer, incident, made):
    response = writer.post(at("incident_piece", incident.pk, made.pk), {"verify": "1"}, follow=True)
    assert "The original is what was taken in." in said(response)


def test_what_is_described_anew_keeps_what_was_said_before(writer, incident, people, made):
    act(writer, made, "describe", shows="Kettles in a row", collected_by="Oddny")
    kept = Evidence.objects.get()
    assert (kept.shows, kept.collected_by) == ("Kettles in a row", "Oddny")
    event = CustodyEvent.objects.filter(what="described").get()
    assert event.note == "shows: Teapots in a row"
    act(writer, made, "describe", shows="Kettles in a row", collected_by="Oddny")
    assert CustodyEvent.objects.filter(what="described").count() == 1


WORDS = {"caption": "Teapots", "alternative": "A row of teapots", "boxes": ""}


def test_a_copy_is_made_and_seen_before_it_is_shown(writer, incident, made):
    response = writer.post(at("incident_piece", incident.pk, made.pk), {"show": "1", "boxes": "0,0,50,50"}, follow=True)
    copy = EvidenceCopy.objects.get()
    address = at("incident_copy", incident.pk, copy.name)
    assert f'src="{address}"' in said(response)
    assert writer.get(address).content.startswith(b"\xff\xd8\xff")
    assert MARK.encode() not in writer.get(address).content
    assert not Evidence.objects.get().shown
    act(writer, made, "show", shown="on", **WORDS | {"boxes": "0,0,50,50"})
    assert Evidence.objects.get().shown
    noted = Entry.objects.filter(action="changed").latest("number")
    assert noted.fields == "evidence.caption,evidence.alternative,evidence.shown", "not the boxes, which stay"
    assert EvidenceCopy.objects.get().name == copy.name
    page = said(writer.get(at("incident_page", incident.pk)))
    assert f'<img src="{address}" alt="A row of teapots"' in page


@pytest.mark.parametrize("missing", ["caption", "alternative"])
def test_what_is_shown_needs_words(writer, made, missing):
    response = act(writer, made, "show", shown="on", **WORDS | {missing: " "})
    assert "What is shown needs this." in said(response)
    assert not Evidence.objects.get().shown


def test_a_box_that_is_none_is_told_by_its_line(writer, made):
    assert "“10,20,30” is no box" in said(act(writer, made, "show", shown="on", **WORDS | {"boxes": "10,20,30"}))
    assert not Evidence.objects.get().shown


def test_a_document_says_what_to_do_where_no_copy_is_made(writer, incident, people):
    word = custody.receive(incident, people[0], "teapots.docx", docx())
    page = said(writer.get(at("incident_piece", incident.pk, word.pk)))
    assert "Print it to PDF" in page
    assert "Print it to PDF" in said(
        writer.post(at("incident_piece", incident.pk, word.pk), {"show": "1", "shown": "on", **WORDS}, follow=True)
    )
    marked = custody.receive(incident, people[0], "teapots.pdf", pdf(rectangle=True))
    assert "Something was drawn onto its pages" in said(act(writer, marked, "show", shown="on", **WORDS))


def test_a_piece_is_removed_with_a_reason_alone(writer, incident, made):
    assert "Say why it is removed." in said(
        writer.post(at("incident_piece", incident.pk, made.pk), {"remove": "1"}, follow=True)
    )
    assert Evidence.objects.get().stored
    act(writer, made, "remove", why="asked for by the family")
    gone = Evidence.objects.get()
    assert gone.removed_at
    page = said(writer.get(at("incident_piece", incident.pk, made.pk)))
    assert "It was removed on" in page
    assert "asked for by the family" in page
    assert "removed" in said(writer.get(at("incident_evidence", incident.pk)))
    assert act(writer, made, "remove", why="again").status_code == 200
    assert act(writer, made, "show", shown="on", **WORDS).status_code == 200
    assert writer.post(at("incident_original", incident.pk, made.pk), {"why": "x"}).status_code == 404


# For the second pair of eyes


def test_who_reviews_sees_the_exact_copies_of_the_page_alone(incident, people):
    evidence = evidence_of(incident, people[0])
    hidden = custody.make_copy(custody.receive(incident, people[0], "kettles.png", png()), people[0])
    version = approved(incident, *people)
    reader = signed_in(a_person_of_staff("partner", REVIEWER))
    name = EvidenceCopy.objects.get(evidence=evidence).name
    address = at("version_file", version.pk, name)
    assert f'src="{address}"' in said(reader.get(at("version_page", version.pk)))
    assert reader.get(address).content.startswith(b"\xff\xd8\xff")
    assert reader.get(at("version_file", version.pk, hidden.name)).status_code == 404
    assert reader.get(at("version_file", version.pk, "zzzzzzzzzz.jpg")).status_code == 404
    review = said(reader.get(at("version_review", version.pk)))
    assert "Picture or document: Teapots in a row, Three teapots" in review
    assert "look for faces" in review
    custody.make_copy(evidence, people[0], "0,0,9,9")
    assert reader.get(address).status_code == 404


def test_staff_without_rights_see_no_copy_in_review(incident, people):
    evidence_of(incident, people[0])
    version = approved(incident, *people)
    outsider = User.objects.create_user("outsider", is_staff=True)
    outsider.user_permissions.set(Permission.objects.exclude(content_type__app_label="reprisals"))
    address = at("version_file", version.pk, EvidenceCopy.objects.get().name)
    assert signed_in(outsider).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_what_was_given_as_a_name_does_nothing(writer, incident):
    upload(writer, incident, name='"><script>alert(1)</script>.jpg')
    upload(writer, incident, png(), name="../../teapots\u202egpj.exe")
    for kept in Evidence.objects.all():
        page = writer.get(at("incident_piece", incident.pk, kept.pk)).content.decode()
        assert "<script>alert" not in page
        answer = writer.post(at("incident_original", incident.pk, kept.pk), {"why": "x"})
        assert re.fullmatch(r'attachment; filename="\w{10}-\d+\.(jpg|png)"', answer["Content-Disposition"])
