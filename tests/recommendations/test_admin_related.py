"""Adding a record from where one is: filled in, and back again; and many recommendations by their numbers."""

import html

import pytest
from django.contrib.auth.models import Permission

from recommendations.models import Assessment, Case, FollowUpAction, Recommendation, Review, Statement
from tests.records import a_recommendation, a_review, an_organisation

from .admin_forms import add, address, complaints, save, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation() -> Recommendation:
    return a_recommendation(a_review(), paragraph="28.5")


def tools(client, record) -> dict[str, str]:
    return {
        tool.label: tool.address for tool in client.get(address(type(record), "change", record.pk)).context["tools"]
    }


def test_a_recommendation_offers_what_belongs_to_it(admin_client, recommendation):
    offered = tools(admin_client, recommendation)
    assert list(offered) == [
        "Add assessment",
        "Add follow-up action",
        "Add to a follow-up action…",
        "Add to an advocacy case…",
    ]
    page = admin_client.get(address(Recommendation, "change", recommendation.pk)).content.decode()
    for where in offered.values():
        assert f'href="{html.escape(where)}"' in page
        assert admin_client.get(where).status_code == 200


def test_an_assessment_comes_back_to_its_recommendation(admin_client, recommendation):
    where = tools(admin_client, recommendation)["Add assessment"]
    form = sent_back(admin_client.get(where))
    assert form["recommendation"] == str(recommendation.pk)
    response = admin_client.post(where, form | {"organisation": an_organisation().pk, "judgement": "weak"})
    assert response["Location"] == address(Recommendation, "change", recommendation.pk)
    assert recommendation.assessments.get().judgement == "weak"


def test_a_follow_up_action_knows_recommendation_review_and_state(admin_client, recommendation):
    where = tools(admin_client, recommendation)["Add follow-up action"]
    form = sent_back(admin_client.get(where)) | {"title": "Brew", "kind": "other"}
    assert admin_client.post(where, form)["Location"] == address(Recommendation, "change", recommendation.pk)
    made = FollowUpAction.objects.get()
    assert list(made.recommendations.all()) == [recommendation]
    assert list(made.reviews.all()) == [recommendation.review]
    assert made.state == recommendation.review.state


def test_a_review_offers_what_belongs_to_it(admin_client):
    review = a_review()
    offered = tools(admin_client, review)
    filled_in = {
        "Add recommendation": {"text": "Brew", "language": "en"},
        "Add follow-up action": {"title": "Brew", "kind": "other"},
        "Add statement": {"title": "Brew"},
        "Add assessment": {"organisation": an_organisation().pk, "judgement": "weak"},
    }
    assert list(offered) == list(filled_in)
    for label, values in filled_in.items():
        form = sent_back(admin_client.get(offered[label])) | values
        response = admin_client.post(offered[label], form)
        assert response.status_code == 302, complaints(response)
        assert response["Location"] == address(Review, "change", review.pk)
    assert review.recommendations.count() == review.follow_up.count() == review.statements.count() == 1
    assert Statement.objects.get().reviews.get().state == FollowUpAction.objects.get().state == review.state
    assert review.assessments.count() == 1


def test_save_and_continue_comes_back_later(admin_client, recommendation):
    where = tools(admin_client, recommendation)["Add assessment"]
    form = sent_back(admin_client.get(where)) | {"organisation": an_organisation().pk, "judgement": "weak"}
    stays = admin_client.post(where, form | {"_continue": "1"})["Location"]
    assert stays.startswith(address(Assessment, "change", Assessment.objects.get().pk))
    response = admin_client.post(stays, sent_back(admin_client.get(stays)))
    assert response["Location"] == address(Recommendation, "change", recommendation.pk)


@pytest.mark.parametrize(
    "back",
    [
        "https://teapots.example/",
        "//teapots.example",
        "recommendation-//teapots.example",
        "recommendation-0",
        "recommendation-999999999999999999999999",
        "recommendation-٣",
        "user-1",
        "teapot-1",
        "recommendation",
        "-1",
        "",
    ],
)
def test_nothing_but_a_page_of_the_admin_is_led_back_to(admin_client, back):
    form = sent_back(admin_client.get(address(Case, "add"))) | {"title": "Teapots"}
    response = admin_client.post(f"{address(Case, 'add')}?_from={back}", form)
    assert response["Location"] == address(Case, "changelist")


