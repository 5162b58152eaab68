"""The admin: lists and forms answer, explain each field, and say in words what the database refuses."""

import html

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.forms import ModelChoiceField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import (
    Assessment,
    Case,
    FollowUpAction,
    ImportRun,
    Organisation,
    Recommendation,
    Review,
    Session,
    Source,
    State,
    Statement,
    StateName,
    Theme,
    Vocabulary,
)
from tests.records import a_recommendation, a_review, a_state, a_theme

pytestmark = pytest.mark.django_db

STATES = ["FRA", "GHA", "IRL", "JPN", "KEN", "LVA", "MNG", "NPL", "OMN", "PRT", "QAT", "RWA"]
REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "recommendations"]
PUBLISHABLE = [Case, FollowUpAction, Review, Statement]

every_model = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
publishable = pytest.mark.parametrize("model", PUBLISHABLE, ids=lambda model: model.__name__)


# Records: each with neighbours of its own, so that a query for each row of a list shows.


def an_organisation(n: int) -> Organisation:
    statuses = Organisation.ConsultativeStatus.values
    return Organisation.objects.create(name=f"Friends of Teapots {n}", consultative_status=statuses[n % len(statuses)])


def a_recommendation_of_its_own(n: int) -> Recommendation:
    review = a_review(STATES[n], session=45 if n % 2 else 31)
    return a_recommendation(review, f"Invent teapot number {n}", position="noted" if n % 2 else "accepted")


def an_assessment(n: int) -> Assessment:
    of = {"recommendation": a_recommendation_of_its_own(n)} if n % 2 else {"review": a_review(STATES[n])}
    judgement = "weak" if n % 3 else "implemented"
    return Assessment.objects.create(organisation=an_organisation(n), judgement=judgement, **of)


def a_theme_of_its_own(n: int) -> Theme:
    axis = "theme" if n % 2 else "affected"
    vocabulary = Vocabulary.objects.create(slug=f"teapots-{n}", title=f"Teapots {n}", axis=axis)
    return Theme.objects.create(vocabulary=vocabulary, slug=f"teapot-{n}", name=f"Teapot {n}")


def an_import(n: int) -> ImportRun:
    person = get_user_model().objects.create_user(f"potter-{n}")
    kind = "upr_info" if n % 2 else "ohchr_matrix"
    return ImportRun.objects.create(
        format=kind, file_name=f"teapots-{n}.csv", imported_at=timezone.now(), imported_by=person
    )


MAKE = {
    Assessment: an_assessment,
    Case: lambda n: Case.objects.create(title=f"Teapots {n}"),
    FollowUpAction: lambda n: FollowUpAction.objects.create(kind="debate" if n % 2 else "vote", title=f"Teapots {n}"),
    ImportRun: an_import,
    Organisation: an_organisation,
    Recommendation: a_recommendation_of_its_own,
    Review: lambda n: a_review(STATES[n], session=45 if n % 2 else 31, published=False),
    Session: lambda n: Session.objects.create(kind="hrc", number=900 + n),
    Source: lambda n: Source.objects.create(publisher=f"Teapot Press {n % 2}", title=f"Teapots {n}"),
    State: lambda n: State.objects.create(iso3=f"T{n:02}", name=f"Teapotland {n}"),
    Statement: lambda n: Statement.objects.create(title=f"Teapots {n}"),
    Theme: a_theme_of_its_own,
    Vocabulary: lambda n: Vocabulary.objects.create(slug=f"teapots-{n}", title=f"Teapots {n}", axis="theme"),
}
WORD = {Assessment: "friends of", Recommendation: "inventing teapots", Review: "FRA", Session: "900"}


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:recommendations_{model._meta.model_name}_{page}", args=args)


def forms(model: type, request: object):
    """The forms of a model's page in the admin, each with what it is of and the field that is its parent."""
    model_admin = admin.site._registry[model]
    yield model, model_admin.get_form(request, change=True), None
    for inline in model_admin.get_inline_instances(request):
        formset = inline.get_formset(request)
        yield inline.model, formset.form, formset.fk.name


def fields(model: type, request: object):
    """What a person edits on a model's page: the model, the name of the field, and the form's field."""
    for of, form, parent in forms(model, request):
        for name, field in form.base_fields.items():
            if name != parent:
                yield of, name, field


@pytest.fixture
def superuser_request(rf, admin_user):
    request = rf.get("/admin/")
    request.user = admin_user
    return request


