"""How often somebody may guess wrong, counted so that nobody can lock somebody else out.

Whoever guesses from a browser that never signed in to an account shares one allowance with all who do so; a browser
that did has an allowance of its own, which nobody else can use up (“device cookies”, as OWASP describes them).
No address is stored or looked at: names and browsers are counted under a keyed hash.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models.staff import WrongGuesses


@dataclass(frozen=True)
class Limit:
    """How many wrong guesses, in which time."""

    wrong: int
    within: timedelta


PASSWORDS = Limit(10, timedelta(hours=1))
CODES = Limit(10, timedelta(days=1))
ALL_STRANGERS = Limit(300, timedelta(hours=1))
LONGEST = timedelta(days=1)

Counted = list[tuple[str, Limit]]


class TooMany(Exception):
    """No guess is left for now."""


def spend(kind: str, name: str, browser: str = "") -> Callable[[], None]:
    """Takes one guess from what is left before it is looked at, so that guesses at the same time count too.

    `kind` is "password" or "code", `name` the account's, `browser` a mark of the browser that is known to it. Returns
    what gives the guess back, for when it was right. Raises TooMany where none is left.
    """
    counted = _allowances(kind, name, browser)
    with transaction.atomic():
        for of, limit in counted:
            if not _take(of, limit):
                transaction.set_rollback(True)
                raise TooMany
    return lambda: _give_back(counted)


def _allowances(kind: str, name: str, browser: str) -> Counted:
    limit = CODES if kind == "code" else PASSWORDS
    if browser:
        return [(_hash(kind, "browser", browser), limit)]
    account = unicodedata.normalize("NFKC", name).strip().casefold()
    own = [(_hash(kind, "stranger", account), limit)]
    # Whoever gives a code knew the password: that needs no bound over all accounts.
    return own if kind == "code" else [*own, (_hash(kind, "strangers"), ALL_STRANGERS)]


def _hash(*parts: str) -> str:
    return salted_hmac("upr-tracker guesses", "\0".join(parts), algorithm="sha256").hexdigest()


def _take(of: str, limit: Limit) -> bool:
    now = timezone.now()
    rows: Any = WrongGuesses.objects
    WrongGuesses.objects.filter(since__lt=now - LONGEST).delete()
    try:
        with transaction.atomic():
            row, _new = rows.select_for_update().get_or_create(of=of, defaults={"since": now})
    except IntegrityError:  # somebody else counted the first one at the same moment
        row = rows.select_for_update().get(of=of)
    if row.since <= now - limit.within:
        row.wrong, row.since = 0, now
    if row.wrong >= limit.wrong:
        return False
    row.wrong += 1
    row.save()
    return True


def _give_back(counted: Counted) -> None:
    WrongGuesses.objects.filter(of__in=[of for of, _limit in counted], wrong__gt=0).update(wrong=F("wrong") - 1)
