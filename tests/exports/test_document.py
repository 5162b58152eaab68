"""The tree of a paper keeps out what no file may hold."""

import pytest

from exports.document import Heading, Run, Table, as_data, direction, plain, words

from .papers import NASTY, a_paper

pytestmark = pytest.mark.one_database


def test_signs_that_no_file_may_hold_are_dropped_and_lines_are_joined():
    assert plain(NASTY) == "abcdef g h"
    assert Run(NASTY).text == "abcdef g h"
    assert a_paper(title=NASTY, author=NASTY, subject=NASTY).title == "abcdef g h"
    assert Table((words("a"),), (), NASTY).caption == "abcdef g h"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://teapots.example/?a=1#b", True),
        ("HTTP://teapots.example", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("/admin/", False),
        ("https://a b", False),
        ("", False),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(address, kept):
    assert Run("x", link=address).link == (address if kept else "")


def test_headings_stay_below_the_title_and_within_four_levels():
    assert [Heading(level, ()).level for level in (0, 1, 4, 9)] == [1, 1, 4, 4]


def test_a_row_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="as many cells"):
        Table((words("a"), words("b")), ((words("only one"),),))


def test_the_tree_as_data_says_the_kind_of_each_node():
    paper = a_paper(Heading(1, (Run("Tea"),)))
    said = as_data(paper)
    assert (said["kind"], said["title"], said["letterhead"]) == ("Document", "On teapots", None)
    assert said["blocks"] == [
        {
            "kind": "Heading",
            "level": 1,
            "inlines": [
                {"kind": "Run", "text": "Tea", "italic": False, "bold": False, "link": "", "language": ""},
            ],
        }
    ]


def test_arabic_and_uyghur_are_written_from_right_to_left():
    assert [direction(code) for code in ("ar", "ug", "en", "zh", "bo")] == ["rtl", "rtl", "ltr", "ltr", "ltr"]
