import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.models import Case
from tests.records import a_recommendation, a_review, a_theme

pytestmark = pytest.mark.django_db

ADDRESS = "/recommendations/"


def total(client: Client, query: str) -> int:
    page = client.get(f"{ADDRESS}?{query}")
    assert page.status_code == 200, page.content
    return int(re.search(rb'data-total="(\d+)"', page.content)[1])


@pytest.fixture
def shelf() -> None:
    china, slovenia = a_review("CHN", 45), a_review("SVN", 48)
    theme = a_theme("Women's rights")
    a_recommendation(china, "Polish teapots", "28.5", "noted", ("BLR",), (theme,), action=2)
    a_recommendation(china, "Sell teapots", "28.6", "rejected", ("PRT", "KEN"))
    a_recommendation(slovenia, "Count kettles", "140.7", "accepted", ())
    a_recommendation(a_review("FRA", 17, published=False), "A secret teapot", senders=("BLR",))


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 3),
        ("state=CHN", 2),
        ("state=CHN&position=noted", 1),
        ("position=noted&position=rejected", 2),
        ("recommender=BLR", 1),
        ("recommender=none", 1),
        ("group=eeg", 1),
        ("group=africa&group=weog", 1),
        ("theme=womens-rights", 1),
        ("theme=none", 2),
        ("action=2", 1),
        ("action=none", 2),
        ("cycle=4", 3),
        ("review=slovenia-2025", 1),
        ("assessed=none", 3),
        ("territory=none", 3),
        ("sdg=sdg-5", 0),
        ("q=teapot", 2),
        ("q=28.5", 1),
        ("q=teapot&position=rejected&sort=oldest", 1),
        ("q=&sort=newest", 3),
        ("utm_source=newsletter", 3),
        ("by=theme", 3),
        ("by=&state=CHN", 2),
    ],
)
def test_address_finds(client: Client, shelf, query: str, n: int):
    assert total(client, query) == n


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("state=ZZZ", "ZZZ"),
        ("state=CHN&state=china", "china"),
        ("position=supported", "supported"),
        ("theme=teapots", "teapots"),
        ("cycle=9", "9"),
        ("review=france-2013", "france-2013"),
        ("case=hidden", "hidden"),
        ("sort=random", "random"),
        ("by=teapot", "teapot"),
        ("by=state&by=theme", "by"),
        ("page=0", "0"),
        ("page=two", "two"),
        ("page=2", "2"),
        ("page=0000000001" + "0" * 5000, "000"),
        ("page=1&page=1", "page"),
        ("q=teapot&q=", "q"),
        ("sort=oldest&sort=newest", "sort"),
        ("page=99999999999999999999", "99999999999999999999"),
        ("States=CHN", "States"),
        ("state=", "“”"),
        ("q=" + "x" * 301, "300"),
        ("state=CHN%00", "“"),
        ("state=" + "&state=".join(["CHN"] * 101), "100"),
    ],
)
def test_unknown_value_is_named_and_shows_no_rows(client: Client, shelf, query: str, named: str):
    for address in (ADDRESS, "/recommendations.csv", "/recommendations.json"):
        if query in ("page=2", "page=1&page=1") and address != ADDRESS:
            continue  # files have no pages: a page that the search could show is let pass
        page = client.get(f"{address}?{query}")
        assert page.status_code == 400
        assert named in page.content.decode()
        assert b"teapots</p>" not in page.content


def test_unpublished_review_is_named_nowhere(client: Client, shelf):
    assert "secret" not in client.get(ADDRESS).content.decode()
    assert "France" not in client.get(ADDRESS).content.decode()


def test_says_in_words_what_is_filtered_and_how_to_take_it_away(client: Client, shelf):
    page = client.get(f"{ADDRESS}?state=CHN&position=noted&position=rejected&q=teapot").content.decode()
    assert "Words: “teapot”; State under review: China; Position: Noted or Rejected" in page
    assert 'href="/recommendations/?state=CHN&amp;position=rejected&amp;q=teapot"' in page
    assert 'href="/recommendations.csv?state=CHN&amp;position=noted&amp;position=rejected&amp;q=teapot"' in page


def test_case_filter_finds_its_reviews_and_what_it_singles_out(client: Client, shelf):
    case = Case.objects.create(title="The teapot case", slug="teapots")
    case.reviews.add(a_review("SVN", 48))
    assert client.get(f"{ADDRESS}?case=teapots").status_code == 400
    Case.objects.publish()
    assert total(client, "case=teapots") == 1


