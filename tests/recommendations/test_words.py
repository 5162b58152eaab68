"""Search words: the same for what is stored and for what is asked."""

import re
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from recommendations.words import (
    BARRIER,
    LONGEST_WORD,
    exclusions,
    fold,
    highlight,
    index_entry,
    phrases,
    search_words,
)

# Words of many scripts, and whatever else Unicode has.
ANY_TEXT = st.text() | st.text("ab9.'’-\"“” \u0301新བོདشى\u0640ßİ")


def found_by(query: str, text: str) -> bool:
    """Whether all phrases of the query occur in the text."""
    entry = f" {index_entry(text)} "
    return all(f" {' '.join(phrase)} " in entry for phrase in phrases(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ratify", "Ratifies"),
        ("ratified", "ratifying"),
        ("teapot", "TEAPOTS"),
        ("cafe", "Café"),
        ("café", "cafe"),
        ("Turkiye", "Türkiye"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        ("teapot", "the teapot's lid"),
        ("teapot", "the teapot’s lid"),
        ("strasse", "Straße"),
        ("figure", "ﬁgure"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_forms_of_one_word_are_one_search_word(query, text):
    assert found_by(query, text)


@pytest.mark.parametrize(("query", "text"), [("teapot", "teacup"), ("28.5", "28.50"), ("28.5", "128.5")])
def test_other_words_are_not_found(query, text):
    assert not found_by(query, text)


def test_a_possessive_leaves_no_word_of_its_own():
    assert search_words("China's") == search_words("China’s") == search_words("China")


@pytest.mark.parametrize("number", ["28.5", "140.7", "121.2.3"])
def test_a_paragraph_number_is_one_word(number):
    assert len(search_words(f"({number})")) == 1


def test_a_paragraph_number_at_the_end_of_a_sentence_is_the_same_word():
    assert search_words("See 28.5.")[-1:] == search_words("28.5")


def test_chinese_is_cut_into_single_characters():
    assert search_words("新疆") == search_words("新 疆")
    assert len(search_words("新疆abc西藏")) == 5


def test_a_part_of_a_chinese_text_without_spaces_is_found():
    assert found_by("茶壶", "发明更好的茶壶吧")
    assert not found_by("壶茶", "发明更好的茶壶吧")


@pytest.mark.parametrize("text", ["テ", "한", "〇", "茶"])
def test_japanese_and_korean_are_cut_too(text):
    assert len(search_words(text * 3)) == 3


def test_tibetan_is_cut_at_its_tsheg_and_keeps_its_vowel_signs():
    assert len(search_words("བོད་ལྗོངས་")) == 2
    assert found_by("བོད", "བོད་རང་སྐྱོང་ལྗོངས་")
    assert not found_by("བད", "བོད་")


def test_uyghur_and_arabic_are_words():
    assert len(search_words("شەرقىي تۈركىستان")) == 2
    assert found_by("ئۇيغۇر", "ئۇيغۇر چاي")
    assert not found_by("ئۇيغۇ", "ئۇيغۇر")


def test_arabic_vowel_marks_and_the_stretching_sign_do_not_matter():
    assert search_words("شَاي") == search_words("شـــاي") == search_words("شاي")


def test_devanagari_keeps_its_signs():
    assert len(search_words("चाय")) == 1


def test_each_part_of_a_hyphenated_word_is_a_word_and_together_they_are_a_phrase():
    assert search_words("tea-lovers") == search_words("tea lovers")
    assert phrases("tea-lovers") == [search_words("tea lovers")]


def test_words_apart_are_asked_for_one_by_one():
    assert phrases("tea lovers") == [search_words("tea"), search_words("lovers")]
    assert found_by("lovers tea", "tea for lovers")


@pytest.mark.parametrize("query", ['"tea lovers"', "“tea lovers”"])
def test_words_in_quotation_marks_are_a_phrase(query):
    assert phrases(query) == [search_words("tea lovers")]
    assert not found_by(query, "lovers of tea")


@pytest.mark.parametrize("query", ['"tea lovers', "“tea lovers"])
def test_a_quotation_mark_that_is_never_closed_reaches_to_the_end(query):
    assert phrases(query) == [search_words("tea lovers")]


def test_phrases_and_words_mix():
    assert phrases('kettle "tea lovers" 新疆') == [
        search_words("kettle"),
        search_words("tea lovers"),
        search_words("新疆"),
    ]


@pytest.mark.parametrize("query", ["", "   ", '""', '"', "- . ,", "“”", "_", "🫖"])
def test_a_query_without_words_asks_for_nothing(query):
    assert phrases(query) == []


def test_no_phrase_reaches_across_the_parts_of_an_entry():
    assert index_entry("black", "tea").split() == ["black", BARRIER, "tea"]
    assert index_entry("black", "", "tea") == index_entry("black", "tea")


def test_a_very_long_word_is_cut():
    assert search_words("é" * 10_000) == search_words("é" * LONGEST_WORD)


def test_words_are_the_same_in_many_threads():
    """A stemmer works on its own state: shared by threads it mixes up their words."""
    letters = "abcdefghij"
    words = [f"{a}{b}{c}{end}" for end in ("ratifications", "nationality") for a, b, c in product(letters, repeat=3)]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(search_words, words))
    finally:
        sys.setswitchinterval(switch)
    stem = snowballstemmer.stemmer("english").stemWord
    assert found == [[stem(word)] for word in words]


@given(ANY_TEXT)
def test_search_words_are_plain_letters_whatever_the_text(text):
    assert all(re.fullmatch("[a-z]+", word) for word in search_words(text))


@given(ANY_TEXT)
def test_a_query_is_made_of_search_words_whatever_it_is(query):
    assert all(re.fullmatch("[a-z]+", word) for phrase in phrases(query) for word in phrase)


@given(ANY_TEXT)
def test_composed_and_decomposed_text_fold_to_the_same(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(ANY_TEXT.filter(lambda text: '"' not in text and "“" not in text and "”" not in text))
def test_every_text_is_found_by_itself(text):
    assert found_by(text, text)


def test_a_minus_sign_in_front_rules_a_word_or_phrase_out():
    assert phrases('tea -milk -"two sugars" high-tea') == [search_words("tea"), search_words("high tea")]
    assert exclusions('tea -milk -"two sugars" high-tea') == [search_words("milk"), search_words("two sugars")]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("End the torture of teapots", "tortured", ["torture"]),
        ("End the torture of teapots", '"the torture"', ["the", "torture"]),
        ("End the torture of teapots", "-torture", []),
        ("Women’s café in 新疆", "women cafe 疆", ["Women", "café", "疆"]),
        ("End the torture of the teapots", '"the torture"', ["the", "torture"]),
        ("See 28.5 and 28", "28.5", ["28.5"]),
        ("Tea in 创新 and 新疆", "新疆", ["新疆"]),
        ("Tea in Tu\u0308rkiye", "Türkiye", ["Tu\u0308rkiye"]),
        ("Women’s rights", '"women\'s rights"', ["Women", "rights"]),
        ("Teapots", "", []),
    ],
)
def test_highlight_marks_the_words_that_are_asked_for(text, query, marked):
    pieces = highlight(text, phrases(query))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_marked in pieces if is_marked] == marked
