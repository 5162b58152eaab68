"""Many records at once in the admin: nothing is done that was not shown, and all of it can be taken back."""

import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from recommendations.admin.bulk import BULK_ACTIONS
from recommendations.models import (
    Assessment,
    Case,
    Change,
    FollowUpAction,
    Recommendation,
    Review,
    Tag,
)
from recommendations.tracking.publishing import publish_together
from tests.records import a_recommendation, a_review, a_source, a_theme, an_organisation

from .admin_forms import PUBLISHABLE, address

pytestmark = pytest.mark.django_db

LIST = address(Recommendation, "changelist")


@pytest.fixture
def shelf() -> list[Recommendation]:
    china, france = a_review(), a_review("FRA")
    made = [a_recommendation(china, f"Invent teapot {n}", f"28.{n}") for n in range(1, 5)]
    return [*made, a_recommendation(france, "Wash the saucers", "6.1")]


@pytest.fixture
def torture():
    return a_theme("Torture and other CID treatment")


def choose(client, action: str, records, across: bool = False, where: str = LIST, **fields: object):
    """Chooses an action for what is ticked, as the list sends it; with fields, fills in the page that comes."""
    data = {"action": action, "select_across": int(across), "_selected_action": [r.pk for r in records], **fields}
    return client.post(where, data if fields else data | {"index": 0})


def see(client, action: str, records, **fields: object):
    return choose(client, action, records, preview="See what would change", **fields)


def do(client, action: str, records, seen=None, **fields: object):
    """Looks and does it; `seen` is what was looked at, where that was something else."""
    seen = seen or see(client, action, records, **fields)
    return choose(client, action, records, do="Do it", seal=seen.context["seal"], **fields)


def text(page) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def said(client, where: str = LIST) -> str:
    return " ".join(str(message) for message in client.get(where).context["messages"])


# Looking


def test_the_menu_of_the_list_offers_every_action(admin_client, shelf):
    offered = dict(admin_client.get(LIST).context["action_form"].fields["action"].choices)
    assert {kind.name for kind in BULK_ACTIONS} <= set(offered)
    assert offered["tag"] == "Tag with a theme…"


def test_choosing_an_action_asks_and_writes_nothing(admin_client, shelf):
    page = choose(admin_client, "tag", shelf[:2])
    assert "2 are selected. You see what would come of it before anything is written." in text(page)
    assert not page.context["form"].errors
    assert 'name="do"' not in page.content.decode()
    assert not Tag.objects.exists()


def test_the_page_says_what_would_change_and_names_it(admin_client, shelf, torture):
    Tag.objects.create(recommendation=shelf[0], theme=torture)
    page = see(admin_client, "tag", shelf, theme=torture.pk)
    seen = text(page)
    assert re.search(r"Selected 5 Would change 4 Have it already 1", seen)
    assert "look again" not in seen
    assert "China, 2024, 28.2: Invent teapot 2" in seen
    assert "China, 2024, 28.1:" not in seen
    assert address(Recommendation, "change", shelf[1].pk) in page.content.decode()
    assert Tag.objects.count() == 1


def test_no_more_than_twenty_are_named(admin_client, torture):
    review = a_review()
    shelf = [a_recommendation(review, f"Invent teapot {n}", f"28.{n}", senders=()) for n in range(1, 24)]
    seen = text(see(admin_client, "tag", shelf, theme=torture.pk))
    assert seen.count("Invent teapot") == 20
    assert "and 3 more" in seen


def test_what_is_left_out_is_named_with_the_reason(admin_client, shelf, torture):
    Tag.objects.create(recommendation=shelf[0], theme=torture, origin="organisation", organisation=an_organisation())
    Tag.objects.create(recommendation=shelf[1], theme=torture)
    seen = text(see(admin_client, "untag", shelf, theme=torture.pk))
    assert "Left out: an organisation gave it this theme: take that back on its own page 1" in seen
    assert "China, 2024, 28.1: Invent teapot 1" in seen


