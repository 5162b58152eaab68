"""Recommending States in brackets, in all the ways in which the UN prints them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importers.senders import Asks, read_asks, states_within

from .files import KETTLE, SPOONS, TEAPOT, every_name, state_names

LONG_UK = "United Kingdom of Great Britain and Northern Ireland"
VENEZUELA = "Venezuela (Bolivarian Republic of)"

NAMES = sorted(every_name())
WITHOUT_COMMAS = [name for name in NAMES if "," not in name]
NO_BRACKETS = st.text(st.characters(exclude_characters="()", exclude_categories=["Cs"]), max_size=80)


def read(paragraph: str) -> Asks:
    return read_asks(paragraph, state_names())


def senders(paragraph: str) -> list[tuple[str, str]]:
    asks = read(paragraph)
    assert not asks.unknown
    return [(sender.name, sender.iso3) for sender in asks.senders]


def codes(paragraph: str) -> list[str]:
    return [code for _, code in senders(paragraph)]


def one_of_each(names: list[str]) -> list[str]:
    """The first name of each State."""
    first: dict[str | None, str] = {}
    for name in names:
        first.setdefault(state_names().iso3(name), name)
    return list(first.values())


def test_one_state():
    asks = read(f"{TEAPOT} (France);")
    assert (asks.text, asks.unknown, asks.doubtful) == (TEAPOT, [], [])
    assert senders(f"{TEAPOT} (France);") == [("France", "FRA")]


@pytest.mark.parametrize("end", ["", ";", ".", "; ", " ;.", ",", "*", ":\n"])
def test_what_ends_a_paragraph_does_not_matter(end):
    assert codes(f"{TEAPOT} (France){end}") == ["FRA"]
    assert read(f"{TEAPOT} (France){end}").text == TEAPOT


@pytest.mark.parametrize(
    "brackets",
    [
        "(France) (Peru)",
        "(France)(Peru)",
        "(France), (Peru)",
        "(France) and (Peru)",
        "(France, Peru)",
        "(France; Peru)",
    ],
)
def test_several_states(brackets):
    assert codes(f"{TEAPOT} {brackets}") == ["FRA", "PER"]
    assert read(f"{TEAPOT} {brackets}").text == TEAPOT


@pytest.mark.parametrize(
    ("brackets", "expected"),
    [
        (f"({VENEZUELA})", ["VEN"]),
        (f"(France) ({VENEZUELA}) (Peru)", ["FRA", "VEN", "PER"]),
        (f"(France, {VENEZUELA}, Peru)", ["FRA", "VEN", "PER"]),
        (f"({VENEZUELA}, Iran (Islamic Republic of))", ["VEN", "IRN"]),
        (f"({LONG_UK})", ["GBR"]),
        (f"(Trinidad and Tobago, {LONG_UK})", ["TTO", "GBR"]),
        ("(France and Peru)", ["FRA", "PER"]),
        ("(France, Peru and Mexico)", ["FRA", "PER", "MEX"]),
        ("(France, Peru and Trinidad and Tobago)", ["FRA", "PER", "TTO"]),
        ("(Trinidad and Tobago and Antigua and Barbuda)", ["TTO", "ATG"]),
        (f"({LONG_UK} and France)", ["GBR", "FRA"]),
        ("(Korea, Republic of)", ["KOR"]),
    ],
)
def test_names_with_brackets_commas_and_the_word_and(brackets, expected):
    assert codes(f"{TEAPOT} {brackets};") == expected


def test_the_name_is_kept_as_printed():
    assert senders(f"{TEAPOT} (Turkey) (the Netherlands)") == [("Turkey", "TUR"), ("the Netherlands", "NLD")]


def test_no_own_words_where_there_is_one_ask():
    assert [sender.own_words for sender in read(f"{TEAPOT} (France) (Peru);").senders] == ["", ""]


def test_asks_strung_together_keep_each_states_own_words():
    asks = read(f"{TEAPOT} (Ukraine); {KETTLE} (Slovakia) (Peru); {SPOONS} (Mexico);")
    assert {sender.iso3: sender.own_words for sender in asks.senders} == {
        "UKR": TEAPOT,
        "SVK": KETTLE,
        "PER": KETTLE,
        "MEX": SPOONS,
    }
    assert asks.text == f"{TEAPOT}; {KETTLE}; {SPOONS}"


def test_states_with_a_semicolon_between_ask_the_same():
    asks = read(f"{TEAPOT} (India); (Nepal); (Peru);")
    assert [(sender.iso3, sender.own_words) for sender in asks.senders] == [("IND", ""), ("NPL", ""), ("PER", "")]
    assert asks.text == TEAPOT


def test_asks_with_a_slash_between_are_two_asks():
    asks = read(f"{TEAPOT} (Algeria)/{KETTLE} (Singapore);")
    assert {sender.iso3: sender.own_words for sender in asks.senders} == {"DZA": TEAPOT, "SGP": KETTLE}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Do as neighbours (Peru) do", ["Peru"]),
        ("Do as (France and Peru) do (CEDAW)", ["France and Peru"]),
        (f"Do as {VENEZUELA} does", []),
        ("Ratify (No. 29)", []),
    ],
)
def test_states_within_a_text(text, names):
    assert states_within(text, state_names()) == names


def test_a_state_with_two_asks_has_both_words():
    asks = read(f"{TEAPOT} (Ukraine); {KETTLE} (Slovakia); {SPOONS} (Ukraine);")
    assert {sender.iso3: sender.own_words for sender in asks.senders} == {
        "UKR": f"{TEAPOT}; {SPOONS}",
        "SVK": KETTLE,
    }


def test_only_the_brackets_from_the_right_that_name_states_are_senders():
    paragraph = "Sign the convention on teapots, 1930 (No. 29) (France) (Peru);"
    assert codes(paragraph) == ["FRA", "PER"]
    assert read(paragraph).text == "Sign the convention on teapots, 1930 (No. 29)"
    assert read(paragraph).doubtful == []


@pytest.mark.parametrize("aside", ["(among others)", "(CEDAW)", "(No. 29)", "(2030)"])
def test_brackets_inside_the_text_stay_in_the_text(aside):
    asks = read(f"Brew tea {aside} for everyone (France);")
    assert [sender.iso3 for sender in asks.senders] == ["FRA"]
    assert asks.text == f"Brew tea {aside} for everyone"
    assert (asks.unknown, asks.doubtful) == ([], [])


def test_a_state_in_the_middle_of_a_sentence_is_no_sender():
    asks = read("Brew tea as neighbours (Peru) do (France)")
    assert [sender.iso3 for sender in asks.senders] == ["FRA"]
    assert asks.text == "Brew tea as neighbours (Peru) do"


def test_a_state_nobody_knows_is_unknown():
    assert read(f"{TEAPOT} (Teapotland);").unknown == ["Teapotland"]
    assert read(f"{TEAPOT} (France, Teapotland);").unknown == ["Teapotland"]
    assert read(f"{TEAPOT} (France) (Teapotland);").unknown == ["Teapotland"]


def test_a_strange_name_left_of_known_ones_is_doubtful_and_stays_in_the_text():
    asks = read(f"{TEAPOT} (Teapotland) (France);")
    assert (asks.unknown, asks.doubtful) == ([], ["Teapotland"])
    assert asks.text == f"{TEAPOT} (Teapotland)"


def test_a_strange_name_between_known_ones_is_unknown():
    assert read(f"{TEAPOT} (Peru) (Teapotland) (France);").unknown == ["Teapotland"]


def test_no_brackets_no_senders():
    assert read(TEAPOT) == Asks(TEAPOT, (), [], [])


@pytest.mark.parametrize(
    "paragraph", ["", " ", ";", "()", "( )", "(;)", "();()", ")(", "(((", ")))", "(France", "France)"]
)
def test_what_names_no_state_has_no_senders(paragraph):
    assert read(paragraph).senders == ()


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8).map(one_of_each), NO_BRACKETS)
def test_what_is_written_in_brackets_of_their_own_is_read(names, text):
    brackets = " ".join(f"({name})" for name in names)
    assert senders(f"{text} {brackets};") == [(name, state_names().iso3(name)) for name in names]


@given(st.lists(st.sampled_from(WITHOUT_COMMAS), min_size=1, max_size=8).map(one_of_each), NO_BRACKETS)
def test_what_is_written_in_one_bracket_is_read(names, text):
    assert senders(f"{text} ({', '.join(names)});") == [(name, state_names().iso3(name)) for name in names]


@given(st.lists(st.sampled_from(WITHOUT_COMMAS), min_size=2, max_size=5).map(one_of_each))
def test_the_last_two_may_be_joined_by_and(names):
    *first, last = names
    joined = f"{', '.join(first)} and {last}" if first else last
    assert codes(f"{TEAPOT} ({joined})") == [state_names().iso3(name) for name in names]


@given(st.text("() ;,aFrance\n") | st.text())
def test_no_text_is_too_strange_to_read(text):
    asks = read(text)
    assert len({sender.iso3 for sender in asks.senders}) == len(asks.senders)


@pytest.mark.parametrize(
    "piece",
    ["(", ")", "()", "(France", "(France)", "(France);", "( ", "(a,", " ", ", ", "and ", "((France)", "France and "],
)
@pytest.mark.parametrize("end", ["", ")", " (France)"])
def test_a_great_many_brackets_are_read_in_bounded_time(piece, end):
    started = time.monotonic()
    read("Pour tea (" + piece * 5_000 + end)
    assert time.monotonic() - started < 3
