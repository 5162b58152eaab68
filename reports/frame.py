"""What frames a paper: for which session it is, who hands it in, and what its figures and notes mean."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exports.document import Block, Footnote, Inline, Run, heading, paragraph
from recommendations.models import Organisation

from . import wording
from .asked import Asked
from .record import Record

Status = Organisation.ConsultativeStatus
WITH_STATUS = (Status.GENERAL, Status.SPECIAL, Status.ROSTER)
OPEN = "…"  # where a name is still to be written
UPR_ITEM = 6  # of the agenda: Human Rights Council resolution 5/1, annex, part V


def agenda_item_of(record: Record) -> int | None:
    """As asked; else the UPR's own item where the outcome of the review is adopted at this session."""
    if record.asked.agenda_item:
        return record.asked.agenda_item
    return UPR_ITEM if record.main.hrc_session_id == record.asked.session.pk else None


def for_session(record: Record, by_whom: bool = False) -> Block:
    """Human Rights Council, session 56 · Agenda item 6: Universal periodic review. by_whom: and who hands it in."""
    item = agenda_item_of(record)
    said = [wording.session(record.asked.session), *([wording.agenda_item(item)] if item else [])]
    names = [str(one) for one in sponsors(record.asked)] if by_whom else []
    return paragraph(" · ".join([*said, *([", ".join(names)] if names else [])]))


def those_with(status: str, organisations: Iterable[Organisation]) -> list[Organisation]:
    """Those of one status, in alphabetical order."""
    return sorted(
        (one for one in organisations if one.consultative_status == status), key=lambda one: one.name.casefold()
    )


def sponsors(asked: Asked) -> list[Organisation]:
    """Who hands it in: the organisation, then its co-sponsors; nobody twice."""
    first = [asked.organisation] if asked.organisation else []
    return list(dict.fromkeys([*first, *asked.together_with]))


def handed_in_by(asked: Asked) -> str:
    """Who submits it: general consultative status first, then special, then Roster, each in alphabetical order.

    Last those whose status is not recorded: nobody is said to be without.
    """
    said = []
    for status, text in (
        (Status.GENERAL, _("%(names)s (general consultative status)")),
        (Status.SPECIAL, _("%(names)s (special consultative status)")),
        (Status.ROSTER, _("%(names)s (Roster)")),
        ("", _("%(names)s (consultative status not recorded)")),
    ):
        if of_status := those_with(status, sponsors(asked)):
            said.append(text % {"names": ", ".join(one.name for one in of_status)})
    return "; ".join(said) or OPEN


def submitted_by(asked: Asked) -> str:
    """Who hands in a submission, status or not, in alphabetical order after the one who leads."""
    names = [str(one) for one in sponsors(asked)]
    text = _("Joint submission by: %(names)s") if len(names) > 1 else _("Submitted by: %(names)s")
    return text % {"names": "; ".join(names) or OPEN}


def shared_by(asked: Asked) -> Footnote | None:
    """The footnote to the title that names those without status; none where all have it."""
    names = [one.name for one in those_with(Status.NONE, sponsors(asked))]
    if not names:
        return None
    text = ngettext(
        "The following organisation without consultative status shares the views of this statement: %(names)s.",
        "The following organisations without consultative status share the views of this statement: %(names)s.",
        len(names),
    )
    return Footnote((Run(text % {"names": ", ".join(names)}),))


def warnings_of_sponsors(asked: Asked) -> tuple[str, ...]:
    """What must be put right before a written statement can be handed in."""
    said = []
    if not asked.organisation:
        said.append(_("No organisation is named: a line is left open for the name."))
    unknown = those_with("", sponsors(asked))
    if unknown:
        text = _("Record the consultative status of: %(names)s.")
        said.append(text % {"names": ", ".join(one.name for one in unknown)})
    if asked.organisation and not any(one.consultative_status in (*WITH_STATUS, "") for one in sponsors(asked)):
        said.append(
            _("No sponsor has consultative status: the Council takes written statements of those that have it.")
        )
    return tuple(said)


def about(record: Record) -> Iterator[Block]:
    """Of which day it is, how it counts, and from what it is made."""
    text = _(
        "Made from the published record on %(date)s. Headline figures count numbered paragraphs of the UN report, "
        "unless a note says otherwise. What is not recorded is left out or called so."
    )
    said = text % {"date": wording.day(record.asked.on)}
    if record.asked.language != "en":
        theirs = _("Words of the record are quoted in the language in which they stand there.")
        said = f"{said} {theirs}"
    yield paragraph((Run(said, italic=True),))


def warnings_of_language(asked: Asked) -> tuple[str, ...]:
    """What must be translated by hand, and that our own wording still waits for review."""
    if asked.language == "en":
        return ()
    theirs = _("Texts of the record, such as demands and findings, stay in their language: translate them by hand.")
    return theirs, _("The wording of this language still waits for review by somebody who speaks it.")


def paragraphs(*sentences: tuple[Inline, ...]) -> Iterator[Block]:
    """A paragraph of each that says something."""
    for said in sentences:
        if said:
            yield paragraph(said)


def sections(*parts: tuple[str, Iterable[Block]], level: int = 1) -> Iterator[Block]:
    """Each part under its heading; one that says nothing is left out, heading and all."""
    for title, blocks in parts:
        said = list(blocks)
        if said:
            yield heading(level, title)
            yield from said
