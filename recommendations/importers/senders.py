"""Recommending States in brackets, as the UN prints them after each ask.

"(France) (Peru)", "(France, Peru, Venezuela (Bolivarian Republic of))", and several asks in one paragraph:
"Complete … (Ukraine); Increase … (Slovakia);".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recommendations.models import StateNames

from .readings import LONGEST_NAME, Sender

_TAIL = " \t\n;.,:*"

LONGEST_BRACKET = 5_000  # characters


@dataclass(slots=True)
class Asks:
    """A paragraph taken apart: its text without senders, the senders, and what could not be told."""

    text: str
    senders: tuple[Sender, ...]
    unknown: list[str]
    doubtful: list[str]


@dataclass(slots=True)
class _Run:
    """Bracket groups that follow each other directly."""

    end: int
    groups: list[tuple[int, str]]  # where each starts, and what it holds


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each outermost pair of brackets."""
    depth = start = 0
    for at, sign in enumerate(text):
        if sign == "(":
            start = start if depth else at
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if not depth:
                yield start, at + 1


def _runs(text: str) -> list[_Run]:
    runs: list[_Run] = []
    for start, end in _groups(text):
        if runs and re.fullmatch(r"[\s,]*(?:and)?\s*", text[runs[-1].end : start]):
            runs[-1].end = end
            runs[-1].groups.append((start, text[start + 1 : end - 1]))
        else:
            runs.append(_Run(end, [(start, text[start + 1 : end - 1])]))
    return runs


def _names(group: str, states: StateNames) -> list[str]:
    """The names in one group: the group itself if it is a name, else its parts between outer commas."""
    if states.iso3(group) or len(group) > LONGEST_BRACKET:
        return [group[:LONGEST_NAME]]
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(group):
        depth += (sign == "(") - (sign == ")")
        if sign in ",;" and not depth:
            parts.append(group[start:at])
            start = at + 1
    parts.append(group[start:])
    names = []
    for part in parts:
        names += [name.strip() for name in _between_ands(part, states) if name.strip()]
    return names


def _between_ands(part: str, states: StateNames) -> Iterator[str]:
    """Divides "Peru and Trinidad and Tobago" at the "and" that is not in a name."""
    pieces = re.split(r"(\band\b)", part)
    while pieces:
        lengths = (5, 3) if len(pieces) > 1 else ()
        length = next((n for n in lengths if states.iso3("".join(pieces[:n]))), 1)
        yield "".join(pieces[:length])
        pieces = pieces[length + 1 :]


@dataclass(slots=True)
class _Senders:
    """What the brackets after one ask say, read from the right."""

    start: int
    found: list[Sender]
    unknown: list[str]
    doubtful: list[str]


def _senders(run: _Run, states: StateNames) -> _Senders:
    """In "(No. 29) (France)" only the brackets from the right that name States are senders."""
    read = _Senders(run.end, [], [], [])
    for start, group in reversed(run.groups):
        names = _names(group, states)
        found = [Sender(" ".join(name.split())[:LONGEST_NAME], code) for name in names if (code := states.iso3(name))]
        strange = [name for name in names if not states.iso3(name)]
        if not found and read.found:
            left = [name for at, g in run.groups if at < start for name in _names(g, states)]
            doubt = [name for name in strange if _might_be_a_state(name)]
            (read.unknown if any(map(states.iso3, left)) else read.doubtful).extend(doubt)
            return read
        read.start = start
        read.found = found + read.found
        read.unknown += strange
    return read


def _might_be_a_state(name: str) -> bool:
    """Not "No. 29", "CEDAW" or "among others"."""
    return name[:1].isupper() and not name.isupper() and not re.search(r"\d", name)


def states_within(text: str, states: StateNames) -> list[str]:
    """The names of States that stand alone in brackets within a text."""
    inside = (text[start + 1 : end - 1] for start, end in _groups(text))
    return [group for group in inside if any(states.iso3(name) for name in _names(group, states))]


def read_asks(paragraph: str, states: StateNames) -> Asks:
    """Takes the text of one paragraph apart into its asks and their senders.

    A bracket at the end must name States. One in the middle counts as senders only if it ends an ask (a
    semicolon or slash follows) and names a State; where it might be a State that is not known, it is doubtful and
    stays in the text.
    """
    body = paragraph.strip().rstrip(_TAIL)
    result = Asks("", (), [], [])
    asks: list[tuple[str, list[Sender]]] = []
    start = 0
    for run in _runs(body):
        at_end = run.end == len(body)
        if not at_end and not body[run.end :].lstrip().startswith((";", "/")):
            if body[run.end :].lstrip().startswith("."):
                result.doubtful += [sender.name for sender in _senders(run, states).found]
            continue
        read = _senders(run, states)
        result.doubtful += read.doubtful
        if not at_end and not read.found:
            result.doubtful += filter(_might_be_a_state, read.unknown)
            continue
        result.unknown += read.unknown
        words = body[start : read.start].strip(" ;/")
        if asks and not words:  # "(India); (Nepal);" asks once
            asks[-1][1].extend(read.found)
        else:
            asks.append((words, read.found))
        start = run.end
    if rest := body[start:].strip(" ;/"):
        asks.append((rest, []))
    result.text = "; ".join(words for words, _ in asks if words)
    result.senders = _merge(asks)
    return result


def _merge(asks: list[tuple[str, list[Sender]]]) -> tuple[Sender, ...]:
    """Each State once, with all that it asked; own words only where there are several asks."""
    several = len(asks) > 1
    merged: dict[str, Sender] = {}
    for words, senders in asks:
        for sender in senders:
            before = merged.get(sender.iso3)
            own = "; ".join(filter(None, [before.own_words if before else "", words if several else ""]))
            merged[sender.iso3] = Sender(before.name if before else sender.name, sender.iso3, own)
    return tuple(merged.values())
