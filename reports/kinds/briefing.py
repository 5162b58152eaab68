"""The briefing for missions: two pages that are read, and an annex that is kept."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.document import Document
from reports import demanded, figures, frame, judged, obstruction, wording
from reports.asked import LANGUAGES, Asked
from reports.claims import Claims
from reports.draft import Draft
from reports.limits import length_of, warnings_of
from reports.pictures import pictures
from reports.record import Record

from .kind import Kind

MOST_READ, MOST_KEPT = 3, 20  # recommendations that were not accepted, on the pages that are read and in the annex


@wording.in_its_language
def draft(asked: Asked, by: Any = None) -> Draft:
    """Figures first, then what is wrong with them, what is demanded and where it stands; tables in the annex."""
    record, claims = Record(asked), Claims(asked.language)
    read = [
        figures.opening(figures.tally(claims, record)),
        *figures.shares_as_points(claims, record),
        *frame.paragraphs(figures.earlier_cycles(claims, record)),
        *pictures(record),
        *frame.sections(
            (_("What was accepted"), (*figures.by_action(claims, record), *judged.of_main(claims, record))),
            (_("In its own words"), judged.singled_out(claims, record)),
            (_("What was not accepted"), judged.not_accepted(claims, record, MOST_READ)),
            (_("How recommendations are implemented"), judged.implementation(claims, record)),
            (_("What is demanded, and where it stands"), demanded.of_statements(claims, record)),
            (_("Also followed"), demanded.other_actions(claims, record)),
            (_("How the Council voted"), demanded.votes(claims, record)),
            (_("Reprisals and obstruction"), obstruction.incidents(claims, record)),
            (_("Dates to come"), demanded.dates(claims, record)),
        ),
    ]
    table = figures.table_of_cycles(claims, record)
    kept = frame.sections(
        (_("Annex: the figures of each review"), [table] if table else []),
        (_("Annex: what was accepted in earlier reviews"), judged.of_earlier(claims, record)),
        (_("Annex: who voted how"), demanded.table_of_votes(claims, record)),
        (_("Annex: recommendations that were not accepted"), judged.not_accepted(claims, record, MOST_KEPT)),
    )
    document = Document(
        title=_("%(review)s: briefing for missions")
        % {"review": wording.sentence_start(wording.review_of(record.main))},
        language=asked.language,
        subject=wording.session(asked.session),
        author=asked.organisation.name if asked.organisation else "",
        blocks=(frame.for_session(record, by_whom=True), *read, *kept, *frame.about(record)),
    )
    length = length_of(asked, document)
    warnings = (
        *warnings_of(length),
        *frame.warnings_of_language(asked),
        *claims.gaps,
        *filter(None, [figures.provisional(record)]),
    )
    return Draft(asked, document, length, claims.records, tuple(claims.unsourced), warnings=warnings)


BRIEFING = Kind(
    name="briefing",
    label=gettext_lazy("Briefing for missions"),
    formats=("docx", "pdf"),
    needs=("case|reviews|state",),
    draft=draft,
    languages=LANGUAGES,
)
