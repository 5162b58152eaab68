"""The figures of a review: how it was answered, by each honest count, beside earlier cycles and by action category."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from exports.document import Block, Inline, Run, Table, paragraph, points, words
from recommendations.models import ActionCategory, Category, CountUnit, RecommendationPosition

from . import reads, state_names, wording
from .claims import Cite, Claims, of_our_record, of_source
from .record import Figures, Record

ACCEPTED = (Category.ACCEPTED, Category.ACCEPTED_BEING_IMPLEMENTED, Category.ACCEPTED_ALREADY_IMPLEMENTED)
NONE = "–"


def answers(counts: dict[str, int]) -> str:
    """290 accepted, 8 partially accepted, 32 noted and 98 rejected: what the source tells, the zeros left out."""
    return wording.listed([_answer(category, n) for category in Category if (n := counts.get(category, 0))])


def _answer(category: str, n: int) -> str:
    said = {
        Category.ACCEPTED: npgettext("recommendations", "%(n)s accepted", "%(n)s accepted", n),
        Category.ACCEPTED_BEING_IMPLEMENTED: npgettext(
            "recommendations", "%(n)s accepted as being implemented", "%(n)s accepted as being implemented", n
        ),
        Category.ACCEPTED_ALREADY_IMPLEMENTED: npgettext(
            "recommendations", "%(n)s accepted as already implemented", "%(n)s accepted as already implemented", n
        ),
        Category.PARTIALLY_ACCEPTED: npgettext(
            "recommendations", "%(n)s partially accepted", "%(n)s partially accepted", n
        ),
        Category.NOTED: npgettext("recommendations", "%(n)s noted", "%(n)s noted", n),
        Category.REJECTED: npgettext("recommendations", "%(n)s rejected", "%(n)s rejected", n),
        Category.PENDING: npgettext("recommendations", "%(n)s without a position", "%(n)s without a position", n),
    }
    return said[Category(category)] % {"n": wording.number(n)}


def tally(claims: Claims, record: Record, spoken: bool = False) -> tuple[Inline, ...]:
    """The sentence that opens every paper: the figures announced of the review; if none were, those recorded.

    spoken: with the year of the review alone, for a text that is read aloud.
    """
    found = record.figures_of_main
    claims.read(reads.of_review(record.main))
    if not found.total:
        text = _("No figures of the %(review)s are recorded.")
        return words(text % {"review": wording.review_of(record.main)})
    when = wording.reviewed(record.main)
    if spoken or not when:
        when = _(" (%(year)s)") % {"year": wording.year(record.main)}
    else:
        when = f" ({when})"
    values = {
        "fourth": wording.ordinal(record.main.cycle),
        "when": when,
        "to_state": state_names.to(record.main.state),
        "n": wording.number(found.total),
        "answers": answers(found.counts),
    }
    if found.unit == CountUnit.ROWS:
        text = _(
            "%(n)s recommendations, as UPR Info counts them, one for each recommending State, were made %(to_state)s "
            "in its %(fourth)s Universal Periodic Review%(when)s: %(answers)s."
        )
    else:
        text = _(
            "%(n)s recommendations were made %(to_state)s in its %(fourth)s Universal Periodic Review%(when)s: "
            "%(answers)s."
        )
    return claims.said(text % values, cites_of(claims, record, found), counted(record, found))


def counted(record: Record, found: Figures) -> str:
    """What is counted, and as of when."""
    values = {"date": wording.day(record.asked.on)}
    if not found.announced:
        text = {
            CountUnit.PARAGRAPHS: _(
                "Numbered paragraphs of the UN report, as recorded on %(date)s; none were announced."
            ),
            CountUnit.ROWS: _(
                "Counted in rows of UPR Info's database, one per recommending State, as recorded on %(date)s; "
                "no figures were announced."
            ),
        }[CountUnit(found.unit)]
    else:
        text = {
            CountUnit.PARAGRAPHS: _("Counted in numbered paragraphs of the UN report; as of %(date)s."),
            CountUnit.ROWS: _("Counted in rows of UPR Info's database, one per recommending State; as of %(date)s."),
        }[CountUnit(found.unit)]
    return text % values


def cites_of(claims: Claims, record: Record, found: Figures) -> tuple[Cite, ...]:
    """Who announced these figures, and where; of recorded ones, the documents from which they were read."""
    if found.announced:
        claims.read(reads.of_tally(found.announced))
        return of_source(found.announced.source, found.announced.locator, found.announced.note)
    if found.unit == CountUnit.PARAGRAPHS and found.review.addendum:
        return (*of_source(found.review.report), *of_source(found.review.addendum))
    return of_record_of(record)


def of_record_of(record: Record) -> tuple[Cite, ...]:
    """The site's own record of the main review, where its recommendations can be counted again."""
    what = _("UPR Tracker, record of the %(review)s") % {"review": wording.review_of(record.main)}
    return of_our_record(what, f"{settings.SITE_URL}{record.main.get_absolute_url()}", record.on)


