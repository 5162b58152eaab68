"""Originals in custody: kept untouched, every step written down, removed and purged for good."""

import hashlib
import os
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reprisals import doctor, publication
from reprisals.evidence import custody, store
from reprisals.evidence.inspection import NotTaken
from reprisals.models import CustodyEvent, Entry, Evidence, EvidenceCopy, Incident, PublicFile
from reprisals.publication import Refused
from reprisals.tombstones import bury

from .evidence_files import docx, jpeg, pdf, picture, png, saved
from .forms import at
from .records import an_incident, approved, evidence_of, log_the_roles_of, nobody_in, published

pytestmark = pytest.mark.django_db(transaction=False)


def events(evidence) -> list[str]:
    return list(CustodyEvent.objects.filter(evidence=evidence).values_list("what", flat=True))


def fresh(evidence) -> Evidence:
    return Evidence.objects.select_related("incident__data_key").get(pk=evidence.pk)


def stored(evidence) -> Path:
    return store.path_of(fresh(evidence).stored)


# Taking in and reading


def test_an_original_is_kept_as_it_is(incident, people):
    raw = jpeg()
    made = custody.receive(incident, people[0], "teapots.jpg", raw, collected_by="Quillon", collected_how="by post")
    kept = fresh(made)
    assert custody.read(kept, people[0], "to look at it") == raw
    assert kept.sha256 == hashlib.sha256(raw).hexdigest()
    assert (kept.name, kept.kind, kept.size, kept.collected_by) == ("teapots.jpg", "jpeg", str(len(raw)), "Quillon")


def test_neither_the_store_nor_the_database_tells_the_original(incident, people):
    raw = jpeg()
    made = custody.receive(incident, people[0], "teapots.jpg", raw)
    digest = hashlib.sha256(raw).hexdigest()
    content = stored(made).read_bytes()
    assert stored(made).name == hashlib.sha256(content).hexdigest() != digest
    assert raw[:20] not in content
    assert len(content) != len(raw)
    for row in Evidence.objects.values():
        assert digest not in str(row)
        assert "teapots" not in str(row)


def test_every_step_is_in_the_chain_of_custody(incident, people):
    writer, reviewer = people
    made = custody.receive(incident, writer, "teapots.jpg", jpeg(), collected_how="by post")
    custody.read(made, reviewer, "for the lawyer")
    custody.verify(made, reviewer)
    custody.make_copy(made, writer)
    assert CustodyEvent.objects.get(evidence=made, what="received").note == "by post"
    custody.remove(made, writer, "asked for by the family")
    assert events(made) == ["received", "read", "verified", "copied", "removed"]
    rows = CustodyEvent.objects.filter(evidence=made)
    assert [row.by for row in rows] == [writer, reviewer, reviewer, writer, writer]
    assert [row.note for row in rows] == ["", "for the lawyer", "", "", "asked for by the family"]


def test_what_stands_in_the_chain_is_never_written_anew(incident, people):
    event = CustodyEvent.objects.get(evidence=custody.receive(incident, people[0], "teapots.jpg", jpeg()))
    event.what = "verified"
    with pytest.raises(ValueError, match="never written anew"):
        event.save()


def test_the_same_file_is_kept_once_in_an_incident(incident, people):
    custody.receive(incident, people[0], "teapots.jpg", jpeg())
    with pytest.raises(custody.Twice):
        custody.receive(incident, people[0], "others.jpg", jpeg())
    assert len(list(store.files())) == 1
    custody.receive(an_incident(people[0]), people[0], "teapots.jpg", jpeg())


def test_what_is_refused_leaves_nothing(incident, people):
    with pytest.raises(NotTaken):
        custody.receive(incident, people[0], "teapots.docm", docx(more={"word/vbaProject.bin": b"x"}))
    assert not Evidence.objects.exists()
    assert not CustodyEvent.objects.exists()
    assert list(store.files()) == []


