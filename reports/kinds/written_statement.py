"""The NGO written statement to the Council (ECOSOC resolution 1996/31), in the form that OHCHR asks for."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.document import Document, paragraph
from reports import demanded, figures, frame, judged, obstruction, wording
from reports.asked import LANGUAGES, Asked
from reports.claims import Claims
from reports.draft import Draft
from reports.limits import length_of, warnings_of
from reports.record import Record

from .kind import Kind

MOST = 5  # recommendations that were not accepted


@wording.in_its_language
def draft(asked: Asked, by: Any = None) -> Draft:
    """Figures, what organisations judge of them, what is demanded, reprisals; everything in footnotes, which count."""
    record, claims = Record(asked), Claims(asked.language)
    by_whom = frame.handed_in_by(asked)
    submitted = (
        _("Submitted by: %(names)s") if len(frame.sponsors(asked)) < 2 else _("Joint statement submitted by: %(names)s")
    )
    document = Document(
        title=_("%(review)s: what was accepted, and what must follow")
        % {"review": wording.sentence_start(wording.review_of(record.main))},
        language=asked.language,
        subject=wording.session(asked.session),
        author=asked.organisation.name if asked.organisation else "",
        form="ohchr",
        title_note=frame.shared_by(asked),
        blocks=(
            frame.for_session(record),
            paragraph(submitted % {"names": by_whom}),
            figures.opening(figures.tally(claims, record), figures.shares_in_a_sentence(claims, record)),
            *frame.paragraphs(figures.earlier_cycles(claims, record), figures.accepted_by_kind(claims, record)),
            *frame.sections(
                (_("What was accepted"), (*judged.of_reviews(claims, record), *judged.singled_out(claims, record))),
                (_("What was not accepted"), judged.not_accepted(claims, record, MOST)),
                (_("Reprisals and obstruction"), obstruction.incidents(claims, record)),
                (_("How the Council voted"), demanded.votes(claims, record)),
                (
                    _("What must follow"),
                    (*demanded.of_statements(claims, record), *demanded.other_actions(claims, record)),
                ),
            ),
        ),
    )
    length = length_of(asked, document)
    warnings = (
        *warnings_of(length),
        *frame.warnings_of_language(asked),
        *frame.warnings_of_sponsors(asked),
        *claims.gaps,
    )
    return Draft(asked, document, length, claims.records, tuple(claims.unsourced), warnings=warnings)


WRITTEN_STATEMENT = Kind(
    name="written-statement",
    label=gettext_lazy("NGO written statement"),
    formats=("docx", "pdf"),
    needs=("case|reviews|state",),
    draft=draft,
    languages=LANGUAGES,
)
