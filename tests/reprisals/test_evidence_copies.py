"""The copy for the public: what is to be seen, and nothing else."""

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject

from reprisals.evidence.boxes import Box, read_boxes
from reprisals.evidence.inspection import NotTaken, copied
from reprisals.evidence.pictures import picture_copy

from . import evidence_files as files
from .evidence_files import MARK, docx, jpeg, mp4, odt, pdf, png, saved, unpacked, webp, written

BLUE, RED, BLACK = (0, 0, 255), (200, 40, 40), (0, 0, 0)
WITH_MARKS = {
    "jpeg": jpeg(),
    "jpeg and a film": jpeg() + mp4(MARK.encode()),
    "two jpegs": jpeg() + jpeg(),
    "png": png(),
    "png that moves": files.apng(),
    "webp": webp(),
    "pdf": files.pdf_under_a_box(),
    "pdf with a note": pdf(note=MARK, author=MARK),
}


def seen(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(pixel, colour) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(pixel, colour, strict=True))


def kind_of(what: str) -> str:
    return what.split(" ")[-1].rstrip("s") if what == "two jpegs" else what.split(" ")[0]


@pytest.mark.parametrize("what", WITH_MARKS)
def test_there_is_a_mark_in_each_original(what):
    raw = WITH_MARKS[what]
    assert MARK.encode() in raw + (unpacked(raw) if what.startswith("pdf") else b"")


@pytest.mark.parametrize("what", WITH_MARKS)
def test_no_mark_is_in_the_copy(what):
    found = copied(WITH_MARKS[what], kind_of(what), [])
    whole = found.content + (unpacked(found.content) if found.pages else b"")
    for form in (MARK, MARK.upper(), MARK[:6]):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert form.encode(encoding) not in whole


@pytest.mark.parametrize("what", ["jpeg", "png", "webp", "png that moves"])
def test_a_copied_picture_is_pixels_and_nothing_else(what):
    image = seen(copied(WITH_MARKS[what], kind_of(what), []).content)
    assert image.format == "JPEG"
    assert not dict(image.getexif())
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert getattr(image, "n_frames", 1) == 1
    assert {marker for marker, _content in image.applist} == {"APP0"}
    assert near(image.getpixel((5, 5)), BLUE)
    assert near(image.getpixel((60, 40)), RED)


@pytest.mark.parametrize(("turned", "blue"), [(1, (5, 5)), (2, (58, 5)), (3, (58, 42)), (6, (42, 5)), (8, (5, 58))])
def test_a_photograph_is_turned_as_it_is_looked_at(turned, blue):
    found = copied(jpeg(turned), "jpeg", [])
    assert near(seen(found.content).getpixel(blue), BLUE)
    assert (found.width, found.height) == ((48, 64) if turned in (6, 8) else (64, 48))


def test_a_large_picture_is_made_smaller():
    found = copied(saved(files.picture((5_000, 2_500)), "JPEG"), "jpeg", [])
    assert (found.width, found.height) == (2400, 1200)
    assert near(seen(found.content).getpixel((100, 100)), BLUE)
    assert near(seen(found.content).getpixel((2300, 1100)), RED)


def test_what_can_be_seen_through_is_on_white_and_its_hidden_colours_are_gone():
    assert near(seen(copied(files.see_through(), "png", []).content).getpixel((5, 5)), (255, 255, 255))


def test_sixteen_bits_are_shown_in_their_shade():
    assert near(seen(copied(files.deep(), "png", []).content).getpixel((5, 5)), (156, 156, 156))


# Black boxes


def test_what_is_below_a_box_is_black():
    found = copied(jpeg(size=(400, 300)), "jpeg", read_boxes("0, 0, 50, 50"))
    image = seen(found.content)
    assert all(near(image.getpixel((x, y)), BLACK) for x in range(0, 200, 7) for y in range(0, 150, 7))
    assert near(image.getpixel((390, 290)), RED)


@pytest.mark.parametrize("words", ["teapots", "kettles"])
def test_two_pictures_that_differ_below_a_box_alone_give_the_same_copy(words):
    boxes = read_boxes("0, 30, 100, 40")
    assert copied(written(words), "png", boxes).content == copied(written("anything else"), "png", boxes).content
    assert copied(written(words), "png", []).content != copied(written("anything else"), "png", []).content


def test_two_large_pictures_that_differ_below_a_box_alone_give_the_same_copy():
    """Made smaller, what stands at the edge of a box is smeared beyond it, if the box is not larger than typed."""
    one = Image.new("RGB", (5_000, 3_000), "white")
    other = one.copy()
    other.paste((0, 0, 0), (1_000, 600, 2_000, 1_200))
    boxes = read_boxes("20, 20, 20, 20")
    first, second = (copied(saved(image, "PNG"), "png", boxes).content for image in (one, other))
    assert first == second


def test_a_box_is_on_its_page_alone():
    found = copied(pdf(pages=2), "pdf", read_boxes("2: 0, 0, 100, 50", 2))
    first, second = (image.image for page in PdfReader(io.BytesIO(found.content)).pages for image in page.images)
    assert near(second.getpixel((200, 200)), BLACK)
    assert near(first.getpixel((700, 300)), (255, 255, 255))
    assert near(second.getpixel((700, 1700)), (255, 255, 255))


def test_words_below_a_drawn_box_are_not_in_the_copy():
    raw = files.pdf_under_a_box()
    assert MARK in PdfReader(io.BytesIO(raw)).pages[0].extract_text()
    content = copied(raw, "pdf", []).content
    assert PdfReader(io.BytesIO(content)).pages[0].extract_text() == ""
    document = pypdfium2.PdfDocument(content)
    assert document[0].get_textpage().get_text_range() == ""


