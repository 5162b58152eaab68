"""The pictures of one review, and of the State's other cycles."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.analysis import Asked, Comparison, Field, Line, never_accepted
from recommendations.models import CountUnit, Review

from .picture import Picture

NAMES = ("squares", "by-action", "by-theme", "by-group", "by-recommender", "cycles", "never-accepted")


def pictures_of(
    review: Review, asked: Asked, of_state: Asked, squares: Iterable[Field], cycles: Iterable[Comparison]
) -> dict[str, Picture]:
    """All pictures of a review by name; one that would show nothing is left out, but for what was never accepted.

    asked: its own records; of_state: those of all published reviews of the State; cycles: the announced tallies of
    these reviews, in their order.
    """
    made = [
        *(squares_of(review, field) for field in list(squares)[:1]),
        *breakdowns_of(review, asked).values(),
        cycles_of(review, cycles),
        never_accepted_of(review, of_state),
    ]
    return {one.name: one for one in made if one.says_something or one.name == "never-accepted"}


def breakdowns_of(review: Review, asked: Asked) -> dict[str, Picture]:
    """What was asked in a review and what was taken, by action category, theme, group and recommending State."""
    names = {"review": review}
    supported = _("Supported is counted in the UN's sense: all that the State accepted.")
    several = _("A recommendation that belongs to several lines counts in each: do not add the lines up.")
    made = [
        (
            "by-action",
            _("%(review)s: what was asked and what was taken, by action category") % names,
            _(
                "For each of the five categories of action, the share of every position. The category describes the "
                "verb, it does not judge: a specific action can be hostile to rights."
            ),
            asked.by_action(),
        ),
        (
            "by-theme",
            _("%(review)s: what was asked and what was taken, by theme") % names,
            _("For the themes that were asked for most, the share of every position. %(several)s")
            % {"several": several},
            asked.by_theme(),
        ),
        (
            "by-group",
            _("%(review)s: what was asked and what was taken, by group of the recommending State") % names,
            _("For each regional group of the United Nations, the share of every position. %(several)s")
            % {"several": several},
            asked.by_group(),
        ),
        (
            "by-recommender",
            _("%(review)s: what was asked and what was taken, by recommending State") % names,
            _("For the States that asked most, the share of every position. %(several)s") % {"several": several},
            asked.by_recommender(),
        ),
    ]
    unit, source = unit_of(asked), recorded_here(len(asked.records))
    return {
        name: Picture(name, title, f"{said} {supported}", unit, source, address(review, name), lines, search=search())
        for name, title, said, lines in made
    }


def squares_of(review: Review, field: Field) -> Picture:
    """Every recommendation as a square."""
    title = _("%(review)s: every recommendation is a square") % {"review": review}
    description = _("One square for each recommendation, by position.")
    source = recorded_here(field.recorded)
    if field.announced and field.missing:
        source = str(field.announced.source)
        description += " " + recorded_of(field)
    lines = [
        Line(
            g.category,
            g.label,
            {g.category: g.total},
            "" if g.missing else f"review={review.slug}&position={g.category}",
        )
        for g in field.groups
    ]
    unit = field.unit_label if field.unit == CountUnit.PARAGRAPHS else texts_of_rows()
    return Picture(
        "squares", title, description, unit, source, address(review, "squares"), lines, as_squares=True, search=search()
    )


def cycles_of(review: Review, comparisons: Iterable[Comparison]) -> Picture:
    """The cycles of a State side by side, each tally in its unit and with its source."""
    title = _("%(state)s, cycle by cycle: what was announced") % {"state": review.state}
    description = _(
        "Each line is a tally that a source announced. Numbered paragraphs of the UN's report and UPR Info's rows, one "
        "for each recommending State, are counts of two kinds: compare only lines of one kind."
    )
    lines = [
        Line(
            f"{one.announced.review.slug} {one.announced.unit}",
            _("%(year)s, %(unit)s (%(source)s)")
            % {"year": one.announced.review.when, "unit": short_unit(one.announced.unit), "source": short_source(one)},
            one.announced.counts,
            one.announced.review.get_absolute_url(),
            (one.announced.review.cycle,),
        )
        for one in comparisons
    ]
    unit = _("as each line says")
    return Picture(
        "cycles", title, description, unit, _("each line names its own"), address(review, "cycles"), lines, most=16
    )


def never_accepted_of(review: Review, asked: Asked) -> Picture:
    """What was asked of the State again and again, and never accepted."""
    cycles = sorted({record.cycle for record in asked.records})
    title = _("%(state)s: asked again, and never accepted") % {"state": review.state}
    description = _(
        "Pairs of a theme and an action category that were asked for at least twice, of which none was accepted. Only "
        "recommendations with a theme and an action category are compared, and they are only as alike as these two "
        "are: the texts may ask for different things."
    )
    counted = ngettext("Recorded here: cycle %(cycles)s.", "Recorded here: cycles %(cycles)s.", len(cycles))
    description += " " + counted % {"cycles": ", ".join(map(str, cycles))}
    source = recorded_here(len(asked.records))
    lines = never_accepted(asked)
    return Picture(
        "never-accepted",
        title,
        description,
        unit_of(asked),
        source,
        address(review, "never-accepted"),
        lines,
        by_number=True,
        search=search(),
    )


def address(review: Review, name: str) -> str:
    return reverse("recommendations:picture", args=[review.slug, name])


def search() -> str:
    return reverse("recommendations:recommendation_list")


def recorded_here(n: int) -> str:
    """Where figures come from that are counted here."""
    return ngettext("%(n)s record of this site", "%(n)s records of this site", n) % {"n": n}


def recorded_of(field: Field) -> str:
    """How much of what was announced can be opened here."""
    names = {"recorded": field.recorded, "total": field.total}
    return _("Recorded here: %(recorded)s of %(total)s; the others are drawn as announced.") % names


def unit_of(asked: Asked) -> str:
    """What the records of a picture are."""
    kinds = {record.from_rows_alone for record in asked.records}
    if kinds == {False}:
        return _("recommendations: numbered paragraphs of the UN report")
    return texts_of_rows() if kinds == {True} else _("records: numbered paragraphs, and texts of UPR Info's rows")


def texts_of_rows() -> str:
    return _("recommendations: texts of UPR Info's rows, of which several that agree are one")


def short_unit(unit: str) -> str:
    return _("paragraphs") if unit == CountUnit.PARAGRAPHS else _("UPR Info rows")


def short_source(comparison: Comparison) -> str:
    source = comparison.announced.source
    return source.symbol or source.publisher or source.title
