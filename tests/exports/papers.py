"""Invented papers for tests, with everything that a paper can hold."""

import io

from PIL import Image, PngImagePlugin

from exports.document import (
    Across,
    Break,
    Document,
    Footnote,
    Letterhead,
    ListBlock,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Run,
    Table,
    heading,
    paragraph,
    points,
    words,
)

ATTACKS = [
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0": *',
    "$ x $",
    "\\ \\u{41}",
    "@teapot",
    "<teapot>",
    "]#panic()",
]
NASTY = "a\x00b\x07c\x1bd\ud800e\ufffef\u2028g\nh"


def a_paper(*blocks, **fields) -> Document:
    return Document(**{"title": "On teapots", "language": "en", "blocks": blocks} | fields)


def everything(**fields) -> Document:
    """A paper with a block of each kind, and a table of several pages."""
    rows = tuple((words(f"Teapot {n}"), words("Hidden from speakers. " * 4)) for n in range(60))
    return a_paper(
        paragraph((Run("Some "), Run("bold", bold=True), Run(" and "), Run("slanted", italic=True), Run(" words."))),
        heading(1, "First heading"),
        paragraph(
            (
                Run("See "),
                Run("the shop", link="https://teapots.example/?a=1&b=2"),
                Footnote((Run("A note, with "), Run("a link", link="https://teapots.example/note"))),
                Run(" and again"),
                Footnote((Run("A second note."),)),
            )
        ),
        heading(2, "Second heading"),
        points(["Pour", "Drink"]),
        points(["One", "Two"], numbered=True),
        points(["One again"], numbered=True),
        ListBlock(((paragraph("Outer"), points(["Inner"], numbered=True), paragraph("Still outer")),)),
        Quotation((paragraph("Tea is quoted."),)),
        paragraph((Run("Line one"), Break(), Run("line two"))),
        Table((words("Teapot"), words("What became of it")), rows, "All teapots"),
        **{"subject": "Statement", "author": "Friends of Teapots"} | fields,
    )


def in_all_scripts() -> Document:
    """A paper with parts in other scripts. The words: “teapot” or “text”, over and over."""
    said = {
        "ar": "إبريق الشاي",
        "ug": "چەينەك تېكىست",
        "zh": "茶壶文本",
        "bo": "ཇ་དཔར་ཡིག",
        "ru": "Чайник",
        "fr": "Théière",
    }
    return a_paper(*(Part(language, (paragraph(text), points([text]))) for language, text in said.items()))


def a_png() -> bytes:
    """A green field, whose file tells who made it where."""
    asides, file = PngImagePlugin.PngInfo(), io.BytesIO()
    asides.add_text("Author", "Jane Canary")
    exif = Image.Exif()
    exif[0x010E] = "At the Canary"
    Image.new("RGB", (60, 24), (11, 79, 92)).save(file, "PNG", pnginfo=asides, exif=exif)
    return file.getvalue()


def formal(**fields) -> Document:
    """A paper with all that a form can ask for, in several scripts."""
    rows = (
        Across(words("Theme: Kettles")),
        (words("12.1 Warm the kettle"), (Run("- Kettles"), Break(), Run("- Spouts"))),
        (words("12.2 Pour"), (Run("نص الشاي", language="ar"),)),
    )
    note = Footnote((Run("See "), Run("A/HRC/1", link="https://teapots.example/1"), Run(", paragraph 2.")))
    return a_paper(
        Paragraph(words("Before the first."), unnumbered=True),
        heading(1, "First part"),
        paragraph((Run("Some "), Run("bold", bold=True), Run(" and "), Run("slanted", italic=True), note)),
        paragraph((Run("A second one."), Footnote(words("A second note.")))),
        points(["A point"]),
        heading(2, "Second part"),
        Part("ar", (paragraph("النص الثالث"), points(["شاي"], numbered=True))),
        Part("ug", (paragraph("چەينەك تېكىست"),)),
        Part("zh", (paragraph("“茶壶”文本"),)),
        Part("bo", (paragraph("ཇ་དཔར་ཡིག"),)),
        Quotation((paragraph("Quoted."),)),
        Picture(a_png(), "A green field", "The field", 80),
        Table((words("Recommendation"), words("Themes")), rows, "Kettles", (3, 1)),
        **{
            "title_note": Footnote(words("With the Friends of Kettles.")),
            "letterhead": Letterhead("Friends of Teapots", ("1 Spout Street", "Teapot Town"), a_png(), "A pot"),
            "numbered": True,
        }
        | fields,
    )
