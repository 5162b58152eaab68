"""Invented papers for tests, with everything that a paper can hold."""

from exports.document import (
    Break,
    Document,
    Footnote,
    ListBlock,
    Part,
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