def sent_back(page: object) -> dict[str, object]:
    """What a browser sends when a person saves a form as it is."""
    shown = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        shown += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: bound.value() for form in shown for bound in form}
    return {
        name: value if isinstance(value, list) else str(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


def with_row(data: dict[str, object], prefix: str, **values: object) -> dict[str, object]:
    """The same form with one more row in an inline."""
    n = int(data[f"{prefix}-TOTAL_FORMS"])
    return data | {f"{prefix}-TOTAL_FORMS": n + 1} | {f"{prefix}-{n}-{name}": v for name, v in values.items()}


def save(client, record, **changes: object):
    """Saves the change form of a record with some changes."""
    where = address(type(record), "change", record.pk)
    return client.post(where, sent_back(client.get(where)) | changes)


def complaints(page: object) -> str:
    assert page.status_code == 200, f"expected the form again, got {page.status_code}"
    return html.unescape(" ".join(str(error) for error in page.context["errors"]))


# Every model


def test_every_model_here_is_one_that_these_tests_can_make():
    assert set(MAKE) == set(REGISTERED)


@every_model
def test_lists_and_forms_open(admin_client, model):
    record = MAKE[model](0)
    assert admin_client.get(address(model, "changelist")).status_code == 200
    assert admin_client.get(address(model, "change", record.pk)).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == 200


@every_model
def test_nobody_sees_them_without_signing_in(client, model):
    record = MAKE[model](0)
    for where in (address(model, "changelist"), address(model, "add"), address(model, "change", record.pk)):
        response = client.get(where)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))


@every_model
def test_staff_without_permissions_see_nothing(client, django_user_model, model):
    client.force_login(django_user_model.objects.create_user("newcomer", is_staff=True))
    record = MAKE[model](0)
    for where in (address(model, "changelist"), address(model, "add"), address(model, "change", record.pk)):
        assert client.get(where).status_code == 403
    assert client.get(reverse("admin:index")).context["app_list"] == []


@every_model
def test_a_list_finds_a_record_by_a_word(admin_client, model):
    record = MAKE[model](0)
    MAKE[model](1)
    page = admin_client.get(address(model, "changelist"), {"q": WORD.get(model, "teapot")})
    assert page.status_code == 200
    assert record in page.context["cl"].result_list


@every_model
def test_every_choice_of_every_list_filter_answers(admin_client, model):
    for n in range(3):
        MAKE[model](n)
    where = address(model, "changelist")
    changelist = admin_client.get(where).context["cl"]
    # Filters without a choice (a cycle where there is one only) do not show.
    assert len(changelist.filter_specs) >= len(admin.site._registry[model].list_filter) - 2
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            response = admin_client.get(where + choice["query_string"])
            assert response.status_code == 200, choice["query_string"]


@every_model
def test_a_list_asks_the_database_as_often_for_twelve_records_as_for_three(admin_client, model):
    keys = [MAKE[model](n).pk for n in range(12)]
    asked = []
    for some in (keys[:3], keys):
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(address(model, "changelist"), {"id__in": ",".join(map(str, some))})
        assert len(page.context["cl"].result_list) == len(some)
        asked.append([query["sql"] for query in queries])
    assert len(asked[0]) == len(asked[1]), "\n".join(asked[1])


@every_model
def test_every_field_that_a_person_edits_is_explained(superuser_request, model):
    unexplained = [
        f"{of.__name__}.{name}" for of, name, field in fields(model, superuser_request) if not field.help_text
    ]
    assert unexplained == []


@every_model
def test_no_form_lists_all_rows_of_another_table(superuser_request, model):
    for of, name, field in fields(model, superuser_request):
        if isinstance(field, ModelChoiceField):
            widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            assert isinstance(widget, AutocompleteMixin), f"{of.__name__}.{name}"


@every_model
def test_every_autocomplete_field_answers(admin_client, superuser_request, model):
    for of, name, field in fields(model, superuser_request):
        if isinstance(field, ModelChoiceField):
            assert autocomplete(admin_client, of, name, "4").status_code == 200, f"{of.__name__}.{name}"


# Autocomplete


def autocomplete(client, model: type, field: str, term: str):
    asked = {"app_label": "recommendations", "model_name": model._meta.model_name, "field_name": field, "term": term}
    return client.get(reverse("admin:autocomplete"), asked)


def suggestions(client, model: type, field: str, term: str) -> list[str]:
    return [found["text"] for found in autocomplete(client, model, field, term).json()["results"]]


@pytest.mark.parametrize(
    ("term", "state"),
    [("Swaziland", "Eswatini"), ("Czech Rep", "Czechia"), ("turkey", "Türkiye"), ("kaz", "Kazakhstan")],
)
def test_a_state_is_suggested_by_a_former_name(admin_client, term, state):
    assert suggestions(admin_client, Review, "state", term) == [state]


def test_only_sessions_of_the_working_group_are_suggested_for_a_review(admin_client):
    assert suggestions(admin_client, Review, "wg_session", "45") == ["UPR 45"]
    assert suggestions(admin_client, Review, "hrc_session", "56") == ["HRC 56"]


