"""What documents say of a paragraph, side by side: counted, compared, settled by a person with a reason."""

import io
import json
import re

import pytest
from django.core.management import call_command

from recommendations.models import AnnouncedTally, Recommendation, RecommendationPosition, Review
from recommendations.reconciliation import reconcile
from recommendations.tracking.settling import settle
from tests.importers.conftest import folder, read_in  # noqa: F401
from tests.importers.files import KETTLE, SPOONS, TEAPOT, Paragraph, matrix_2025
from tests.importers.test_papers_together import ADDENDUM, MATRIX, REPORT, addendum_of
from tests.records import a_review

pytestmark = pytest.mark.django_db

OTHER_MATRIX = matrix_2025(
    Paragraph(f"6.1 {TEAPOT} (France) (Peru);"),
    Paragraph(f"6.2 {KETTLE} quickly, and spoons (Kenya);"),
    Paragraph(f"6.3 {SPOONS} (Mexico);"),
    Paragraph("6.4 Invent a fourth thing (Mexico);"),
)


@pytest.fixture
def review(read_in) -> Review:  # noqa: F811
    """All three documents, of which the matrix differs in three paragraphs."""
    read_in(REPORT, ADDENDUM, publish=True)
    read_in(OTHER_MATRIX, review="slovenia-2025")
    return Review.objects.get()


def found(review: Review) -> list[tuple[str, str]]:
    return [(d.recommendation.paragraph, d.kind) for d in reconcile(review).differences]


def test_documents_that_agree_have_no_difference(read_in):  # noqa: F811
    read_in(REPORT, ADDENDUM)
    read_in(MATRIX, review="slovenia-2025")
    result = reconcile(Review.objects.get())
    assert result.differences == []
    assert [(name, counts) for name, _label, counts in result.counts] == [
        ("addendum", {"accepted": 2, "noted": 1}),
        ("ohchr_matrix", {"accepted": 2, "noted": 1}),
    ]


def test_every_kind_of_difference_is_found(review):
    assert found(review) == [("6.2", "text"), ("6.3", "position"), ("6.4", "missing")]


def test_a_difference_names_the_documents_with_place_and_words(review):
    (position,) = [d for d in reconcile(review).differences if d.kind == "position"]
    assert [(s.document, s.category) for s in position.said] == [
        ("A/HRC/59/15/Add.1", "noted"),
        ("A/HRC/59/15/Add.1", "accepted"),
    ]
    assert position.said[0].where == "para. 2"
    assert "notes recommendation" in position.said[0].words


def test_settling_lets_a_position_count_and_says_why(review):
    recommendation = Recommendation.objects.get(paragraph="6.3")
    settle(recommendation, "accepted", "The delegation said so at the adoption.")
    recommendation.refresh_from_db()
    assert recommendation.position == "accepted"
    assert not [d for d in reconcile(review).open if d.kind == "position"]
    settle(recommendation, "noted", "It did not.")
    recommendation.refresh_from_db()
    assert recommendation.position == "noted"
    assert RecommendationPosition.objects.exclude(settled_because="").count() == 1


@pytest.mark.parametrize(("category", "because"), [("maybe", "Because"), ("noted", " ")])
def test_settling_needs_a_category_and_a_reason(review, category, because):
    with pytest.raises(ValueError, match="why"):
        settle(Recommendation.objects.get(paragraph="6.3"), category, because)


def test_an_import_after_it_does_not_unsettle(review, read_in):  # noqa: F811
    settle(Recommendation.objects.get(paragraph="6.3"), "rejected", "The delegation said so.")
    read_in(REPORT, addendum_of("1. The Government accepts the following recommendations: 6.1, 6.2 and 6.3."))
    assert Recommendation.objects.get(paragraph="6.3").position == "rejected"


def page(client, review: Review) -> str:
    return f"/admin/recommendations/review/{review.pk}/documents/"


def test_the_page_shows_them_and_settles(admin_client, review):
    shown = admin_client.get(page(admin_client, review)).content.decode()
    for text in ("Counted from report and addendum", "Counted from OHCHR matrix", "6.3", "notes recommendation"):
        assert text in shown
    sent = {"paragraph": "6.3", "category": "noted", "because": "The addendum is the State's own paper."}
    assert "is settled" in admin_client.post(page(admin_client, review), sent, follow=True).content.decode()
    assert Recommendation.objects.get(paragraph="6.3").position == "noted"
    public = admin_client.get("/recommendations/slovenia-2025/6.3/").content.decode()
    assert "The addendum is the State&#x27;s own paper." in public


