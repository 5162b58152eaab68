"""Addenda that give a text to each paragraph: its number, then the answer and the reason."""

import pytest

from .addenda import answers_of, messages, positions, word_lines


def test_the_own_answer_of_a_paragraph_decides_below_a_heading():
    found = answers_of("""
        Recommendations that do not enjoy the support of Teapotia
        140.1
        Partially accepted. Half the tea.
        140.2
        Teapotia takes note of this recommendation. No milk.
        140.3 – 140.4
        Teapotia considers these recommendations implemented.
        140.5
        Accepted.
    """)
    assert positions(found) == {
        "140.1": "partially_accepted", "140.2": "noted", "140.3": "rejected", "140.4": "rejected", "140.5": "accepted"
    }  # fmt: skip
    assert [answer.response for answer in found.answers][-1] == "Accepted"


def test_words_in_a_reason_are_no_answer():
    found = answers_of("""
        Noted recommendations
        140.1
        Teapotia supports the spirit of this recommendation, and accepts guests. It notes that the pot is full.
        As noted in recommendation 140.9, and see 140.8, tea is accepted everywhere.
    """)
    assert positions(found) == {"140.1": "noted"}


@pytest.mark.parametrize(
    ("heading", "chapter"),
    [("II. Noted recommendations", "III. On tea"), ("Noted recommendations", "Conclusion"), ("A. Noted", "B. On tea")],
)
def test_a_heading_of_a_theme_leaves_the_position_and_the_next_chapter_ends_it(heading, chapter):
    found = answers_of(f"""
        {heading}
        140.1
        The tea is cold.
        Rights of kettles
        140.2
        The kettle is cold.
        {chapter}
        140.3
        The pot is cold.
    """)
    assert [(a.paragraph, a.category, a.remark) for a in found.answers] == [
        ("140.1", "noted", "The tea is cold."), ("140.2", "noted", "The kettle is cold.")
    ]  # fmt: skip
    assert messages(found) == ["page 1, paragraph 140.3: No position is found for this paragraph: not recorded."]


def test_a_recommendation_of_which_a_section_speaks_has_its_position_and_that_text():
    found = answers_of("""
        Accepted recommendations
        1. With regard to recommendation 140.1, the Government has bought a kettle. It is new.
        2. Recommendations 140.2 and 140.3. As with recommendation 140.9, tea is served.
    """)
    assert positions(found) == dict.fromkeys(["140.1", "140.2", "140.3"], "accepted")
    assert [answer.remark for answer in found.answers] == [
        "With regard to recommendation 140.1, the Government has bought a kettle.\nIt is new.",
        *["As with recommendation 140.9, tea is served."] * 2,
    ]


def test_support_for_the_spirit_is_no_position():
    found = answers_of("1. It supports the spirit of recommendation 140.1.\n2. It notes recommendation 140.2.")
    assert positions(found) == {"140.2": "noted"}
    assert "gives no position to 140.1: not read" in messages(found)[0]


def test_labels_with_the_answer_beside_them():
    found = answers_of("""
        Recommendation 140.1: Accepted.
        Recommendation 140.2 – Not accepted. The kettle is cold.
        Recommendations 140.3, 140.5-6
        Noted.
        [140.7]
        Partially accepted
        140.8 (Noted)
    """)
    assert positions(found) == {
        "140.1": "accepted", "140.2": "rejected", "140.3": "noted", "140.5": "noted", "140.6": "noted",
        "140.7": "partially_accepted", "140.8": "noted",
    }  # fmt: skip
    assert found.answers[1].remark == "The kettle is cold."


def test_recommendations_that_are_printed_are_told_from_the_reasons():
    found = word_lines("""
        Recommendations that enjoy the support of Teapotia
        140.1 Boil the kettle (France);
        140.2 Boil the pot (Peru) (Spain);
        Comment: tea was served.
        Recommendations that do not enjoy the support of Teapotia
        140.3 Burn the kettle (France); The kettle is new.
    """)
    assert [(answer.text, len(answer.senders), answer.remark) for answer in found.answers] == [
        ("Boil the kettle", 1, ""),
        ("Boil the pot", 2, "Comment: tea was served."),
        ("Burn the kettle", 1, "The kettle is new."),
    ]


def test_a_state_in_brackets_within_a_reason_makes_it_no_recommendation():
    (answer,) = answers_of("Noted recommendations\n140.1\nTea of Peru (Peru) and other tea is served.").answers
    assert (answer.text, answer.remark) == ("", "Tea of Peru (Peru) and other tea is served.")


def test_a_word_document_without_numbers_before_its_paragraphs():
    found = word_lines("""
        Accepted recommendations
        The Government accepts the following recommendations:
        140.1
        140.2, 140.3
        Noted recommendations
        140.5
        The tea is cold.
        It was poured yesterday.
        140.6-7
        Noted. No milk.
        Conclusion
        The Government thanks all.
    """)
    assert positions(found) == {
        **dict.fromkeys(["140.1", "140.2", "140.3"], "accepted"), **dict.fromkeys(["140.5", "140.6", "140.7"], "noted")
    }  # fmt: skip
    assert [answer.remark for answer in found.answers[3:]] == [
        "The tea is cold.\nIt was poured yesterday.",
        *["No milk."] * 2,
    ]


@pytest.mark.parametrize(
    ("answer", "category"),
    [
        ("Fully supported", "accepted"),
        ("Supported in principle", "accepted"),
        ("Not supported at this time", "rejected"),
        ("Noted with thanks", "noted"),
        ("Under study", "pending"),
    ],
)
def test_short_answers_below_a_label(answer, category):
    (found,) = answers_of(f"140.1\n{answer}\nThe tea is cold.").answers
    assert (found.category, found.response, found.remark) == (category, answer, "The tea is cold.")


def test_a_promise_to_answer_later_is_pending_unless_there_is_a_position():
    promise = "This will be examined in May."
    assert positions(answers_of(f"140.1\n{promise}")) == {"140.1": "pending"}
    assert positions(answers_of(f"Noted recommendations\n140.1\n{promise}")) == {"140.1": "noted"}


def test_paragraphs_of_the_addendum_may_begin_with_any_number_and_skip_some():
    found = answers_of("""
        5. Recommendations 140.1 and 140.2 enjoy the support of Teapotia.
        6. The following recommendations cannot be supported: paragraph 140.3 and paragraph 140.4.
        9. Teapotia has taken note of 140.5
    """)
    assert [(answer.category, answer.locator) for answer in found.answers] == [
        *[("accepted", "para. 5")] * 2, *[("rejected", "para. 6")] * 2, ("noted", "para. 9")
    ]  # fmt: skip


def test_paragraphs_that_a_text_names_must_have_a_position_somewhere():
    found = answers_of("1. It accepts 140.1. Canada is writing on recommendations 140.2 and 140.1 in its report.")
    assert positions(found) == {"140.1": "accepted"}
    assert messages(found) == ["page 1, paragraph 140.2: No position is found for this paragraph: not recorded."]
