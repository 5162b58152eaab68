"""UPR Info's export, in every encoding and layout in which it goes round."""

import pytest

from recommendations.importers import upr_info
from recommendations.importers.problems import Unreadable
from recommendations.importers.readings import ReadFile, ReadRow, Sender
from recommendations.importers.tables import decode
from recommendations.models import text_key

from .files import (
    CSV_HEADER,
    DATABASE_HEADER,
    KETTLE,
    SPOONS,
    TEAPOT,
    csv_bytes,
    opened,
    state_names,
    upr_row,
    xlsx_bytes,
)

ROWS = (
    upr_row("Buy the café’s “best” teapot, à la carte", "Côte d’Ivoire"),
    upr_row(SPOONS, "Mexico", "Noted", "3"),
    upr_row(KETTLE, "Türkiye", "Accepted", "2", "Right to education,Women's rights"),
)
LINE_ENDS = {"CR": "\r", "LF": "\n", "CRLF": "\r\n"}


def read(raw: bytes) -> ReadFile:
    return upr_info.parse(opened(raw), state_names())


def rows(raw: bytes) -> list[ReadRow]:
    return [row for review in read(raw).reviews for row in review.rows]


def only_row(raw: bytes) -> ReadRow:
    (row,) = rows(raw)
    return row


def only_problem(raw: bytes) -> tuple[str, int | None, str]:
    (problem,) = read(raw).problems
    return problem.level, problem.row, problem.column


@pytest.mark.parametrize("line_end", LINE_ENDS.values(), ids=LINE_ENDS)
@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_and_line_end_gives_the_same_rows(encoding, line_end):
    assert rows(csv_bytes(*ROWS, encoding=encoding, line_end=line_end)) == rows(csv_bytes(*ROWS))


def test_what_a_row_says():
    assert only_row(csv_bytes(upr_row(issue="Right to education,Women's rights"))) == ReadRow(
        place=2,
        text=TEAPOT,
        senders=(Sender("France", "FRA"),),
        one_sender=True,
        response="Accepted",
        category="accepted",
        action=5,
        themes=(("upr-info-issues", "Right to education"), ("upr-info-issues", "Women's rights")),
    )


def test_the_text_is_kept_word_for_word():
    text = "Buy the café’s “best” teapot, à la carte"
    assert only_row(csv_bytes(upr_row(text), encoding="mac_roman", line_end="\r")).text == text


@pytest.mark.parametrize("line_end", LINE_ENDS.values(), ids=LINE_ENDS)
@pytest.mark.parametrize(
    "text",
    [
        "The pot’s lid",
        "The pots’ lids",
        "A “better” teapot",
        "A pot – or two — of tea",
        "A naïve teapot",
        "Café à la crème, déjà vu",
        "The tea of Türkiye and of São Tomé",
        "Ask the Île-de-France for ÉCLAIRS",
        "A cup for 5 €",
        "A pot\u00a0of tea",
        "And so on…",
    ],
)
def test_one_sign_is_enough_to_tell_windows_1252_from_mac_roman(text, line_end):
    for encoding in ("mac_roman", "cp1252"):
        assert (
            decode(csv_bytes(upr_row(text), encoding=encoding, line_end=line_end))
            == csv_bytes(upr_row(text), line_end=line_end).decode()
        ), encoding


def test_where_both_texts_are_plausible_the_line_ends_decide():
    row = upr_row("Paris–Dakar, asylum–seekers, Año")
    assert "Año" in decode(csv_bytes(row, encoding="cp1252", line_end="\r\n"))
    assert "Año" in decode(csv_bytes(upr_row("Año"), encoding="mac_roman", line_end="\r"))


@pytest.mark.parametrize("encoding", ["gb18030", "shift_jis", "cp1251"])
def test_another_encoding_is_refused_and_not_garbled(encoding):
    text = {
        "gb18030": "发明更好的茶壶",
        "shift_jis": "もっと良い急須を発明する",
        "cp1251": "Придумать чайник",
    }
    with pytest.raises(Unreadable, match="encoding"):
        read(csv_bytes(upr_row(text[encoding]), encoding=encoding))


def test_sound_utf_8_with_one_bad_byte_is_refused_with_its_line():
    raw = csv_bytes(*ROWS).replace("é".encode(), b"\xe9")
    with pytest.raises(Unreadable, match=r"line 2: byte 0xE9"):
        read(raw)


def test_reviews_are_by_state_and_session():
    raw = csv_bytes(upr_row(), upr_row(session="18"), upr_row(to="Peru"), upr_row(KETTLE))
    assert [(r.state, r.session, len(r.rows)) for r in read(raw).reviews] == [
        ("CHN", 17, 2),
        ("CHN", 18, 1),
        ("PER", 17, 1),
    ]


