"""Rows whose texts are encrypted: all of a row's texts together, with the data key of what it belongs to.

A `SealedText` is no field of the database: it cannot be filtered, listed by an export, or reached by a lookup.
"""

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .data_key import DataKey
from .vault import opener

BLOCK = 256  # bytes, to which texts are filled up, so that their length says less of them


class SealedText(property):
    """One text of a sealed row, with what its editor must know."""

    def __init__(self, label: Any, help_text: Any = "", *, long: bool = False) -> None:
        super().__init__()
        self.label, self.help_text, self.long = label, help_text, long

    def __set_name__(self, owner: type, name: str) -> None:
        property.__init__(self, lambda row: row.texts.get(name, ""), lambda row, text: row.write(name, text))


class AlteredError(ValueError):
    """A sealed row is not what was written: altered, or moved from elsewhere."""


class Sealed(models.Model):
    """A row with sealed texts. Each kind says by `data_key` whose key seals them."""

    data_key: Any

    sealed = models.BinaryField(editable=False, default=b"")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Says nothing of what is sealed: this is what logs and lists of the admin keep."""
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @classmethod
    def sealed_texts(cls) -> dict[str, SealedText]:
        """The sealed texts of this kind of row, by name, in the order in which they are written down."""
        found = ((name, text) for part in reversed(cls.__mro__) for name, text in vars(part).items())
        return {name: text for name, text in found if isinstance(text, SealedText)}

    @cached_property
    def opener(self) -> Fernet:
        key: DataKey = self.data_key
        return opener(key)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The texts in the clear. RoomShut where the room is shut, AlteredError for a row that was tampered with."""
        if not self.sealed:
            return {}
        try:
            opened = json.loads(self.opener.decrypt(bytes(self.sealed)))
        except InvalidToken:
            opened = {}
        if opened.pop("", None) != self._kind:
            raise AlteredError(_("A sealed row was altered or moved: %(row)s.") % {"row": self})
        return dict(opened)

    def write(self, name: str, text: str) -> None:
        """Sets a text; it is sealed when the row is saved."""
        self.texts[name] = text

    def save(self, *args: Any, **kwargs: Any) -> None:
        if "texts" in self.__dict__ or not self.sealed:
            self.sealed = self.opener.encrypt(self._padded())
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "sealed"}
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("texts", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def _kind(self) -> str:
        """Of which kind the row is, whatever it is seen as."""
        return (self._meta.concrete_model or type(self))._meta.label

    def _padded(self) -> bytes:
        plain = json.dumps({"": self._kind} | {name: text for name, text in self.texts.items() if text}).encode()
        return plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
