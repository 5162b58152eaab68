"""The passage of a paper from which something was read is found and marked."""

import pytest

from recommendations.importers import passages
from recommendations.importers.passages import Mark, PaperText, kept
from recommendations.importers.readings import ReadPage, ReadRow


def marked(text: PaperText, marks: list[Mark]) -> list[tuple[int, str]]:
    return [(m.page, "\n".join(text.pages[m.page].lines)[m.start : m.end]) for m in marks]


def paper_text(*pages: str) -> PaperText:
    return PaperText([ReadPage(number, page.split("\n")) for number, page in enumerate(pages, 1)])


def asked(text: str, paragraph: str = "140.1", page: int = 1) -> ReadRow:
    return ReadRow(1, text, paragraph, page=page)


def test_a_recommendation_is_marked_with_number_and_states_across_lines():
    text = paper_text(
        "140. Below:\n140.1 Brew good tea-\npots (Peru) (Bolivia (Plurinational\nState of));\n140.2 Sing (Peru)."
    )
    found = marked(text, text.recommendation(asked("Brew good teapots")))
    assert found == [(0, "140.1 Brew good tea-\npots (Peru) (Bolivia (Plurinational\nState of));")]


def test_a_recommendation_is_marked_on_both_pages():
    text = paper_text("140.1 Brew good tea", "for everybody (Peru);\n140.2 Sing (Peru).")
    found = marked(text, text.recommendation(asked("Brew good tea for everybody")))
    assert found == [(0, "140.1 Brew good tea"), (1, "for everybody (Peru);")]


def test_a_bracket_that_ends_the_text_is_none_of_the_states():
    text = paper_text("140.1 Join the pact (No. 9) (Peru)\n(Mexico);\n140.2 Sing (Peru).")
    found = marked(text, text.recommendation(asked("Join the pact (No. 9)")))
    assert found == [(0, "140.1 Join the pact (No. 9) (Peru)\n(Mexico);")]


def test_several_asks_are_one_passage():
    text = paper_text("140.1 Brew tea (Peru); Wash the cups (Mexico);\n140.2 Sing (Peru).")
    found = marked(text, text.recommendation(asked("Brew tea; Wash the cups")))
    assert found == [(0, "140.1 Brew tea (Peru); Wash the cups (Mexico);")]


def test_the_first_cycle_prints_only_the_end_of_the_number():
    text = paper_text("1. Brew tea (Peru); 2. Brew tea again (Peru);")
    assert marked(text, text.recommendation(asked("Brew tea again", "114.2"))) == [(0, "2. Brew tea again (Peru);")]


def test_it_is_looked_for_from_its_page_on():
    text = paper_text("Brew tea is said here.", "140.1 Brew tea (Peru).")
    row = ReadRow(1, "", "140.1", response="Brew tea", page=2)
    assert {page for page, _ in marked(text, text.answer(row))} == {1}


def test_an_answer_is_marked_with_number_words_and_reason():
    text = paper_text("1. The State notes\nthese: 140.1-4, 140.9.", "140.3\nCoffee is no\ntea. 140.30 Yes.")
    row = ReadRow(1, "", "140.3", response="The State notes these", remark="Coffee is no tea.", page=1)
    assert [said for _, said in marked(text, text.answer(row))] == [
        "The State notes\nthese",
        "140.1-4",
        "Coffee is no\ntea",
    ]


def test_what_is_nowhere_is_not_marked():
    text = paper_text("140. Below:")
    assert text.recommendation(asked("Brew tea")) == []
    assert PaperText([]).answer(asked("Brew tea")) == []


def test_no_more_is_kept_than_a_paper_can_hold(monkeypatch):
    monkeypatch.setattr(passages, "LONGEST_PAPER", 10)
    assert [page.lines for page in kept([ReadPage(1, ["123456", "789012"]), ReadPage(2, ["3"])])] == [
        ["123456", "789"],
        [],
    ]


@pytest.mark.parametrize("sign", ["ß", "İ", "ﬁ", "茶"])
def test_letters_that_change_their_length_do_not_shift_the_mark(sign):
    text = paper_text(f"{sign * 9} 140.1 Brew {sign} tea (Peru);")
    assert marked(text, text.recommendation(asked(f"Brew {sign} tea"))) == [(0, f"140.1 Brew {sign} tea (Peru);")]
