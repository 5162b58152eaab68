"""The text that stands below the number of a paragraph, or in its row: the recommendation, its answer, the reason."""

from recommendations.models import Category, StateNames

from .answer_records import AnswerRecords
from .answer_words import Words
from .answers import Stand, Weight
from .own_answers import own_answer, printed


class AnswerTexts:
    """Adds to the record of each paragraph what its text says."""

    def __init__(self, records: AnswerRecords, states: StateNames, words: Words) -> None:
        self.records, self.states, self.words = records, states, words

    def add(self, paragraphs: tuple[str, ...], said: str, page: int) -> None:
        """The recommendation if it is printed, the own answer, and the reason."""
        text, senders, rest = printed(said, self.states) if len(paragraphs) == 1 else ("", (), said)
        answer = own_answer(rest, self.words)
        for paragraph in paragraphs:
            record = self.records.of(paragraph, page)
            if text:
                record.text, record.senders = text, senders
            if answer.category is not None and record.own is None:
                record.own = Stand(answer.category, answer.words, page, "", Weight.OWN, answer.of_part)
                record.only_implemented = answer.only_implemented
            elif answer.is_deferred:
                record.stands.append(Stand(Category.PENDING, answer.words, page, "", Weight.IN_PASSING))
            if answer.remark:
                record.remarks.append(answer.remark)
