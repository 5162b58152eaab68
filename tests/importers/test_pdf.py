"""PDFs: what is read of a page, and every PDF that is refused, each with its reason."""

import io
import time
import zlib

import pypdf
import pytest

from recommendations.importers.opening import Container, container_of
from recommendations.importers.papers.pdf import MOST_PAGES, clean_signs, pages_of
from recommendations.importers.problems import Unreadable

from .papers import Piece, assembled, pdf, pdf_of, stream

SOUND = pdf(["Pour the tea.", "Then drink it."], ["Wash the pot."])


def texts(raw: bytes) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in pages_of(raw)]


def refused(raw: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        pages_of(raw)
    return str(refusal.value)


def test_lines_page_by_page():
    assert texts(SOUND) == [["Pour the tea.", "Then drink it."], ["Wash the pot."]]


def test_a_pdf_is_known_by_its_first_bytes():
    assert container_of(SOUND) is Container.PDF
    assert container_of(b"\xef\xbb\xbf\n" + SOUND) is Container.PDF


def test_pieces_of_one_line_are_one_line():
    assert texts(pdf([[Piece("Pour the tea"), Piece(", please.")]])) == [["Pour the tea, please."]]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("of\ufb01ce", "office"),
        ("non\u2011profit", "non-profit"),
        ("non\u2010profit", "non-profit"),
        ("a\u00a0cup", "a cup"),
        ("a\tcup", "a cup"),
        ("cafe\u0301", "café"),
        ("te\u200ba\ufeff", "tea"),
        ("te\x00a\x07\ue123\ud800", "tea"),
        ("re\u00adpair", "re\u00adpair"),
    ],
)
def test_signs_that_no_text_holds_on_purpose(printed, read):
    assert clean_signs(printed) == read


def test_footnotes_are_kept_apart_and_their_signs_taken_out():
    """Not the lowered 2 of a formula, nor a raised 3 that no note has."""
    (page,) = pages_of(
        pdf(
            [
                [
                    Piece("Use H"),
                    Piece("2", 6, -2),
                    Piece("O on 20 m"),
                    Piece("3", 6, 4),
                    Piece(" of tea."),
                    Piece("2", 6, 4),
                ],
                "Pour the tea.",
                [Piece(" "), Piece("2", 6, 3), Piece(" See the kettle.", 9)],
                [Piece("It whistles.", 9)],
            ]
        )
    )
    assert [line.text for line in page.lines] == ["Use H2O on 20 m3 of tea.", "Pour the tea."]
    assert [line.text for line in page.notes] == ["2 See the kettle.", "It whistles."]


def test_a_row_of_small_print_is_no_footnote():
    raw = pdf(
        ["Pour the tea for everyone who is here."],
        ["Pour the tea for everyone.", [Piece("1", 9), Piece(" See it.", 9)]],
    )
    assert texts(raw)[1] == ["Pour the tea for everyone.", "1 See it."]


def test_a_raised_number_without_a_footnote_stays():
    assert texts(pdf([[Piece("Clean 20 m"), Piece("2", 6, 4), Piece(" of floor.")], "Then rest."]))[0][0] == (
        "Clean 20 m2 of floor."
    )


def test_small_print_that_begins_like_no_note_is_text():
    assert texts(pdf(["Pour the tea for everyone.", [Piece("3.1 Then drink it.", 9)]]))[0][1] == "3.1 Then drink it."


# --- Refused ---------------------------------------------------------------------------------------------------


def encrypted(password: str) -> bytes:
    writer, file = pypdf.PdfWriter(io.BytesIO(SOUND)), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf(password):
    assert "encrypted" in refused(encrypted(password))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_pdf_that_is_cut_off(share):
    assert "its end is missing" in refused(SOUND[: int(len(SOUND) * share)])


def test_a_pdf_whose_end_was_put_on_again():
    """Cut in the middle of a page, with an end that points to nothing."""
    assert "damaged" in refused(SOUND[: SOUND.index(b"endstream")] + b"\nstartxref\n9\n%%EOF\n")


