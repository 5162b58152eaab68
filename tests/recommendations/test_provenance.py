"""Where each value of a recommendation comes from: a reading that says it, or people."""

import re

import pytest
from django.test import Client

from recommendations.models import (
    Change,
    FileFormat,
    Merged,
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
)
from recommendations.provenance import origins
from recommendations.tracking.settling import settle
from tests.records import a_recommendation, a_review, a_source, a_state, a_theme, an_import_run

pytestmark = pytest.mark.django_db

TEXT = "Invent a better teapot for the common room"


def said(recommendation: Recommendation, file_format: str = FileFormat.OHCHR_MATRIX, **values: object) -> Reading:
    """A reading that says what is recorded, but for what is given."""
    place = recommendation.readings.count() + 2
    run = an_import_run(file_name=f"secret-{place}.docx", format=file_format)
    read = {
        "text": recommendation.text,
        "senders": [["Portugal", "PRT", ""]],
        "action": recommendation.action_category,
        "themes": [["upr-info-issues", "Detention"]],
        "symbol": "",
        "locator": "",
    }
    category = values.pop("category", recommendation.position)
    return Reading.objects.create(
        run=run,
        recommendation=recommendation,
        format=file_format,
        place=place,
        sender=str(values.pop("sender", "")),
        category=category,
        values=read | values,
    )


@pytest.fixture
def recorded() -> Recommendation:
    return a_recommendation(a_review(), TEXT, "28.5", action=4, themes=(a_theme("Detention"),))


def spoken(recommendation: Recommendation) -> dict[str, list[tuple[list[str], list[str]]]]:
    """Of each field its parts: values, and documents with their places."""
    found = Recommendation.objects.for_list().get(pk=recommendation.pk)
    return {
        str(origin.label): [
            (part.values, [", ".join([d.name, *d.places]) for d in part.documents]) for part in origin.parts
        ]
        for origin in origins(found)
    }


def test_each_value_knows_its_document_and_place(recorded):
    said(recorded, FileFormat.WG_REPORT, symbol="A/HRC/56/6", locator="page 12", themes=[], action=None)
    said(recorded, page=3)
    said(recorded, FileFormat.UPR_INFO)
    report, matrix, rows = "A/HRC/56/6, page 12", "OHCHR matrix of recommendations, page 3", "UPR Info export, row 4"
    shown = spoken(recorded)
    assert set(shown) == {"Text", "Recommending States", "Position", "Action category", "Themes"}
    for label in ("Text", "Recommending States", "Position"):
        assert set(shown[label][0][1]) == {report, matrix, rows}, label
    assert shown["Recommending States"][0][0] == ["Portugal"]
    assert set(shown["Action category"][0][1]) == {matrix, rows}
    assert shown["Themes"][0] == (["Detention"], shown["Themes"][0][1])
    assert set(shown["Themes"][0][1]) == {matrix, rows}


def test_a_table_is_named_itself_and_not_the_paper_that_it_cites(recorded):
    said(recorded, symbol="A/HRC/56/6/Add.1", locator="Para.3")
    for label in ("Text", "Themes", "Position"):
        assert spoken(recorded)[label][0][1] == ["OHCHR matrix of recommendations, row 2"], label


def test_what_no_reading_says_was_set_by_people(recorded):
    said(recorded, text="Another text", senders=[], action=2, themes=[], category="noted")
    assert spoken(recorded) == {
        "Text": [([], [])],
        "Recommending States": [(["Portugal"], [])],
        "Position": [([], [])],
        "Action category": [([], [])],
        "Themes": [(["Detention"], [])],
    }


def test_a_reading_that_was_replaced_says_nothing_any_more(recorded):
    Reading.objects.filter(pk=said(recorded).pk).update(is_current=False)
    assert spoken(recorded)["Text"] == [([], [])]


def test_states_of_the_same_place_stand_together_and_added_ones_last(recorded):
    for iso3 in ("KEN", "FRA"):
        RecommendingState.objects.create(recommendation=recorded, state=a_state(iso3))
    said(recorded, page=3, senders=[["Portugal", "PRT", ""], ["France", "FRA", ""]])
    assert spoken(recorded)["Recommending States"] == [
        (["Portugal", "France"], ["OHCHR matrix of recommendations, page 3"]),
        (["Kenya"], []),
    ]


def test_the_position_is_that_of_its_own_document(recorded):
    source = a_source(symbol="A/HRC/56/6/Add.1")
    RecommendationPosition.objects.create(
        recommendation=recorded, category="accepted", taken_on="2024-06-11", source=source
    )
    said(recorded, page=3)
    said(recorded, FileFormat.ADDENDUM, symbol="A/HRC/56/6/Add.1", locator="para. 4")
    assert spoken(recorded)["Position"] == [([], ["A/HRC/56/6/Add.1, para. 4"])]


