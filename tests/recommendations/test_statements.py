"""Statements: their languages, demands and signatories on the page, in the list, and as papers."""

import io
import re
from functools import partial

import docx
import pypdf
import pytest
from django.test import Client

from exports import pdf_file
from recommendations import statement_pages
from recommendations.models import (
    Demand,
    FollowUpAction,
    Signature,
    Statement,
    StatementCitation,
    StatementText,
    StatusEvent,
)
from tests.records import a_review, a_source, an_organisation

pytestmark = pytest.mark.django_db

PAGE = "/statements/teapots/"


def a_statement(published: bool = True, **fields: str) -> Statement:
    made = Statement.objects.create(
        **{"title": "On teapots", "slug": "teapots", "issued_on": "2024-06-25", "summary": "About teapots."} | fields
    )
    if published:
        Statement.objects.filter(pk=made.pk).publish()
    return made


def a_text(statement: Statement, language: str = "en", text: str = "## Tea\n\nCount **them**.", **fields: str):
    return StatementText.objects.create(statement=statement, language=language, text=text, **fields)


def a_demand(statement: Statement, text: str = "Count the teapots", published: bool | None = True, **fields):
    """A demand, and an action that it became; published=None for a demand without one."""
    if published is None:
        return Demand.objects.create(statement=statement, text=text, **fields)
    action = FollowUpAction.objects.create(kind="other", title=f"Action: {text}", due_on="2024-01")
    StatusEvent.objects.create(follow_up=action, status="requested", happened_on="2024-06-25", text="Asked.")
    StatusEvent.objects.create(follow_up=action, status="not_answered", happened_on="2024-09", text="Silence.")
    if published:
        FollowUpAction.objects.filter(pk=action.pk).publish()
    return Demand.objects.create(statement=statement, text=text, follow_up=action, **fields)


def sign(statement: Statement, *names: str, role: str = "signed") -> None:
    for name in names:
        Signature.objects.create(statement=statement, organisation=an_organisation(name), role=role)


