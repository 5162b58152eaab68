"""Carries over to the record what a source changed since its last reading, and nothing else.

What a person corrected stays: where the source changed the same value, the record is kept and a warning says so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from recommendations.models import (
    Category,
    FileFormat,
    Reading,
    Recommendation,
    RecommendingState,
    Review,
    Tag,
    agree,
)
from recommendations.tracking.merging import absorb, is_as_imported, merge_into

from .building import Builder
from .grouping import Group
from .matching import Existing, Pair
from .problems import Problem
from .readings import Sender
from .similar import same_words

Key = tuple[str, int]


@dataclass(slots=True)
class _Said:
    """What the current readings of one format say together of one recommendation."""

    text: str = ""
    category: str = ""
    change: int | None = None
    action: int | None = None
    senders: dict[str, Sender] = field(default_factory=dict)
    themes: dict[tuple[str, str], None] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: list[Reading]) -> "_Said":
        said = cls()
        for reading in readings:
            values = reading.values
            said.text, said.action, said.change = values["text"], values["action"], reading.run.change_id
            said.category = _together(said.category, reading.category)
            said.themes |= dict.fromkeys((vocabulary, name) for vocabulary, name in values["themes"])
            said.senders |= {code: Sender(name, code, own) for name, code, own in values["senders"]}
        return said


def _together(one: str, other: str) -> str:
    """What two answers to one recommendation amount to."""
    return one if one and agree(one, other) else Category.PARTIALLY_ACCEPTED if one else other


def _home_of(gone: list[Reading], pairs: list[Pair], base_key: str) -> Group:
    """The group in which the senders of those readings stand now."""
    senders = {reading.sender for reading in gone}
    return next(
        pair.group
        for pair in pairs
        if pair.group.base_key == base_key and senders & {row.sender_code for row in pair.group.rows}
    )


class Changes:
    """Applies the groups of one review to recommendations that are recorded already."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.replaced: list[int] = []
        self.new: list[Reading] = []
        self.found: set[int] = set()  # readings for which the file has a row
        self.confirmed: set[int] = set()  # of these, where it says the same again
        self.moved: set[int] = set()
        self.left: list[tuple[Recommendation, Group]] = []  # without any State now, and where its States went

    def apply(self, pairs: list[Pair]) -> int:
        """Returns how many recommendations were changed. Two queries where nothing was."""
        changed = 0
        for pair in pairs:
            if pair.existing and (after := self._new_readings(pair.group, pair.existing)) is not None:
                changed += self._update(pair.existing, pair.group, after)
        self.save_readings()
        return changed

    def save_readings(self) -> None:
        if not self.replaced and not self.new:
            return
        Reading.objects.filter(pk__in=self.replaced).update(is_current=False, replaced_by=self.builder.run)
        Reading.objects.bulk_create(self.new, 1000)
        self.replaced, self.new = [], []

    def take_from_others(self, pairs: list[Pair], by_text: dict[str, list[Existing]]) -> None:
        """A State whose answer changed leaves the recommendation with which it was merged before."""
        here = {id(pair.existing): pair.group for pair in pairs if pair.existing}
        stay: dict[int, set[str]] = defaultdict(set)
        for pair in pairs:
            stay[id(pair.existing)] |= {row.sender_code for row in pair.group.rows}
        by_family: dict[str, set[str]] = {}
        for pair in pairs:
            by_family.setdefault(pair.group.base_key, set()).update(row.sender_code for row in pair.group.rows)
        for base_key, senders in by_family.items():
            for other in by_text.get(base_key, []):
                group = here.get(id(other))
                kept = stay[id(other)] if group else set()
                gone = [r for r in other.readings if r.sender in senders - kept - {""}]
                if gone:
                    self.replaced += [r.pk for r in gone]
                    self.moved |= {r.pk for r in gone}
                    leaving = [Sender(name, code, own) for r in gone for name, code, own in r.values["senders"]]
                    self._drop_senders(other.recommendation, leaving)
                    if group is None and len(gone) == len(other.readings):
                        self.left.append((other.recommendation, _home_of(gone, pairs, base_key)))

    def tell_missing(self, review: Review, existing: Iterable[Existing]) -> None:
        """Says how many rows an earlier file of this format held that this one does not; they are kept."""
        recorded = {reading.pk for e in existing for reading in e.readings}
        if missing := len(recorded - self.found - self.moved):
            message = f"{missing} rows of {review.slug} that an earlier file held are not in this one: they were kept."
            self.builder.problems.append(Problem("warning", message, self.builder.file.name))

    def note_confirmed(self) -> None:
        """What this file says as an earlier one did stands on both."""
        if self.confirmed:
            Reading.objects.filter(pk__in=self.confirmed).confirm(self.builder.run)

    def merge_left(self, now: dict[int, int]) -> None:
        """What all its States left is merged into where they went, unless people have worked on it.

        now: the keys of the recommendations that groups are, by the group's id().
        """
        for recommendation, group in self.left:
            if is_as_imported(recommendation):
                merge_into(recommendation, Recommendation.objects.get(pk=now[id(group)]))
            else:
                self._tell_left(recommendation)

    def _new_readings(self, group: Group, existing: Existing) -> list[Reading] | None:
        """All current readings as they will be; None where the file says what it said before."""
        last: dict[Key, Reading] = {(r.sender, r.occurrence): r for r in existing.readings}
        after = dict(last)
        for reading in self.builder.readings(existing.recommendation, group):
            key = (reading.sender, reading.occurrence)
            before = last.get(key)
            if before:
                self.found.add(before.pk)
            if before and before.values == reading.values and before.category == reading.category:
                self.confirmed.add(before.pk)
                continue
            after[key] = reading
            self.new.append(reading)
            if before:
                self.replaced.append(before.pk)
        return list(after.values()) if after != last else None

    def _update(self, existing: Existing, group: Group, after: list[Reading]) -> bool:
        recommendation = existing.recommendation
        before, now = _Said.of(existing.readings), _Said.of(after)
        now.category = group.category
        done = [
            self._paragraph(recommendation, group),
            self._text(recommendation, before, now),
            self._action(recommendation, before, now),
            self._position(recommendation, group, before, now),
            self._senders(recommendation, before, now),
            self._themes(recommendation, before, now),
        ]
        return any(done)

    def _paragraph(self, recommendation: Recommendation, group: Group) -> bool:
        """A number for what had none: its address so far leads on."""
        if recommendation.paragraph or not group.first.paragraph:
            return False
        recommendation.paragraph = group.first.paragraph
        recommendation.save()
        return True

    def absorb(self, pairs: list[Pair]) -> None:
        """What UPR Info's rows had split, and one paragraph of the report holds together, becomes one."""
        for pair in pairs:
            for other in pair.others:
                if pair.existing and not absorb(other.recommendation, pair.existing.recommendation):
                    self._tell_apart(other.recommendation, pair.group.first.paragraph)

    def _tell_apart(self, part: Recommendation, paragraph: str) -> None:
        message = (
            f"“{part.text[:60]}…” looks like a part of this paragraph, but people have worked on it: it was kept apart."
        )
        self.builder.problems.append(Problem("warning", message, self.builder.file.name, paragraph=paragraph))

    def _text(self, recommendation: Recommendation, before: _Said, now: _Said) -> bool:
        if now.text in (before.text, recommendation.text):
            return False
        if not before.text and same_words(now.text, recommendation.text):
            return self._print_as_report(recommendation, now)
        if before.change == self.builder.run.change_id:
            self._two_texts(recommendation, before, now)
            return False
        if before.text != recommendation.text:
            self._keep(recommendation, "text", f"{recommendation.text[:60]}…", f"{now.text[:60]}…")
            return False
        recommendation.text = now.text
        recommendation.save(update_fields=["text", "search_words", "key", "sort_key"])
        return True

    def _print_as_report(self, recommendation: Recommendation, now: _Said) -> bool:
        """The report's own print goes before that of other files, unless a person has changed it."""
        as_read = recommendation.readings.filter(values__text=recommendation.text).exists()
        if self.builder.file.format != FileFormat.WG_REPORT or not as_read:
            return False
        recommendation.text = now.text
        recommendation.save(update_fields=["text", "search_words", "key", "sort_key"])
        return True

    def _action(self, recommendation: Recommendation, before: _Said, now: _Said) -> bool:
        if now.action in (before.action, recommendation.action_category):
            return False
        if before.action != recommendation.action_category:
            self._keep(recommendation, "action category", str(recommendation.action_category), str(now.action))
            return False
        recommendation.action_category = now.action
        recommendation.action_origin = Recommendation.ActionOrigin.IMPORTED if now.action else ""
        recommendation.save(update_fields=["action_category", "action_origin"])
        return True

    def _position(self, recommendation: Recommendation, group: Group, before: _Said, now: _Said) -> bool:
        """A new row where the source changed its mind; what staff have dated goes before what files leave undated."""
        if now.category == before.category:
            return False
        if self.builder.file.format == FileFormat.WG_REPORT:
            return self._at_the_review(recommendation, group)
        recorded = recommendation.position
        nothing_finer = now.category in (recorded, Category.ACCEPTED) or recorded != before.category
        if agree(recorded, now.category) and nothing_finer and recommendation.positions.exists():
            return False
        counts = recommendation.positions.that_count().first()
        if counts and not counts.is_final:
            self.builder.position(recommendation, group).save()
            return True
        if recorded != (before.category or Category.PENDING) or (counts and counts.taken_on):
            self._keep(recommendation, "position", recorded, now.category)
            return False
        self.builder.position(recommendation, group).save()
        return True

    def _at_the_review(self, recommendation: Recommendation, group: Group) -> bool:
        """What the report says is provisional: it stands beside what was said later, and never in its place."""
        position = self.builder.position(recommendation, group)
        if recommendation.positions.filter(stage=position.stage, category=position.category).exists():
            return False
        position.save()
        return True

    def _senders(self, recommendation: Recommendation, before: _Said, now: _Said) -> bool:
        there = set(recommendation.recommenders.values_list("state__iso3", flat=True))
        new = [sender for code, sender in now.senders.items() if code not in before.senders and code not in there]
        leaving = [sender for code, sender in before.senders.items() if code not in now.senders and code in there]
        RecommendingState.objects.bulk_create(self.builder.recommender(recommendation, sender) for sender in new)
        gone = self._drop_senders(recommendation, leaving)
        return self._own_words(recommendation, before, now) or bool(new or gone)

    def _drop_senders(self, recommendation: Recommendation, leaving: list[Sender]) -> int:
        """Takes States away as the source last named them; one that staff have worked on stays, with a warning."""
        dropped = 0
        for sender in leaving:
            rows = recommendation.recommenders.filter(state__iso3=sender.iso3)
            as_last_read = rows.filter(verbatim_name=sender.name, own_words=sender.own_words)
            dropped += as_last_read.delete()[0]
            if rows.exists():
                self._keep(recommendation, "recommending State", sender.name, "another answer, or none")
        return dropped

    def _own_words(self, recommendation: Recommendation, before: _Said, now: _Said) -> bool:
        """Name and words of States that asked before and ask again."""
        changed = 0
        for code, sender in now.senders.items():
            last = before.senders.get(code)
            if last and last != sender:
                as_last_read = recommendation.recommenders.filter(
                    state__iso3=code, verbatim_name=last.name, own_words=last.own_words
                )
                changed += as_last_read.update(verbatim_name=sender.name, own_words=sender.own_words)
        return bool(changed)

    def _themes(self, recommendation: Recommendation, before: _Said, now: _Said) -> bool:
        there = set(recommendation.tags.values_list("theme_id", flat=True))
        last = dict.fromkeys(self.builder.known_theme(*named) for named in before.themes)
        themes = dict.fromkeys(self.builder.theme(*named) for named in now.themes)
        new = [theme for theme in themes if theme not in last and theme.pk not in there]
        gone = [theme for theme in last if theme and theme not in themes and theme.pk in there]
        Tag.objects.bulk_create(
            Tag(recommendation=recommendation, theme=theme, origin=Tag.Origin.IMPORTED) for theme in new
        )
        recommendation.tags.filter(theme__in=gone, origin=Tag.Origin.IMPORTED).delete()
        return bool(new or gone)

    def _tell_left(self, recommendation: Recommendation) -> None:
        message = (
            f"“{recommendation.text[:60]}…” has no recommending State any more: all now have another answer. "
            "It was kept; look whether it should be."
        )
        self.builder.problems.append(Problem("warning", message, self.builder.file.name, paragraph=recommendation.key))

    def _two_texts(self, recommendation: Recommendation, before: _Said, now: _Said) -> None:
        message = (
            f"Paragraph {recommendation.paragraph} has two texts: “{before.text[:60]}…” in another of these files "
            f"and “{now.text[:60]}…” in this one."
        )
        problem = Problem("error", message, self.builder.file.name, paragraph=recommendation.paragraph)
        self.builder.problems.append(problem)

    def _keep(self, recommendation: Recommendation, what: str, recorded: str, read: str) -> None:
        message = f"The record's {what} is “{recorded}”, the file's “{read}”: the record was kept."
        self.builder.problems.append(Problem("warning", message, self.builder.file.name, paragraph=recommendation.key))