def test_where_nothing_would_change_there_is_no_button(admin_client, shelf, torture):
    Tag.objects.create(recommendation=shelf[0], theme=torture)
    page = see(admin_client, "tag", shelf[:1], theme=torture.pk)
    assert page.context["outlook"].to_change == []
    assert 'name="do"' not in page.content.decode()


@pytest.mark.parametrize("fields", [{"theme": ""}, {"theme": "teapots"}, {"theme": 10**12}])
def test_a_form_that_is_not_filled_in_says_so(admin_client, shelf, fields):
    page = see(admin_client, "tag", shelf, **fields)
    assert page.context["form"].errors["theme"]
    assert page.context["outlook"] is None


def test_themes_stand_under_their_lists(admin_client, shelf):
    page = choose(admin_client, "tag", shelf).content.decode()
    assert '<optgroup label="UPR Info issues">' in page
    assert '<optgroup label="Territories">' in page


# Doing


def test_one_button_does_it_and_the_message_leads_to_undo(admin_client, admin_user, shelf, torture):
    response = do(admin_client, "tag", shelf, theme=torture.pk)
    assert (response.status_code, response["Location"]) == (302, LIST)
    change = Change.objects.get()
    assert change.made_by == admin_user
    message = said(admin_client)
    assert "Tagged 5 recommendations with “Torture and other CID treatment (UPR Info issues)”." in message
    undo = reverse("admin:recommendations_change_undo", args=[change.pk])
    assert f'href="{undo}"' in message
    admin_client.post(undo)
    assert not Tag.objects.exists()


