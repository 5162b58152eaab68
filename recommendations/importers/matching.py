"""Which recommendations of the record the groups of a file mean."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from recommendations.models import Reading, Recommendation, Review, agree, text_key

from .grouping import Group


@dataclass(slots=True)
class Existing:
    """A recommendation of the record, with what files of the format at hand said of it last."""

    recommendation: Recommendation
    readings: list[Reading] = field(default_factory=list)

    @property
    def said(self) -> set[tuple[str, int | None]]:
        """The positions and action categories that the last readings state."""
        return {(r.category, r.values["action"]) for r in self.readings}

    @property
    def senders(self) -> set[str]:
        return {r.sender for r in self.readings}

    @property
    def paragraph(self) -> str:
        """Its number as last read, which a person may have corrected since."""
        return self.readings[0].values.get("paragraph", "") if self.readings else self.recommendation.paragraph

    @property
    def base_key(self) -> str:
        """The key of its text as last read, which a person may have corrected since."""
        return text_key(self.readings[0].values["text"] if self.readings else self.recommendation.text)


@dataclass(slots=True)
class Pair:
    """A group of the file, and the recommendation that it means; none for a new one."""

    group: Group
    existing: Existing | None


@dataclass(slots=True)
class Record:
    """What is recorded of a review, as an import needs it."""

    review: Review
    by_paragraph: dict[str, Existing]
    by_text: dict[str, list[Existing]]
    keys: set[str]
    found: list[Existing]

    @classmethod
    def load(cls, review: Review, file_format: str) -> "Record":
        readings: dict[int, list[Reading]] = defaultdict(list)
        for reading in (
            Reading.objects.current().select_related("run").filter(recommendation__review=review, format=file_format)
        ):
            readings[reading.recommendation_id].append(reading)
        found = [
            Existing(recommendation, readings[recommendation.pk])
            for recommendation in review.recommendations.order_by("pk")
        ]
        by_text: dict[str, list[Existing]] = defaultdict(list)
        for existing in found:
            existing.recommendation.review = review
            by_text[existing.base_key].append(existing)
        keys = {e.recommendation.key for e in found} | set(review.key_redirects.values_list("old_key", flat=True))
        numbered = {e.recommendation.paragraph: e for e in found if e.recommendation.paragraph}
        numbered |= {e.paragraph: e for e in found if e.paragraph}
        return cls(review, numbered, by_text, keys, found)

    def match(self, groups: list[Group]) -> list[Pair]:
        """Pairs each group with at most one recommendation, and each recommendation with at most one group."""
        families: dict[str, list[Group]] = defaultdict(list)
        for group in groups:
            families[group.base_key].append(group)
        pairs = {}
        used: set[int] = set()
        for base_key, family in families.items():
            if family[0].first.paragraph:
                found = self.by_paragraph.get(base_key) or self._unnumbered(family[0])
                candidates = [found] if found and id(found) not in used else []
                used |= {id(e) for e in candidates}
            else:
                candidates = list(self.by_text.get(base_key, []))
            for group, existing in zip(family, _pair(family, candidates), strict=True):
                pairs[id(group)] = Pair(group, existing)
        return [pairs[id(group)] for group in groups]

    def _unnumbered(self, group: Group) -> Existing | None:
        """The one recommendation of that text whose paragraph was not known so far, if its answer agrees."""
        found = [
            e
            for e in self.by_text.get(text_key(group.first.text), [])
            if not e.recommendation.paragraph and agree(group.category, e.recommendation.position)
        ]
        return found[0] if len(found) == 1 else None


def _pair(family: list[Group], candidates: list[Existing]) -> list[Existing | None]:
    """Same answer as last read first, then same sender, then any that nothing of this format was read of."""
    if family[0].first.paragraph:
        return [candidates[0] if candidates else None]
    tests: tuple[Callable[[Group, Existing], bool], ...] = (
        lambda g, e: (g.category, g.first.action) in e.said,
        lambda g, e: bool({row.sender_code for row in g.rows} & e.senders),
        lambda g, e: not e.readings and agree(g.category, e.recommendation.position),
    )
    chosen: dict[int, Existing] = {}
    for test in tests:
        for group in family:
            if id(group) in chosen:
                continue
            if found := next((e for e in candidates if test(group, e)), None):
                chosen[id(group)] = found
                candidates.remove(found)
    return [chosen.get(id(group)) for group in family]