def test_a_page_that_cannot_be_unpacked():
    at = SOUND.index(zlib.compress(b"")[:2], SOUND.index(b"/Contents")) + 12
    assert "damaged" in refused(SOUND[:at] + bytes(8) + SOUND[at + 8 :])


def test_a_page_that_is_missing():
    """Where its contents should be, the file has nothing: the page would look empty."""
    assert "not defined" in refused(SOUND.replace(b"/Contents 7 0 R", b"/Contents 97 0 R"))


@pytest.mark.parametrize("pages", [MOST_PAGES + 1, 2_000, 20_000])
def test_more_pages_than_a_document_has(pages):
    started = time.monotonic()
    assert f"more than {MOST_PAGES} pages" in refused(pdf_of([b""] * pages))
    assert time.monotonic() - started < 5


def test_as_many_pages_as_a_document_may_have():
    assert len(pages_of(pdf_of([b""] * MOST_PAGES))) == MOST_PAGES


def test_one_page_listed_again_and_again():
    raw = pdf_of([b""])
    assert f"more than {MOST_PAGES} pages" in refused(raw.replace(b"[6 0 R]", b"[" + b"6 0 R " * 50_000 + b"]"))


def test_a_page_tree_that_bites_its_tail():
    assert refused(SOUND.replace(b"/Kids[6 0 R 8 0 R]", b"/Kids[6 0 R 2 0 R]"))


def test_a_page_at_the_end_of_three_thousand_branches():
    branches = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % number for number in range(3, 3_003)]
    page = b"<</Type/Page/Parent 3001 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"
    assert "lists them as no document does" in refused(assembled([b"<</Type/Catalog/Pages 2 0 R>>", *branches, page]))


@pytest.mark.parametrize("opening", [b"[", b"<</X "])
def test_a_hundred_thousand_values_within_each_other(opening):
    closing = {b"[": b"]", b"<</X ": b">>"}[opening]
    nested = opening * 100_000 + b"1" + closing * 100_000
    assert "damaged" in refused(SOUND.replace(b"/Type/Catalog", b"/Type/Catalog/X " + nested))


def test_a_page_of_a_hundred_thousand_lists_within_each_other():
    assert "damaged" in refused(pdf_of([b"BT " + b"[" * 100_000 + b"]" * 100_000 + b" TJ ET"]))


def test_a_page_packed_twice():
    """A few hundred bytes that unpack to a hundred thousand, and those to a hundred million."""
    packed = zlib.compress(zlib.compress(bytes(100_000_000), 9), 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>"
    content = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    raw = assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content])
    assert "unpacks to more" in refused(raw)


def test_a_page_that_unpacks_to_a_flood():
    assert "unpacks to more" in refused(pdf_of([b" " * 30_000_000]))


def test_a_page_of_a_great_many_instructions():
    assert "unpacks to more" in refused(pdf_of([b"q Q " * 400_000]))


def test_forms_within_forms():
    """Thirty forms, each of which shows the next one twice: a billion of them."""
    forms = [b"BT /F1 9 Tf (tea) Tj ET " + (b"/X%d Do " % (n + 1)) * 2 for n in range(30)]
    names = b"".join(b"/X%d %d 0 R" % (n, 8 + n) for n in range(30))
    resources = b"<</Font<</F1 3 0 R>>/XObject<<%s>>>>" % names
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        b"null",
        resources,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 5 0 R/Contents 7 0 R>>",
        stream(b"/X0 Do"),
        *(stream(form, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R") for form in forms),
    ]
    started = time.monotonic()
    assert "damaged" in refused(assembled(objects))
    assert time.monotonic() - started < 5


def test_more_text_than_a_document_holds():
    line = b"BT /F1 9 Tf 1 0 0 1 57 400 Tm (" + b"tea " * 20_000 + b") Tj ET\n"
    assert "more text" in refused(pdf_of([line * 20] * 5))


def test_nothing_that_the_reader_of_pdfs_says_reaches_the_console(caplog):
    refused(SOUND.replace(b"/Contents 7 0 R", b"/Contents 97 0 R"))
    assert caplog.records == []
