"""The rows of an addendum that is a table, each with the paragraphs that it answers."""

from dataclasses import replace

from ..problems import Problems
from .answer_tables import AnswerRow
from .answer_texts import AnswerTexts
from .answer_words import leading
from .answers import Stand, Weight, shortened
from .own_answers import first_words, printed
from .paragraph_lists import Named


class AnswerRows:
    """Goes down the rows, and adds to the record of each paragraph what they say."""

    def __init__(self, texts: AnswerTexts, problems: Problems) -> None:
        self.texts, self.problems = texts, problems
        self.records, self.words = texts.records, texts.words
        self.paragraphs: tuple[str, ...] = ()  # of the last row that names any

    def read(self, row: AnswerRow, position: Stand | None, number: str) -> None:
        """The next row. position: what the headings above it say, if they do; number: of the paragraph around it."""
        for doubt in row.doubts:
            self._warn(f"In a list of paragraphs, {doubt}.", row)
        if not row.paragraphs:
            self._goes_on(row)
            return
        repeated, self.paragraphs = row.paragraphs == self.paragraphs, row.paragraphs
        text, senders, _ = printed(row.text, self.texts.states) if len(row.paragraphs) == 1 else ("", (), "")
        for paragraph in row.paragraphs:
            record = self.records.of(paragraph, row.row.page)
            record.text, record.senders = text or record.text, senders or record.senders
            record.repairs += row.doubts
        if row.position:
            self._position_cell(row, repeated)
        else:
            self._without_position(row, position, number)

    def _position_cell(self, row: AnswerRow, repeated: bool) -> None:
        """A cell that begins with the position; a paragraph that has two rows is answered in parts."""
        answer = first_words(row.position, self.words)
        remark = "\n".join(filter(None, [answer.remark, row.remark]))
        for paragraph in row.paragraphs:
            record = self.records.of(paragraph, row.row.page)
            if remark:
                record.remarks.append(remark)
            if answer.category is not None:
                of_part = answer.of_part or repeated
                record.stands.append(Stand(answer.category, answer.words, row.row.page, "", Weight.LIST, of_part))
                continue
            record.is_told = True
            self.problems.error(
                f"“{shortened(row.position, 80)}” is no answer that is known here. Add its words to the table of "
                "answers, or correct it.",
                row=row.row.place,
                paragraph=paragraph,
            )

    def _without_position(self, row: AnswerRow, position: Stand | None, number: str) -> None:
        """A row of a table that has its positions in the headings, or none at all."""
        page = row.row.page
        if position:
            weight = Weight.HEADING if row.remark else Weight.LIST
            for paragraph in row.paragraphs:
                self.records.add(Named(paragraph), replace(position, weight=weight, page=page, paragraph=number))
        self.texts.add(row.paragraphs, row.remark, page)
        for paragraph in row.paragraphs:
            record = self.records.of(paragraph, page)
            if not record.stands and record.own is None:
                record.is_told = True
                self._warn("The row has no answer: not recorded.", row, paragraph)

    def _goes_on(self, row: AnswerRow) -> None:
        """A row without a number goes on with the reason of the row above it, but gives no other answer."""
        said = "\n".join(filter(None, [row.position, row.remark]))
        if self.paragraphs and leading(said, self.words) is None:
            for paragraph in self.paragraphs:
                self.records.of(paragraph, row.row.page).remarks.append(said)
        else:
            self._warn(f"“{shortened(said, 80)}” stands in a row without a number: not read.", row)

    def _warn(self, message: str, row: AnswerRow, paragraph: str = "") -> None:
        self.problems.warn(message, row=row.row.place, paragraph=paragraph, page=row.row.page or None)
