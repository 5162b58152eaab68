"""A statement as a paper: its text in one language, what it demands, who signed, and its sources."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from exports import docx_file, pdf_file
from exports.document import Block, Document, Footnote, Inline, Paragraph, Part, Run, heading, paragraph, points
from recommendations.markdown import as_blocks
from recommendations.models import Citation, PartialDate, Signature, Source, Statement, StatementText
from recommendations.statement_parts import Demanded, demands_of, signed_by

CONTENT_TYPES = {"docx": docx_file.CONTENT_TYPE, "pdf": pdf_file.CONTENT_TYPE}
KEPT = 32  # papers in memory: setting one takes a process of its own


def statement_paper(statement: Statement, text: StatementText | None) -> Document:
    """The paper of a published statement in the language of this version; without one, of what we say of it."""
    ours = get_language() or "en"
    language = text.language if text else ours
    title = (text.title if text else "") or statement.title
    frame = tuple(_after(statement))
    return Document(
        title=title,
        language=language,
        subject=_("Statement, %(date)s") % {"date": _spoken(statement.issued_on)},
        author=_lead_authors(statement),
        blocks=(
            *_in(ours, language, (paragraph((Run(_spoken(statement.issued_on), italic=True),)),)),
            *(as_blocks(text.text) if text else _paragraphs(statement.summary)),
            *_in(ours, language, frame),
        ),
    )


@lru_cache(maxsize=KEPT)
def paper_file(paper: Document, file_format: str) -> bytes | pdf_file.NoFont:
    """The file, docx or pdf; or which signs no font here can set. Raises CannotBeSet where it takes too long."""
    if file_format == "docx":
        return docx_file.write(paper)
    try:
        return pdf_file.write(paper)
    except pdf_file.NoFont as wrong:
        return wrong


def _in(ours: str, language: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Our own words in a paper of another language say of which language they are."""
    return blocks if ours == language else (Part(ours, blocks),)


def _spoken(date: str) -> str:
    return PartialDate(date).spoken if date else _("date not recorded")


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    return tuple(paragraph(part) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _lead_authors(statement: Statement) -> str:
    leads = [signed for signed in signed_by(statement) if signed.role == Signature.Role.LEAD]
    return "; ".join(one.organisation.name for signed in leads for one in signed.signatures)


def _after(statement: Statement) -> Iterator[Block]:
    """What follows the text, in our words."""
    if demands := demands_of(statement):
        yield heading(1, _("What it demands"))
        yield points([_demand(one) for one in demands], numbered=True)
    signed = signed_by(statement)
    n = sum(len(group.signatures) for group in signed)
    if signed:
        text = ngettext("Signatories: %(n)d organisation", "Signatories: %(n)d organisations", n)
        yield heading(1, text % {"n": n})
    for group in signed:
        if len(signed) > 1:
            yield heading(2, group.label)
        yield points([str(one.organisation) for one in group.signatures])
    if citations := statement.citations.select_related("source"):
        yield heading(1, _("Sources"))
        yield points([tuple(_citation(one)) for one in citations], numbered=True)
    address = f"{settings.SITE_URL}{statement.get_absolute_url()}"
    yield paragraph((Run(_("Where its demands stand:") + " "), Run(address, link=address)))


def _demand(one: Demanded) -> tuple[Inline, ...]:
    text = f"{one.demand.text} ({one.demand.locator})" if one.demand.locator else one.demand.text
    if not one.action:
        return (Run(text),)
    address = f"{settings.SITE_URL}{one.action.get_absolute_url()}"
    note = [Run(_("Followed as “%(action)s”:") % {"action": one.action} + " "), Run(address, link=address)]
    if last := one.last:
        values = {"status": last.get_status_display(), "date": _spoken(last.happened_on)}
        note.append(Run(". " + _("Last recorded: %(status)s, %(date)s.") % values))
    return (Run(text), Footnote(tuple(note)))


def _citation(citation: Citation) -> Iterator[Inline]:
    yield from _source(citation.source)
    rest = [citation.locator, f"“{citation.quotation}”" if citation.quotation else "", citation.note]
    yield Run("".join(f". {said.rstrip('.')}" for said in rest if said) + ".")


def _source(source: Source) -> Iterable[Inline]:
    named = [source.symbol or source.title, source.title if source.symbol else "", source.publisher]
    first, *more = [name for name in named if name]
    yield Run(first, link=source.link)
    said = [*more, _spoken(source.issued_on)] if source.issued_on else more
    yield Run("".join(f", {one}" for one in said))
