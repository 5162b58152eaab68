"""The stakeholder submission to a State's next review: what became of the recommendations of the last one."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.document import Document, Paragraph, words
from reports import demanded, figures, frame, judged, obstruction, wording
from reports.asked import LANGUAGES, Asked
from reports.claims import Claims
from reports.draft import Draft
from reports.limits import length_of, warnings_of
from reports.record import Record

from .kind import Kind

MOST = 15  # recommendations that were not accepted


@wording.in_its_language
def draft(asked: Asked, by: Any = None) -> Draft:
    """Numbered paragraphs with endnotes, which do not count: follow-up on the cycle before the review to come."""
    record, claims = Record(asked), Claims(asked.language)
    main = record.main
    document = Document(
        title=_("Submission to the %(review)s") % {"review": wording.review_in_cycle(main.cycle + 1, main.state)},
        language=asked.language,
        subject=_("Stakeholder submission"),
        author=asked.organisation.name if asked.organisation else "",
        numbered=True,
        notes="end",
        notes_title="",  # LibreOffice begins a page with the notes, and would leave their title behind
        blocks=(
            Paragraph(words(frame.submitted_by(asked)), unnumbered=True),
            *frame.sections(
                (
                    _("The previous review and how it was answered"),
                    (
                        figures.opening(figures.tally(claims, record), figures.shares_in_a_sentence(claims, record)),
                        *frame.paragraphs(figures.earlier_cycles(claims, record)),
                        *figures.by_action(claims, record),
                    ),
                ),
                (
                    _("What was accepted"),
                    (*judged.of_reviews(claims, record), *judged.singled_out(claims, record)),
                ),
                (_("How recommendations are implemented"), judged.implementation(claims, record)),
                (_("What was not accepted"), judged.not_accepted(claims, record, MOST)),
                (
                    _("Follow-up that is asked for, and where it stands"),
                    (*demanded.of_statements(claims, record, numbered=False), *demanded.other_actions(claims, record)),
                ),
                (_("How the Council voted"), demanded.votes(claims, record)),
                (
                    _("Reprisals, intimidation and obstruction"),
                    obstruction.incidents(claims, record, whole=True),
                ),
            ),
        ),
    )
    length = length_of(asked, document)
    warnings = (
        *warnings_of(length),
        *frame.warnings_of_language(asked),
        *claims.gaps,
        *filter(None, [figures.provisional(record)]),
    )
    return Draft(asked, document, length, claims.records, tuple(claims.unsourced), warnings=warnings)


SUBMISSION = Kind(
    name="submission",
    label=gettext_lazy("Stakeholder submission"),
    formats=("docx", "pdf"),
    needs=("case|reviews|state",),
    draft=draft,
    languages=LANGUAGES,
)
