"""Words in which States answer, and what they amount to."""

import pytest

from recommendations.importers.papers.answer_words import DEFAULT_WORDS, category_of, leading, together
from recommendations.importers.responses import RESPONSES
from recommendations.models import Category

from .addenda import answers_of, positions

JOINT = "Accepted recommendations that Teapotia considers already implemented or in the process of implementation"


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("The Government accepts the following recommendations", "accepted"),
        ("Recommendations which enjoy the full support of Teapotia", "accepted"),
        ("can be supported", "accepted"),
        ("does not accept", "rejected"),
        ("cannot therefore accept", "rejected"),
        ("cannot be accepted", "rejected"),
        ("is not in a position to support", "rejected"),
        ("do not enjoy the support of Teapotia", "rejected"),
        ("is unable to accept", "rejected"),
        ("Not supported", "rejected"),
        ("rejects", "rejected"),
        ("do not enjoy the support of Teapotia and would thus be noted", "noted"),
        ("takes note", "noted"),
        ("takes due note", "noted"),
        ("For the time being, the Government notes recommendations", "noted"),
        ("partially accepts", "partially_accepted"),
        ("supports in part", "partially_accepted"),
        ("Supported/Noted", "partially_accepted"),
        ("accepts the first part and notes the second", "partially_accepted"),
        ("Accepted and already implemented", "accepted_already_implemented"),
        ("accepts them and considers them already implemented", "accepted_already_implemented"),
        ("considers this recommendation implemented", "accepted_already_implemented"),
        ("considers that it is being implemented", "accepted_being_implemented"),
        ("Supported/in the process of implementation", "accepted_being_implemented"),
        ("The implementation of this recommendation has already started", "accepted_being_implemented"),
        (JOINT, "accepted"),
        ("takes note, and considers this recommendation implemented", "noted"),
        ("will consider", "pending"),
        ("will be examined in due time", "pending"),
        ("takes note and will consider them", "noted"),
        ("not fully implemented", None),
        ("notes that the kettle is cold", None),
        ("supports the aim but cannot accept it", None),
        ("The kettle is cold", None),
        ("acceptance speech, notebook, unsupportable", None),
    ],
)
def test_the_most_particular_words_decide(sentence, category):
    assert category_of(sentence) == category


def test_every_response_of_the_other_formats_is_known_in_the_same_way():
    assert {response: category_of(response) for response in RESPONSES} == RESPONSES


def test_words_can_be_added_without_code():
    words = (*DEFAULT_WORDS, ("welcomes", Category.ACCEPTED), ("fails to welcome", Category.NOTED))
    assert category_of("The Government welcomes it") is None
    assert category_of("The Government welcomes it", words) == "accepted"
    found = answers_of("1. It welcomes recommendation 140.1, and fails to welcome recommendation 140.2.", words=words)
    assert positions(found) == {"140.1": "accepted", "140.2": "noted"}


def test_words_can_be_added_that_say_nothing():
    words = (*DEFAULT_WORDS, ("supports our teapot", None))
    assert category_of("It supports our teapot") == "accepted"
    assert category_of("It supports our teapot", words) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Accepted", "Accepted"),
        ("Not Accepted See 186.1", "Not Accepted"),
        ("“Noted”. No milk", "Noted"),
        ("Accepted and already implemented, since 2010", "Accepted and already implemented"),
        ("Accepted recommendations", None),
        ("Noted Recommendations", None),
        ("Supported by the Ministry", None),
        ("The Government accepts", None),
    ],
)
def test_an_answer_at_the_start_stands_by_itself(text, answer):
    found = leading(text)
    assert (text[found.start : found.end] if found else None) == answer


@pytest.mark.parametrize(
    ("one", "other", "category"),
    [
        ("accepted", "accepted_already_implemented", "accepted_already_implemented"),
        ("accepted_being_implemented", "accepted_already_implemented", "accepted"),
        ("noted", "partially_accepted", "partially_accepted"),
        ("accepted", "partially_accepted", "partially_accepted"),
        ("noted", "rejected", "noted"),
        ("noted", "pending", "noted"),
        ("accepted", "noted", None),
        ("rejected", "accepted_already_implemented", "rejected"),
    ],
)
def test_two_answers_together(one, other, category):
    assert together([Category(one), Category(other)]) == category
    assert together([Category(other), Category(one)]) == category


def test_two_answers_to_parts_are_a_partial_acceptance():
    assert together([Category.ACCEPTED, Category.REJECTED], of_parts=True) == "partially_accepted"
