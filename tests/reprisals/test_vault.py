"""The lock of the room: what opens it, why it stays shut, and how its keys are changed."""

import io
import json
import sys

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from reprisals import checks
from reprisals.models import DataKey, Incident, Lock, vault
from reprisals.models.vault import RoomShut, keys, new_data_key, rewrap, room
from reprisals.rooms import first_passphrase
from tests.upr_tracker.test_settings import refusal, start, told  # noqa: F401

from .records import an_incident

OLD, NEW = "the first passphrase of all", "the second passphrase of all"


@pytest.fixture
def given(settings, db):
    """Gives keys and a passphrase, as the environment does."""

    def give(passphrase: str = "", *encryption_keys: str) -> None:
        settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = passphrase, list(encryption_keys)

    return give


@pytest.fixture
def on_a_server(monkeypatch):
    monkeypatch.setattr(vault, "is_laptop", lambda: False)


@pytest.fixture
def on_a_laptop(monkeypatch):
    monkeypatch.setattr(vault, "is_laptop", lambda: True)


def a_key() -> str:
    return Fernet.generate_key().decode()


def test_a_laptop_is_where_the_database_is_a_file(db):
    assert vault.is_laptop() is (connection.vendor == "sqlite")


def test_without_keys_a_server_stays_shut(given, on_a_server):
    given()
    assert not room().is_open
    assert "FIELD_ENCRYPTION_KEYS" in room().reason


def test_keys_beside_a_file_do_not_open_it(given, on_a_laptop):
    given("", a_key())
    assert not room().is_open
    assert "ROOM_PASSPHRASE" in room().reason
    assert not Lock.objects.exists()


def test_a_passphrase_opens_it_on_a_laptop(given, on_a_laptop):
    given(OLD)
    assert room().is_open


def test_keys_open_it_on_a_server(given, on_a_server):
    given("", a_key())
    assert room().is_open


def test_another_passphrase_does_not_open_it(given):
    given(OLD)
    an_incident()
    given(NEW)
    assert "other keys or another passphrase" in room().reason
    with pytest.raises(RoomShut, match="other keys"):
        _title = Incident.objects.get().title


def test_other_keys_do_not_open_it(given, on_a_server):
    given("", a_key())
    keys()
    given("", a_key())
    assert "other keys" in room().reason


def test_a_shut_room_makes_no_data_key(given, on_a_server):
    given()
    with pytest.raises(RoomShut):
        new_data_key("incident")
    assert not DataKey.objects.exists()


def test_a_data_key_is_not_in_the_database_in_plain(given):
    given(OLD)
    key = new_data_key("incident")
    plain = keys().decrypt(bytes(key.wrapped))
    assert plain not in bytes(key.wrapped)
    assert len(bytes(Lock.objects.get().salt)) == 16


def test_the_passphrase_is_stretched_with_the_salt(given):
    given(OLD)
    keys()
    Lock.objects.update(salt=b"another salt....")
    assert not room().is_open


def test_keys_are_changed_and_the_old_one_is_given_up(given, on_a_server):
    old, new = a_key(), a_key()
    given("", old)
    an_incident(title="Teapots")
    given("", new, old)
    assert rewrap() == 1
    given("", new)
    assert Incident.objects.get().title == "Teapots"
    given("", old)
    assert not room().is_open


def test_the_passphrase_is_changed_by_a_pipe(given, monkeypatch):
    given(OLD)
    an_incident(title="Teapots")
    given(NEW)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{OLD}\nand more\n"))
    out = io.StringIO()
    call_command("rewrap_keys", former_passphrase=True, json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"wrapped": 1, "problems": []}
    assert Incident.objects.get().title == "Teapots"
    given(OLD)
    assert not room().is_open


def test_a_wrong_former_passphrase_changes_nothing(given, monkeypatch):
    given(OLD)
    an_incident(title="Teapots")
    given(NEW)
    monkeypatch.setattr(sys, "stdin", io.StringIO("no passphrase of ours\n"))
    with pytest.raises(CommandError, match="other keys"):
        call_command("rewrap_keys", former_passphrase=True)
    given(OLD)
    assert Incident.objects.get().title == "Teapots"


def test_a_data_key_of_an_unknown_key_stops_all(given):
    given(OLD)
    first, second = new_data_key("incident"), new_data_key("incident")
    DataKey.objects.filter(pk=second.pk).update(wrapped=Fernet(a_key()).encrypt(Fernet.generate_key()))
    before = dict(DataKey.objects.values_list("pk", "wrapped")), bytes(Lock.objects.get().check_token)
    given(NEW)
    with pytest.raises(RoomShut, match=f"incident {second.pk}"):
        rewrap(OLD)
    assert (dict(DataKey.objects.values_list("pk", "wrapped")), bytes(Lock.objects.get().check_token)) == before
    given(OLD)
    assert vault.opener(first)
    second.refresh_from_db()
    with pytest.raises(RoomShut, match="not given"):
        vault.opener(second)


def test_who_locks_it_second_gets_the_lock_of_the_first(given, monkeypatch):
    given(OLD)
    keys()
    monkeypatch.setattr(Lock.objects, "first", lambda: None, raising=False)
    assert vault._new_lock() == Lock.objects.get()
    assert Lock.objects.count() == 1


def test_the_check_before_a_deployment_says_that_it_stays_shut(given, monkeypatch):
    given()
    assert [warning.id for warning in checks.room_has_keys()] == ["reprisals.W001"]
    given(OLD)
    assert checks.room_has_keys() == []
    given("", a_key())
    monkeypatch.setattr(checks, "is_laptop", lambda: True)
    assert len(checks.room_has_keys()) == 1


def test_a_first_passphrase_is_made_once(given, monkeypatch):
    monkeypatch.setattr("reprisals.rooms.is_laptop", lambda: True)
    given()
    made = first_passphrase()
    assert made
    assert len(made) >= 20
    assert room().is_open
    new_data_key("incident")
    given()
    assert first_passphrase() is None


def test_no_first_passphrase_on_a_server(given, monkeypatch):
    monkeypatch.setattr("reprisals.rooms.is_laptop", lambda: False)
    given()
    assert first_passphrase() is None


# What the environment says


@pytest.mark.parametrize("keys", ["teapot", f"{'A' * 43}=,teapot", "A" * 40])
def test_a_bad_key_is_refused_by_its_number_and_not_shown(start, keys):  # noqa: F811
    said = refusal(start(FIELD_ENCRYPTION_KEYS=keys))
    assert f"key {2 if ',' in keys else 1} is not 32 random bytes" in said
    assert "teapot" not in said


def test_several_good_keys_are_taken_in_their_order(start):  # noqa: F811
    first, second = a_key(), a_key()
    done = start("import json; print(json.dumps(s.FIELD_ENCRYPTION_KEYS))", FIELD_ENCRYPTION_KEYS=f"{first}, {second}")
    assert told(done) == [first, second]


def test_a_short_passphrase_is_refused_and_not_shown(start):  # noqa: F811
    said = refusal(start(ROOM_PASSPHRASE="fifteen letters"))
    assert "ROOM_PASSPHRASE is too short" in said
    assert "fifteen" not in said


def test_a_passphrase_of_sixteen_signs_is_taken(start):  # noqa: F811
    done = start("import json; print(json.dumps(s.ROOM_PASSPHRASE))", ROOM_PASSPHRASE="$ixteen letters!")
    assert told(done) == "$ixteen letters!"
