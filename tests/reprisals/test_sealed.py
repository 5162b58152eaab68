"""Sealed texts: what comes back, what stands in the row, and what a row that was tampered with says."""

import pytest
from django.db import connection

from reprisals.models import Act, Contact, Incident, InternalNote, Person
from reprisals.models import Testimony as Told
from reprisals.models.sealed import BLOCK, AlteredError, SealedText
from reprisals.models.vault import RoomShut

from .records import a_person, an_incident

pytestmark = pytest.mark.django_db
TEXTS = {"name": "Quillon Tarbuckle", "other_names": "曹壶明\nكۇۋىلون", "details": "teapot 🫖 \u202e"}


def raw(row) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return repr([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()]).encode()


@pytest.fixture
def person(db):
    return a_person(an_incident(), **TEXTS)


def test_the_texts_come_back(person):
    again = Person.objects.get()
    assert {name: getattr(again, name) for name in TEXTS} == TEXTS
    assert again.pseudonym == ""


def test_no_text_stands_in_the_row(person):
    row = raw(person)
    assert b"Tarbuckle" not in row
    assert b"teapot" not in row
    assert b"name" not in bytes(person.sealed)


def test_the_same_text_is_never_sealed_alike(person):
    first = bytes(person.sealed)
    person.save()
    assert bytes(person.sealed) != first


@pytest.mark.parametrize(("short", "longer"), [("Li", "Quillon Tarbuckle"), ("", "x" * 100)])
def test_the_length_says_little(short, longer):
    incident = an_incident()
    rows = [a_person(incident, name=name) for name in (short, longer)]
    assert len(rows[0].sealed) == len(rows[1].sealed)
    assert len(a_person(incident, name="x" * BLOCK).sealed) > len(rows[0].sealed)


def test_a_text_is_no_field_of_the_database():
    with pytest.raises(Exception, match="Cannot resolve keyword"):
        Person.objects.filter(name="Quillon Tarbuckle")
    assert isinstance(Person.sealed_texts()["name"], SealedText)
    assert list(Person.sealed_texts()) == ["name", "other_names", "details", "pseudonym", "description"]


def test_altered_ciphertext_is_refused(person):
    sealed = bytearray(person.sealed)
    sealed[40] ^= 1
    Person.objects.update(sealed=bytes(sealed))
    with pytest.raises(AlteredError, match=f"Person targeted {person.pk}"):
        _name = Person.objects.get().name


def test_a_row_of_another_incident_is_refused(person):
    other = a_person(an_incident(), name="Somebody else")
    Person.objects.filter(pk=person.pk).update(sealed=bytes(other.sealed))
    with pytest.raises(AlteredError):
        _name = Person.objects.get(pk=person.pk).name


def test_a_row_of_another_kind_is_refused(person):
    note = Told(incident=person.incident, text="Teapots")
    note.save()
    Person.objects.filter(pk=person.pk).update(sealed=bytes(note.sealed))
    with pytest.raises(AlteredError):
        _name = Person.objects.get(pk=person.pk).name


def test_moving_a_row_to_another_incident_makes_it_unreadable(person):
    Person.objects.update(incident=an_incident())
    with pytest.raises(AlteredError):
        _name = Person.objects.get().name


def test_saving_without_opening_keeps_the_texts(settings, person):
    again = Person.objects.get()
    again.visibility = "role"
    settings.ROOM_PASSPHRASE, kept = "", settings.ROOM_PASSPHRASE
    settings.FIELD_ENCRYPTION_KEYS = []
    again.save()
    settings.ROOM_PASSPHRASE = kept
    assert (Person.objects.get().visibility, Person.objects.get().name) == ("role", TEXTS["name"])


def test_saving_some_fields_saves_the_texts_that_were_set(person):
    person.name, person.visibility = "Oddny Featherstone", "role"
    person.save(update_fields=["is_dead"])
    again = Person.objects.get()
    assert (again.name, again.visibility) == ("Oddny Featherstone", "withheld")
    assert again.other_names == TEXTS["other_names"]


def test_reading_anew_gives_what_is_stored(person):
    other = Person.objects.get()
    other.name = "Oddny Featherstone"
    other.save()
    assert person.name == TEXTS["name"]
    person.refresh_from_db()
    assert person.name == "Oddny Featherstone"


def test_a_text_taken_away_is_gone(person):
    person.details = ""
    person.save()
    assert Person.objects.get().details == ""


@pytest.mark.parametrize("made", [lambda: Incident.objects.get(), lambda: Person.objects.get()])
def test_a_shut_room_tells_nothing(settings, person, made):
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    with pytest.raises(RoomShut):
        _texts = made().texts
    with pytest.raises(RoomShut):
        Act(incident=Incident.objects.get(), kind="threat").save()
    assert not Act.objects.filter(happened_on="").exists()


def test_each_incident_has_a_key_of_its_own_and_the_desk_one():
    first, second = an_incident(), an_incident()
    assert first.data_key_id != second.data_key_id
    contacts = [Contact(name="A"), Contact(name="B")]
    for contact in contacts:
        contact.save()
    assert contacts[0].data_key == contacts[1].data_key
    assert contacts[0].data_key.purpose == "desk"


def test_what_a_row_is_called_says_nothing(person):
    note = InternalNote(incident=person.incident, text="Teapots")
    note.save()
    assert (str(person), str(note)) == (f"Person targeted {person.pk}", f"internal note {note.pk}")
    assert str(person.incident) == person.incident.reference
