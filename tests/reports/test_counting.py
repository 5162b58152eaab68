"""Words as Word counts them, and how long reading them takes."""

import pytest

from exports.document import Document, Footnote, Run, Table, heading, paragraph, points, words
from reports.counting import READ_FAST, READ_WELL, seconds, words_of
from reports.counting import words as count


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("  \n", 0),
        ("Count the teapots", 3),
        ("A/HRC/56/6/Add.1, para. 3", 3),
        ("tea – and milk", 4),
        ("30.4\u00a0% of 428", 4),
        ("https://example.org/tea?pot=1", 1),
        ("l’examen d’aujourd’hui", 2),
        ("中国接受了290项建议。", 9),
        ("UPR中国", 3),
        ("བོད་ལྗོངས།", 2),
        ("ئۇيغۇر رايونى", 2),
        ("حقوق الإنسان", 2),
    ],
)
def test_words_of_a_text(text, n):
    assert count(text) == n


NOTE = Footnote((Run("Book of teapots, page 3."),))
PAPER = Document(
    title="On teapots",
    language="en",
    blocks=(
        heading(1, "How many"),
        paragraph((Run("There are "), Run("four", bold=True), Run("teen."), NOTE)),
        points(["One is blue", "One leaks"]),
        Table((words("Colour"), words("Number")), ((words("blue"), (Run("1"), NOTE)),), caption="All of them"),
    ),
    title_note=Footnote((Run("Two friends agree."),)),
)


def test_title_headings_tables_and_captions_count():
    assert words_of(PAPER, notes=False) == 2 + 2 + 4 - 1 + 5 + 2 + 2 + 3


def test_notes_count_where_the_rule_says_so():
    assert words_of(PAPER) - words_of(PAPER, notes=False) == 5 + 5 + 3


def test_a_word_in_two_looks_is_one():
    assert words_of(paragraph((Run("tea"), Run("pot", italic=True)))) == 1


def test_speaking_time_is_that_of_the_councils_practice():
    assert (seconds(195, READ_WELL), seconds(250, READ_FAST)) == (90, 90)
