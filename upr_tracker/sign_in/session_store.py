"""Sessions that are of no use to whoever reads the database, or writes into it.

A row is called by a digest of what the cookie holds, so that no cookie can be made of it. What the session says is
encrypted under SECRET_KEY together with the cookie, so that nobody reads it there, or copies it into a row of their
own. Whose session it is stands beside it as a keyed hash, by which all sessions of somebody are found and ended.
"""

import hashlib
from typing import Any

from allauth.account.utils import url_str_to_user_pk
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .ciphers import cipher

_NOBODY = "-"


def kept_as(session_key: str) -> str:
    """How the row of a cookie is called."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def sessions_of(user: Any) -> Any:
    """The rows of all sessions of somebody that last, also of those that still wait for a second factor."""
    return Session.objects.filter(expire_date__gt=timezone.now(), session_data__startswith=f"{_mark(user.pk)}.")


class SessionStore(db.SessionStore):
    """Django's sessions in the database, kept as is said above."""

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(
            session_key=kept_as(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(kept_as(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return self.model(session_key=kept_as(key), session_data=self.encode(data), expire_date=self.get_expiry_date())

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(kept_as(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        token = self._cipher().encrypt(self.serializer().dumps(session_dict))
        return f"{_mark(_whose(session_dict))}.{token.decode()}"

    def decode(self, session_data: Any) -> dict[str, Any]:
        """What the session says; nothing where it was written with another SECRET_KEY, or for another cookie."""
        try:
            found = self._cipher().decrypt(session_data.partition(".")[2].encode())
        except InvalidToken:
            return {}
        return dict(self.serializer().loads(found))

    def _cipher(self) -> Any:
        return cipher(settings.SECRET_KEY, f"upr-tracker session {self.session_key}")


def _whose(data: dict[str, Any]) -> Any:
    """The key of whoever is signed in, or gave a password and waits for a second factor."""
    waiting = data.get("account_login")
    pending = waiting.get("user_pk") if isinstance(waiting, dict) else None
    return data.get("_auth_user_id") or (url_str_to_user_pk(pending) if pending else None)


def _mark(user_pk: Any) -> str:
    if user_pk is None:
        return _NOBODY
    return salted_hmac("upr-tracker sessions of", str(user_pk), algorithm="sha256").hexdigest()[:32]
