"""Pictures: their numbers are those of the records and lead to them; what is drawn, and the files of it."""

import csv
import io
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

from recommendations.analysis import Asked, Line, never_accepted
from recommendations.models import CATEGORIES, UN_CLASS, AnnouncedTally, Category, Recommendation, UNClass
from recommendations.pictures import NAMES, Picture, drawing_of, png, small_squares, svg_file
from recommendations.pictures.measure import length, shortened, wrapped
from recommendations.pictures.palette import FILLS
from recommendations.pictures.png import needs_other_fonts
from tests.records import a_recommendation, a_review, a_source, a_state, a_theme

from .asks import many_asks

STATIC = Path(__file__).resolve().parents[2] / "static"
ADDRESS = "/reviews/china-2024/pictures/"
SVG = "{http://www.w3.org/2000/svg}"


def a_picture(**fields: object) -> Picture:
    lines = [
        Line("green", "Green teapots", {c: n for n, c in enumerate(CATEGORIES, 1)}, ""),
        Line("blue", "Blue", {}, ""),
    ]
    given = {"name": "teapots", "title": "Teapots", "description": "Counted.", "unit": "teapots", "source": "Us"}
    return Picture(**given | {"address": "/teapots/", "lines": lines} | fields)


# The numbers


def by_hand(values) -> dict[str, Counter]:
    """Of each value, how many recommendations have which position: one by one, through the models alone."""
    found: dict[str, Counter] = {}
    for recommendation in Recommendation.objects.all():
        for value in set(values(recommendation)) or {"none"}:
            found.setdefault(value, Counter())[recommendation.position] += 1
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("way", "values"),
    [
        ("by_action", lambda r: [str(r.action_category)] if r.action_category else []),
        ("by_theme", lambda r: r.tags.values_list("theme__slug", flat=True)),
        ("by_group", lambda r: r.recommenders.values_list("state__regional_group", flat=True)),
        ("by_recommender", lambda r: r.recommenders.values_list("state__iso3", flat=True)),
    ],
)
def test_numbers_are_those_of_the_records_and_lead_to_them(client: Client, way: str, values):
    review = many_asks()
    many_asks(5, a_review("PRT", 47))
    lines = getattr(Asked.of_review(review), way)()
    Recommendation.objects.filter(review__state__iso3="PRT").delete()
    counted = by_hand(values)
    assert {line.value: dict(line.counts) for line in lines if line.asked} == counted
    for line in lines:
        supported = sum(n for c, n in counted.get(line.value, {}).items() if UN_CLASS[c] == UNClass.SUPPORTED)
        assert line.supported == supported
        found = {p: total(client, f"{line.query}&position={p}") for p in line.counts}
        assert found == line.counts, line.query
        assert total(client, line.query) == line.asked


def total(client: Client, query: str) -> int:
    page = client.get(f"/recommendations/?{query}").content.decode()
    return int(re.search(r'data-total="(\d+)"', page)[1])


def test_all_five_categories_are_shown_whether_asked_for_or_not():
    lines = Asked([], "review=teapots").by_action()
    assert [line.value for line in lines] == ["1", "2", "3", "4", "5"]
    assert {line.share for line in lines} == {None}


@pytest.mark.django_db
def test_asked_again_and_never_accepted_across_cycles():
    theme, other = a_theme("Detention"), a_theme("Justice")
    for session, position in ((31, "noted"), (45, "rejected")):
        review = a_review("CHN", session)
        a_recommendation(review, "Count them", "1.1", position, themes=(theme,), action=5)
        a_recommendation(review, "Count more", "1.2", position, themes=(theme, other), action=2)
    a_recommendation(review, "Count all", "1.3", "accepted", themes=(other,), action=2)
    a_recommendation(review, "Once", "1.4", "noted", themes=(other,), action=4)
    a_recommendation(review, "Open", "1.5", "noted", themes=(other,), action=1)
    a_recommendation(review, "Open too", "1.6", "pending", themes=(other,), action=1)
    a_recommendation(review, "No action", "1.7", "noted", themes=(theme,))
    a_recommendation(a_review("CHN", 17, published=False), "Hidden", "1.1", "noted", themes=(theme,), action=5)
    lines = never_accepted(Asked.of_state(a_state("CHN")))
    assert [(line.value, line.cycles, line.counts) for line in lines] == [
        ("detention 2", (3, 4), {"noted": 1, "rejected": 1}),
        ("detention 5", (3, 4), {"noted": 1, "rejected": 1}),
    ]
    assert lines[0].query == "state=CHN&theme=detention&action=2"


