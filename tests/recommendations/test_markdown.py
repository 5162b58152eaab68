"""Markdown as clean HTML, and as blocks of a paper."""

import re

import pytest

from exports.document import Break, Heading, ListBlock, Paragraph, Quotation, Run, as_data
from recommendations.markdown import as_blocks, as_html

TEXT = """## Teapots

They are **hidden *everywhere***, says [a shop](https://teapots.example/?a=1&b=2).

- Count them
- Return them
  1. The blue one
  2. The red one

> Tea is a right.

#### Who signs

First line\\
second line
and more
"""


def test_what_is_written_as_markdown_is_html():
    html = as_html(TEXT, first_heading=3)
    assert "<h3>Teapots</h3>" in html
    assert "<h4>Who signs</h4>" in html
    assert "<strong>hidden <em>everywhere</em></strong>" in html
    assert '<a href="https://teapots.example/?a=1&amp;b=2" rel="noreferrer">a shop</a>' in html
    assert "<blockquote>\n<p>Tea is a right.</p>\n</blockquote>" in html
    assert "<ol>\n<li>The blue one</li>" in html
    assert "First line<br>\nsecond line\nand more" in html


@pytest.mark.parametrize("text", ["# A\n\n# B", "###### A", "A\n===\n\nB\n---"])
def test_the_highest_headings_of_a_text_are_of_the_level_that_is_asked_for(text):
    assert re.findall(r"<h(\d)>", as_html(text, first_heading=3))[0] == "3"
    assert as_blocks(text, first_heading=2)[0].level == 2


def test_headings_go_no_deeper_than_html_has_them():
    text = "\n\n".join(f"{'#' * n} Level {n}" for n in range(1, 7))
    assert re.findall(r"<h(\d)>", as_html(text, first_heading=3)) == ["3", "4", "5", "6", "6", "6"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>x</b>",
        "[x](javascript:alert(1))",
        "[x](/admin/)",
        "[x](//teapots.example)",
        "[x](data:text/html,x)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '<div style="position:fixed">x</div>',
        "![x](javascript:alert(1))",
        "<svg/onload=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_nothing_but_the_list_comes_through(text):
    html = as_html(text)
    assert re.findall(r"<(?!/?(?:p|br|em|strong)\b)", html) == []
    assert "href" not in html
    assert 'link": "j' not in str(as_data(as_blocks(text)))


def test_a_picture_is_not_loaded_from_elsewhere():
    html = as_html("![a teapot](https://teapots.example/a.png)")
    assert "<img" not in html
    assert "a teapot" in html


def test_code_is_no_code():
    assert as_html("    indented") == "<p>indented</p>\n"
    assert "<code" not in as_html("`x`\n\n```\ny\n```")


def test_the_same_as_blocks():
    teapots, says, points, quoted, who, lines = as_blocks(TEXT)
    assert teapots == Heading(1, (Run("Teapots"),))
    assert who.level == 2
    assert Run("everywhere", italic=True, bold=True) in says.inlines
    assert Run("a shop", link="https://teapots.example/?a=1&b=2") in says.inlines
    inner = points.items[1][1]
    assert isinstance(points, ListBlock)
    assert (points.numbered, inner.numbered) == (False, True)
    assert inner.items[0] == (Paragraph((Run("The blue one"),)),)
    assert quoted == Quotation((Paragraph((Run("Tea is a right."),)),))
    assert lines.inlines == (Run("First line"), Break(), Run("second line"), Run(" "), Run("and more"))


def test_a_list_can_begin_at_another_number():
    assert as_blocks("3. three\n4. four")[0].start == 3
    assert '<ol start="3">' in as_html("3. three\n4. four")


def test_no_text_is_no_block():
    assert (as_html(""), as_blocks("")) == ("", ())


def test_many_levels_do_not_break_it():
    text = "> " * 500 + "deep\n\n" + "- " * 500 + "deep"
    assert as_html(text)
    assert as_blocks(text)
