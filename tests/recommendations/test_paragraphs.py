"""Lists of paragraph numbers, as people type them and as the UN's addenda print them."""

import pytest

from recommendations.models import Recommendation
from recommendations.tracking.paragraphs import NotFound, find_paragraphs, read_line
from tests.records import a_recommendation, a_review


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("28.5", ["28.5"]),
        ("28.5, 28.10-28.12", ["28.5", "28.10", "28.11", "28.12"]),
        ("122.30-32, 122.34- 35", ["122.30", "122.31", "122.32", "122.34", "122.35"]),
        ("140.35. 140.36.", ["140.35", "140.36"]),
        ("28.5a; 28.5b and 28.6", ["28.5a", "28.5b", "28.6"]),
        ("paras. 6.1 – 6.3", ["6.1", "6.2", "6.3"]),
        ("6.1 to 6.2", ["6.1", "6.2"]),
        ("7-9 12", ["7", "8", "9", "12"]),
    ],
)
def test_numbers_and_ranges(line, numbers):
    listed = read_line(line)
    assert (listed.review, listed.numbers) == ("", numbers)


@pytest.mark.parametrize("line", ["china-2024: 28.5", "  China-2024 :28.5"])
def test_a_line_may_begin_with_its_review(line):
    listed = read_line(line)
    assert (listed.review, listed.numbers) == ("china-2024", ["28.5"])


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("28.5, teapots", "“teapots” is not a paragraph number"),
        ("28.5x9", "“28.5x9” is not a paragraph number"),
        ("28.14-28.10", "“28.14-28.10” is not a range"),
        ("28.5-29.7", "“28.5-29.7” is not a range"),
        ("28.1-28.9999", "“28.1-28.9999” is not a range"),
        ("28.5a-28.7", "“28.5a-28.7” is not a range"),
        ("28.5--28.7", "“--28.7” is not a paragraph number"),
        ("china-2024:", "“china-2024:” lists no paragraph"),
        ("<script>", "“<script>” is not a paragraph number"),
    ],
)
def test_what_is_no_list_is_named(line, named):
    with pytest.raises(NotFound) as wrong:
        read_line(line)
    assert named in str(wrong.value)


@pytest.fixture
def shelf(db) -> list[Recommendation]:
    china, france = a_review(), a_review("FRA")
    return [a_recommendation(china, f"Brew {n}", f"28.{n}") for n in range(1, 4)] + [
        a_recommendation(france, "Brew", "6.1")
    ]


def test_recommendations_of_several_reviews_once_each(shelf):
    text = "china-2024: 28.3, 28.1-28.3\n\nfrance-2023: 6.1\n"
    shelf[3].review.__class__.objects.filter(pk=shelf[3].review_id).update(slug="france-2023")
    assert find_paragraphs(text) == [shelf[2], shelf[0], shelf[1], shelf[3]]


def test_without_a_review_they_are_of_the_one_that_is_meant(shelf):
    assert find_paragraphs("28.2", [shelf[0].review]) == [shelf[1]]


def test_all_that_is_wrong_is_named_at_once(shelf):
    text = "28.1\nteapotland-2024: 28.1\nchina-2024: 28.2, 28.7-28.9\nchina-2024: 99.1\nchina-2024: tea"
    with pytest.raises(NotFound) as wrong:
        find_paragraphs(text, [shelf[0].review, shelf[3].review])
    assert wrong.value.problems == [
        "Say of which review these paragraphs are: “china-2024: 28.5, 28.10-28.14”.",
        "There is no review “teapotland-2024”: write it as in its address, such as china-2024.",
        "China, 2024: 3 paragraphs are not recorded: 28.7, 28.8, 28.9.",
        "China, 2024: paragraph 99.1 is not recorded.",
        "“tea” is not a paragraph number, such as 28.5.",
    ]
