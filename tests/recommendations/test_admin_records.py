"""The admin at work: recommendations with all that hangs on them, and publishing."""

import pytest
from django.contrib.auth.models import Permission

from recommendations.models import (
    Case,
    Recommendation,
    Review,
    State,
)
from tests.records import a_recommendation, a_review, a_state, a_theme

from .admin_forms import MAKE, PUBLISHABLE, address, publishable, save, sent_back, with_row

pytestmark = pytest.mark.django_db


# Recommendations


@pytest.mark.parametrize("q", ["inventing teapots", "28.5", "china-2024", "China", "TEAPOT common"])
def test_a_recommendation_is_found_by_word_form_paragraph_review_and_state(admin_client, q):
    wanted = a_recommendation(a_review(), paragraph="28.5")
    a_recommendation(a_review("FRA"), "Wash the saucers", paragraph="28.50")
    page = admin_client.get(address(Recommendation, "changelist"), {"q": q})
    assert list(page.context["cl"].result_list) == [wanted]


def test_the_number_of_recommendations_of_a_review_leads_to_them(admin_client):
    recommendation = a_recommendation(a_review())
    a_recommendation(a_review("FRA"))
    page = admin_client.get(address(Recommendation, "changelist"), {"review__id__exact": recommendation.review_id})
    assert list(page.context["cl"].result_list) == [recommendation]
    reviews = admin_client.get(address(Review, "changelist"), {"q": "china-2024"}).content.decode()
    assert f"review__id__exact={recommendation.review_id}" in reviews


def test_a_new_recommendation_is_saved_with_its_states_positions_and_themes(admin_client):
    review = a_review()
    where = address(Recommendation, "add")
    data = sent_back(admin_client.get(where))
    data |= {"review": review.pk, "paragraph": "28.5", "text": "Invent a better teapot", "language": "en"}
    data = with_row(data, "recommenders", state=a_state("PRT").pk, verbatim_name="The Land of Ports")
    data = with_row(data, "recommenders", state=a_state("KEN").pk)
    data = with_row(data, "positions", category="noted", taken_on="11 June 2024", is_final="on")
    data = with_row(data, "tags", theme=a_theme("Tibet", "territories").pk, origin="staff")
    assert admin_client.post(where, data).status_code == 302
    made = Recommendation.objects.get()
    assert made.key == "28.5"
    assert [str(state) for state in made.recommenders.all()] == ["The Land of Ports", "Kenya"]
    assert made.position == "noted"
    assert [tag.theme.name for tag in made.tags.all()] == ["Tibet"]
    found = admin_client.get(address(Recommendation, "changelist"), {"q": "Xizang"})
    assert list(found.context["cl"].result_list) == [made]


def test_a_later_final_position_counts_and_without_it_the_earlier_one_again(admin_client):
    recommendation = a_recommendation(a_review(), position="noted")
    where = address(Recommendation, "change", recommendation.pk)
    unchanged = sent_back(admin_client.get(where))
    later = with_row(unchanged, "positions", category="accepted", taken_on="2024-07", is_final="on")
    assert admin_client.post(where, later).status_code == 302
    recommendation.refresh_from_db()
    assert recommendation.position == "accepted"

    data = sent_back(admin_client.get(where))
    row = next(n for n in range(2) if data[f"positions-{n}-category"] == "accepted")
    assert admin_client.post(where, data | {f"positions-{row}-DELETE": "on"}).status_code == 302
    recommendation.refresh_from_db()
    assert recommendation.position == "noted"


def test_a_provisional_position_does_not_count_beside_a_final_one(admin_client):
    recommendation = a_recommendation(a_review(), position="noted")
    where = address(Recommendation, "change", recommendation.pk)
    data = with_row(sent_back(admin_client.get(where)), "positions", category="accepted", taken_on="2030")
    assert admin_client.post(where, data).status_code == 302
    recommendation.refresh_from_db()
    assert (recommendation.position, recommendation.positions.count()) == ("noted", 2)