def shares(found: Figures) -> list[tuple[str, str]]:
    """The three honest shares: how many and per cent, and whose count it is."""
    named = [
        (_shares(found)[0], _("not accepted: noted and rejected together, as NGOs count")),
        (_shares(found)[1], _("noted in the UN's sense: the partially accepted too")),
        (_shares(found)[2], _("rejected in the State's own word")),
    ]
    return [(figure, whose) for figure, whose in named if figure]


def _shares(found: Figures) -> tuple[str, str, str]:
    """Not accepted, noted in the UN's sense, rejected; empty where the source does not tell."""
    shares, noted = found.shares, (Category.NOTED, Category.REJECTED)
    return (
        _figure(found, shares.not_accepted, noted),
        _figure(found, shares.noted_by_un_class, (*noted, Category.PARTIALLY_ACCEPTED)),
        _figure(found, shares.rejected, (Category.REJECTED,)) if shares.rejected is not None else "",
    )


def _figure(found: Figures, share: float, some: Sequence[str]) -> str:
    n = sum(found.counts.get(category, 0) for category in some)
    return _("%(n)s or %(share)s") % {"n": wording.number(n), "share": wording.percent(share)}


def _un_sense() -> Cite:
    """Where it stands that recommendations are supported or noted, and nothing else."""
    symbol, link = "A/HRC/RES/5/1", "https://docs.un.org/en/A/HRC/RES/5/1"
    where = _("annex, para. 32")
    return Cite(symbol, symbol, link, "2007-06-18", where, has_paragraphs=True, prints_link=False)


def shares_as_points(claims: Claims, record: Record) -> Iterator[Block]:
    """The shares as a list, the numbers first."""
    found = record.figures_of_main
    if not found.total:
        return
    intro = _("How many were not accepted depends on whose count it is:")
    yield claims.paragraph(intro, (*cites_of(claims, record, found), _un_sense()))
    yield points([(Run(figure, bold=True), Run(f" {whose}")) for figure, whose in shares(found)])
    if found.shares.rejected is None:
        yield paragraph(_not_told())


def _not_told() -> str:
    return _("The source does not tell “rejected” from “noted”.")


def shares_in_a_sentence(claims: Claims, record: Record) -> tuple[Inline, ...]:
    """The shares in a row; nothing where there are no figures."""
    found = record.figures_of_main
    if not found.total:
        return ()
    not_accepted, noted, rejected = _shares(found)
    said = [
        _("by NGOs' count, noted and rejected together, %(figure)s were not accepted") % {"figure": not_accepted},
        _("in the UN's sense, with the partially accepted, %(figure)s were noted") % {"figure": noted},
    ]
    if rejected:
        said.append(_("in the State's own word, %(figure)s were rejected") % {"figure": rejected})
    text = wording.sentence("; ".join(said))
    if not rejected:
        text = f"{text} {_not_told()}"
    return claims.said(text, (*cites_of(claims, record, found), _un_sense()))


def earlier_cycles(claims: Claims, record: Record) -> tuple[Inline, ...]:
    """The share not accepted in the earlier reviews of the same State, where it is counted in the same unit."""
    main = record.figures_of_main
    earlier = [
        one
        for one in record.figures
        if one.review.state_id == record.main.state_id
        and one.review.cycle < record.main.cycle
        and one.unit == main.unit
    ]
    if not earlier or not main.total:
        return ()
    said = wording.listed(
        [
            _("%(share)s in %(year)s (of %(n)s)")
            % {
                "share": wording.percent(one.shares.not_accepted),
                "year": wording.year(one.review),
                "n": wording.number(one.total),
            }
            for one in earlier
        ]
    )
    for one in earlier:
        claims.read(reads.of_review(one.review))
    cites = [cite for one in earlier for cite in cites_of(claims, record, one)]
    return claims.said(
        _("By NGOs' count, the share not accepted was in earlier cycles: %(said)s.") % {"said": said}, cites
    )