def test_two_answers_of_one_file_make_the_partial_one(recorded):
    RecommendationPosition.objects.all().update(category="partially_accepted")
    recorded.refresh_position()
    said(recorded, FileFormat.UPR_INFO, category="accepted", sender="PRT")
    said(recorded, FileFormat.UPR_INFO, category="noted", sender="KEN")
    assert spoken(recorded)["Position"] == [([], ["UPR Info export, row 2, row 3"])]


def test_a_settled_position_and_a_suggested_category_say_so(recorded, client: Client):
    said(recorded)
    settle(recorded, "noted", "The addendum is right.")
    Recommendation.objects.update(action_origin="suggested")
    shown = page(client)
    assert "documents disagree; the editors settled it" in shown
    assert "suggested by the site" in shown


def test_our_own_export_is_named_only_where_nothing_else_says_so(recorded):
    said(recorded, FileFormat.UPR_TRACKER)
    assert spoken(recorded)["Text"] == [([], ["UPR Tracker export, row 2"])]
    said(recorded, page=7)
    assert spoken(recorded)["Text"] == [([], ["OHCHR matrix of recommendations, page 7"])]


def test_merged_states_and_themes_are_known_by_their_former_names(recorded):
    said(recorded, senders=[["Lusitania", "XLU", ""]], themes=[["upr-info-issues", "Prisons of old"]])
    change = Change.objects.latest("pk")
    state, theme = a_state("PRT"), a_theme("Detention")
    known = {"vocabulary": "upr-info-issues", "slug": "prisons-of-old"}
    Merged.objects.create(
        change=change, kind="state", old=9001, into=state.pk, known_as={"iso3": "XLU"}, was_public=True
    )
    Merged.objects.create(change=change, kind="theme", old=9002, into=theme.pk, known_as=known, was_public=True)
    assert spoken(recorded)["Recommending States"][0][1] != []
    assert spoken(recorded)["Themes"][0][1] != []


def test_a_value_without_any_is_left_out():
    bare = a_recommendation(a_review(), paragraph="28.5", senders=(), position="")
    assert set(spoken(bare)) == {"Text"}


def page(client: Client) -> str:
    return client.get("/recommendations/china-2024/28.5/").content.decode()


def test_the_public_reads_document_and_page_and_nothing_of_files_people_or_days(recorded, client: Client, admin_user):
    reading = said(recorded, page=3, themes=[])
    reading.run.imported_by = admin_user
    reading.run.save()
    shown = page(client)
    assert "Where this comes from" in shown
    assert "OHCHR matrix of recommendations, page 3" in shown
    assert re.search(r"Detention:</span>\s*edited by the team", shown)
    for private in ("secret-2", admin_user.username + "<", "corrected by staff", "Read on"):
        assert private not in shown, private


def test_of_many_places_three_are_named(recorded, client: Client):
    for number, iso3 in enumerate(("PRT", "KEN", "FRA", "PER", "ITA")):
        said(recorded, FileFormat.UPR_INFO, sender=iso3, action=4 if number else 3)
    shown = page(client)
    assert "UPR Info export, row 2, row 3, row 4 and 2 more places" in shown
    assert "UPR Info export, row 3, row 4, row 5 and 1 more place" in shown


def test_staff_see_the_file_too(recorded, admin_client: Client):
    said(recorded, page=3, themes=[])
    shown = admin_client.get(f"/admin/recommendations/recommendation/{recorded.pk}/change/").content.decode()
    assert "OHCHR matrix of recommendations, page 3 (secret-2.docx)" in shown
    assert re.search(r"Detention:</span>\s*corrected by staff", shown)
    assert admin_client.get("/admin/recommendations/recommendation/add/").status_code == 200


@pytest.mark.parametrize("n", [1, 6])
def test_query_budget_of_the_page(client: Client, recorded, django_assert_num_queries, n: int):
    for iso3 in ("PRT", "KEN", "FRA", "PER", "ITA", "TUR")[:n]:
        said(recorded, FileFormat.UPR_INFO, sender=iso3, senders=[["Nowhere", "XXX", ""]], themes=[["sdgs", "Tea"]])
    # The review; the recommendation with what it has; its States, themes, positions and readings; of these what many
    # share: States, themes, runs; what was merged, of States and of themes; notices.
    with django_assert_num_queries(1 + 1 + 4 + 3 + 2 + 1):
        client.get("/recommendations/china-2024/28.5/")
