"""Two people who edit one record: nothing is overwritten in silence, and nothing typed is lost."""

import pytest

from recommendations.models import (
    Case,
    Organisation,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Source,
)
from tests.records import a_recommendation, a_review, a_state

from .admin_forms import address, sent_back, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(publisher="Teapot Press", title="Teapots")


def open_form(client, record) -> dict[str, object]:
    return sent_back(client.get(address(type(record), "change", record.pk)))


def send(client, record, data):
    return client.post(address(type(record), "change", record.pk), data)


def somebody_else_saves(record, **values: object) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def differences(page) -> list[tuple[str, str, str]]:
    assert page.status_code == 200
    return [(d.label, d.theirs, d.mine if d.is_conflict else "untouched") for d in page.context["conflict"].differences]


def test_saving_what_nobody_else_changed_goes_through(admin_client, source):
    page = send(admin_client, source, open_form(admin_client, source) | {"title": "Kettles"})
    assert page.status_code == 302
    source.refresh_from_db()
    assert source.title == "Kettles"


def test_the_second_sees_both_side_by_side_and_nothing_is_saved(admin_client, source):
    data = open_form(admin_client, source)
    somebody_else_saves(source, title="Spoons")
    page = send(admin_client, source, data | {"title": "Kettles"})
    assert differences(page) == [("Title", "Spoons", "Kettles")]
    assert "Not saved yet" in page.content.decode()
    assert page.context["adminform"].form["title"].value() == "Kettles"
    source.refresh_from_db()
    assert source.title == "Spoons"


def test_having_seen_it_the_second_may_save(admin_client, source):
    data = open_form(admin_client, source)
    somebody_else_saves(source, title="Spoons")
    page = send(admin_client, source, data | {"title": "Kettles"})
    assert send(admin_client, source, sent_back(page)).status_code == 302
    source.refresh_from_db()
    assert source.title == "Kettles"


def test_what_only_the_other_changed_is_taken_over(admin_client, source):
    data = open_form(admin_client, source)
    somebody_else_saves(source, publisher="Kettle Press", url="https://example.org/", language="fr")
    page = send(admin_client, source, data | {"title": "Kettles"})
    assert sorted(differences(page)) == [
        ("Language", "French", "untouched"),
        ("Link", "https://example.org/", "untouched"),
        ("Publisher", "Kettle Press", "untouched"),
    ]
    send(admin_client, source, sent_back(page))
    source.refresh_from_db()
    assert (source.title, source.publisher, source.language) == ("Kettles", "Kettle Press", "fr")


def test_both_typed_the_same(admin_client, source):
    data = open_form(admin_client, source)
    somebody_else_saves(source, title="Kettles")
    page = send(admin_client, source, data | {"title": "Kettles"})
    assert differences(page) == []
    assert "You both typed the same." in page.content.decode()


def test_a_form_without_a_version_is_not_trusted(admin_client, source):
    data = open_form(admin_client, source)
    del data["_version"]
    assert send(admin_client, source, data | {"title": "Kettles"}).status_code == 200
    source.refresh_from_db()
    assert source.title == "Teapots"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "1.2.3.4.5.6.7.8", "²"])
def test_no_version_breaks_the_page(admin_client, source, version):
    data = open_form(admin_client, source) | {"_version": version}
    assert send(admin_client, source, data).status_code == 200


def test_links_that_others_made_are_not_cut(admin_client):
    case, one, two = Case.objects.create(title="Teapots"), a_review("FRA"), a_review("KEN")
    case.reviews.add(one)
    data = open_form(admin_client, case)
    case.reviews.add(two)
    page = send(admin_client, case, data | {"summary": "Typed"})
    assert [d[0] for d in differences(page)] == ["Reviews"]
    send(admin_client, case, sent_back(page))
    assert set(case.reviews.all()) == {one, two}


@pytest.fixture
def recommendation() -> Recommendation:
    return a_recommendation(a_review(), "Invent a teapot", paragraph="28.5", senders=("PRT", "KEN"))


def test_a_part_that_somebody_added_is_kept_and_shown(admin_client, recommendation):
    data = open_form(admin_client, recommendation)
    RecommendingState.objects.create(recommendation=recommendation, state=a_state("PER"))
    page = send(admin_client, recommendation, data | {"note": "Typed"})
    assert differences(page) == [("recommending State", "added: Peru", "untouched")]
    assert send(admin_client, recommendation, sent_back(page)).status_code == 302
    assert set(recommendation.recommenders.values_list("state__iso3", flat=True)) == {"PRT", "KEN", "PER"}
    recommendation.refresh_from_db()
    assert recommendation.note == "Typed"