def test_assessing_with_all_that_the_form_asks(admin_client, shelf):
    organisation, source = an_organisation(), a_source(symbol="A/TEA/1")
    fields = {"organisation": organisation.pk, "judgement": "weak", "assessed_on": "June 2024", "reasons": "No date"}
    fields |= {"source": "a/tea/1", "locator": "p. 3", "quotation": "nothing brews"}
    do(admin_client, "assess", shelf[:2], **fields)
    made = shelf[0].assessments.get()
    assert (made.organisation, made.judgement, made.assessed_on, made.reasons) == (
        organisation,
        "weak",
        "2024-06",
        "No date",
    )
    cited = made.citations.get()
    assert (cited.source, cited.locator, cited.quotation) == (source, "p. 3", "nothing brews")


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"source": "Kettles"}, "source", "No source is called “Kettles”."),
        ({"source": "Teapots"}, "source", "“Teapots” can mean several: "),
        ({"locator": "p. 3"}, "source", "Say of which source this place or quotation is."),
        ({"assessed_on": "teatime"}, "assessed_on", "“teatime” is not a date."),
        ({"judgement": "missing"}, "judgement", "not one of the available choices"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_in_words(admin_client, shelf, fields, field, words):
    for publisher in ("Teapot Press", "Kettle Press"):
        a_source("Teapots", publisher=publisher)
    asked = {"organisation": an_organisation().pk, "judgement": "weak"} | fields
    page = see(admin_client, "assess", shelf, **asked)
    assert words in " ".join(page.context["form"].errors[field])
    assert not Assessment.objects.exists()


def test_adding_to_a_case_to_an_action_and_confirming_a_category(admin_client, shelf):
    case, action = Case.objects.create(title="Teapots"), FollowUpAction.objects.create(title="Brew", kind="other")
    do(admin_client, "link_to_case", shelf, case=case.pk)
    do(admin_client, "link_to_follow_up", shelf[:2], follow_up=action.pk)
    do(admin_client, "set_action_category", shelf[:3], category=5)
    assert case.recommendations.count() == 5
    assert action.recommendations.count() == 2
    assert Recommendation.objects.filter(action_category=5, action_origin="confirmed").count() == 3
    assert Change.objects.count() == 3


# What was shown is what is done


def test_another_choice_than_was_shown_is_shown_first(admin_client, shelf, torture):
    seen = see(admin_client, "tag", shelf, theme=torture.pk)
    page = do(admin_client, "tag", shelf, seen, theme=a_theme("Detention").pk)
    assert "look again" in text(page)
    assert not Tag.objects.exists()
    do(admin_client, "tag", shelf, page, theme=a_theme("Detention").pk)
    assert Tag.objects.count() == 5


def test_what_somebody_else_tagged_meanwhile_is_shown_first(admin_client, shelf, torture):
    seen = see(admin_client, "tag", shelf, theme=torture.pk)
    Tag.objects.create(recommendation=shelf[0], theme=torture)
    page = do(admin_client, "tag", shelf, seen, theme=torture.pk)
    assert "look again" in text(page)
    assert Tag.objects.count() == 1


def test_a_list_that_has_grown_meanwhile_is_shown_first(admin_client, shelf, torture):
    where = f"{LIST}?q=china-2024"
    fields = {"where": where, "across": True, "theme": torture.pk}
    seen = choose(admin_client, "tag", shelf[:1], preview="1", **fields)
    assert seen.context["selection"].pks == [r.pk for r in shelf[:4]]
    a_recommendation(shelf[0].review, "Invent teapot 9", "28.9")
    page = choose(admin_client, "tag", shelf[:1], do="1", seal=seen.context["seal"], **fields)
    assert "look again" in text(page)
    assert len(page.context["selection"].pks) == 5
    choose(admin_client, "tag", shelf[:1], do="1", seal=page.context["seal"], **fields)
    assert Tag.objects.count() == 5


def test_a_seal_that_was_made_up_does_nothing(admin_client, shelf, torture):
    for seal in ("", "0", "teapots"):
        page = choose(admin_client, "tag", shelf, do="1", seal=seal, theme=torture.pk)
        assert page.status_code == 200
    assert not Tag.objects.exists()


# Beyond one page, with and without scripts


def test_all_that_the_list_shows_can_be_chosen_on_the_page_that_comes(admin_client, shelf, torture):
    page = choose(admin_client, "tag", shelf[:1], where=f"{LIST}?q=china-2024")
    seen = text(page)
    assert "only the 1 that is ticked" in seen
    assert "all 4 that the list shows, on all its pages" in seen
    wider = choose(admin_client, "tag", shelf[:1], True, f"{LIST}?q=china-2024", preview="1", seal="", theme=torture.pk)
    assert len(wider.context["outlook"].to_change) == 4


def test_where_all_is_ticked_there_is_no_choice(admin_client, shelf):
    assert "on all its pages" not in text(choose(admin_client, "tag", shelf))


def test_without_scripts_a_list_of_several_pages_says_how_to_choose_all(admin_client, shelf, monkeypatch):
    from recommendations.admin.recommendations import RecommendationAdmin

    assert "tick one, choose the action" not in text(admin_client.get(LIST))
    monkeypatch.setattr(RecommendationAdmin, "list_per_page", 2)
    assert "tick one, choose the action" in text(admin_client.get(LIST))


def test_thousands_are_sent_as_one_choice(admin_client, shelf, torture, settings):
    """Only what is ticked is sent again, so that a form stays below the limit of fields."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    Recommendation.objects.bulk_create(
        Recommendation(review=shelf[0].review, paragraph=f"1.{n}", key=f"1.{n}", sort_key=f"{n:05}", text=f"Teapot {n}")
        for n in range(300)
    )
    page = see(admin_client, "tag", shelf, across=True, theme=torture.pk)
    assert page.content.count(b'type="hidden"') < 20
    do(admin_client, "tag", shelf, page, across=True, theme=torture.pk)
    assert Tag.objects.count() == 305


def test_five_hundred_are_shown_in_a_bounded_number_of_queries(
    admin_client, shelf, torture, django_assert_max_num_queries
):
    Recommendation.objects.bulk_create(
        Recommendation(review=shelf[0].review, paragraph=f"1.{n}", key=f"1.{n}", sort_key=f"{n:05}", text=f"Teapot {n}")
        for n in range(500)
    )
    # session and person; the list itself (filters, counts, page); selection; keys, tags; the form's themes and
    # organisations; the first twenty by name
    with django_assert_max_num_queries(30):
        page = see(admin_client, "tag", shelf, across=True, theme=torture.pk)
    with django_assert_max_num_queries(45):
        do(admin_client, "tag", shelf, page, across=True, theme=torture.pk)


def test_of_nothing_ticked_nothing_is_asked(admin_client, shelf):
    response = admin_client.post(LIST, {"action": "tag", "index": 0, "select_across": 0}, follow=True)
    assert "Items must be selected" in str(next(iter(response.context["messages"])))


# Who may


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("potter", is_staff=True)


def allow(person, *names: str):
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    return type(person).objects.get(pk=person.pk)


@pytest.mark.parametrize("kind", BULK_ACTIONS, ids=lambda kind: kind.name)
def test_an_action_is_there_only_for_who_may_do_it(client, person, shelf, kind):
    client.force_login(allow(person, "view_recommendation", *kind.needs))
    assert choose(client, kind.name, shelf).status_code == 200
    for missing in kind.needs:
        client.force_login(allow(person, "view_recommendation", *[n for n in kind.needs if n != missing]))
        form = client.get(LIST).context["action_form"]
        assert form is None or kind.name not in dict(form.fields["action"].choices)
        response = choose(client, kind.name, shelf)
        assert response.status_code in (200, 302)
        assert not (response.context and response.context.get("action"))


# Publishing


@pytest.mark.parametrize("model", PUBLISHABLE, ids=lambda model: model.__name__)
def test_publishing_shows_names_first_and_can_be_undone(admin_client, model):
    from .admin_forms import MAKE

    records = [MAKE[model](n) for n in range(3)]
    publish_together(model.objects.filter(pk=records[0].pk))
    where = address(model, "changelist")
    page = choose(admin_client, "publish_selected", records, where=where)
    seen = text(page)
    assert re.search(r"Selected 3 Would change 2 Are public already 1", seen)
    assert str(records[1]) in seen
    assert model.objects.published().count() == 1
    choose(admin_client, "publish_selected", records, where=where, do="1", seal=page.context["seal"])
    assert "2 records are public now. 1 was public already." in said(admin_client, where)
    assert model.objects.published().count() == 3
    admin_client.post(reverse("admin:recommendations_change_undo", args=[Change.objects.first().pk]))
    assert list(model.objects.published()) == [records[0]]


@pytest.mark.parametrize(
    ("action", "published", "words"),
    [
        ("publish_selected", False, "2 recommendations with their positions and 3 assessments become public."),
        ("withdraw_selected", True, "2 recommendations with their positions and 3 assessments go from the public."),
    ],
)
def test_what_comes_and_goes_with_a_review_is_told(admin_client, action, published, words):
    review, other = a_review(published=published), a_review("FRA", published=not published)
    first, _second, elsewhere = (a_recommendation(r, f"Brew {n}") for n, r in enumerate((review, review, other)))
    for of in ({"review": review}, {"recommendation": first}, {"recommendation": elsewhere}):
        Assessment.objects.create(organisation=an_organisation(f"Friends {len(of)} {of}"), judgement="weak", **of)
    Assessment.objects.create(organisation=an_organisation(), judgement="implemented", recommendation=first)
    where = address(Review, "changelist")
    assert words in text(choose(admin_client, action, [review, other], where=where))


def test_who_published_may_undo_it(client, person):
    client.force_login(allow(person, "view_case", "change_case"))
    case = Case.objects.create(title="Teapots")
    where = address(Case, "changelist")
    page = choose(client, "publish_selected", [case], where=where)
    choose(client, "publish_selected", [case], where=where, do="1", seal=page.context["seal"])
    undo = reverse("admin:recommendations_change_undo", args=[Change.objects.get().pk])
    assert client.get(undo).status_code == 200
    client.force_login(person.__class__.objects.create_user("other", is_staff=True))
    assert client.get(undo).status_code == 403