def test_links_are_there_for_who_may_follow_them(client, django_user_model, recommendation):
    person = django_user_model.objects.create_user("potter", is_staff=True)
    may = ["view_recommendation", "change_recommendation", "add_assessment", "change_case"]
    person.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(person)
    assert list(tools(client, recommendation)) == ["Add assessment", "Add to an advocacy case…"]
    closed = address(Recommendation, "add_to", recommendation.pk, "link_to_follow_up")
    assert client.get(closed).status_code == 403


def test_a_recommendation_is_added_to_a_case_and_comes_back(admin_client, recommendation):
    case = Case.objects.create(title="Teapots")
    where = tools(admin_client, recommendation)["Add to an advocacy case…"]
    assert "Teapots" in admin_client.get(where).content.decode()
    seen = admin_client.post(where, {"case": case.pk, "preview": "1"})
    response = admin_client.post(where, {"case": case.pk, "do": "1", "seal": seen.context["seal"]})
    assert response["Location"] == address(Recommendation, "change", recommendation.pk)
    assert list(case.recommendations.all()) == [recommendation]


@pytest.mark.parametrize("kind", ["tag", "teapots"])
def test_only_links_have_a_page_of_their_own(admin_client, recommendation, kind):
    assert admin_client.get(address(Recommendation, "add_to", recommendation.pk, kind)).status_code == 404
    assert admin_client.get(address(Recommendation, "add_to", 10**9, "link_to_case")).status_code == 404


# Without scripts


def test_without_scripts_a_record_is_typed(admin_client, recommendation):
    where = tools(admin_client, recommendation)["Add assessment"]
    page = admin_client.get(where)
    assert '<noscript><input type="text" class="vTextField" name="organisation_typed"' in page.content.decode()
    an_organisation("Friends of Kettles", acronym="FK")
    friends = an_organisation(acronym="FoT")
    form = sent_back(page) | {"judgement": "weak", "organisation_typed": "fot"}
    assert admin_client.post(where, form).status_code == 302
    assert recommendation.assessments.get().organisation == friends


@pytest.mark.parametrize("typed", ["Kettles", "Friends"])
def test_what_no_record_or_several_are_called_is_refused_in_words(admin_client, typed):
    for name in ("Friends of Teapots", "Friends of Spoons"):
        an_organisation(name)
    page = add(admin_client, Assessment, organisation_typed=typed, judgement="weak", review=a_review().pk)
    assert f"“{typed}” is not what one record, and one only, is called." in complaints(page)


def test_an_address_that_fills_in_nonsense_opens_an_empty_form(admin_client):
    assert admin_client.get(f"{address(Assessment, 'add')}?recommendation=teapot").status_code == 200


# By numbers


@pytest.mark.parametrize(("model", "fields"), [(Case, {}), (FollowUpAction, {"kind": "other"})])
def test_recommendations_are_added_by_their_numbers(admin_client, model, fields):
    review = a_review()
    shelf = [a_recommendation(review, f"Brew {n}", f"28.{n}") for n in range(1, 5)]
    record = model.objects.create(title="Teapots", **fields)
    record.recommendations.add(shelf[0])
    assert save(admin_client, record, add_paragraphs="china-2024: 28.2-28.3").status_code == 302
    assert set(record.recommendations.all()) == set(shelf[:3])
    assert save(admin_client, record, reviews=[review.pk], add_paragraphs="28.4").status_code == 302
    assert set(record.recommendations.all()) == set(shelf)
    assert save(admin_client, record).status_code == 302
    assert record.recommendations.count() == 4


def test_a_number_that_is_not_recorded_is_named_and_nothing_is_saved(admin_client):
    a_recommendation(a_review(), paragraph="28.5")
    case = Case.objects.create(title="Teapots")
    page = save(admin_client, case, title="Kettles", add_paragraphs="china-2024: 28.5, 28.77\nfrance-1066: 1.1")
    assert "China, 2024: paragraph 28.77 is not recorded." in complaints(page)
    assert "There is no review “france-1066”" in complaints(page)
    case.refresh_from_db()
    assert (case.title, case.recommendations.count()) == ("Teapots", 0)


def test_who_only_looks_sees_no_field_for_numbers(client, django_user_model):
    person = django_user_model.objects.create_user("potter", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_case"))
    client.force_login(person)
    case = Case.objects.create(title="Teapots")
    page = client.get(address(Case, "change", case.pk))
    assert page.status_code == 200
    assert "add paragraphs" not in page.content.decode().lower()