@pytest.mark.parametrize(("field", "term"), [("wg_session", "UPR 45"), ("hrc_session", "hrc 56")])
def test_a_session_is_suggested_by_the_name_that_the_admin_shows(admin_client, field, term):
    assert suggestions(admin_client, Review, field, term) == [term.upper()]


def test_a_place_is_suggested_by_each_of_its_names(admin_client):
    tag = Recommendation.tags.rel.related_model
    assert "Tibet (Territories)" in suggestions(admin_client, tag, "theme", "Xizang")


def test_suggestions_are_not_for_visitors(client):
    assert autocomplete(client, Review, "state", "fra").status_code == 302


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
    """Runs an action of the list on records and returns what the admin says."""
    data = {"action": action, "_selected_action": [record.pk for record in records]}
    return messages(client.post(address(model, "changelist"), data, follow=True))


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


# What the database refuses is said in the form


def add(client, model: type, rows: dict[str, dict[str, object]] | None = None, **values: object):
    """Fills in the form for a new record, with one row in each of some inlines."""
    data = sent_back(client.get(address(model, "add"))) | values
    for prefix, row in (rows or {}).items():
        data = with_row(data, prefix, **row)
    return client.post(address(model, "add"), data)


def test_a_second_review_of_a_state_in_a_cycle_is_refused_in_words(admin_client):
    review = a_review()
    page = add(admin_client, Review, state=review.state_id, cycle=review.cycle, slug="china-again")
    assert "This State's review of this cycle is recorded already." in complaints(page)


def test_a_review_in_cycle_nought_is_refused_in_words(admin_client):
    page = add(admin_client, Review, state=a_state("CHN").pk, cycle=0)
    assert "greater than or equal to 1" in complaints(page)


def test_a_tally_that_does_not_add_up_is_refused_in_words(admin_client):
    source = MAKE[Source](0)
    row = {"unit": "paragraphs", "total": 12, "accepted": 7, "noted": 4, "source": source.pk}
    rows = {"announced_tallies": row}
    page = add(admin_client, Review, rows, state=a_state("CHN").pk, cycle=4)
    assert "The numbers do not add up to the total." in complaints(page)
    rows["announced_tallies"]["rejected"] = 1
    assert add(admin_client, Review, rows, state=a_state("CHN").pk, cycle=4).status_code == 302


def test_two_tallies_of_one_source_are_refused_in_words(admin_client):
    review, source = a_review(), MAKE[Source](0)
    where = address(Review, "change", review.pk)
    data = sent_back(admin_client.get(where))
    for _ in range(2):
        data = with_row(data, "announced_tallies", unit="rows", total=1, noted=1, source=source.pk)
    assert "duplicate" in complaints(admin_client.post(where, data))


@pytest.mark.parametrize(("category", "origin"), [("5", ""), ("", "confirmed")])
def test_an_action_category_without_an_origin_is_refused_in_words(admin_client, category, origin):
    recommendation = a_recommendation(a_review())
    page = save(admin_client, recommendation, action_category=category, action_origin=origin)
    assert "Say who gave the action category" in complaints(page)


def test_a_follow_up_that_is_done_without_a_date_is_refused_in_words(admin_client):
    rows = {"events": {"status": "done", "text": "The teapot was invented."}}
    page = add(admin_client, FollowUpAction, rows, kind="other", title="Teapots")
    assert "Say when it was done." in complaints(page)


def test_a_paragraph_that_is_recorded_already_is_refused_in_words(admin_client):
    a_recommendation(a_review(), paragraph="28.5")
    other = a_recommendation(a_review(), "Wash the saucers", paragraph="28.6")
    assert "recorded already in this review" in complaints(save(admin_client, other, paragraph="28.5"))


@pytest.mark.parametrize("paragraph", ["28/5", "28 5", "28.5?"])
def test_a_paragraph_that_no_address_can_hold_is_refused_in_words(admin_client, paragraph):
    recommendation = a_recommendation(a_review())
    assert "such as 28.5" in complaints(save(admin_client, recommendation, paragraph=paragraph))


def test_a_recommendation_that_is_part_of_itself_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review())
    assert "no parts of its own" in complaints(save(admin_client, recommendation, parent=recommendation.pk))


def test_the_same_recommending_state_twice_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review(), senders=())
    where = address(Recommendation, "change", recommendation.pk)
    data = sent_back(admin_client.get(where))
    for _ in range(2):
        data = with_row(data, "recommenders", state=a_state("PRT").pk)
    assert "duplicate" in complaints(admin_client.post(where, data))


