"""The lock of the guarded room: which keys open it, and whether it is open.

What is confidential is encrypted with a data key of its own for each incident; data keys are wrapped by keys that are
not in the database. A server gets them as FIELD_ENCRYPTION_KEYS. Where the database is a file on the same machine,
keys beside it protect nothing: there the room opens with a passphrase, given at start.
"""

import base64
import functools
import secrets
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from .data_key import DataKey, Lock

STRETCH = 2**16  # scrypt's work factor: 64 MB of memory for each try
_CHECK = b"the guarded room"


class RoomShut(Exception):
    """The guarded room cannot be opened; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Room:
    """Whether the room is open; where it is not, why."""

    is_open: bool
    reason: str = ""


def room() -> Room:
    """Whether confidential records can be read and written now."""
    try:
        _refuse_without_keys()
        if lock := Lock.objects.first():
            _opened(lock)
    except RoomShut as shut:
        return Room(False, str(shut))
    return Room(True)


def keys(former_passphrase: str = "") -> MultiFernet:
    """The keys that wrap data keys, the first of which wraps new ones; RoomShut where there are none, or others.

    A former passphrase opens what was wrapped by it, and wraps nothing new.
    """
    _refuse_without_keys()
    return _opened(Lock.objects.first() or _new_lock(), former_passphrase)


def _opened(lock: Lock, former_passphrase: str = "") -> MultiFernet:
    found = _keys(bytes(lock.salt), former_passphrase)
    try:
        found.decrypt(bytes(lock.check_token))
    except InvalidToken:
        raise RoomShut(_("The room was locked with other keys or another passphrase than those given.")) from None
    return found


def new_data_key(purpose: str) -> DataKey:
    """A fresh key for one incident or for the desk, wrapped and stored."""
    return DataKey.objects.create(purpose=purpose, wrapped=keys().encrypt(Fernet.generate_key()))


def opener(key: DataKey) -> Fernet:
    """What encrypts and decrypts with a data key; RoomShut where it cannot be unwrapped."""
    return Fernet(_unwrapped(key))


def file_key(key: DataKey) -> bytes:
    """The 32 bytes of a data key, from which the keys of files are derived; RoomShut where it cannot be unwrapped."""
    return base64.urlsafe_b64decode(_unwrapped(key))


def _unwrapped(key: DataKey) -> bytes:
    try:
        return keys().decrypt(bytes(key.wrapped))
    except InvalidToken:
        raise RoomShut(_("The key of this record was wrapped by a key that is not given.")) from None


@transaction.atomic
def rewrap(former_passphrase: str = "") -> int:
    """Wraps every data key anew by the first key, so that the others can be given up; returns how many there were."""
    ring = keys(former_passphrase)
    data_keys = list(DataKey.objects.select_for_update())
    for key in data_keys:
        try:
            key.wrapped = ring.rotate(bytes(key.wrapped))
        except InvalidToken:
            raise RoomShut(_("The key “%(key)s” was wrapped by a key that is not given.") % {"key": key}) from None
        key.save(update_fields=["wrapped"])
    Lock.objects.update(check_token=ring.encrypt(_CHECK))
    return len(data_keys)


def is_laptop() -> bool:
    """Whether the database is a file on this machine, beside anything else that this process can read."""
    return connection.vendor == "sqlite"


def _refuse_without_keys() -> None:
    if settings.ROOM_PASSPHRASE:
        return
    if is_laptop():
        text = _("The database is a file on this machine, and keys kept beside it would protect nothing.")
        do = _("Start the site with a passphrase, as ROOM_PASSPHRASE.")
        raise RoomShut(f"{text} {do}")
    if not settings.FIELD_ENCRYPTION_KEYS:
        raise RoomShut(_("No keys are given: set FIELD_ENCRYPTION_KEYS and start the site again."))


def _new_lock() -> Lock:
    salt = secrets.token_bytes(16)
    made = {"salt": salt, "check_token": _keys(salt).encrypt(_CHECK)}
    return Lock.objects.get_or_create(pk=1, defaults=made)[0]


def _keys(salt: bytes, former_passphrase: str = "") -> MultiFernet:
    passphrases = [p for p in (settings.ROOM_PASSPHRASE, former_passphrase) if p]
    stretched = [_stretched(passphrase, salt) for passphrase in passphrases]
    given: list[str | bytes] = [*stretched[:1], *settings.FIELD_ENCRYPTION_KEYS, *stretched[1:]]
    return MultiFernet([Fernet(key) for key in given])


@functools.lru_cache(maxsize=8)
def _stretched(passphrase: str, salt: bytes) -> bytes:
    """A key from a passphrase by scrypt (RFC 7914)."""
    stretch = Scrypt(salt=salt, length=32, n=STRETCH, r=8, p=1)
    return base64.urlsafe_b64encode(stretch.derive(passphrase.encode()))
