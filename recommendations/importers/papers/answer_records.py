"""What an addendum says, gathered by paragraph while it is read, and the answers that it comes to."""

import re
from dataclasses import replace

from recommendations.models import UN_CLASS, UNClass

from ..problems import Problems
from ..readings import LONGEST_TEXT
from .announced import Announced
from .answers import BETWEEN, GIVEN, Addendum, Answer, Decision, Record, Stand, answer_of, decide
from .own_answers import references
from .paragraph_lists import ListReader, Named

_NOTE_OF_PART = re.compile(r"\b(?:parts?|partially|partly|half)\b", re.I)


class AnswerRecords:
    """The records of all paragraphs that the addendum names, in its order."""

    def __init__(self, lists: ListReader, problems: Problems) -> None:
        self.lists, self.problems = lists, problems
        self._records: dict[str, Record] = {}
        self._mentioned: dict[str, int] = {}

    def of(self, paragraph: str, page: int) -> Record:
        """The record of a paragraph; a new one, where a page names it first."""
        return self._records.setdefault(paragraph, Record(paragraph, page))

    def mention(self, paragraph: str, page: int) -> None:
        """Keeps in mind that a text names a paragraph without a position: it must have one elsewhere."""
        self._mentioned.setdefault(paragraph, page)

    def add(self, named: Named, stand: Stand) -> None:
        """Adds a position to the record of a paragraph; "(first part)" after its number belongs to the words."""
        of_part = stand.of_part or (bool(named.note) and _NOTE_OF_PART.search(named.note) is not None)
        words = f"{stand.words}{BETWEEN}{named.paragraph} ({named.note})" if of_part and named.note else stand.words
        self.of(named.paragraph, stand.page).stands.append(replace(stand, words=words, of_part=of_part))
        self.repaired(named, stand.page)

    def repaired(self, named: Named, page: int) -> None:
        """Keeps in mind that a number was read of a list with a typing error."""
        if named.repair:
            self.of(named.paragraph, page).repairs.append(named.repair)

    def conclude(self, addendum: Addendum) -> None:
        """Makes the answers of the addendum; a paragraph without one is told."""
        if bare := [paragraph for paragraph in self._records if paragraph.isdecimal()]:
            some = ", ".join(bare[:10]) + (" …" if len(bare) > 10 else "")
            self.problems.warn(f"It is not said of which paragraph of the report these are recommendations: {some}.")
        for record in self._records.values():
            decision = decide(record)
            if decision.doubt:
                self.problems.warn(decision.doubt, paragraph=record.paragraph, page=record.page or None)
            if answer := self._answer(record, decision, addendum.rest):
                addendum.answers.append(answer)
            elif not record.is_told:
                self._tell_lack(record.paragraph, record.page)
        for paragraph, page in self._mentioned.items():
            if paragraph not in self._records:
                self._tell_lack(paragraph, page)

    def _tell_lack(self, paragraph: str, page: int) -> None:
        message = "No position is found for this paragraph: not recorded."
        self.problems.warn(message, paragraph=paragraph, page=page or None)

    def _answer(self, record: Record, decision: Decision, rest: Answer | None) -> Answer | None:
        """The answer; one without a position has that of the rest, if there is one."""
        remark = "\n".join(dict.fromkeys(record.remarks))
        see = tuple(p for p in dict.fromkeys(references(remark, self.lists)) if p != record.paragraph)
        if decision.category is not None:
            given = GIVEN[max(stand.weight for stand in decision.stands)]
            answer = answer_of(record.paragraph, decision.stands[0])
            answer = replace(answer, category=decision.category, response=decision.response, given=given)
        elif rest is not None:
            answer = replace(rest, paragraph=record.paragraph)
        else:
            return None
        return replace(
            answer,
            remark=remark[:LONGEST_TEXT],
            see=see,
            text=record.text,
            senders=record.senders,
            broken_after=record.broken_after,
            repairs=tuple(dict.fromkeys(record.repairs)),
        )


def check_totals(addendum: Addendum) -> None:
    """Warns where the announced totals do not add up, or where other numbers of answers were read."""
    announced = addendum.announced
    if addendum.rest or addendum.whole or not announced.counts:
        return
    if announced.total is not None and not announced.tally:
        counts = ", ".join(f"{count.number} {count.category.label.lower()}" for count in announced.counts)
        message = f"The totals that are announced do not add up to {announced.total}: {counts}."
        addendum.problems.warn(message, page=announced.counts[0].page or None)
    for un_class in (UNClass.SUPPORTED, UNClass.NOTED):
        _check_class(addendum, un_class, announced)


def _check_class(addendum: Addendum, un_class: UNClass, announced: Announced) -> None:
    tally = sum(number for category, number in announced.tally.items() if UN_CLASS[category] == un_class)
    counts = [count for count in announced.counts if UN_CLASS[count.category] == un_class]
    read = sum(UN_CLASS[answer.category] == un_class for answer in addendum.answers)
    if counts and read not in (tally, *(count.number for count in counts)):
        expected = tally or counts[-1].number
        addendum.problems.warn(
            f"{expected} recommendations are announced as {un_class.label.lower()}, and {read} were read so.",
            page=counts[0].page or None,
        )