def test_a_row_that_is_not_written_leaves_no_file(incident, people, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(custody, "note", broken)
    with pytest.raises(RuntimeError):
        custody.receive(incident, people[0], "teapots.jpg", jpeg())
    assert list(store.files()) == []
    assert not Evidence.objects.exists()


# Changes to what is stored


def spoil(evidence) -> None:
    path = stored(evidence)
    raw = bytearray(path.read_bytes())
    raw[60] ^= 1
    path.write_bytes(raw)


def put_another_in_its_place(evidence) -> None:
    other = custody.receive(evidence.incident, evidence.incident.created_by, "kettles.png", png())
    stored(evidence).write_bytes(stored(other).read_bytes())


SPOILING = {
    "a bit": spoil,
    "the end": lambda evidence: os.truncate(stored(evidence), 100),
    "all": lambda evidence: stored(evidence).write_bytes(b""),
    "missing": lambda evidence: stored(evidence).unlink(),
    "another file of the incident": put_another_in_its_place,
}


@pytest.mark.parametrize("how", SPOILING)
def test_an_original_that_has_changed_is_found_and_not_given_out(incident, people, how):
    made = custody.receive(incident, people[0], "teapots.jpg", jpeg())
    assert custody.verify(made, people[0])
    SPOILING[how](made)
    assert not custody.verify(made, people[0])
    with pytest.raises(custody.Changed):
        custody.read(made, people[0], "to look")
    with pytest.raises(custody.Changed):
        custody.make_copy(made, people[0])
    assert events(made) == ["received", "verified", "changed", "changed", "changed"]


# Copies and the public


def test_a_copy_stays_while_nothing_is_different(incident, people):
    made = custody.receive(incident, people[0], "teapots.jpg", jpeg())
    first = custody.make_copy(made, people[0])
    assert custody.make_copy(made, people[0]).name == first.name
    other = custody.make_copy(made, people[0], "0,0,10,10")
    assert other.name != first.name
    assert EvidenceCopy.objects.get(evidence=made).name == other.name


def test_a_copy_is_encrypted_until_it_is_published(incident, people):
    evidence_of(incident, *people[:1])
    row = EvidenceCopy.objects.values().get()
    assert b"\xff\xd8\xff" not in bytes(row["content"])
    shown = published(incident, *people)
    assert bytes(PublicFile.objects.get().content).startswith(b"\xff\xd8\xff")
    (file,) = shown.page["files"]
    assert hashlib.sha256(bytes(PublicFile.objects.get().content)).hexdigest() == file["sha256"]
    assert set(file) == {
        *("name", "caption", "alternative", "sha256", "size", "media_type", "width", "height", "pages"),
    }


def test_what_is_not_to_be_shown_is_not_published(incident, people):
    evidence_of(incident, people[0], shown=False)
    assert published(incident, *people).page["files"] == []
    assert not PublicFile.objects.exists()


@pytest.mark.parametrize("missing", ["caption", "alternative"])
def test_a_file_without_words_is_not_handed_in(incident, people, missing):
    evidence_of(incident, people[0], **{missing: " "})
    with pytest.raises(Refused, match="without a caption"):
        publication.submit(incident, people[0])


def test_a_page_shows_at_most_as_many_files_as_may_be(incident, people, settings):
    settings.PUBLIC_FILES_MOST = 1
    for colour in ((1, 2, 3), (4, 5, 6)):
        evidence_of(incident, people[0], saved(picture(colour=colour), "PNG"))
    with pytest.raises(Refused, match="at most 1 files"):
        publication.submit(incident, people[0])


CHANGES = {
    "a box": lambda made, by: custody.make_copy(made, by, "1,1,9,9"),
    "the caption": lambda made, by: change(made, caption="Other words"),
    "the words in its place": lambda made, by: change(made, alternative="Other words"),
    "not shown": lambda made, by: change(made, shown=False),
    "removed": lambda made, by: custody.remove(made, by, "asked for"),
    "one more": lambda made, by: evidence_of(made.incident, by, png()),
}


def change(evidence, **values) -> None:
    for name, value in values.items():
        setattr(evidence, name, value)
    evidence.save()


@pytest.mark.parametrize("how", CHANGES)
def test_a_page_is_not_published_with_other_files_than_were_read(incident, people, how):
    made = evidence_of(incident, people[0])
    version = approved(incident, *people)
    assert not publication.has_changed(version, timezone.now())
    CHANGES[how](made, people[0])
    with pytest.raises(Refused, match="changed"):
        publication.publish(version, people[1])
    assert not PublicFile.objects.exists()


def test_a_copy_whose_bytes_were_changed_in_the_database_is_not_published(incident, people):
    made = evidence_of(incident, people[0])
    version = approved(incident, *people)
    other = made.incident and EvidenceCopy.objects.get(evidence=made).opener.encrypt(jpeg())
    EvidenceCopy.objects.update(content=other)
    with pytest.raises(Refused, match="A file has changed"), transaction.atomic():
        publication.publish(version, people[1])
    assert not PublicFile.objects.exists()


def test_a_published_file_stays_while_a_new_one_is_in_review(client, incident, people):
    made = evidence_of(incident, people[0])
    shown = published(incident, *people)
    address = f"{shown.get_absolute_url()}files/{shown.page['files'][0]['name']}"
    before = client.get(address).content
    custody.make_copy(made, people[0], "0,0,90,90")
    publication.submit(incident, people[0])
    assert client.get(address).content == before


def test_a_withheld_name_in_a_caption_is_found(incident, people):
    from .records import a_basis, a_person

    a_basis(incident, person=a_person(incident))
    evidence_of(incident, people[0], caption="The teapot of Quillon Tarbuckle")
    with pytest.raises(Refused, match="a name of theirs stands on the page"):
        publication.submit(incident, people[0])


def taken_down(how, incident, people) -> None:
    if how == "withdrawn":
        publication.withdraw(incident, people[1])
    elif how == "purged":
        publication.purge(incident, people[0])
    else:
        publication.withdraw_page(incident.reference, people[1])


@pytest.mark.parametrize("how", ["withdrawn", "purged", "by its reference"])
def test_what_is_taken_down_answers_like_what_never_was(client, incident, people, how):
    evidence_of(incident, people[0])
    evidence_of(incident, people[0], pdf())
    shown = published(incident, *people)
    addresses = [f"{shown.get_absolute_url()}files/{file['name']}" for file in shown.page["files"]]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    taken_down(how, incident, people)
    assert not PublicFile.objects.exists()
    for address in addresses:
        never = f"/reprisals/zzzzzzzzzz/files/zzzzzzzzzz.{address[-3:]}"
        gone, expected = client.get(address), client.get(never)
        assert gone.status_code == 404
        assert gone.content == expected.content
        assert gone.headers == expected.headers


def test_a_published_file_can_do_nothing(client, incident, people):
    evidence_of(incident, people[0])
    evidence_of(incident, people[0], pdf(pages=2), caption="A letter of teapots")
    shown = published(incident, *people)
    found = [client.get(f"{shown.get_absolute_url()}files/{file['name']}") for file in shown.page["files"]]
    assert [one["Content-Type"] for one in found] == ["image/jpeg", "application/pdf"]
    assert [one["Content-Disposition"].split(";")[0] for one in found] == ["inline", "attachment"]
    for one in found:
        assert one["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert one["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in one["Cache-Control"]
    page = client.get(shown.get_absolute_url()).content.decode()
    assert 'alt="Three teapots" width="64" height="48" loading="lazy"' in page
    assert "A letter of teapots</a>" in page
    assert "2 pages" in page


# Removing and purging


def test_what_is_public_is_not_removed(incident, people):
    made = evidence_of(incident, people[0])
    published(incident, *people)
    with pytest.raises(custody.StillPublic):
        custody.remove(made, people[0], "asked for")
    assert stored(made).exists()


def test_what_is_removed_is_gone_but_for_that_it_was_here(incident, people, django_capture_on_commit_callbacks):
    made = evidence_of(incident, people[0], shown=False, collected_how="from Oddny")
    custody.note(made, "described", people[0], "collected_by: Quillon")
    custody.note(made, "read", people[0], "for the lawyer")
    path, digest = stored(made), made.sha256
    with django_capture_on_commit_callbacks(execute=True):
        custody.remove(made, people[0], "asked for")
    assert not path.exists()
    assert not EvidenceCopy.objects.exists()
    gone = fresh(made)
    assert gone.sha256 == digest
    assert gone.removed_at
    texts = {name: text for name, text in gone.texts.items() if text}
    assert set(texts) == {"kind", "size", "sha256"}
    rows = CustodyEvent.objects.filter(evidence=made)
    assert [row.note for row in rows] == ["", "", "", "for the lawyer", "asked for"]
    assert events(made) == ["received", "copied", "described", "read", "removed"]
    log_the_roles_of(*people)
    assert doctor.findings() == []


def test_what_is_removed_cannot_stay_shown(incident, people):
    made = evidence_of(incident, people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=made.pk).update(removed_at=timezone.now())


def test_purging_deletes_the_originals(incident, people, django_capture_on_commit_callbacks):
    made = evidence_of(incident, people[0])
    other = an_incident(people[0])
    nobody_in(other)
    stays = stored(evidence_of(other, people[0]))
    path = stored(made)
    with django_capture_on_commit_callbacks(execute=True):
        publication.purge(incident, people[0])
        assert path.exists()  # not before it is certain
    assert not path.exists()
    assert stays.exists()
    assert not Evidence.objects.filter(incident=incident.pk).exists()


def test_what_a_backup_brought_back_is_purged_with_its_files(incident, people, django_capture_on_commit_callbacks):
    path = stored(evidence_of(incident, people[0]))
    bury(incident.reference, timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        assert publication.purge_what_came_back() == 1
    assert not path.exists()
    assert not Incident.objects.exists()


def test_each_piece_that_is_looked_at_is_noted_by_itself(client, people, incident):
    client.force_login(people[0])
    first, second = (custody.receive(incident, people[0], "teapots", raw) for raw in (jpeg(), png()))
    for piece in (first, second, first):
        assert client.get(at("incident_piece", incident.pk, piece.pk)).status_code == 200
    assert client.get(f"{at('incident_evidence', incident.pk)}{'9' * 80}/").status_code == 404
    seen = Entry.objects.filter(action="viewed", about__startswith="incident_piece").order_by("number")
    assert [about[:20] for about in seen.values_list("about", flat=True)] == [
        *(f"incident_piece {piece.pk}" for piece in (first, second)),
        "incident_piece 99999",
    ]