# The drawing


def test_bars_are_as_long_as_their_share_and_squares_as_many_as_they_count():
    parts = drawing_of(a_picture()).parts
    assert [part.category for part in parts] == CATEGORIES
    assert [round(part.width / parts[0].width) for part in parts] == [1, 2, 3, 4, 5, 6, 7]
    assert sum(part.width for part in parts) == pytest.approx(476, abs=0.1)
    squares = drawing_of(a_picture(as_squares=True)).parts
    assert Counter(part.category for part in squares) == {c: n for n, c in enumerate(CATEGORIES, 1)}
    assert len({(part.x, part.y) for part in squares}) == len(squares)
    many = a_picture(lines=[Line(str(n), f"Line {n}", {"noted": 1}, "") for n in range(20)])
    assert (len(drawing_of(many).parts), many.left_out) == (12, 8)
    short, long = Line("a", "A", {"noted": 1}, ""), Line("b", "B", {"noted": 4}, "")
    assert [p.width for p in drawing_of(a_picture(lines=[long, short], by_number=True)).parts] == [476, 119]


@pytest.mark.parametrize("as_squares", [False, True])
def test_a_file_stands_by_itself(as_squares: bool):
    svg = svg_file(a_picture(as_squares=as_squares, title="Teapots & <lids>"))
    root = etree.fromstring(svg.encode())
    assert root.find(f"{SVG}title").text == "Teapots & <lids>"
    assert root.find(f"{SVG}desc").text == "Counted."
    assert {e.tag for e in root.iter()} <= {
        f"{SVG}{tag}" for tag in (*SHAPES, "svg", "title", "desc", "defs", "pattern")
    }
    assert not [e for e in root.iter() if "style" in e.attrib or "href" in str(e.attrib)]
    said = " ".join("".join(e.itertext()) for e in root.iter(f"{SVG}text"))
    for part in ("Teapots & <lids>", "Partially accepted", "Counted in: teapots.", "Source: Us.", "/teapots/"):
        assert part in said
    for one in root.iter(f"{SVG}rect"):
        assert one.get("fill"), "a shape of a file says its own colour"


SHAPES = ("rect", "path", "circle", "text", "tspan")


def test_a_picture_becomes_a_png_of_the_width_that_is_asked_for():
    made = png(svg_file(a_picture()), width=640)
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == 640
    assert png(svg_file(a_picture(title=""))) != png(svg_file(a_picture(title="Teapots"))), "letters are drawn"


def test_other_fonts_are_looked_for_only_where_a_text_needs_them():
    assert not needs_other_fonts("Côte d’Ivoire – “Türkiye” Ελλάς Київ × ≤")
    assert needs_other_fonts("中国")
    assert needs_other_fonts("الصين")
    assert needs_other_fonts("བོད")


def test_small_squares_take_as_many_cells_as_there_are():
    small = small_squares({"accepted": 8, "noted": 3, "rejected": 2, "pending": 0})
    assert [(run.category, run.path) for run in small.runs] == [
        ("accepted", "M0 0H2V2H1V6H0z"),
        ("noted", "M1 2h1V5h-1z"),
        ("rejected", "M1 5h1V0H3V1H2V6H1z"),
    ]
    assert small.used == 3


def test_texts_are_measured_in_all_scripts():
    assert (length("teapot"), length("茶壶"), length("é")) == (6, 4, 1)
    assert shortened("Count all the teapots", 10) == "Count all…"
    assert wrapped("Count all the teapots", 10) == ["Count all", "the", "teapots"]
    assert wrapped("清点所有茶壶", 6) == ["清点所", "有茶壶"]
    assert wrapped("one two three four five", 9, lines=2) == ["one two", "three fo…"]


# Pages and files