def test_the_databases_own_header_and_floats_in_excel():
    assert rows(xlsx_bytes(*ROWS, header=DATABASE_HEADER)) == rows(csv_bytes(*ROWS, header=CSV_HEADER))


def test_csv_and_excel_give_the_same_keys():
    as_csv = csv_bytes(upr_row("Pour  the tea &amp; the “milk”"), encoding="mac_roman", line_end="\r")
    as_excel = xlsx_bytes(upr_row("Pour the tea & the “milk” "))
    assert text_key(only_row(as_csv).text) == text_key(only_row(as_excel).text)


def test_a_key_is_the_letter_u_and_ten_digits_of_the_checksum():
    assert text_key("Invent  a better TEAPOT\n") == text_key("Invent a better teapot") == "u675f31d7d8"


def test_entities_are_decoded():
    row = only_row(csv_bytes(upr_row("Pour tea &amp; milk &#40;hot&#41;", "C&ocirc;te d&#39;Ivoire")))
    assert (row.text, row.senders[0].iso3) == ("Pour tea & milk (hot)", "CIV")


@pytest.mark.parametrize("sender", ["", " ", "(Unknown)", "&#40;Unknown&#41;", "unknown", "N/A", "-"])
def test_an_unknown_or_blank_sender_is_a_warning(sender):
    raw = csv_bytes(upr_row(sender=sender))
    assert only_row(raw).senders == ()
    assert only_problem(raw) == ("warning", 2, "From")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_divide_columns_too(delimiter):
    assert rows(csv_bytes(*ROWS, delimiter=delimiter)) == rows(csv_bytes(*ROWS))


@pytest.mark.parametrize("line_end", LINE_ENDS.values(), ids=LINE_ENDS)
def test_many_commas_in_a_text_do_not_divide_columns(line_end):
    text = ", ".join(["tea"] * 50)
    assert only_row(csv_bytes(upr_row(text), delimiter=";", line_end=line_end)).text == text


@pytest.mark.parametrize("line_end", LINE_ENDS.values(), ids=LINE_ENDS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_may_stand_below_a_title(delimiter, line_end):
    title = [("Recommendations, as told by the tea room",), ("",)]
    found = rows(csv_bytes(*ROWS, before=title, delimiter=delimiter, line_end=line_end))
    assert [row.place for row in found] == [4, 5, 6]
    assert [row.text for row in found] == [row.text for row in rows(csv_bytes(*ROWS))]


def test_the_header_may_stand_below_a_title_in_excel():
    assert [row.place for row in rows(xlsx_bytes(*ROWS, before=[("Recommendations",), ("",)]))] == [4, 5, 6]


def test_columns_may_come_in_another_order():
    raw = csv_bytes(*(row[::-1] for row in ROWS), header=CSV_HEADER[::-1])
    assert rows(raw) == rows(csv_bytes(*ROWS))


def test_a_line_break_inside_a_cell_belongs_to_its_text():
    assert only_row(csv_bytes(upr_row("Warm the pot,\nthen pour"))).text == "Warm the pot,\nthen pour"


def test_blank_lines_are_passed_over():
    raw = csv_bytes(ROWS[0], (), ("",) * len(CSV_HEADER), ROWS[1])
    assert [row.place for row in rows(raw)] == [2, 5]


@pytest.mark.parametrize("action", ["", "0"])
def test_no_action_category_is_not_recorded(action):
    raw = csv_bytes(upr_row(action=action))
    assert only_row(raw).action is None
    assert not read(raw).problems


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"to": "Teapotland"}, "To"),
        ({"to": ""}, "To"),
        ({"sender": "Teapotland"}, "From"),
        ({"response": "Perhaps"}, "Response"),
        ({"response": ""}, "Response"),
        ({"action": "6"}, "Action"),
        ({"action": "1.5"}, "Action"),
        ({"session": "seventeen"}, "Session"),
        ({"session": "0"}, "Session"),
        ({"session": "10000"}, "Session"),
        ({"session": ""}, "Session"),
        ({"text": ""}, "Text"),
    ],
)
def test_a_value_that_cannot_be_is_an_error_with_row_and_column(change, column):
    assert only_problem(csv_bytes(upr_row(**change))) == ("error", 2, column)


def test_every_error_of_a_row_is_told():
    raw = csv_bytes(upr_row(to="Teapotland", sender="Kettleburg", response="Perhaps", action="9", session="x"))
    assert [p.column for p in read(raw).problems] == ["To", "Session", "From", "Response", "Action"]


def test_a_row_that_is_too_short_is_an_error():
    raw = csv_bytes(upr_row(), upr_row(KETTLE)[:5])
    (problem,) = read(raw).problems
    assert (problem.level, problem.row) == ("error", 3)
    assert "5 of 11 columns" in problem.message