def test_a_theme_from_an_organisation_that_is_not_named_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review())
    where = address(Recommendation, "change", recommendation.pk)
    row = {"theme": a_theme("Tibet", "territories").pk, "origin": "organisation"}
    page = admin_client.post(where, with_row(sent_back(admin_client.get(where)), "tags", **row))
    assert "Name the organisation" in complaints(page)


def test_an_assessment_of_nothing_is_refused_in_words(admin_client):
    page = add(admin_client, Assessment, organisation=an_organisation(0).pk, judgement="weak")
    assert "Name either a recommendation or a review." in complaints(page)


def test_a_source_without_a_name_is_refused_in_words(admin_client):
    assert "Give a UN symbol" in complaints(add(admin_client, Source, language="en", title="Teapots"))


def test_a_working_group_session_without_a_cycle_is_refused_in_words(admin_client):
    page = add(admin_client, Session, kind="wg", number=900)
    assert "session_cycle_for_working_group_only" in complaints(page)


def test_a_second_signature_is_refused_in_words(admin_client):
    statement = MAKE[Statement](0)
    where = address(Statement, "change", statement.pk)
    row = {"organisation": an_organisation(0).pk}
    once = with_row(sent_back(admin_client.get(where)), "signatures", **row)
    assert admin_client.post(where, once).status_code == 302
    again = with_row(sent_back(admin_client.get(where)), "signatures", **row)
    assert "duplicate" in complaints(admin_client.post(where, again))


def test_a_name_that_another_state_has_is_refused_in_words(admin_client):
    state = a_state("FRA")
    where = address(State, "change", state.pk)
    page = admin_client.post(where, with_row(sent_back(admin_client.get(where)), "names", name="SWAZILAND"))
    assert "This name belongs to Eswatini already." in complaints(page)


@pytest.mark.parametrize("names", [["Teapotland"], ["The TEAPOTLAND"], ["Land of Teapots", "land of teapots"]])
def test_a_name_that_a_new_state_has_already_is_refused_in_words(admin_client, names):
    where = address(State, "add")
    data = sent_back(admin_client.get(where))
    data |= {"iso3": "TPT", "name": "Teapotland", "slug": "teapotland", "status": "member"}
    for name in names:
        data = with_row(data, "names", name=name)
    assert "This name is recorded already" in complaints(admin_client.post(where, data))


def test_a_name_can_be_given_again_in_place_of_one_that_is_deleted(admin_client):
    state = a_state("FRA")
    state.names.all().delete()
    StateName.objects.create(state=state, name="Teapotland")
    where = address(State, "change", state.pk)
    data = sent_back(admin_client.get(where))
    data = with_row(data | {"names-0-DELETE": "on"}, "names", name="Kettleland")
    assert admin_client.post(where, data).status_code == 302
    assert {name.name for name in state.names.all()} == {"France", "Kettleland"}


def test_the_same_judgement_twice_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review())
    where = address(Recommendation, "change", recommendation.pk)
    row = {"organisation": an_organisation(0).pk, "judgement": "weak"}
    once = with_row(sent_back(admin_client.get(where)), "assessments", **row)
    assert "recorded already" in complaints(admin_client.post(where, with_row(once, "assessments", **row)))
    assert admin_client.post(where, once).status_code == 302
    again = with_row(sent_back(admin_client.get(where)), "assessments", **row)
    assert "recorded already" in complaints(admin_client.post(where, again))
    dated = with_row(sent_back(admin_client.get(where)), "assessments", assessed_on="2024", **row)
    assert admin_client.post(where, dated).status_code == 302


@pytest.mark.parametrize(("model", "values"), [(Case, {}), (FollowUpAction, {"kind": "other"}), (Statement, {})])
def test_an_address_is_made_where_none_is_given_and_refused_in_words_where_it_is_taken(admin_client, model, values):
    for title in ("Teapots", "Teapots!", "茶壶"):
        assert add(admin_client, model, title=title, **values).status_code == 302
    assert {"teapots", "teapots-2"} < set(model.objects.values_list("slug", flat=True))
    assert "already exists" in complaints(add(admin_client, model, title="Teapots", slug="teapots", **values))
    assert save(admin_client, model.objects.get(slug="teapots"), slug="").status_code == 302


def test_a_second_review_of_a_year_gets_the_address_of_its_cycle(admin_client):
    review = a_review()
    values = {"state": review.state_id, "cycle": 5, "wg_session": review.wg_session_id}
    assert add(admin_client, Review, **values).status_code == 302
    assert Review.objects.filter(slug="china-cycle-5").exists()
    assert "required" in complaints(add(admin_client, Review, cycle=6))


def test_a_date_that_is_none_is_refused_in_words(admin_client):
    page = save(admin_client, MAKE[Statement](0), issued_on="30 February 2024")
    assert "is not a date" in complaints(page)