@pytest.mark.parametrize("more", [{"rectangle": True}, {"typed": "tea"}])
def test_what_was_drawn_on_afterwards_is_never_silently_left_out(more):
    """A black rectangle that a viewer draws is a note: without it, what it hides would be public."""
    with pytest.raises(NotTaken) as refused:
        copied(pdf(**more), "pdf", [])
    assert refused.value.why == "marks"


def with_note(kind: str, **more: object) -> bytes:
    """A document with a note of a kind on its page."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    area = ArrayObject(FloatObject(n) for n in (40, 650, 540, 750))
    note = DictionaryObject({NameObject("/Subtype"): NameObject(kind), NameObject("/Rect"): area})
    note |= {NameObject(f"/{name}"): value for name, value in more.items()}
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "more"),
    [("/Widget", {}), ("/StrikeOut", {}), ("/Square", {}), ("/Redact", {}), ("/Link", {"AP": DictionaryObject()})],
)
def test_a_note_that_could_cover_words_makes_no_copy(kind, more):
    with pytest.raises(NotTaken) as refused:
        copied(with_note(kind, **more), "pdf", [])
    assert refused.value.why == "marks"


@pytest.mark.parametrize("kind", ["/Link", "/Text", "/Popup", "/Underline"])
def test_a_note_beside_the_words_is_left_out(kind):
    assert copied(with_note(kind), "pdf", []).pages == 1


BAD_BOXES = ["10,20,30", "a,b,c,d", "10,20,30,90", "90,20,30,10", "10,20,0,10", "-1,2,3,4", "1: 1,2,3,4", "1e1,2,3,4"]


@pytest.mark.parametrize("line", BAD_BOXES)
def test_what_is_no_box_is_refused_by_its_line(line):
    with pytest.raises(ValueError, match=r".") as refused:
        read_boxes(f"1,2,3,4\n{line}")
    assert str(refused.value) == line


@pytest.mark.parametrize("line", ["1,2,3,4", "3: 1,2,3,4", "0: 1,2,3,4", "x: 1,2,3,4"])
def test_a_box_in_a_document_says_on_which_of_its_pages(line):
    with pytest.raises(ValueError, match=r"."):
        read_boxes(line, 2)


def test_boxes_are_read_as_people_write_them():
    assert read_boxes(" 10 , 20,30%,12.5 \n\n 0,0,100,100") == [Box(1, 10, 20, 30, 12.5), Box(1, 0, 0, 100, 100)]
    assert read_boxes("2: 1, 2, 3, 4", 2) == [Box(2, 1, 2, 3, 4)]


@given(
    st.integers(1, 3_000),
    st.integers(1, 3_000),
    st.floats(0, 99),
    st.floats(0, 99),
    st.floats(0.1, 1),
    st.floats(0.1, 1),
)
def test_a_box_in_pixels_covers_all_that_was_typed(width, height, left, top, wide, high):
    x0, y0, x1, y1 = Box(1, left, top, wide, high).in_pixels(width, height)
    assert 0 <= x0 <= left * width / 100
    assert 0 <= y0 <= top * height / 100
    assert width >= x1 >= min((left + wide) * width / 100, width)
    assert height >= y1 >= min((top + high) * height / 100, height)


# Always the same, and small


@pytest.mark.parametrize("what", WITH_MARKS)
def test_the_same_file_gives_the_same_bytes(what):
    assert copied(WITH_MARKS[what], kind_of(what), []) == copied(WITH_MARKS[what], kind_of(what), [])


def test_a_copied_document_says_nothing_of_itself():
    found = copied(pdf(pages=3, author=MARK), "pdf", [])
    reader = PdfReader(io.BytesIO(found.content))
    assert found.pages == len(reader.pages) == 3
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    assert set(reader.trailer) == {"/Size", "/Root"}
    assert set(reader.trailer["/Root"]) == {"/Type", "/Pages"}
    assert all(set(page) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"} for page in reader.pages)


def test_a_document_has_at_most_as_many_pages_as_may_be(settings):
    settings.EVIDENCE_MOST_PAGES = 3
    assert copied(pdf(pages=3), "pdf", []).pages == 3
    with pytest.raises(NotTaken) as refused:
        copied(pdf(pages=4), "pdf", [])
    assert refused.value.why == "pages"


def test_a_copy_is_at_most_as_large_as_may_be(settings):
    noise = saved(Image.effect_noise((2_400, 2_400), 90), "PNG")
    settings.PUBLIC_FILE_LARGEST = 3_000_000
    assert len(copied(noise, "png", []).content) <= 3_000_000
    settings.PUBLIC_FILE_LARGEST = 20_000
    with pytest.raises(NotTaken) as refused:
        copied(noise, "png", [])
    assert refused.value.why == "copy too large"


@pytest.mark.parametrize(("raw", "kind"), [(docx(), "docx"), (odt(), "odt"), (b"tea", "text"), (mp4(), "mp4")])
def test_of_other_kinds_no_copy_is_made(raw, kind):
    with pytest.raises(NotTaken, match="Print it to PDF") as refused:
        copied(raw, kind, [])
    assert refused.value.why == "no copy"


@pytest.mark.own_process
@pytest.mark.parametrize("what", WITH_MARKS)
def test_the_child_makes_the_same_copy(what, monkeypatch):
    raw, kind = WITH_MARKS[what], kind_of(what)
    found = copied(raw, kind, [])
    assert found.content[:3] in (b"\xff\xd8\xff", b"%PD")
    if kind != "pdf":
        assert found.content == picture_copy(raw, kind, [], 10_000, 1_000_000)[0]
