"""Lists of paragraphs as States write them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importers.papers.paragraph_lists import ListReader, reader_of, series_of


@pytest.fixture
def reader() -> ListReader:
    return ListReader(["122", "140"])


def named(reader: ListReader, text: str) -> list[str]:
    return [paragraph for each in reader.lists(text) for paragraph in each.paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("122.1, 122.12", "1 12"),
        ("122.1,122.12", "1 12"),
        ("122.30-33", "30 31 32 33"),
        ("122.34- 35", "34 35"),
        ("122.14– 15", "14 15"),
        ("122.30–122.33", "30 31 32 33"),
        ("122.30 to 122.33", "30 31 32 33"),
        ("from 122.30 up to and including 33", "30 31 32 33"),
        ("122.62-\n66, 122.68", "62 63 64 65 66 68"),
        ("122.35. 122.36", "35 36"),
        ("122.35.122.36", "35 36"),
        ("122.5; 122.6 and 122.7 & 122.8", "5 6 7 8"),
        ("122.82-85, 87", "82 83 84 85 87"),
        ("122.82-85.122.87", "82 83 84 85 87"),
        ("122.120, 209", "120 209"),
        ("122.5 (a), 122.6 (France) and 122.7", "5 6 7"),
        ("122.1 122.2", "1 2"),
        ("122. 34, 122.35", "34 35"),
        ("122.5, 122.5 and 122.4-5", "5 4"),
        ("(122.5)", "5"),
        ("Rec. 122.5", "5"),
    ],
)
def test_the_habits_of_lists(reader, text, expected):
    assert named(reader, text) == [f"122.{number}" for number in expected.split()]
    assert [doubt for each in reader.lists(text) for doubt in each.doubts] == []


@pytest.mark.parametrize(
    "text",
    [
        "99.9% of the kettles",
        "122.5 per cent",
        "A/HRC/140.5",
        "In paragraph 140. 12 States spoke",
        "general recommendation 19",
        "12 November 2019, article 297 and the 2019-2020 plan",
        "254 recommendations",
        "recommendation 2019",
    ],
)
def test_other_numbers_are_no_paragraphs(reader, text):
    assert named(reader, text) == []


@pytest.mark.parametrize("after", ["other recommendations", "States", "May 2019", "more"])
def test_a_count_after_a_list_is_not_of_it(reader, after):
    assert named(reader, f"140.5, 140.6 and 12 {after}") == ["140.5", "140.6"]


@pytest.mark.parametrize("after", [". 87 kettles were boiled", " 87 kettles were boiled"])
def test_a_number_after_a_full_stop_or_a_space_is_not_of_the_list(reader, after):
    assert named(reader, f"140.5, 140.6{after}") == ["140.5", "140.6"]


@pytest.mark.parametrize(
    ("text", "read", "words"),
    [
        ("140.5-3", ["140.5"], "is no range"),
        ("140.114-20", [f"140.{n}" for n in range(114, 121)], "was read as 114 to 120"),
        ("140.5–122.8", [], "from one series to another"),
        ("140.5, 140,6", ["140.5", "140.6"], "was read as 140.6"),
    ],
)
def test_what_cannot_be_is_told(reader, text, read, words):
    (found,) = reader.lists(text)
    assert list(found.paragraphs) == read
    assert words in found.doubts[0]


def test_a_number_of_no_series_is_a_stranger(reader):
    assert reader.strangers("140.5, 14.6, 140.7 and 99.9%") == ["14.6"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18", ["115.18"]),
        ("Rec. 18", ["115.18"]),
        ("Recommendations Nos. 1–3 and 5", ["115.1", "115.2", "115.3", "115.5"]),
        ("Recommendation No. 7:", ["115.7"]),
    ],
)
def test_bare_numbers_belong_to_the_paragraph_that_the_paper_names(text, expected):
    reader = reader_of(["The recommendations contained in paragraph 115 of the report were studied."])
    found = reader.whole(text)
    assert found
    assert list(found.paragraphs) == expected


def test_bare_numbers_of_an_only_series_and_of_none():
    assert named(reader_of(["140.1", "140.2"]), "recommendations 18 and 19") == ["140.18", "140.19"]
    assert named(reader_of(["We thank all."]), "recommendations 18 and 19") == ["18", "19"]
    assert named(reader_of(["121.1", "121.2", "122.1", "122.2"]), "recommendation 18") == ["18"]


def test_series_are_told_by_the_numbers_that_begin_lines_or_follow_the_word():
    texts = [
        "122.11",
        "122.14– 15",
        "2.1 Accepted recommendations",
        "2.2 Noted",
        "12.5 kilometres",
        "see recommendation 9.1",
    ]
    assert set(series_of(texts)) == {"122", "9"}


def test_a_line_is_a_label_only_if_it_is_nothing_else(reader):
    assert reader.whole("Recommendations 140.82-85, 87:")
    assert reader.whole("140.5 and the kettle") is None
    assert reader.whole("18") is None


# --- any set of paragraphs, written with any mixture of habits ----------------------------------------------

STRONG, WEAK = [", ", ",", "; ", " and ", ", and ", " & ", ",\n", ";"], [". ", ".", ".\n", " ", "\n"]
DASHES = ["-", "–", "- ", " – ", "-\n", " to ", "‑"]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, set[str]]:
    """Some paragraphs as a list: single numbers, ranges, short and full, divided by any sign."""
    numbers = sorted(draw(st.sets(st.integers(1, 300), min_size=1, max_size=40)))
    runs = [[numbers[0]]]
    for before, number in pairwise(numbers):
        if number == before + 1 and draw(st.booleans()):
            runs[-1].append(number)
        else:
            runs.append([number])
    text, paragraphs = "", {f"140.{number}" for number in numbers}
    for run in runs:
        short = bool(text) and run[0] != 140 and draw(st.booleans())
        if text:
            text += draw(st.sampled_from(STRONG if short else STRONG + WEAK))
        text += f"{run[0]}" if short else f"140.{run[0]}"
        if len(run) > 1:
            text += draw(st.sampled_from(DASHES)) + draw(st.sampled_from(["", "140."])) + str(run[-1])
        text += draw(st.sampled_from(["", "", "", " (France)"]))
    return text, paragraphs


@settings(max_examples=400, deadline=None)
@given(written(), st.sampled_from(["", "The Government accepts recommendations ", "Recommendations: "]))
def test_any_mixture_of_habits_reads_back_as_the_same_paragraphs(list_and_paragraphs, lead):
    text, paragraphs = list_and_paragraphs
    reader = ListReader(["140"], bare="140")
    assert set(named(reader, f"{lead}{text}.")) == paragraphs
    assert reader.whole(text)
