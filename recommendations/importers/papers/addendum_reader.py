"""Reading an addendum: headings, sentences, labels and rows, and what each says of which recommendation."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from recommendations.models import UN_CLASS, Category, StateNames

from ..problems import Problems
from .addendum_blocks import CHAPTER, Block, BlockReader, Kind, sentences
from .addendum_rows import AnswerRows
from .addendum_words import ANNOUNCES, FILLER, LEADS, RECOMMENDATIONS, ROMAN, THEY, VERB, heading_words, kind_of
from .announced import read_totals
from .answer_columns import in_reading_order
from .answer_records import AnswerRecords, check_totals
from .answer_tables import AnswerRow, HeadingRow, TableReader
from .answer_texts import AnswerTexts
from .answer_words import IMPLEMENTED, Words, category_of, is_answer, leading, phrases
from .answers import BETWEEN, EVERY, Addendum, Stand, Weight, answer_of, shortened
from .paper import SYMBOL, Line, Paper, TableRow
from .paragraph_lists import ParagraphList, reader_of
from .statements import Clause, Sentence, clauses_of, in_note, read_sentence


@dataclass(slots=True)
class _Label:
    """A label that is still open: what it names, and the lines below it; several that follow each other are one."""

    named: ParagraphList
    page: int
    number: str
    lines: list[Line]
    count: int = 1


class AddendumReader:
    """Goes through a paper from the first line to the last, and keeps what it says by paragraph."""

    def __init__(self, paper: Paper, states: StateNames, words: Words) -> None:
        self.paper, self.states, self.words = paper, states, words
        self.lists = reader_of([*(line.text for line in paper.lines), *(c for row in paper.rows for c in row.cells)])
        self.problems = Problems(paper.name)
        self.addendum = Addendum(paper.symbol if SYMBOL.fullmatch(paper.symbol) else "", problems=self.problems)
        self.records = AnswerRecords(self.lists, self.problems)
        self.texts = AnswerTexts(self.records, states, words)
        self.rows = AnswerRows(self.texts, self.problems)
        self.section: Stand | None = None
        self.section_kind = ""
        self.lead: Stand | None = None
        self.group: tuple[str, ...] = ()
        self.label: _Label | None = None
        self.number = ""

    # --- going through the paper ----------------------------------------------------------------------------

    def read(self) -> Addendum:
        """Reads the whole paper."""
        tables = TableReader(self.lists, self.words)
        for piece in self._pieces():
            if isinstance(piece, Block):
                self._block(piece)
                continue
            self._close_label()
            read = tables.read(piece)
            if isinstance(read, AnswerRow):
                self.rows.read(read, self.lead or self.section, self.number)
            elif read is not None:
                self._heading_row(read)
        self._close_label()
        self._check_notes()
        self.records.conclude(self.addendum)
        check_totals(self.addendum)
        return self.addendum

    def _check_notes(self) -> None:
        for line in self.paper.notes:
            sentence = read_sentence(line.text, self.lists, self.words)
            if sentence.lists and sentence.said:
                self._warn(f"A footnote gives a position: “{shortened(line.text, 80)}”. It was not read.", line.page)

    def _pieces(self) -> Iterator[Block | TableRow]:
        """Blocks and rows in the order of the paper."""
        blocks = BlockReader(self.paper, self.lists, self.words)
        lines = self.paper.lines
        if self.paper.pages:
            lines = in_reading_order(lines, self.lists, self.words, self.problems)
        rows = deque(sorted(self.paper.rows, key=lambda row: (row.after, row.place)))
        for at, line in enumerate(lines):
            if rows and rows[0].after <= at:
                yield from blocks.take()
                while rows and rows[0].after <= at:
                    yield rows.popleft()
            blocks.read(line)
        yield from blocks.take()
        yield from rows

    def _block(self, block: Block) -> None:
        if block.kind is Kind.LABEL:
            self._begin_label(block)
        elif block.kind is Kind.HEADING:
            self._heading(self.paper.join(block.lines), block.page)
        else:
            self._text(block)

    def _warn(self, message: str, page: int, paragraph: str = "", row: int | None = None) -> None:
        self.problems.warn(message, row=row, paragraph=paragraph, page=page or None)

    # --- headings -------------------------------------------------------------------------------------------

    def _heading(self, said: str, page: int) -> None:
        """A heading with a position holds for what stands below it, also below headings of themes.

        Another one that is numbered as it is ends it, and so does one such as "Conclusion".
        """
        self._close_label()
        self.group = ()
        sentence = read_sentence(said, self.lists, self.words)
        read_totals(sentence.without_numbers, page, self.addendum.announced, self.words)
        if sentence.lists:
            self._sentence(said, page)
            return
        category = category_of(said, self.words)
        kind = found["kind"] if (found := ROMAN.match(said)) else ""
        if category is not None and (RECOMMENDATIONS.search(said) or len(said.split()) <= 6):
            self.section = Stand(category, heading_words(said), page, "", Weight.HEADING)
            self.section_kind, self.lead = kind_of(kind), None
        elif (kind and kind_of(kind) == self.section_kind) or CHAPTER.fullmatch(heading_words(said)):
            self.section, self.lead = None, None

    def _heading_row(self, read: HeadingRow) -> None:
        sentence = read_sentence(read.text, self.lists, self.words)
        if sentence.lists and not clauses_of(sentence) and not (self.lead or self.section):
            self._warn(
                f"“{shortened(read.text, 80)}” names paragraphs, but no position is found: not read.",
                read.row.page,
                row=read.row.place,
            )
        elif sentence.lists:
            for _, text in sentences(read.text):
                self._sentence(text, read.row.page)
        else:
            self._heading(" ".join(read.text.split()), read.row.page)

    # --- running text ---------------------------------------------------------------------------------------

    def _text(self, block: Block) -> None:
        said = self.paper.join(block.lines)
        parts = list(sentences(said))
        if self.label is not None:
            if not any(self._answers(sentence) for _, sentence in parts):
                self.label.lines += block.lines
                return
            self._close_label()
        if block.number:
            self.number, self.group, self.lead = block.number, (), None
        starts = self._page_starts(block)
        for start, sentence in parts:
            self._sentence(sentence, next((page for at, page in reversed(starts) if at <= start), block.page))

    def _answers(self, text: str) -> bool:
        """Whether a sentence gives a position to paragraphs, or announces a list of them."""
        sentence = read_sentence(text, self.lists, self.words)
        return bool(clauses_of(sentence)) or self._is_lead(sentence)

    def _page_starts(self, block: Block) -> list[tuple[int, int]]:
        """Where each page begins in the text of a block."""
        pages = sorted({line.page for line in block.lines})
        return [(len(self.paper.join(line for line in block.lines if line.page < page)), page) for page in pages]

    def _is_lead(self, sentence: Sentence) -> bool:
        return bool(
            sentence.said
            and not sentence.lists
            and RECOMMENDATIONS.search(sentence.text)
            and LEADS.search(sentence.text)
            and category_of(sentence.text, self.words)
        )

    def _sentence(self, text: str, page: int) -> None:
        sentence = read_sentence(text, self.lists, self.words)
        read_totals(sentence.without_numbers, page, self.addendum.announced, self.words)
        for each in sentence.lists:
            self._tell_doubts(each, page)
        if sentence.lists:
            self._tell_strangers(text[sentence.lists[0].start : sentence.lists[-1].end], page)
        if clauses := clauses_of(sentence):
            self.group = tuple(named.paragraph for clause in clauses for named in clause.named)
            for clause in clauses:
                self._clause(clause, page)
            self._tell_unanswered(sentence, page)
        elif sentence.lists and sentence.said and not self.group:
            self._tell_unanswered(sentence, page)
        elif sentence.lists:
            self._members(sentence, page)
        elif self._is_lead(sentence):
            self._begin_lead(sentence, page)
        elif self.group:
            self._more_on_group(sentence, page)

    def _tell_unanswered(self, sentence: Sentence, page: int) -> None:
        """Of "140.1, 140.2 (accepted)" the first has no position."""
        unanswered = [p for each in sentence.lists for p in each.paragraphs if p not in self.group]
        if unanswered:
            self._warn(
                f"“{shortened(sentence.text.strip(), 80)}” gives no position to {', '.join(unanswered)}: not read.",
                page,
            )

    def _begin_lead(self, sentence: Sentence, page: int) -> None:
        category = category_of(sentence.text, self.words)
        if category is not None:
            words = sentence.without_lists.rstrip(" :")
            self.lead = self._in_section(Stand(category, words, page, self.number, Weight.HEADING))

    def _clause(self, clause: Clause, page: int) -> None:
        stand = self._in_section(Stand(clause.category, clause.words, page, self.number, Weight.LIST, clause.of_part))
        if clause.doubt:
            self._warn(clause.doubt, page)
        for named in clause.named:
            self.records.add(named, stand)
        for series in clause.series:
            self.addendum.whole.append(answer_of(f"{series}.{EVERY}", stand))
        if clause.rest and self.addendum.rest is None:
            self.addendum.rest = answer_of(EVERY, stand)
        elif clause.rest and self.addendum.rest and self.addendum.rest.category != stand.category:
            self._warn(f"“{clause.words}” is a second answer to all other recommendations: not read.", page)

    def _in_section(self, stand: Stand) -> Stand:
        """A position below a heading that says the same and more, such as "already implemented"."""
        if self.section is None or UN_CLASS[self.section.category] != UN_CLASS[stand.category]:
            return stand
        if not any(said.category in IMPLEMENTED for said in phrases(self.section.words, self.words)):
            return stand
        category = stand.category
        if category == Category.ACCEPTED and self.section.category in IMPLEMENTED:
            category = self.section.category
        return replace(stand, category=category, words=f"{self.section.words}{BETWEEN}{stand.words}")

    def _members(self, sentence: Sentence, page: int) -> None:
        """A list without a position of its own takes that of the sentence or heading above it.

        Within the reason of others, a list is a reference, unless there is nothing else in the sentence.
        """
        position = self.lead or self.section
        left = FILLER.sub("", re.sub(r"[^\w\s]", " ", sentence.without_numbers)).split()
        only_list = len(left) <= 3 and not sentence.said and not VERB.search(sentence.without_numbers)
        if self.group and not only_list:
            self._mention(sentence, page)
            self._more_on_group(sentence, page)
            return
        if position is None:
            self._warn(
                f"“{shortened(sentence.text.strip(), 80)}” names paragraphs, but no position is found: not read.", page
            )
            return
        weight = Weight.LIST if only_list else Weight.HEADING
        self.group = tuple(named.paragraph for each in sentence.lists for named in each.named)
        for each in sentence.lists:
            for named in each.named:
                self.records.add(named, replace(position, weight=weight, page=page, paragraph=self.number))
        if not only_list:
            self._more_on_group(sentence, page)

    def _mention(self, sentence: Sentence, page: int) -> None:
        for each in sentence.lists:
            for paragraph in each.paragraphs:
                self.records.mention(paragraph, page)

    def _more_on_group(self, sentence: Sentence, page: int) -> None:
        """What follows a list in the same paragraph: that it is implemented, or the reason."""
        text = " ".join(sentence.text.split())
        spoken_of = THEY.search(text) or RECOMMENDATIONS.search(text)
        if spoken_of and sentence.said and all(said.category in IMPLEMENTED for said in sentence.said):
            category = category_of(text, self.words)
            for paragraph in self.group:
                record = self.records.of(paragraph, page)
                record.stands[-1:] = [self._more(stand, text, category) for stand in record.stands[-1:]]
        elif not ANNOUNCES.search(text):
            for paragraph in self.group:
                self.records.of(paragraph, page).remarks.append(text)

    def _more(self, stand: Stand, words: str, category: Category | None) -> Stand:
        """A position with what is said of its implementation afterwards."""
        finer = category if category in IMPLEMENTED and stand.category == Category.ACCEPTED else stand.category
        said = any(each.category in IMPLEMENTED for each in phrases(stand.words, self.words))
        return replace(stand, category=finer, words=stand.words if said else f"{stand.words}{BETWEEN}{words}")

    # --- labels ---------------------------------------------------------------------------------------------

    def _begin_label(self, block: Block) -> None:
        named = self.lists.whole(self.paper.join(block.head))
        if named is None:
            self._text(Block(Kind.TEXT, block.page, [*block.head, *block.lines]))
            return
        if self.label is not None and not self.label.lines and not (self.lead or self.section):
            # Labels that follow each other without an answer between them have it together.
            together = ParagraphList(
                0, 0, (*self.label.named.named, *named.named), (*self.label.named.doubts, *named.doubts)
            )
            self.label.named, self.label.lines, self.label.count = together, block.lines, self.label.count + 1
            return
        self._close_label()
        self.group = ()
        self.label = _Label(named, block.page, self.number, block.lines)

    def _close_label(self) -> None:
        label, self.label = self.label, None
        if label is None:
            return
        self._tell_doubts(label.named, label.page)
        for line in label.lines:
            if re.fullmatch(r"[\d.]+", line.text):
                self._tell_strangers(line.text.rstrip("."), line.page)
        if not self._has_one_answer(label):
            return
        said = self._below(label)
        for named in label.named.named:
            self.records.repaired(named, label.page)
            if noted := in_note(named, self.words):
                own = Stand(noted.category, named.note, label.page, "", Weight.OWN)
                self.records.of(named.paragraph, label.page).own = own
        position = self.lead or self.section
        if position is not None:
            weight = Weight.HEADING if said else Weight.LIST
            for named in label.named.named:
                self.records.add(named, replace(position, weight=weight, page=label.page, paragraph=label.number))
        self.texts.add(label.named.paragraphs, said, label.page)
        if any(line.page > label.page for line in label.lines):
            for paragraph in label.named.paragraphs:
                self.records.of(paragraph, label.page).broken_after = label.page
        self._in_passing(label, said)

    def _has_one_answer(self, label: _Label) -> bool:
        """Whether the text below labels can be theirs.

        Several answers below several labels are columns of a table that a page break divided: who knows whose is which.
        """
        answers = [line for line in label.lines if is_answer(line.text, self.words)]
        named = label.named.paragraphs
        if label.count > 1 and (len(answers) > 1 or (answers and label.lines[0].page != label.page)):
            self._warn(
                f"After the paragraph numbers {named[0]} to {named[-1]} come {len(answers)} answers, which cannot be "
                "brought together: not read. Use the Word document, or enter them by hand.",
                label.page,
            )
            return False
        if len(answers) > 1 and label.page:
            several = ", ".join(f"“{line.text}”" for line in answers)
            self._warn(
                f"Several answers stand below this number ({several}): the first was read.", label.page, named[0]
            )
        return True

    def _below(self, label: _Label) -> str:
        """The text below a label; an answer that has a line to itself stays on it."""
        if not label.page:
            return "\n".join(line.text for line in label.lines)
        first, rest = self.paper.join(label.lines[:1]), self.paper.join(label.lines[1:])
        joined = self.paper.join(label.lines)
        if is_answer(first, self.words) and leading(joined, self.words) is None:
            return f"{first}\n{rest}"
        return joined

    def _in_passing(self, label: _Label, said: str) -> None:
        """Positions that a reason gives to paragraphs; those of the label itself are its own answer."""
        for _, text in sentences(said):
            sentence = read_sentence(text, self.lists, self.words)
            self._mention(sentence, label.page)
            for clause in clauses_of(sentence):
                if clause.series or clause.rest:
                    self._clause(clause, label.page)
                else:
                    self._clause_in_passing(clause, label)

    def _clause_in_passing(self, clause: Clause, label: _Label) -> None:
        stand = Stand(clause.category, clause.words, label.page, label.number, Weight.IN_PASSING, clause.of_part)
        for named in clause.named:
            record = self.records.of(named.paragraph, label.page)
            if named.paragraph not in label.named.paragraphs:
                record.stands.append(stand)
            elif record.own is None:
                record.own = replace(stand, weight=Weight.OWN)

    def _tell_doubts(self, named: ParagraphList, page: int) -> None:
        for doubt in named.doubts:
            self._warn(f"In a list of paragraphs, {doubt}.", page)

    def _tell_strangers(self, text: str, page: int) -> None:
        for number in self.lists.strangers(text):
            self._warn(f"“{number}” stands where paragraphs are named, but is none that is known: not read.", page)