def test_a_settlement_is_not_overwritten_unseen(admin_client, review):
    sent = {"paragraph": "6.3", "category": "noted", "because": "The first reason."}
    admin_client.post(page(admin_client, review), sent)
    answer = admin_client.post(page(admin_client, review), sent | {"because": "The second reason."})
    assert "somebody else has settled" in answer.content.decode()
    first = RecommendationPosition.objects.exclude(settled_because="").get()
    assert first.settled_because == "The first reason."
    admin_client.post(page(admin_client, review), sent | {"because": "Seen.", "settled": first.pk})
    assert RecommendationPosition.objects.exclude(settled_because="").get().settled_because == "Seen."


@pytest.mark.parametrize("wrong", [{"because": ""}, {"category": "maybe"}, {"paragraph": "9.9"}])
def test_the_page_refuses_what_is_not_in_order(admin_client, review, wrong):
    sent = {"paragraph": "6.3", "category": "rejected", "because": "Because"} | wrong
    assert admin_client.post(page(admin_client, review), sent).status_code == 200
    assert not RecommendationPosition.objects.exclude(settled_because="").exists()


def test_only_who_may_edit_settles(client, django_user_model, review):
    from django.contrib.auth.models import Permission

    person = django_user_model.objects.create_user("potter", is_staff=True)
    client.force_login(person)
    assert client.get(page(client, review)).status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="view_review"))
    assert client.get(page(client, review)).status_code == 200
    assert client.post(page(client, review), {"paragraph": "6.3"}).status_code == 403


def test_the_public_page_shows_open_differences_without_names_of_files(client, review):
    shown = client.get("/reviews/slovenia-2025/").content.decode()
    assert "Where the documents disagree" in shown
    assert "Paragraph 6.3" in shown
    assert ".file" not in shown


def test_check_tallies_tells_what_each_document_comes_to(review):
    out = io.StringIO()
    call_command("check_tallies", json=True, stdout=out)
    (documents,) = json.loads(out.getvalue())["documents"]
    assert documents["counted"] == {"addendum": {"accepted": 2, "noted": 1}, "ohchr_matrix": {"accepted": 4}}
    assert [(d["paragraph"], d["kind"]) for d in documents["open_differences"]] == found(review)
    out = io.StringIO()
    call_command("check_tallies", stdout=out)
    assert "paragraph 6.3, position differs" in out.getvalue()


def test_a_review_without_documents(admin_client):
    shown = admin_client.get(page(admin_client, a_review())).content.decode()
    assert "No document of this review has been imported yet." in shown


def columns(shown: str) -> list[str]:
    return re.findall(r'<th scope="col" class="n">([^<]*)</th>', shown)


def test_the_table_has_the_positions_that_occur_and_totals(admin_client, review):
    shown = admin_client.get(page(admin_client, review)).content.decode()
    assert columns(shown) == ["Accepted", "Noted", "Total"]
    counted = re.search(r"Counted from report and addendum</th>(.*)</tr>", shown)[1]
    assert re.findall(r">(\d+)<", counted) == ["2", "1", "3"]


def test_one_document_alone_is_not_said_to_agree(admin_client, read_in):  # noqa: F811
    read_in(MATRIX, review="slovenia-2025")
    shown = admin_client.get(page(admin_client, Review.objects.get())).content.decode()
    assert "import another document of the review" in shown
    assert "agree" not in shown


def test_announced_totals_that_the_record_does_not_come_to_are_told(admin_client, read_in):  # noqa: F811
    read_in(REPORT, ADDENDUM)
    review = Review.objects.get()
    AnnouncedTally.objects.create(review=review, source=review.addendum, total=3, accepted=1, noted=2)
    shown = admin_client.get(page(admin_client, review)).content.decode()
    assert "differs from what A/HRC/59/15/Add.1 announced: supported, Noted." in " ".join(shown.split())
    assert "Nowhere" not in shown


def test_it_takes_as_many_queries_for_many_paragraphs(review, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        reconcile(review)
