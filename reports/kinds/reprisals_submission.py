"""The submission on reprisals: confidential, of incidents of the officer's own, and as far as each ground allows.

What happened, to whom, by whom, for which cooperation with the UN, and what the State answered. All of it comes through
`reprisals/disclosure.py`, which leaves out whoever did not agree to the scope that this paper uses.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.document import Block, Document, Footnote, Run, heading, paragraph, points
from reports import wording
from reports.asked import Asked
from reports.claims import of_printed
from reports.counting import words_of
from reports.draft import Draft, Length, Read, Tells
from reprisals import disclosure, public
from reprisals.disclosure import Told
from reprisals.models.vocabulary import Scope

from .kind import Kind

Words = dict[str, Any]


@wording.in_its_language
def draft(asked: Asked, by: Any) -> Draft:
    """The paper as its scope allows. PermissionDenied for who is not at the door; RoomShut."""
    scope = asked.scope or Scope.UN_ONLY
    told, left_out = disclosure.disclose(by, asked.incidents, scope, asked.on, is_safe=asked.is_safe)
    document = Document(
        title=_("Alleged reprisals against people who cooperate with the United Nations"),
        language=asked.language,
        subject=wording.session(asked.session),
        author=asked.organisation.name if asked.organisation else "",
        blocks=(*_opening(asked, scope), *(block for one in told for block in _incident(one))),
        numbered=True,
        mark=_("CONFIDENTIAL: %(scope)s") % {"scope": Scope(scope).label},
    )
    return Draft(
        asked,
        document,
        Length(words_of(document), None, refuses=False),
        read=tuple(_read(one) for one in told),
        confidential=True,
        disclosed=tuple(f"{one.reference}: {line}" for one in told for line in one.said),
        tells=tuple(_tells(one, scope) for one in told),
        left_out=tuple(left_out),
        warnings=() if told else (_("Nothing may be told: see who was left out, and why."),),
    )


def _opening(asked: Asked, scope: str) -> Iterator[Block]:
    yield paragraph(wording.session(asked.session))
    text = _("It tells only of people who agreed to this use: %(scope)s. Whoever did not agree does not appear in it.")
    yield paragraph(text % {"scope": Scope(scope).label})
    if asked.is_safe:
        yield paragraph(_("Names are withheld, and dates and places are told coarsely."))


def _incident(told: Told) -> Iterator[Block]:
    said = public.in_words(told.page)
    page: Words = told.page
    yield heading(1, page["title"] or _("Incident %(reference)s") % {"reference": told.reference})
    yield points(list(_facts(said, page)))
    parts: list[tuple[str, list[Block]]] = [
        (_("What happened"), [paragraph(text) for text in _paragraphs(page["summary"])]),
        (_("To whom"), _people(said, page, by_whom=False)),
        (_("By whom"), [*_state(said), *_people(said, page, by_whom=True)]),
        (_("Cooperation with the United Nations"), [points(list(_cooperation(said)))] if said["engagements"] else []),
        (_("What came of it, and what the State answered"), list(_timeline(said))),
        (
            _("How sure it is"),
            [paragraph(str(text)) for text in (said["confidence"], page["confidence_reason"]) if text],
        ),
    ]
    for title, blocks in parts:
        if blocks:
            yield heading(2, title)
            yield from blocks


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _facts(said: Words, page: Words) -> Iterator[str]:
    yield _("Kind: %(kind)s") % {"kind": said["kind"]}
    for act in said["acts"]:
        when = f" ({wording.date(act['on'])})" if act["on"] else ""
        yield _("Act: %(act)s%(when)s") % {"act": act["label"], "when": when}
    if page["began_on"]:
        yield _("Since: %(date)s") % {"date": wording.date(page["began_on"])}
    where = ", ".join(str(part) for part in (said["place_kind"], page["place"]) if part)
    if where:
        yield _("Where: %(place)s") % {"place": where}


def _people(said: Words, page: Words, *, by_whom: bool) -> list[Block]:
    texts = [
        text
        for row, text in zip(page["people"], said["people"], strict=True)
        if (row["role"] == "perpetrator") == by_whom
    ]
    return [points(texts)] if texts else []


def _state(said: Words) -> list[Block]:
    return [paragraph(_("State concerned: %(state)s") % {"state": said["state"]})] if said["state"] else []


def _cooperation(said: Words) -> Iterator[str]:
    for row in said["engagements"]:
        more = [str(part) for part in (row["mechanism"], row["session"], row["review"]) if part]
        yield ", ".join([str(row["label"]), *more])


def _timeline(said: Words) -> Iterator[Block]:
    for row in said["timeline"]:
        text = ". ".join(str(part).rstrip(".") for part in (row["what"], row["text"]) if part)
        when = wording.date(row["on"]) if row["on"] else _("date not recorded")
        notes = tuple(
            Footnote((Run(", ".join(part for part in (cite.name, cite.locator) if part), link=cite.link),))
            for cite in of_printed(row["source"], row["place"])
        )
        yield paragraph((Run(f"{when}: {text}."), *notes))


def _read(told: Told) -> Read:
    digest = hashlib.sha256(json.dumps(told.page, sort_keys=True, default=str).encode()).hexdigest()
    return Read("reprisals.told", told.reference, "", digest)


def _tells(told: Told, scope: str) -> Tells:
    named = told.people if told.is_exact else ()
    return Tells(told.reference, str(scope), told.people, named, told.fields)


REPRISALS_SUBMISSION = Kind(
    name="reprisals-submission",
    label=gettext_lazy("Submission on reprisals (confidential)"),
    formats=("docx", "pdf"),
    needs=("incidents", "scope"),
    draft=draft,
    confidential=True,
)
