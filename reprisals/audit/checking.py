"""Whether the log is whole: every row what its digest says, in order, without gaps, and as the witness saw it.

Each finding names its entries by their numbers. Memory holds some rows at a time, and what is wrong.
"""

from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, connection

from reprisals.models import Entry

from . import guard
from .chain import AT_ONCE, rows
from .findings import Findings, spoken
from .ranges import Ranges
from .sequence import Sequence
from .witness import Digest, lines


def check(kept_head: tuple[int, Digest] | None = None) -> Findings:
    """Reads the whole log and says what is wrong with it; `kept_head` is one that somebody kept elsewhere."""
    findings, sequence = Findings(), Sequence()
    try:
        sequence.read(rows())
    except (DatabaseError, UnicodeDecodeError) as error:
        after = sequence.last.place if sequence.last else 0
        findings.tell("unreadable", Ranges(), f"The log cannot be read beyond entry {after}: {error}")
    sequence.report(findings)
    findings.entries = sum(last - first + 1 for first, last in sequence.there) + len(sequence.strangers)
    findings.head = f"{sequence.last.place}:{sequence.last.digest}" if sequence.last else ""
    if kept_head:
        _compare_with_kept(kept_head, findings)
    _ask_witness(sequence, findings)
    if guard.missing(connection):
        text = "The database would no longer refuse a change of the log. Find out why, then run migrate."
        findings.tell("unguarded", Ranges(), text)
    return findings


def _compare_with_kept(kept: tuple[int, Digest], findings: Findings) -> None:
    number, digest = kept
    found = _digests([number]).get(number)
    if found is None:
        findings.tell("missing", Ranges([number]), f"Entry {number} is missing: its digest was kept.")
    elif found != digest:
        text = f"Entry {number} is not the one whose digest was kept: it, or one before it, was altered."
        findings.tell("rewritten", Ranges([number]), text)


def _ask_witness(sequence: Sequence, findings: Findings) -> None:
    try:
        absent, differing, agreed, unread = _compared_with_witness()
    except FileNotFoundError:
        text = f"There is no witness at {settings.AUDIT_WITNESS}. Without it nobody finds out"
        findings.notes.append(f"{text} if the whole log is written anew, or its end is cut off.")
        return
    except OSError as error:
        findings.tell("witness", Ranges(), f"The witness cannot be read: {error}")
        return
    cut = absent.without(sequence.missing).without(sequence.displaced)
    findings.tell("missing", cut, "{} missing: the witness saw more than there is.")
    rewritten = differing.without(sequence.altered).without(sequence.displaced)
    findings.tell("rewritten", rewritten, "{} not what the witness saw: altered, and the chain written anew.")
    unseen = sequence.there.without(agreed).without(differing)
    if list(unseen):
        findings.notes.append(f"{spoken(unseen)} not in the witness.")
    if unread:
        findings.notes.append(f"{unread} lines of the witness cannot be read.")


def _compared_with_witness() -> tuple[Ranges, Ranges, Ranges, int]:
    """What the witness saw and is not there, what is there differently, what agrees; and how many lines say nothing."""
    absent, differing, agreed, unread = Ranges(), Ranges(), Ranges(), 0
    for some in _in_batches(lines()):
        seen = [line for line in some if line]
        unread += len(some) - len(seen)
        there = _digests([number for number, _digest in seen])
        for number, digest in seen:
            if number not in there:
                absent.add(number)
            else:
                (agreed if there[number] == digest else differing).add(number)
    return absent, differing, agreed, unread


def _in_batches(seen: Iterator[tuple[int, Digest] | None]) -> Iterator[list[tuple[int, Digest] | None]]:
    while some := list(islice(seen, AT_ONCE)):
        yield some


def _digests(numbers: list[int]) -> dict[int, Digest]:
    return dict(Entry.objects.filter(number__in=numbers).values_list("number", "digest"))
