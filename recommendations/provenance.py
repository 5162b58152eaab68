"""Which reading of which document each value of a recommendation came from, or that people have set it.

A value is that of a reading if a current reading says just that. Names of files are for staff only; the public reads
what kind of document it was and where in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recommendations.importers.building import theme_slug
from recommendations.models import (
    UN_CLASS,
    Category,
    FileFormat,
    Merged,
    Reading,
    Recommendation,
    RecommendationPosition,
    Tag,
    Theme,
)

MOST_PLACES = 3  # of one document that are named; the others are counted


@dataclass(slots=True)
class Document:
    """A document that says a value: what it is, where, and for staff alone by which files it came."""

    name: str
    places: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def named(self) -> list[str]:
        return self.places[:MOST_PLACES]

    @property
    def more(self) -> int:
        return len(self.places) - len(self.named)


@dataclass(slots=True)
class Part:
    """Values of one field with the documents that say them; none where people or the site set them."""

    values: list[str]
    documents: list[Document]
    is_settled: bool = False
    is_suggested: bool = False


@dataclass(slots=True)
class Origin:
    """One field of a recommendation, by what its values came from."""

    label: str
    parts: list[Part]


def origins(recommendation: Recommendation, *, for_staff: bool = False) -> list[Origin]:
    """Where text, States, position, action category and themes come from; fields without a value are left out.

    The recommendation has its States, tags, positions and readings at hand. At most two lookups, and these only
    where a State or a theme that was read has been merged since.
    """
    readings = _sources(r for r in recommendation.readings.all() if r.is_current)
    found = [
        Origin(_("Text"), [Part([], _documents(r for r in readings if r.values.get("text") == recommendation.text))]),
        Origin(_("Recommending States"), _states(recommendation, readings)),
        Origin(_("Position"), _position(recommendation, readings)),
        Origin(_("Action category"), _action(recommendation, readings)),
        Origin(_("Themes"), _themes(recommendation, readings)),
    ]
    if not for_staff:
        for document in (d for origin in found for part in origin.parts for d in part.documents):
            document.files.clear()  # the name of an upload can name people
    return [origin for origin in found if origin.parts]


def _sources(readings: Iterable[Reading]) -> list[Reading]:
    """The readings in the order of the formats, our own exports last: they only repeat what is recorded."""
    formats = [str(name) for name in FileFormat.values if name != FileFormat.UPR_TRACKER]
    return sorted(readings, key=lambda r: (formats.index(r.format) if r.format in formats else 99, r.place))


def _documents(readings: Iterable[Reading]) -> list[Document]:
    """Each document once, with all places; an export of ours only where nothing else says the same."""
    found: dict[str, Document] = {}
    readings = list(readings)
    real = [reading for reading in readings if reading.format != FileFormat.UPR_TRACKER]
    for reading in real or readings:
        document = found.setdefault(reading.document, Document(reading.document))
        if reading.where not in document.places:
            document.places.append(reading.where)
        if reading.run.file_name not in document.files:
            document.files.append(reading.run.file_name)
    return list(found.values())


def _grouped(values: Iterable[tuple[str, list[Reading]]]) -> list[Part]:
    """Values that come from the same places together; what people set last."""
    parts: dict[tuple[int, ...], Part] = {}
    for value, readings in values:
        key = tuple(reading.pk for reading in readings)
        parts.setdefault(key, Part([], _documents(readings))).values.append(value)
    return sorted(parts.values(), key=lambda part: not part.documents)


def _states(recommendation: Recommendation, readings: list[Reading]) -> list[Part]:
    said = {r.pk: {code for _name, code, _own in r.values.get("senders", ())} for r in readings}
    there = {made.state.iso3 for made in recommendation.recommenders.all()}
    if there.difference(*said.values()) and any(codes - there for codes in said.values()):
        merged = Merged.objects.codes()
        said = {pk: {merged.get(code, code) for code in codes} for pk, codes in said.items()}
    return _grouped(
        (made.state.name, [r for r in readings if made.state.iso3 in said[r.pk]])
        for made in recommendation.recommenders.all()
    )


def _position(recommendation: Recommendation, readings: list[Reading]) -> list[Part]:
    counts = next((position for position in recommendation.path if position.counts), None)
    if counts is None:
        return []
    if counts.settled_because:
        return [Part([], [], is_settled=True)]
    return [Part([], _documents(_saying(counts, readings)))]


def _saying(position: RecommendationPosition, readings: list[Reading]) -> list[Reading]:
    """The readings that give a position: of its own document, if one of them is."""
    saying = [r for r in readings if r.category == position.category]
    if not saying and position.category == Category.PARTIALLY_ACCEPTED:  # two answers of one file amount to it
        saying = [r for r in readings if len({UN_CLASS[o.category] for o in readings if o.format == r.format}) > 1]
    symbol = position.source.symbol if position.source else ""
    return [r for r in saying if symbol and r.values.get("symbol") == symbol] or saying


def _action(recommendation: Recommendation, readings: list[Reading]) -> list[Part]:
    action = recommendation.action_category
    if not action:
        return []
    if recommendation.action_origin == Recommendation.ActionOrigin.SUGGESTED:
        return [Part([], [], is_suggested=True)]
    return [Part([], _documents(r for r in readings if r.values.get("action") == action))]


def _themes(recommendation: Recommendation, readings: list[Reading]) -> list[Part]:
    said = {r.pk: {(v, theme_slug(name)) for v, name in r.values.get("themes", ())} for r in readings}
    tags = list(recommendation.tags.all())
    there = {_known_as(tag) for tag in tags}
    leads: dict[tuple[str, str], int] = {}
    if there.difference(*said.values()) and any(themes - there for themes in said.values()):
        leads = {(old["vocabulary"], old["slug"]): theme.pk for old, theme in Merged.objects.all_known(Theme)}
    return _grouped(
        (
            str(tag),
            [r for r in readings if any(t == _known_as(tag) or leads.get(t) == tag.theme_id for t in said[r.pk])],
        )
        for tag in tags
    )


def _known_as(tag: Tag) -> tuple[str, str]:
    return tag.theme.vocabulary.slug, tag.theme.slug