def shown(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# Languages


@pytest.fixture
def in_languages() -> Statement:
    statement = a_statement()
    a_text(statement)
    a_text(statement, "fr", "Comptez les *théières*.", title="Des théières")
    a_text(statement, "ar", "عدّوا الأباريق.", title="عن الأباريق")
    return statement


def test_the_text_is_shown_in_one_language_with_links_to_the_others(client, in_languages):
    page = shown(client)
    assert '<div class="statement" lang="en" dir="ltr"><h3>Tea</h3>' in page
    assert '<a href="/statements/teapots/?lang=fr" hreflang="fr">French</a>' in page
    assert "théières" not in page
    assert page.count("<h1") == 1


def test_another_language_is_asked_for_in_the_address(client, in_languages):
    page = shown(client, f"{PAGE}?lang=ar")
    assert '<h1 lang="ar" dir="rtl">عن الأباريق</h1>' in page
    assert '<div class="statement" lang="ar" dir="rtl"><p>عدّوا الأباريق.</p>' in page
    assert '<strong aria-current="true">Arabic</strong>' in page
    assert f"{PAGE.rstrip('/')}.pdf?lang=ar" in page


@pytest.mark.parametrize("query", ["lang=teapot", "lang=bo", "lang=", "lang=en&lang=fr", "lang=%00"])
@pytest.mark.parametrize("address", [PAGE, "/statements/teapots.docx", "/statements/teapots.pdf"])
def test_a_language_that_is_not_there_is_refused_by_its_name(client, in_languages, address, query):
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    named = "stands twice" if query.count("lang") > 1 else f"language “{query[5:].replace('%00', chr(0))}”"
    assert named in answer.content.decode()
    assert "Count" not in answer.content.decode()


def test_without_english_the_first_language_by_name_is_shown(client):
    statement = a_statement()
    a_text(statement, "fr", "Comptez.")
    a_text(statement, "ar", "عدّوا.")
    assert 'lang="ar" dir="rtl"' in shown(client)


def test_a_statement_without_text_shows_what_we_say_of_it(client):
    a_statement()
    page = shown(client)
    assert "About teapots." in page
    assert "The text" not in page
    assert client.get(f"{PAGE}?lang=en").status_code == 400


def test_what_is_written_in_the_text_cannot_be_html(client):
    a_text(a_statement(), text="<script>x</script> [x](javascript:x)")
    page = shown(client)
    assert page.count("<script") == page.count('<script type="application/ld+json">')
    assert "x</script>" not in page
    assert '="javascript:' not in page


# Signatories


def test_signatories_stand_by_role_each_in_alphabetical_order(client):
    statement = a_statement()
    sign(statement, "éclair Watch", "The Rights of Teapots", "CIVIC TEA", "Teapot Watch", "apple Watch", "Zebra Tea")
    sign(statement, "Zinc Kettles", "Brass Kettles", role="lead")
    sign(statement, "Latecomers of Tea", role="later")
    page = shown(client)
    order = ["Lead authors (2)", "Brass Kettles", "Zinc Kettles", "Other signatories (6)", "apple Watch", "CIVIC TEA"]
    order += ["Teapot Watch", "The Rights of Teapots", "Zebra Tea", "Joined after it was issued (1)", "Latecomers"]
    places = [page.index(name) for name in order]
    assert places == sorted(places)
    assert "9 organisations" in page
    assert "Signatories (9)" in page


def test_of_one_role_alone_no_role_is_named(client):
    sign(a_statement(), "Teapot Watch")
    page = shown(client)
    assert "Other signatories" not in page
    assert "1 organisation<" in page


# Demands


def test_a_demand_shows_where_its_action_stands_if_that_is_public(client):
    statement = a_statement()
    a_demand(statement, "Count the teapots", locator="para. 3")
    a_demand(statement, "Hide the kettles", published=False)
    a_demand(statement, "Wash the cups", published=None)
    page = shown(client)
    assert "3 demands" in page
    found = re.search(r"Count the teapots.*?</li>", page, re.DOTALL)[0]
    assert "(para. 3)" in found
    assert '<a href="/follow-up/action-count-the-teapots/">Action: Count the teapots</a>' in found
    assert "Not answered, September 2024" in found
    assert "overdue" in found
    for hidden in ("Action: Hide", "action-hide", "Action: Wash"):
        assert hidden not in page
    assert page.count("Followed as") == 1


def test_the_list_says_how_many_signed_in_which_languages_and_how_much_is_demanded(client, in_languages):
    sign(in_languages, "Teapot Watch", "Kettle Watch")
    for n in range(3):
        a_demand(in_languages, f"Demand {n}", published=None)
    page = shown(client, "/statements/")
    assert "2 signatories · 3 demands · text in" in page
    assert re.findall(r"\?lang=(\w+)", page) == ["en", "ar", "fr"]


@pytest.mark.parametrize("n", [1, 4])
def test_statement_list_query_budget(client, django_assert_num_queries, n):
    for number in range(n):
        statement = a_statement(slug=f"teapots-{number}")
        a_text(statement)
        a_demand(statement, f"Demand {number}")
        sign(statement, f"Teapot Watch {number}")
    with django_assert_num_queries(2):  # statements, with what is counted; their texts
        client.get("/statements/")


@pytest.mark.parametrize("n", [1, 4])
def test_statement_page_query_budget(client, django_assert_num_queries, n):
    statement = a_statement()
    a_text(statement)
    statement.reviews.set([a_review()])
    for number in range(n):
        a_demand(statement, f"Demand {number}")
        sign(statement, f"Teapot Watch {number}")
        StatementCitation.objects.create(statement=statement, source=a_source(f"Teapots {number}"))
    # The statement; its texts; demands, their actions, the events of these, with sources; signatures; citations;
    # reviews; cases.
    with django_assert_num_queries(1 + 1 + 4 - 1 + 1 + 1 + 1 + 1):
        client.get(PAGE)
    # The paper: the statement; its texts; lead authors and signatures; demands as above; citations.
    with django_assert_num_queries(1 + 1 + 2 + 4 - 1 + 1):
        client.get("/statements/teapots.docx")


# Papers


def word(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/statements/teapots.docx{query}")
    assert response.status_code == 200
    return [one.text for one in docx.Document(io.BytesIO(response.content)).paragraphs]


def pdf(client: Client, query: str = "") -> pypdf.PdfReader:
    response = client.get(f"/statements/teapots.pdf{query}")
    assert response.status_code == 200
    return pypdf.PdfReader(io.BytesIO(response.content))


@pytest.fixture
def whole() -> Statement:
    statement = a_statement()
    a_text(statement)
    a_text(statement, "fr", "Comptez les théières.", title="Des théières")
    a_demand(statement, "Count the teapots", locator="para. 3")
    a_demand(statement, "Hide the kettles", published=False)
    sign(statement, "Zebra Watch", "Apple Watch")
    sign(statement, "Kettle Watch", role="lead")
    source = a_source("Book of teapots", url="https://teapots.example/book", issued_on="2024-06")
    StatementCitation.objects.create(statement=statement, source=source, locator="p. 3", quotation="Tea.", note="Old")
    return statement


EXPECTED = [
    "On teapots",
    "25 June 2024",
    "Tea",
    "Count them.",
    "What it demands",
    "Count the teapots (para. 3)",
    "Hide the kettles",
    "Signatories: 3 organisations",
    "Lead author",
    "Kettle Watch",
    "Other signatories",
    "Apple Watch",
    "Zebra Watch",
    "Sources",
    "Book of teapots, Teapot Press, June 2024. p. 3. “Tea.”. Old.",
]


def test_the_word_file_holds_the_statement_in_its_order(client, whole):
    found = word(client)
    assert found[: len(EXPECTED)] == EXPECTED
    assert found[-1].endswith("/statements/teapots/")


def test_the_pdf_holds_the_same_in_the_same_order(client, whole):
    text = " ".join(" ".join(page.extract_text() for page in pdf(client).pages).split())
    places = [text.index(words) for words in EXPECTED[:-1]]
    assert places == sorted(places)
    assert "Last recorded: Not answered, September 2024" in text


def test_what_is_not_public_is_in_no_paper(client, whole):
    for form in ("docx", "pdf"):
        raw = client.get(f"/statements/teapots.{form}").content
        told = str(word(client)) if form == "docx" else " ".join(p.extract_text() for p in pdf(client).pages)
        assert "Action: Hide" not in told
        assert b"action-hide" not in raw


def test_a_paper_says_its_language_and_who_wrote_it(client, whole):
    reader = pdf(client, "?lang=fr")
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert (reader.metadata.title, reader.metadata.author) == ("Des théières", "Kettle Watch")
    assert "Comptez les théières." in word(client, "?lang=fr")
    assert "Count them." not in word(client, "?lang=fr")


def test_a_statement_without_text_gives_a_paper_of_what_we_say_of_it(client):
    statement = a_statement(summary="First.\n\nSecond.", issued_on="")
    sign(statement, "Teapot Watch")
    assert word(client)[:5] == ["On teapots", "date not recorded", "First.", "Second.", "Signatories: 1 organisation"]
    assert "Second." in pdf(client).pages[0].extract_text()


def test_a_statement_of_a_title_alone_gives_a_paper(client):
    a_statement(summary="")
    assert word(client)[0] == "On teapots"
    assert len(pdf(client).pages) == 1


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_signs_that_no_file_may_hold_break_no_paper(client, form):
    a_text(a_statement(title="On\x07 teapots", summary=""), text="Bell \x07 and \x1b escape \ufffe.")
    assert client.get(f"/statements/teapots.{form}").status_code == 200


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_paper_is_sent_under_a_plain_name_and_asked_for_on_conditions(client, whole, form):
    response = client.get(f"/statements/teapots.{form}?lang=fr")
    assert response["Content-Disposition"] == f'attachment; filename="teapots-fr.{form}"'
    assert not response.cookies
    again = client.get(f"/statements/teapots.{form}?lang=fr", HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Demand.objects.filter(statement=whole).first().delete()
    assert client.get(f"/statements/teapots.{form}", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 200


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_what_is_not_published_has_no_paper(client, form):
    a_statement(published=False)
    assert client.get(f"/statements/teapots.{form}").status_code == 404
    Statement.objects.publish()
    assert client.get(f"/statements/teapots.{form}").status_code == 200
    Statement.objects.all().withdraw()
    assert client.get(f"/statements/teapots.{form}").status_code == 404


def test_a_form_that_there_is_not_is_nowhere(client, whole):
    assert client.get("/statements/teapots.odt").status_code == 404


def test_a_sign_that_no_font_has_is_named_and_the_word_file_offered(client, monkeypatch):
    monkeypatch.setattr(pdf_file, "write", partial(pdf_file.write, system_fonts=False))
    a_text(a_statement(), text="A sign of which no font is sure: 壺")
    answer = client.get("/statements/teapots.pdf")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "No font of this server has the sign “壺”" in page
    assert '<a href="/statements/teapots.docx?lang=en">' in page


def test_a_paper_that_takes_too_long_is_not_waited_for(client, whole, monkeypatch):
    def too_long(*_args):
        raise pdf_file.CannotBeSet("it takes longer than 20 seconds")

    monkeypatch.setattr(statement_pages, "paper_file", too_long)
    answer = client.get("/statements/teapots.pdf")
    assert answer.status_code == 503
    assert "It took too long." in answer.content.decode()


def test_a_paper_is_set_once_for_as_long_as_it_says_the_same(client, whole, monkeypatch):
    first = client.get("/statements/teapots.pdf").content
    monkeypatch.setattr(pdf_file, "write", lambda *_args: pytest.fail("set again"))
    assert client.get("/statements/teapots.pdf").content == first
