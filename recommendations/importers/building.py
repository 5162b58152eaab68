"""From what was read to rows of the record."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.utils.text import slugify

from recommendations.models import (
    FileFormat,
    ImportRun,
    Merged,
    PlaceNames,
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Source,
    Theme,
    Vocabulary,
    find_source,
    states_by_code,
)
from recommendations.tracking.reviews import document

from .grouping import Group
from .problems import ImportRefused, Problem
from .readings import ReadFile, Sender

PUBLISHERS = {
    FileFormat.UPR_INFO: ("UPR Info", "Database of UPR recommendations", "https://www.upr-info.org/"),
    FileFormat.OHCHR_MATRIX: (
        "OHCHR",
        "Matrix of recommendations",
        "https://www.ohchr.org/en/hr-bodies/upr/documentation",
    ),
    FileFormat.WG_REPORT: ("United Nations", "Reports of the Working Group", "https://docs.un.org/"),
    FileFormat.ADDENDUM: ("United Nations", "Reports of the Working Group", "https://docs.un.org/"),
    FileFormat.SESSION_REPORT: ("United Nations", "Reports of the Human Rights Council", "https://docs.un.org/"),
    FileFormat.UPR_TRACKER: ("UPR Tracker", "Export of recommendations", ""),
}

MOST_NEW_THEMES = 200  # of one file

# What position_values() and reading_values() give, by the attributes of the records.
POSITION = ("category", "own_words", "taken_on", "is_final", "stage", "source_id", "locator")
READING = ("run_id", "format", "place", "sender", "occurrence", "category", "values")


def source_of_format(file_format: str) -> Source:
    """The source that files of a format come from."""
    publisher, title, url = PUBLISHERS[FileFormat(file_format)]
    named = {"publisher": publisher, "title": title, "symbol": ""}
    return find_source(**named) or Source.objects.create(**named, url=url)


@lru_cache(maxsize=10_000)
def theme_slug(name: str) -> str:
    """The slug of a new theme; for a name without a Latin letter, a short form of its checksum."""
    return slugify(name)[:200] or f"theme-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


class Builder:
    """Makes the rows of the record for one file, as values or as records, unsaved; looks things up once."""

    def __init__(self, file: ReadFile, run: ImportRun, problems: list[Problem]) -> None:
        self.file, self.run, self.problems = file, run, problems
        self.states = states_by_code()
        self.places = PlaceNames.load()
        self._vocabularies = Vocabulary.objects.in_bulk(field_name="slug")
        merged = {(known["vocabulary"], known["slug"]): theme for known, theme in Merged.objects.all_known(Theme)}
        themes = Theme.objects.select_related("vocabulary")
        self._themes = merged | {(theme.vocabulary.slug, theme.slug): theme for theme in themes}
        self._documents: dict[str, Source] = {}
        self._new_themes = 0

    def recommendation(self, review: Review, group: Group, key: str) -> Recommendation:
        first = group.first
        recommendation = Recommendation(
            review=review,
            paragraph=first.paragraph,
            key=key,
            text=first.text,
            position=group.category,
            action_category=first.action,
            action_origin=Recommendation.ActionOrigin.IMPORTED if first.action else "",
        )
        recommendation.derive(self.places)
        return recommendation

    def position(self, recommendation: Recommendation, group: Group) -> RecommendationPosition:
        values = zip(POSITION, self.position_values(recommendation.review, group), strict=True)
        return RecommendationPosition(recommendation=recommendation, **dict(values))

    def position_values(self, review: Review, group: Group) -> tuple[Any, ...]:
        """What a group says of the position: the values of POSITION."""
        first, stage = group.first, RecommendationPosition.Stage
        at_review = self.file.format == FileFormat.WG_REPORT
        return (
            group.category,
            first.response[:300] if at_review else "",
            first.taken_on if at_review else "",
            not at_review,
            "" if not first.symbol else (stage.ADDENDUM if "/Add." in first.symbol else stage.REVIEW).value,
            self._document(first.symbol, review).pk if first.symbol else self.run.source_id,
            first.locator[:100],
        )

    def _document(self, symbol: str, review: Review) -> Source:
        if symbol not in self._documents:
            self._documents[symbol] = document(symbol, review.state)
        return self._documents[symbol]

    def recommender(self, recommendation: Recommendation, sender: Sender) -> RecommendingState:
        return RecommendingState(
            recommendation=recommendation,
            state=self.states[sender.iso3],
            verbatim_name=sender.name,
            own_words=sender.own_words,
        )

    def themes(self, group: Group) -> Iterable[Theme]:
        """Each theme once, however the file spells it."""
        return dict.fromkeys(self.theme(*named) for named in group.themes)

    def known_theme(self, vocabulary: str, name: str) -> Theme | None:
        return self._themes.get((vocabulary, theme_slug(name)))

    def theme(self, vocabulary: str, name: str) -> Theme:
        """The theme of that name; a new one is made and reported."""
        if found := self.known_theme(vocabulary, name):
            return found
        if self._new_themes == MOST_NEW_THEMES:
            message = f"The file names more than {MOST_NEW_THEMES} themes that are not known: is this the right column?"
            raise ImportRefused([*self.problems, Problem("error", message, self.file.name)], self.file.format)
        self._new_themes += 1
        slug = theme_slug(name)
        message = f"“{name}” is new in {self._vocabularies[vocabulary].title}: added."
        self.problems.append(Problem("warning", message, self.file.name))
        theme = Theme.objects.create(vocabulary=self._vocabularies[vocabulary], slug=slug, name=name[:200])
        self._themes[vocabulary, slug] = theme
        return theme

    def readings(self, recommendation: Recommendation, group: Group) -> Iterable[Reading]:
        for values in self.reading_values(group):
            yield Reading(recommendation=recommendation, **dict(zip(READING, values, strict=True)))

    def reading_values(self, group: Group) -> Iterator[tuple[Any, ...]]:
        """What the file says in each row of a group: the values of READING."""
        run, file_format = self.run.pk, self.file.format
        for row, occurrence in group.numbered_rows():
            yield run, file_format, row.place, row.sender_code, occurrence, row.category, row.values()
