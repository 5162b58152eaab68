"""From what is asked for to a paper that may leave: drafted, checked, and written as a file."""

from typing import Any

from django.utils.translation import gettext as _

from exports import docx_file, pdf_file
from exports.formats import FORMATS

from .asked import Asked
from .draft import Draft
from .kinds import KINDS

PAPERS = {"docx": docx_file.CONTENT_TYPE, "pdf": pdf_file.CONTENT_TYPE}


class CannotBeMade(Exception):
    """There is nothing of which the paper could be made, or no file can be made of it."""


def draft(asked: Asked, by: Any = None) -> Draft:
    """The paper of what was asked for. Raises CannotBeMade where no published review belongs to it."""
    try:
        return KINDS[asked.kind].draft(asked, by)
    except LookupError:
        raise CannotBeMade(
            _("No published review belongs to what was asked for: there are no figures to open with.")
        ) from None


def refusals(draft: Draft, allow_unsourced: bool = False) -> list[str]:
    """Why a paper does not leave as it is, and what to do; nothing where it may."""
    said = []
    if draft.length.is_over and draft.length.refuses:
        text = _(
            "%(n)d words are too many: the limit is %(limit)d (%(rule)s). Ask for fewer reviews or another "
            "organisation, or change the limit in the admin."
        )
        values = {"n": draft.length.words, "limit": draft.length.limit, "rule": draft.length.rule}
        said.append(text % values)
    if draft.unsourced and not allow_unsourced:
        text = _(
            "Without a source: %(claims)s Record one, or let the paper leave with each marked (--allow-unsourced)."
        )
        said.append(text % {"claims": " ".join(f"“{claim.strip()}”" for claim in draft.unsourced)})
    return said


def file_of(draft: Draft, file_format: str) -> bytes:
    """The file. Raises CannotBeMade where no PDF can be set here, or the kind has no such format."""
    if file_format in FORMATS:
        if draft.table is None:
            raise CannotBeMade(_("This kind of paper has no table."))
        return b"".join(FORMATS[file_format].stream(draft.table))
    if file_format == "docx":
        return docx_file.write(draft.document)
    try:
        return pdf_file.write(draft.document)
    except pdf_file.NoFont as wrong:
        text = _("No font of this machine has the signs %(signs)s: install fonts-noto-core and fonts-noto-cjk.")
        raise CannotBeMade(text % {"signs": wrong.signs}) from wrong
    except pdf_file.CannotBeSet as wrong:
        raise CannotBeMade(_("The PDF cannot be set: %(why)s.") % {"why": wrong}) from wrong
