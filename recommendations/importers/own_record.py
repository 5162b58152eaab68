"""What becomes of our own export: nothing that is recorded changes, what is not recorded is added."""

from collections import Counter

from recommendations.models import (
    Axis,
    Recommendation,
    RecommendationPosition,
    Review,
    State,
    Tag,
    Theme,
)
from recommendations.tracking.reviews import find_or_create_review

from .building import Builder
from .grouping import Group
from .problems import Problem
from .readings import ReadReview, ReadRow
from .report import ReviewReport


class OwnRecord:
    """Sets the rows of our own export beside the record."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.themes: dict[tuple[str, str], Theme] = {}
        for theme in Theme.objects.select_related("vocabulary").order_by("-vocabulary__version", "pk"):
            self.themes.setdefault((theme.vocabulary.axis, theme.name), theme)

    def review(self, read: ReadReview) -> Review:
        """The review of that address, else of that State and cycle; made where there is none."""
        if found := Review.objects.filter(slug=read.slug, state__iso3=read.state).first():
            return found
        state = State.objects.get(iso3=read.state)
        if read.session:
            return find_or_create_review(state, read.session, read.cycle)
        return Review.objects.get_or_create(state=state, cycle=read.cycle or 1)[0]

    def write(self, review: Review, read: ReadReview) -> ReviewReport:
        """Adds what is not recorded, and tells where a row differs from what is."""
        there = {recommendation.key: recommendation for recommendation in review.recommendations.for_list()}
        created = 0
        for row in read.rows:
            if recommendation := there.get(row.key):
                self._compare(recommendation, row)
            else:
                there[row.key] = self._create(review, row)
                created += 1
        numbered = [row for row in read.rows if row.paragraph]
        return ReviewReport(
            review=review.slug,
            paragraphs=len(numbered),
            rows=len(read.rows),
            created=created,
            unchanged=len(read.rows) - created,
            positions=dict(sorted(Counter(row.category for row in numbered or read.rows).items())),
        )

    def _compare(self, recommendation: Recommendation, row: ReadRow) -> None:
        pairs = {
            "text": (recommendation.text, row.text),
            "position": (recommendation.position, row.category),
            "action category": (recommendation.action_category, row.action),
            "note": (recommendation.note, row.note),
            "recommending States": (
                {made.state.iso3 for made in recommendation.recommenders.all()},
                {sender.iso3 for sender in row.senders},
            ),
            "themes": ({tag.theme.name for tag in recommendation.tags.all()}, {name for _, name in row.themes}),
        }
        for what, (recorded, read) in pairs.items():
            if _plain(recorded) != _plain(read):
                message = f"{what}: the record says “{_plain(recorded)[:60]}”, the file “{_plain(read)[:60]}”; kept."
                self.builder.problems.append(Problem("warning", message, self.builder.file.name, row.place, row.key))

    def _create(self, review: Review, row: ReadRow) -> Recommendation:
        group = Group(row.key, [row], row.category)
        recommendation = self.builder.recommendation(review, group, row.key)
        recommendation.language, recommendation.note = row.language, row.note
        recommendation.action_origin = row.action_origin or recommendation.action_origin
        recommendation.save()
        for sender in group.senders.values():
            self.builder.recommender(recommendation, sender).save()
        RecommendationPosition.objects.create(
            recommendation=recommendation,
            category=row.category,
            own_words=row.response[:300],
            reason=row.remark,
            taken_on=row.taken_on,
        )
        for axis, name in row.themes:
            Tag.objects.create(recommendation=recommendation, theme=self._theme(axis, name), origin=Tag.Origin.IMPORTED)
        for reading in self.builder.readings(recommendation, group):
            reading.save()
        return recommendation

    def _theme(self, axis: str, name: str) -> Theme:
        if (axis, name) not in self.themes:
            vocabulary = next(theme.vocabulary.slug for (of, _), theme in self.themes.items() if of == Axis(axis))
            self.themes[axis, name] = self.builder.theme(vocabulary, name)
        return self.themes[axis, name]


def _plain(value: object) -> str:
    if isinstance(value, set):
        return "; ".join(sorted(value))
    return "" if value is None else " ".join(str(value).split())