def table_of_cycles(claims: Claims, record: Record) -> Table | None:
    """The figures of each review, a row each, with its source in a note; none for a single review."""
    if len(record.figures) < 2:
        return None
    named = (
        pgettext("column", "Accepted"),
        pgettext("column", "Partially accepted"),
        pgettext("column", "Noted"),
        pgettext("column", "Rejected"),
        pgettext("column", "Not accepted"),
    )
    header = (_("Review"), _("Total"), *named)
    return Table(
        tuple(words(name) for name in header),
        tuple(_row(claims, record, one) for one in record.figures),
        caption=_("How each review was answered. “–” means that the source gives no such number."),
        widths=(4, 2, 3, 4, 3, 3, 3),
    )


def _row(claims: Claims, record: Record, one: Figures) -> tuple[tuple[Inline, ...], ...]:
    claims.read(reads.of_review(one.review))
    named = f"{state_names.name(one.review.state)}, {wording.year(one.review)}"
    remark = "" if one.unit == CountUnit.PARAGRAPHS else counted(record, one)
    accepted = [one.counts[category] for category in ACCEPTED if category in one.counts]
    others = (Category.PARTIALLY_ACCEPTED, Category.NOTED, Category.REJECTED)
    cells = [wording.number(one.counts[category]) if category in one.counts else NONE for category in others]
    cells.insert(0, wording.number(sum(accepted)) if accepted else NONE)
    numbers = [wording.number(one.total), *cells, wording.percent(one.shares.not_accepted)]
    return (claims.said(named, cites_of(claims, record, one), remark), *(words(cell) for cell in numbers))


def by_action(claims: Claims, record: Record) -> Iterator[Block]:
    """Accepted of asked, for all five action categories; nothing where the review is not recorded with them."""
    rows = record.by_action
    if not rows:
        return
    text = _(
        "Accepted of asked, by UPR Info's category of the action asked for. It is told by the verb, and is no "
        "judgement: what is specific can be hostile to human rights."
    )
    yield claims.paragraph(text, of_record_of(record), _("As of %(date)s.") % {"date": wording.day(record.asked.on)})
    header = (_("Action asked for"), pgettext("column", "Asked"), pgettext("column", "Accepted"), _("Share"))
    yield Table(
        tuple(words(name) for name in header),
        tuple(
            tuple(
                words(cell)
                for cell in (
                    f"{action} {ActionCategory(action).label}" if action else _("not recorded"),
                    wording.number(asked),
                    wording.number(supported),
                    wording.percent(100 * supported / asked) if asked else NONE,
                )
            )
            for action, asked, supported in rows
        ),
        widths=(5, 1, 1, 1),
    )


def accepted_by_kind(claims: Claims, record: Record) -> tuple[Inline, ...]:
    """The same in a sentence: of what is specific, and of what is minimal or continuing."""
    rows = {action: (supported, asked) for action, asked, supported in record.by_action}
    if not rows:
        return ()
    named = {
        1: _("minimal"),
        2: _("continuing"),
        3: _("considering"),
        4: _("general"),
        5: _("specific"),
    }
    said = [
        _("%(supported)s of %(asked)s %(kind)s")
        % {"supported": wording.number(rows[n][0]), "asked": wording.number(rows[n][1]), "kind": name}
        for n, name in named.items()
    ]
    text = _("Accepted of asked, by UPR Info's category of the action asked for: %(said)s.")
    return claims.said(text % {"said": wording.listed(said)}, of_record_of(record))


def provisional(record: Record) -> str:
    """A warning where positions of the main review are not final yet; else nothing."""
    rows = RecommendationPosition.objects.filter(recommendation__review=record.main)
    if record.is_whole and rows.exists() and not rows.filter(is_final=True).exists():
        return _("No position of this review is final yet.")
    return ""


def opening(*parts: tuple[Inline, ...]) -> Block:
    """Sentences as one paragraph."""
    said: list[Inline] = []
    for part in parts:
        if part and said:
            said.append(Run(" "))
        said.extend(part)
    return paragraph(said)
