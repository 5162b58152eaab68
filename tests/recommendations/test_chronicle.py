"""The history page: who changed what, when, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from recommendations.models import Case, Change, Organisation, Recommendation, RecommendationPosition, Source, together
from recommendations.tracking.chronicle import chronicle
from recommendations.tracking.records import RECORDS
from recommendations.tracking.spoken import spoken_value
from tests.records import a_recommendation, a_review, a_theme

from .admin_forms import MAKE, address, every_model, save

pytestmark = pytest.mark.django_db


def lines(record) -> list[tuple[str, str, str]]:
    """Of the latest moment."""
    return [(line.what, line.before, line.after) for line in chronicle(record)[0].lines]


def later() -> None:
    """Sets the history so far back by an hour, so that what comes next is another moment."""
    for model in RECORDS:
        model.history.update(history_date=F("history_date") - timedelta(hours=1))


def test_an_edit_says_what_was_and_what_is():
    source = Source.objects.create(publisher="Teapot Press", title="Teapots", issued_on="2024")
    source.title, source.language, source.issued_on = "Kettles", "fr", "2024-01-23"
    source.save()
    assert sorted(lines(source)[1:]) == [
        ("date", "2024", "23 January 2024"),
        ("language", "English", "French"),
        ("title", "Teapots", "Kettles"),
    ]


def test_moments_are_told_apart():
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    later()
    source.title = "Kettles"
    source.save()
    assert [[line.what for line in moment.lines] for moment in chronicle(source)] == [["title"], ["recorded"]]


def test_an_edit_in_the_admin_is_an_edit_by_that_person(admin_client, admin_user):
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    save(admin_client, source, title="Kettles")
    moment = chronicle(source)[0]
    assert moment.who == admin_user
    assert [line.what for line in moment.lines] == ["title"]


def test_parts_are_named():
    recommendation = a_recommendation(a_review(), position="accepted", senders=("KEN",))
    later()
    recommendation.positions.update(reason="Teapots abound")
    recommendation.recommenders.get().delete()
    assert lines(recommendation) == [
        ("position “Accepted”: reason", "not recorded", "Teapots abound"),
        ("recommending State removed", "Kenya", ""),
    ]


def test_links_are_told_by_name():
    case = Case.objects.create(title="Teapots")
    case.reviews.add(a_review("KEN"))
    assert ("reviews", "none", str(a_review("KEN"))) in lines(case)


def test_what_it_refers_to_may_be_gone():
    organisation = Organisation.objects.create(name="Friends of Teapots")
    recommendation = a_recommendation(a_review())
    assessment = recommendation.assessments.create(organisation=organisation, judgement="weak")
    assessment.delete()
    organisation.delete()
    assert "something that was removed since" in [after for _what, _before, after in lines(recommendation)]


def test_changes_made_together_say_what_they_were(admin_client):
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    with together(Change.objects.create(kind="bulk", description="All teapots became kettles")):
        Source.objects.filter(pk=source.pk).update(title="Kettles")
    page = admin_client.get(address(Source, "history", source.pk)).content.decode()
    assert "All teapots became kettles" in page
    assert '<td>title</td><td class="before">Teapots</td><td class="after">Kettles</td>' in page


@every_model
def test_every_record_has_a_history_page(admin_client, model):
    record = MAKE[model](0)
    if hasattr(record, "history"):
        page = admin_client.get(address(model, "history", record.pk))
        assert page.status_code == 200
        assert page.context["moments"]


def test_who_may_not_see_a_record_does_not_see_its_history(client, django_user_model):
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.get(address(Source, "history", source.pk)).status_code == 403


def test_values_cannot_break_out_of_the_page(admin_client):
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    source.title = "<script>alert(1)</script>"
    source.save()
    assert "<script>alert(1)" not in admin_client.get(address(Source, "history", source.pk)).content.decode()


def test_figures_of_a_review_as_of_a_date(admin_client):
    review = a_review()
    recommendation = a_recommendation(
        review, position="noted", paragraph="28.5", themes=(a_theme("Tibet", "territories"),)
    )
    a_recommendation(review, "Without a number", position="noted")
    later()
    Recommendation.history.update(history_date="2026-01-10T12:00Z")
    RecommendationPosition.objects.create(recommendation=recommendation, category="accepted")
    address_of = address(type(review), "history", review.pk)

    def figures(on: str) -> list[tuple[str, int, list[tuple[str, int]]]]:
        return admin_client.get(address_of, {"on": on}).context["figures"]

    assert figures("2026-01-09") == []
    assert figures("2026-01-10") == [
        ("numbered paragraphs", 1, [("Noted", 1)]),
        ("texts without a number", 1, [("Noted", 1)]),
    ]
    assert figures(str(timezone.localdate()))[0] == ("numbered paragraphs", 1, [("Accepted", 1)])
    assert admin_client.get(address_of, {"on": "soon"}).status_code == 200


def test_a_moment_is_told_as_people_read_it():
    review = a_review()
    review.published_at = datetime(2026, 11, 23, 22, 19, 40, 45141, tzinfo=UTC)
    assert spoken_value(review, review._meta.get_field("published_at")) == "23 November 2026, 22:19 UTC"
