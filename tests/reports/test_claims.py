"""A claim has its source, in full where it is first cited; one without is marked."""

import pytest

from exports.document import Document, Part
from recommendations.models import ReviewCitation
from reports.claims import Claims, of_citations, of_source
from reports.draft import Draft, Length
from tests.records import a_review, a_source

from .texts import notes_of, text_of

pytestmark = pytest.mark.django_db


def notes(*blocks) -> list[str]:
    return notes_of(Draft(None, Document("On teapots", "en", tuple(blocks)), Length(0)))


def test_a_un_document_is_cited_by_symbol_paragraph_date_and_link():
    claims = Claims("en")
    source = a_source(symbol="A/HRC/99/1", issued_on="2024-06-11")
    said = claims.paragraph("There are 14 teapots.", of_source(source, "para. 3"), "As of today.")
    assert text_of(said) == "There are 14 teapots."
    assert notes(said) == ["A/HRC/99/1, para.\u00a03, 11\u00a0June 2024. As of today."]
    assert said.inlines[1].runs[0].link == "https://docs.un.org/en/A/HRC/99/1"
    assert claims.unsourced == []


def test_another_document_prints_its_link_once_and_its_remark_once():
    claims = Claims("en")
    review = a_review()
    source = a_source(issued_on="2024", url="https://teapots.example/14")
    ReviewCitation.objects.create(review=review, source=source, note="Counted by hand.")
    first, again = (claims.paragraph("Teapots.", of_citations(review.citations.all())) for _ in range(2))
    assert notes(first) == ["Teapot Press, “Teapots”, 2024, https://teapots.example/14 (Counted by hand)."]
    assert notes(again) == ["Teapot Press, 2024."]


def test_a_claim_without_a_source_is_marked_and_told():
    claims = Claims("en")
    said = claims.paragraph("There are 14 teapots.", of_source(None))
    assert text_of(said) == "There are 14 teapots. [source not recorded]"
    assert claims.unsourced == ["There are 14 teapots."]


def test_words_of_the_record_keep_their_language():
    claims = Claims("fr")
    assert claims.theirs("Count the teapots") == Part("en", (claims.theirs("Count the teapots", "fr"),))


def test_what_citations_lack_is_told():
    claims = Claims("en")
    claims.said("a", of_source(a_source(symbol="A/HRC/99/1")))
    claims.said("b", of_source(a_source("Kettles")))
    no_link, no_paragraph = claims.gaps
    assert no_link == "Cited without a link: Teapot Press, “Kettles”."
    assert no_paragraph == "Cited without a paragraph: A/HRC/99/1."