@pytest.fixture
def review(db):
    review = many_asks()
    AnnouncedTally.objects.create(review=review, source=a_source(), total=40, accepted=30, noted=10)
    for number in (1, 2):
        a_recommendation(review, "Sell them", f"29.{number}", "noted", themes=(a_theme("Minorities"),), action=3)
    return review


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_has_a_page_with_its_numbers_and_files_of_both(client: Client, review, name: str):
    page = client.get(f"{ADDRESS}{name}/")
    assert page.status_code == 200
    shown = page.content.decode()
    picture = page.context["picture"]
    table = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    assert table.count("<tr>") == len(picture.lines) > 0
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(f"{ADDRESS}{name}.csv")).decode("utf-8-sig"))))
    assert [(row["label"], int(row["asked"]), int(row["noted"])) for row in rows] == [
        (line.label, line.asked, line.counts.get("noted", 0)) for line in picture.lines
    ]
    assert client.get(f"{ADDRESS}{name}.svg")["Content-Type"] == "image/svg+xml"
    assert client.get(f"{ADDRESS}{name}.png").content.startswith(b"\x89PNG")
    for other in NAMES:
        assert other == name or f'href="{ADDRESS}{other}/"' in shown


def test_what_is_not_published_or_not_there_has_no_picture(client: Client, review):
    many_asks(3, a_review("PRT", 47, published=False))
    for address in ("/reviews/portugal-2024/pictures/by-action/", "/reviews/portugal-2024/pictures/by-action.svg"):
        assert client.get(address).status_code == 404
    assert client.get(f"{ADDRESS}teapots/").status_code == 404
    assert client.get(f"{ADDRESS}by-action.csv?teapot=1").status_code == 400


def test_what_a_state_asked_of_others_has_a_picture(client: Client, review):
    many_asks(9, a_review("SVN", 48))
    page = client.get("/states/PRT/pictures/by-action/")
    lines = page.context["picture"].lines
    assert {line.value: line.asked for line in lines} == {
        line.value: total(client, line.query) for line in lines if line.asked
    } | {line.value: 0 for line in lines if not line.asked}
    assert sum(line.asked for line in lines) == Recommendation.objects.filter(recommenders__state__iso3="PRT").count()
    assert [line.value for line in lines][:5] == ["1", "2", "3", "4", "5"]
    assert client.get("/states/PRT/pictures/by-action.svg").status_code == 200
    for address in (
        "/states/NRU/pictures/by-action/",
        "/states/PRT/pictures/by-theme/",
        "/states/ZZZ/pictures/by-action/",
    ):
        assert client.get(address).status_code == 404
    assert 'href="/states/PRT/pictures/by-action.csv"' in client.get("/states/PRT/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("n", [2, 20])
def test_picture_query_budget(client: Client, django_assert_num_queries, n: int):
    many_asks(n)
    # The review; announced tallies; records, themes, senders of all the State's reviews; names of themes and States.
    with django_assert_num_queries(1 + 1 + 3 + 2):
        client.get(f"{ADDRESS}by-action/")


# The palette


def tokens(dark: bool) -> dict[str, str]:
    css = (STATIC / "site.css").read_text()
    blocks = re.findall(r":root \{([^}]*)\}", css)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", blocks[0]))
    return found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", blocks[1])) if dark else found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] if len(colour) == 7 else [1.0, 1.0, 1.0]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(colour: str) -> float:
    return 116 * luminance(colour) ** (1 / 3) - 16


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TOKENS = ["accepted", "accepted-being", "accepted-already", "partially", "noted", "rejected", "pending"]


@pytest.mark.parametrize("dark", [False, True])
def test_positions_stay_apart_in_grey_and_texts_can_be_read(dark: bool):
    colours = tokens(dark)
    for one, other in combinations(TOKENS, 2):
        assert abs(lightness(colours[one]) - lightness(colours[other])) >= 5, (one, other)
    for text in ("ink", "quiet", "link", "warn"):
        for ground in ("paper", "raised"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for edge in ("focus", "accepted", "rejected", "noted", "accepted-being", "quiet"):
        assert contrast(colours[edge], colours["paper"]) >= 3, edge


def test_files_have_the_colours_of_the_style_sheet():
    colours = tokens(dark=False)
    assert [FILLS[category] for category in Category.values] == [colours[name] for name in TOKENS]


def test_every_position_has_a_mark_of_its_own():
    css = (STATIC / "pictures.css").read_text()
    marks = {c: re.search(rf"^\.{c} {{ ([^}}]*) }}", css, re.M)[1] for c in Category.values}
    shapes = {c: re.sub(r"--fill: [^;]*;", "", mark) for c, mark in marks.items()}
    assert len(set(shapes.values())) == len(Category.values)