def test_a_part_that_somebody_changed(admin_client, recommendation):
    data = open_form(admin_client, recommendation)
    position = recommendation.positions.get()
    somebody_else_saves(position, reason="Theirs", locator="para. 3")
    prefix = "positions-0"
    page = send(admin_client, recommendation, data | {f"{prefix}-reason": "Mine"})
    found = {(label.split(": ")[-1], theirs, mine) for label, theirs, mine in differences(page)}
    assert found == {("Reason", "Theirs", "Mine"), ("Place in the source", "para. 3", "untouched")}
    assert send(admin_client, recommendation, sent_back(page)).status_code == 302
    position.refresh_from_db()
    assert (position.reason, position.locator) == ("Mine", "para. 3")


def test_an_untouched_part_that_somebody_removed_stays_removed(admin_client, recommendation):
    data = open_form(admin_client, recommendation)
    recommendation.recommenders.get(state__iso3="KEN").delete()
    page = send(admin_client, recommendation, data | {"note": "Typed"})
    assert differences(page) == [("recommending State", "removed", "untouched")]
    assert send(admin_client, recommendation, sent_back(page)).status_code == 302
    assert set(recommendation.recommenders.values_list("state__iso3", flat=True)) == {"PRT"}


def test_a_part_that_was_typed_into_comes_back_as_a_new_one(admin_client, recommendation):
    data = open_form(admin_client, recommendation)
    recommendation.positions.get().delete()
    page = send(admin_client, recommendation, data | {"positions-0-reason": "Mine"})
    assert send(admin_client, recommendation, sent_back(page)).status_code == 302
    assert recommendation.positions.get().reason == "Mine"


def test_a_part_that_was_added_here_stays_beside_theirs(admin_client, recommendation):
    data = open_form(admin_client, recommendation)
    RecommendationPosition.objects.create(recommendation=recommendation, category="noted")
    data = with_row(data, "recommenders", state=a_state("PER").pk)
    page = send(admin_client, recommendation, data)
    assert send(admin_client, recommendation, sent_back(page)).status_code == 302
    assert recommendation.positions.count() == 2
    assert recommendation.recommenders.count() == 3


def test_a_part_that_went_to_another_record_is_a_conflict(admin_client, recommendation):
    other = a_recommendation(recommendation.review, "Invent a kettle", paragraph="28.6")
    data = open_form(admin_client, recommendation)
    recommendation.positions.update(recommendation=other)
    page = send(admin_client, recommendation, data | {"positions-0-reason": "Mine"})
    assert "Not saved yet" in page.content.decode()
    send(admin_client, recommendation, sent_back(page))
    assert recommendation.positions.get().reason == "Mine"


@pytest.mark.parametrize("name", ["positions-TOTAL_FORMS", "positions-0-id", "parent", "review"])
def test_numbers_of_any_length_break_nothing(admin_client, recommendation, name):
    data = open_form(admin_client, recommendation)
    Recommendation.objects.filter(pk=recommendation.pk).update(text="Invent a kettle")
    for number in ("9" * 30, "9" * 5000):
        assert send(admin_client, recommendation, data | {name: number}).status_code == 200


def test_an_import_meanwhile_is_a_conflict_too(admin_client, recommendation):
    data = open_form(admin_client, recommendation)
    Recommendation.objects.filter(pk=recommendation.pk).update(text="Invent a kettle")
    assert differences(send(admin_client, recommendation, data)) == [("Text", "Invent a kettle", "untouched")]


def test_it_says_who_and_when(admin_client, client, django_user_model, source):
    data = open_form(admin_client, source)
    other = django_user_model.objects.create_superuser("potter")
    client.force_login(other)
    send(client, source, open_form(client, source) | {"title": "Spoons"})
    page = send(admin_client, source, data | {"title": "Kettles"})
    assert "Changed by potter" in page.content.decode()


def test_adding_is_never_a_conflict(admin_client):
    page = admin_client.post(address(Organisation, "add"), {"name": "Friends of Teapots", "slug": "friends"})
    assert page.status_code == 302