def test_a_paragraph_number_that_comes_later_leads_the_old_address_on(admin_client, client):
    recommendation = a_recommendation(a_review())
    old = recommendation.get_absolute_url()
    assert client.get(old).status_code == 200
    assert save(admin_client, recommendation, paragraph="28.5").status_code == 302
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/recommendations/china-2024/28.5/")
    assert client.get(response["Location"]).status_code == 200


def test_saving_a_form_as_it_is_changes_nothing(admin_client):
    recommendation = a_recommendation(a_review(), paragraph="28.5", action=4, themes=(a_theme("Tibet", "territories"),))
    before = Recommendation.objects.filter(pk=recommendation.pk).values().get()
    assert save(admin_client, recommendation).status_code == 302
    assert Recommendation.objects.filter(pk=recommendation.pk).values().get() == before


# Publishing


def messages(page: object) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def act(client, action: str, model: type, *records: object) -> list[str]:
    """Runs an action of the list on records, past the page that shows first what it would do; what the admin says."""
    data = {"action": action, "_selected_action": [record.pk for record in records]}
    shown = client.post(address(model, "changelist"), data, follow=True)
    sealed = {"seal": (shown.context or {}).get("seal", ""), "do": "Do it"}
    done = client.post(address(model, "changelist"), data | sealed, follow=True)
    return [message.partition(" <a")[0] for message in messages(done)]


@publishable
def test_publishing_shows_a_record_to_visitors_and_withdrawing_hides_it(admin_client, client, model):
    one, other, third = (MAKE[model](n) for n in range(3))
    assert client.get(one.get_absolute_url()).status_code == 404

    assert act(admin_client, "publish_selected", model, one) == ["1 record is public now."]
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404

    said = act(admin_client, "publish_selected", model, one, other, third)
    assert said == ["2 records are public now. 1 was public already."]
    assert client.get(other.get_absolute_url()).status_code == 200

    said = act(admin_client, "withdraw_selected", model, one)
    assert said == ["1 record is withdrawn: its address answers as if it had never been."]
    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.get(one.get_absolute_url()).content == client.get("/recommendations/no/such/").content

    said = act(admin_client, "withdraw_selected", model, one, other, third)
    assert said == ["2 records are withdrawn: their addresses answer as if they had never been. 1 was not public."]
    assert client.get(other.get_absolute_url()).status_code == 404


def test_the_message_counts_several_that_were_so_already(admin_client):
    cases = [MAKE[Case](n) for n in range(2)]
    assert act(admin_client, "withdraw_selected", Case, *cases)[0].endswith(" 2 were not public.")
    act(admin_client, "publish_selected", Case, *cases)
    assert act(admin_client, "publish_selected", Case, *cases)[0].endswith(" 2 were public already.")


@publishable
def test_only_a_public_record_has_a_link_to_its_page(admin_client, model):
    record = MAKE[model](0)
    link = "View on site"
    where = address(model, "change", record.pk)
    assert link not in admin_client.get(where).content.decode()
    model.objects.filter(pk=record.pk).publish()
    page = admin_client.get(where)
    assert link in page.content.decode()
    shown = admin_client.get(page.context["absolute_url"], follow=True)
    assert (shown.status_code, shown.request["PATH_INFO"]) == (200, record.get_absolute_url())


def test_a_recommendation_has_a_link_to_its_page_where_its_review_is_public(admin_client):
    recommendation = a_recommendation(a_review(published=False))
    where = address(Recommendation, "change", recommendation.pk)
    assert "View on site" not in admin_client.get(where).content.decode()
    Review.objects.publish()
    assert "View on site" in admin_client.get(where).content.decode()


def test_a_process_without_public_pages_links_to_none(admin_client, settings):
    settings.SITE_FACES = {"staff"}
    for model in (Case, Recommendation, Review, State):
        record = MAKE[model](1)
        if model in PUBLISHABLE:
            model.objects.publish()
        assert "View on site" not in admin_client.get(address(model, "change", record.pk)).content.decode()


def test_publishing_needs_the_permission_to_change(client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_case"))
    client.force_login(reader)
    case = MAKE[Case](0)
    act(client, "publish_selected", Case, case)
    case.refresh_from_db()
    assert not case.is_published