def test_query_is_shown_as_text_never_as_markup(client: Client, shelf):
    page = client.get(ADDRESS, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_pages_hold_fifty_and_keep_the_filter(client: Client):
    review = a_review()
    for number in range(60):
        a_recommendation(review, f"Teapot {number}", f"1.{number}", senders=())
    first = client.get(f"{ADDRESS}?state=CHN").content.decode()
    assert first.count("<h3>") == 50
    assert 'href="?state=CHN&amp;page=2"' in first
    second = client.get(f"{ADDRESS}?state=CHN&page=2").content.decode()
    assert second.count("<h3>") == 10
    assert "Teapot 59" in second


def test_numbered_and_unnumbered_are_told_apart(client: Client, shelf):
    a_recommendation(a_review("SVN", 48), "Count kettles twice")
    page = client.get(ADDRESS).content.decode()
    assert "Numbered paragraphs of UN reports: 3. Texts without a paragraph number: 1." in page


@pytest.mark.parametrize("n", [1, 40])
def test_query_budget(client: Client, django_assert_num_queries, n: int):
    review = a_review()
    for number in range(n):
        a_recommendation(
            review, f"Teapot {number}", f"1.{number}", senders=("PRT", "KEN"), themes=(a_theme("Detention"),)
        )
    # States: to check the address and to say it in words. Found: count, numbered, keys. Rows: themselves, recommending
    # States, themes; names of reviews, themes, States.
    # Facets: position, state, action, cycle one each; the seven others counts, all, and with any.
    # Suggestions: names of States, themes. Spellings: names of States, synonyms. Names of places, to mark them.
    with django_assert_num_queries(2 + 3 + 3 + 3 + 4 + 7 * 3 + 2 + 2 + 1):
        client.get(f"{ADDRESS}?state=CHN&q=teapot")


def test_a_choice_that_leaves_nothing_keeps_its_name(client: Client, shelf):
    page = client.get(f"{ADDRESS}?q=nothing&state=CHN&recommender=FRA&theme=detention").content.decode()
    for name in ("<span>China</span>", "<span>France</span>", "<span>Detention</span>"):
        assert name in page


def test_what_was_found_is_marked_by_every_name_of_a_place(client: Client):
    a_recommendation(a_review(), "Open the libraries of Xizang to tortured teapots", "28.5")
    page = client.get(f"{ADDRESS}?q=Tibet+torture").content.decode()
    assert "<mark>Xizang</mark> to <mark>tortured</mark> teapots" in page


# In groups


def headings(page: str) -> list[tuple[str, str, str]]:
    """Of each group on a page: the query of its link, what it is called, and what stands beside it."""
    found = re.findall(r'<h2 class="group"><a href="/recommendations/\?(.*?)">(.*?)</a> <span.*?>· (.*?)</span>', page)
    return [(query.replace("&amp;", "&"), name, said) for query, name, said in found]


def test_groups_lead_to_the_search_narrowed_to_them(client: Client, shelf):
    page = client.get(f"{ADDRESS}?q=teapot&by=recommender&sort=oldest").content.decode()
    assert [(name, n) for _query, name, n in headings(page)] == [
        ("Recommending State: Belarus", "1"),
        ("Recommending State: Kenya", "1"),
        ("Recommending State: Portugal", "1"),
    ]
    assert "What belongs to several groups" in page
    assert page.count("Sell teapots</p>".replace("teapots", "<mark>teapots</mark>")) == 2
    for query, _name, n in headings(page):
        assert total(client, query) == int(n)
    assert headings(page)[1][0] == "q=teapot&sort=oldest&recommender=KEN"


def test_groups_of_a_filtered_field_are_the_chosen_ones(client: Client, shelf):
    page = client.get(f"{ADDRESS}?recommender=KEN&recommender=none&by=recommender").content.decode()
    assert [(name, n) for _query, name, n in headings(page)] == [
        ("Recommending State: Kenya", "1"),
        ("Recommending State: Not recorded", "1"),
    ]
    assert all(total(client, query) == 1 for query, *_ in headings(page))


def test_groups_go_on_on_the_next_page(client: Client):
    china, slovenia = a_review(), a_review("SVN", 48)
    for number in range(55):
        a_recommendation(china, f"Teapot {number}", f"1.{number}", senders=())
    a_recommendation(slovenia, "Kettle", "1.1", senders=())
    first = client.get(f"{ADDRESS}?by=state").content.decode()
    assert [(name, said) for _query, name, said in headings(first)] == [("State under review: China", "55")]
    assert "Page 1 of 2" in first
    second = client.get(f"{ADDRESS}?by=state&page=2").content.decode()
    assert [(name, said) for _query, name, said in headings(second)] == [
        ("State under review: China", "55 · continued"),
        ("State under review: Slovenia", "1"),
    ]
    assert (second.count("<h3>"), "Teapot 54" in second) == (6, True)


@pytest.mark.parametrize(("by", "more"), [("state", 1), ("theme", 3)])
def test_groups_take_few_queries_more(client: Client, shelf, django_assert_num_queries, by: str, more: int):
    # Keys of what is named, instead of the keys of all; of themes: which share a slug, and keys of what has none.
    with CaptureQueriesContext(connection) as plain:
        client.get(ADDRESS)
    with django_assert_num_queries(len(plain) - 1 + more):
        client.get(f"{ADDRESS}?by={by}")


def test_a_file_is_the_same_whatever_the_groups(client: Client, shelf):
    plain, grouped = (b"".join(client.get(f"/recommendations.csv{query}")) for query in ("", "?by=theme"))
    assert plain == grouped


# Where nothing is found


def test_says_what_to_loosen_with_how_many_there_are_without_it(client: Client, shelf):
    page = client.get(f"{ADDRESS}?q=teapot&position=accepted&recommender=PRT&sort=oldest").content.decode()
    link = 'href="/recommendations/?q=teapot&amp;recommender=PRT&amp;sort=oldest"'
    assert f"{link}>1 recommendation without Position: Accepted</a>" in page
    assert "without Words: “teapot”" not in page
    assert total(client, "q=teapot&recommender=PRT&sort=oldest") == 1


def test_says_so_where_one_filter_less_does_not_help(client: Client, shelf):
    page = client.get(f"{ADDRESS}?q=nowhere&position=pending&cycle=4&sort=oldest").content.decode()
    assert '<a href="/recommendations/?cycle=4">3 recommendations with Cycle: 4</a>' in page
    assert page.count("recommendations with ") == 1
    assert "Nothing of the kind" in client.get(f"{ADDRESS}?q=nowhere").content.decode()


def test_to_loosen_takes_a_query_for_each_filter(client: Client, shelf, django_assert_num_queries):
    found, nothing = f"{ADDRESS}?state=CHN&action=2&sort=oldest", f"{ADDRESS}?state=SVN&action=2&sort=oldest"
    with CaptureQueriesContext(connection) as plain:
        client.get(found)
    # Instead of keys, rows, recommending States, themes and what rows share (3): one for each of two filters, and the
    # names of what is chosen in them but leaves nothing.
    with django_assert_num_queries(len(plain) - 4 - 3 + 2 + 2):
        client.get(nothing)


# In place


def test_htmx_is_sent_the_part_that_changes_and_the_address_without_what_is_empty(client: Client, shelf):
    query = "q=&state=CHN&position=noted&sort=newest&by="
    whole = client.get(f"{ADDRESS}?{query}")
    part = client.get(f"{ADDRESS}?{query}", headers={"hx-request": "true"})
    assert part.headers["HX-Push-Url"] == f"{ADDRESS}?state=CHN&position=noted"
    assert "HX-Push-Url" not in whole.headers
    text = part.content.decode()
    assert text.startswith("<title>State under review: China; Position: Noted · Recommendations · UPR Tracker</title>")
    assert text.partition("</title>")[2].strip() in whole.content.decode()
    assert "<header" not in text
    assert "<script" not in text


def test_refusals_fit_into_the_page_that_asked(client: Client, shelf):
    page = client.get(f"{ADDRESS}?state=ZZZ", headers={"hx-request": "true"})
    assert (page.status_code, page.headers["Vary"]) == (400, "HX-Request")
    text = page.content.decode()
    assert re.search(
        r'<h1 id="found" class="counted">.+</h1>\s*<section id="results".*ZZZ.*</section>', text, re.DOTALL
    )
    assert "<header" not in text
    assert "<header" in client.get("/calendar/?state=ZZZ", headers={"hx-request": "true"}).content.decode()
