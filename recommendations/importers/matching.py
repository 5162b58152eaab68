"""Which recommendations of the record the groups of a file mean."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from recommendations.models import (
    UN_CLASS,
    Merged,
    Reading,
    Recommendation,
    Review,
    UNClass,
    agree,
    text_key,
)

from .grouping import Group
from .papers_together import is_draft
from .similar import likeness


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
    def is_draft(self) -> bool:
        """Whether its number is that of draft recommendations, which the report replaces."""
        return any(is_draft(reading.values.get("symbol", "")) for reading in self.readings)

    @property
    def base_key(self) -> str:
        """The key of its text as last read, which a person may have corrected since."""
        return text_key(self.readings[0].values["text"] if self.readings else self.recommendation.text)


@dataclass(slots=True)
class Pair:
    """A group of the file, and the recommendation that it means; none for a new one."""

    group: Group
    existing: Existing | None
    others: list[Existing] = field(default_factory=list)  # parts of it that were recorded apart without a number


@dataclass(slots=True)
class Record:
    """What is recorded of a review, as an import needs it."""

    review: Review
    by_paragraph: dict[str, Existing]
    by_text: dict[str, list[Existing]]
    keys: set[str]
    found: list[Existing]

    @classmethod
    def of_new(cls, review: Review) -> "Record":
        """Of a review that was made just now, by whoever asks."""
        return cls(review, {}, {}, set(), [])

    @classmethod
    def load(cls, review: Review, file_format: str) -> "Record":
        recommendations = list(review.recommendations.order_by("pk"))
        readings = _last_readings(recommendations, file_format)
        found = [Existing(recommendation, readings[recommendation.pk]) for recommendation in recommendations]
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
                found = self._draft(family[0]) or self._numbered(family[0]) or self._unnumbered(family[0])
                candidates = [found] if found and id(found) not in used else []
                used |= {id(e) for e in candidates}
            else:
                candidates = list(self.by_text.get(base_key, []))
            for group, existing in zip(family, _pair(family, candidates), strict=True):
                pairs[id(group)] = Pair(group, existing)
        self._match_similar(list(pairs.values()), used)
        return [pairs[id(group)] for group in groups]

    def _match_similar(self, pairs: list[Pair], used: set[int]) -> None:
        """Texts that UPR Info and the report print a little differently: the number goes to the most similar one."""
        taken = used | {id(pair.existing) for pair in pairs if pair.existing}
        free = [e for e in self.found if not e.recommendation.paragraph and id(e) not in taken]
        for pair in pairs:
            if not pair.group.first.paragraph:
                continue
            likes = similar(pair.group, free)
            if pair.existing is None and likes:
                pair.existing = likes.pop(0)
                free.remove(pair.existing)
            pair.others = likes
            free = [e for e in free if e not in likes]
        self._match_numbered([pair for pair in pairs if not pair.group.first.paragraph and pair.existing is None])

    def _match_numbered(self, pairs: list[Pair]) -> None:
        """Rows without a number are of the paragraph that says the same, however many there are of it."""
        numbered = [e for e in self.found if e.recommendation.paragraph] if pairs else []
        for pair in pairs:
            pair.existing = next(iter(similar(pair.group, numbered)), None)

    def _draft(self, group: Group) -> Existing | None:
        """The recommendation that a draft, with numbers of its own, held under this text."""
        drafts = [e for e in self.found if e.is_draft]
        if not drafts or is_draft(group.first.symbol):
            return None
        return next(iter(similar(group, drafts)), None)

    def _numbered(self, group: Group) -> Existing | None:
        """The recommendation of that number; that of a draft means nothing to the report."""
        found = self.by_paragraph.get(group.base_key)
        return None if found and found.is_draft and not is_draft(group.first.symbol) else found

    def _unnumbered(self, group: Group) -> Existing | None:
        """The one recommendation of that text whose paragraph was not known so far, if its answer agrees."""
        found = [
            e
            for e in self.by_text.get(text_key(group.first.text), [])
            if not e.recommendation.paragraph and _may_agree(group, e)
        ]
        return found[0] if len(found) == 1 else None


def _may_agree(group: Group, existing: Existing) -> bool:
    """A report that leaves the answer open agrees with any."""
    return UN_CLASS[group.category] == UNClass.PENDING or agree(group.category, existing.recommendation.position)


def _last_readings(recommendations: list[Recommendation], file_format: str) -> dict[int, list[Reading]]:
    """What files of a format said last of each, in the order of the file.

    Asked for by their keys: a database that does not know yet how much an import has written so far would look
    through all of it for those of one review.
    """
    found: dict[int, list[Reading]] = defaultdict(list)
    current = Reading.objects.current().select_related("run").filter(format=file_format).order_by("place")
    keys = [recommendation.pk for recommendation in recommendations]
    for reading in current.filter(recommendation__in=keys) if keys else ():
        found[reading.recommendation_id].append(reading)
    if found and (codes := Merged.objects.codes()):
        for readings in found.values():
            _use_codes_of_today(readings, codes)
    return found


def _use_codes_of_today(readings: list[Reading], codes: dict[str, str]) -> None:
    """Reads what was said of a State that was merged as said of the one that it leads to."""
    seen: set[tuple[str, int]] = set()
    for reading in readings:
        reading.sender = codes.get(reading.sender, reading.sender)
        senders = [[name, codes.get(code, code), own] for name, code, own in reading.values["senders"]]
        reading.values = reading.values | {"senders": senders}
        while (reading.sender, reading.occurrence) in seen:
            reading.occurrence += 1
        seen.add((reading.sender, reading.occurrence))


def _pair(family: list[Group], candidates: list[Existing]) -> list[Existing | None]:
    """Same answer as last read first, then same sender, then any that nothing of this format was read of."""
    if family[0].first.paragraph:
        return [candidates[0] if candidates else None]
    tests: tuple[Callable[[Group, Existing], bool], ...] = (
        lambda g, e: (g.category, g.first.action) in e.said,
        lambda g, e: bool({row.sender_code for row in g.rows} & e.senders),
        lambda g, e: not e.readings and agree(g.category, e.recommendation.position),
        lambda g, e: bool(e.recommendation.paragraph),
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


def similar(group: Group, candidates: list[Existing]) -> list[Existing]:
    """The candidates that say what the group says, most alike first; none that other States made."""
    asked = set(group.senders)
    scored = []
    for existing in candidates:
        states = {made.state.iso3 for made in existing.recommendation.recommenders.all()}
        if asked and states and not states & asked:
            continue
        own = [sender.own_words for sender in group.senders.values() if sender.iso3 in states and sender.own_words]
        score = max(likeness(existing.recommendation.text, text) for text in [group.first.text, *own])
        if score:
            scored.append((score, existing))
    return [existing for _score, existing in sorted(scored, key=lambda pair: -pair[0])]
