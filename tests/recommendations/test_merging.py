"""Duplicates become one: nothing is lost in silence, former names lead on, and undo leaves the record as it was."""

import pytest
from django.core.management import call_command

from recommendations import reference
from recommendations.models import (
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Change,
    FollowUpAction,
    Merged,
    Organisation,
    RecommendationPosition,
    ReviewCitation,
    Signature,
    Source,
    State,
    StateMembership,
    Statement,
    StateNames,
    StateStance,
    Tag,
    ThemeSynonym,
    find_organisation,
    find_source,
    states_by_code,
)
from recommendations.tracking.merging_duplicates import CannotMerge, foresee_merge, merge
from recommendations.tracking.reviews import document, find_or_create_by_slug
from recommendations.tracking.undoing import undo
from tests.records import (
    a_recommendation,
    a_review,
    a_source,
    a_state,
    a_theme,
    an_import_run,
    an_organisation,
    everything,
    themes_of,
)

pytestmark = pytest.mark.django_db


# States


def test_all_that_refers_to_a_state_refers_to_the_one_that_stays(teapotland, portugal):
    review = a_review("TPT", session=31)
    asked = a_recommendation(a_review(), senders=("TPT",))
    action = FollowUpAction.objects.create(title="Brew", kind="vote", state=teapotland)
    stance = StateStance.objects.create(follow_up=action, state=teapotland, kind="voted", stance="for")
    StateMembership.objects.create(state=teapotland, body="TEA")
    merging = merge(portugal, [teapotland])
    assert not State.objects.filter(iso3="TPT").exists()
    for record in (review, action, stance):
        record.refresh_from_db()
        assert record.state == portugal
    assert asked.recommenders.get().state == portugal
    assert portugal.memberships.filter(body="TEA").exists()
    assert merging.moved["recommending States"] == merging.moved["reviews"] == 1
    assert review.slug == "teapotland-2018"  # an address is stable


def test_its_names_mean_the_one_that_stays(teapotland, portugal):
    teapotland.names.get(name="Teapotland").delete()
    merge(portugal, [teapotland])
    names = StateNames.load()
    assert names.iso3("Teapotland") == names.iso3("the land of teapots") == "PRT"


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [("", "Brew it", "Brew it"), ("Brew it", "", "Brew it"), ("Brew it", "Pour it", "Brew it; Pour it")],
)
def test_a_state_that_asked_twice_keeps_the_words_of_both(teapotland, portugal, ours, theirs, both):
    recommendation = a_recommendation(a_review(), senders=("PRT", "TPT"))
    recommendation.recommenders.filter(state=portugal).update(own_words=ours, verbatim_name="Portugal")
    recommendation.recommenders.filter(state=teapotland).update(own_words=theirs, verbatim_name="Teapotland")
    merging = merge(portugal, [teapotland])
    left = recommendation.recommenders.get()
    assert (left.state, left.own_words, left.verbatim_name) == (portugal, both, "Portugal; Teapotland")
    assert merging.doubled == {"recommending States": 1}
    assert merging.doubles == [f"{recommendation}: Teapotland"]


def test_two_reviews_of_one_cycle_refuse_the_merge(teapotland, portugal):
    a_review("TPT", session=31)
    a_review("PRT", session=31)
    before = everything()
    with pytest.raises(CannotMerge, match=r"Teapotland, 2018.*Portugal, 2018"):
        merge(portugal, [teapotland])
    assert everything() == before
    assert not Change.objects.exists()


def test_two_votes_that_differ_refuse_the_merge_and_are_named(teapotland, portugal):
    action = FollowUpAction.objects.create(title="Brew", kind="vote")
    for state, stance in ((teapotland, "for"), (portugal, "against")):
        StateStance.objects.create(follow_up=action, state=state, kind="voted", stance=stance)
    with pytest.raises(CannotMerge, match=r"“Brew”.*stance: “Against”, “For”"):
        merge(portugal, [teapotland])


def test_all_that_stands_against_a_merge_is_told_at_once(teapotland, portugal):
    action = FollowUpAction.objects.create(title="Brew", kind="vote")
    for state, stance in ((teapotland, "for"), (portugal, "against")):
        a_review(state.iso3, session=31)
        StateStance.objects.create(follow_up=action, state=state, kind="voted", stance=stance)
    assert len(foresee_merge(portugal, [teapotland]).refused) == 2


def test_the_same_vote_is_kept_once(teapotland, portugal):
    action = FollowUpAction.objects.create(title="Brew", kind="vote")
    for state, on in ((teapotland, "2022-10-06"), (portugal, "")):
        StateStance.objects.create(follow_up=action, state=state, kind="voted", stance="for", taken_on=on)
    merge(portugal, [teapotland])
    assert action.stances.get().taken_on == "2022-10-06"


def test_a_vote_and_support_by_date_stay_apart(teapotland, portugal):
    action = FollowUpAction.objects.create(title="Brew", kind="vote")
    for state, kind, on in (
        (teapotland, "voted", "2022-10-06"),
        (portugal, "supports", "2024-03"),
        (teapotland, "supports", "2024-04"),
    ):
        StateStance.objects.create(follow_up=action, state=state, kind=kind, stance="for", taken_on=on)
    merge(portugal, [teapotland])
    assert set(action.stances.filter(state=portugal).values_list("kind", "taken_on")) == {
        ("voted", "2022-10-06"),
        ("supports", "2024-03"),
        ("supports", "2024-04"),
    }


def test_looking_changes_nothing(teapotland, portugal):
    a_recommendation(a_review(), senders=("TPT",))
    before = everything()
    assert foresee_merge(portugal, [teapotland]).moved["recommending States"] == 1
    assert everything() == before
    assert not Change.objects.exists()


def test_a_state_of_the_reference_data_does_not_come_back_with_the_next_migrate():
    names = set(a_state("PRT").names.values_list("normalised", flat=True))
    merge(a_state("FRA"), [a_state("PRT")])
    call_command("migrate", verbosity=0)
    assert not State.objects.filter(iso3="PRT").exists()
    assert names <= set(a_state("FRA").names.values_list("normalised", flat=True))
    a_state("FRA").names.get(name="Portugal").delete()
    reference.load_states()
    assert StateNames.load().iso3("Portugal") == "FRA"


def test_reference_data_loads_where_what_was_merged_was_deleted_since(teapotland, portugal):
    merge(teapotland, [portugal])
    teapotland.delete()
    reference.load_states()
    assert not State.objects.filter(iso3="PRT").exists()
    assert StateNames.load().iso3("Portugal") is None


# Organisations


def test_signatures_requests_assessments_and_tags_go_to_the_one_that_stays(pair):
    into, old = pair
    recommendation = a_recommendation(a_review())
    both, one = (Statement.objects.create(title=f"Brew {n}") for n in range(2))
    for organisation in pair:
        Signature.objects.create(statement=both, organisation=organisation)
    Signature.objects.create(statement=one, organisation=old)
    asked_by_both, asked = (FollowUpAction.objects.create(title=f"Pour {n}", kind="other") for n in range(2))
    asked_by_both.requested_by.set(pair)
    asked.requested_by.set([old])
    Tag.objects.create(
        recommendation=recommendation, theme=a_theme("Detention"), origin="organisation", organisation=old
    )
    merging = merge(into, [old])
    for record in (both, one):
        assert [s.organisation for s in record.signatures.all()] == [into]
    for record in (asked_by_both, asked):
        assert list(record.requested_by.all()) == [into]
    assert recommendation.tags.get().organisation == into
    assert merging.doubled == {"signatures": 1, "follow-up actions": 1}
    into.refresh_from_db()
    assert (into.acronym, into.website, into.name) == ("TF", "https://teapots.example/", "Friends of Teapots")


def test_the_same_assessment_is_kept_once_with_the_reasons_and_sources_of_both(pair):
    into, old = pair
    recommendation = a_recommendation(a_review())
    sources = [a_source("Leaves"), a_source("Water")]
    for organisation, source, reasons in zip(pair, sources, ("No deadline", "No tea"), strict=True):
        assessment = Assessment.objects.create(
            organisation=organisation, recommendation=recommendation, judgement="weak", reasons=reasons
        )
        AssessmentCitation.objects.create(assessment=assessment, source=source)
        AssessmentCitation.objects.create(assessment=assessment, source=sources[0], locator="p. 7")
    merge(into, [old])
    left = Assessment.objects.get()
    assert (left.organisation, left.reasons) == (into, "No deadline\n\nNo tea")
    cited = left.citations.values_list("source__title", "locator")
    assert sorted(cited) == [("Leaves", ""), ("Leaves", "p. 7"), ("Water", "")]


def test_what_differs_and_is_given_up_is_told(pair):
    into, old = pair
    Organisation.objects.filter(pk=into.pk).update(website="https://friends.example/")
    merging = foresee_merge(into, [old])
    assert merging.given_up == ["website: “https://teapots.example/” → “https://friends.example/”"]
    assert "name: “Teapots' Friends” → “Friends of Teapots”" in merging.leads_on
    assert merging.taken_over == ["acronym: “TF”"]


def test_several_become_one(pair):
    third = an_organisation("Kettles")
    statement = Statement.objects.create(title="Brew")
    for organisation in (*pair[1:], third):
        Signature.objects.create(statement=statement, organisation=organisation)
    merging = merge(pair[0], [pair[1], third])
    assert statement.signatures.get().organisation == pair[0]
    assert (merging.moved["signatures"], merging.doubled["signatures"]) == (1, 1)


# Sources


def test_a_source_that_is_cited_everywhere():
    into, old = a_source(), a_source(title="", publisher="", symbol="A/TEA/1", issued_on="2024")
    review, run = a_review(report=old), an_import_run(source=old)
    recommendation = a_recommendation(review, position="")
    RecommendationPosition.objects.create(recommendation=recommendation, category="noted", source=old)
    ReviewCitation.objects.create(review=review, source=old, locator="p. 1")
    ReviewCitation.objects.create(review=review, source=into, locator="p. 1")
    ReviewCitation.objects.create(review=review, source=old, locator="p. 2")
    merging = merge(into, [old])
    for record in (review, run):
        record.refresh_from_db()
    assert review.report == run.source == recommendation.positions.get().source == into
    assert [c.locator for c in review.citations.all()] == ["p. 1", "p. 2"]
    assert merging.doubled == {"review citations": 1}
    into.refresh_from_db()
    assert (into.symbol, into.issued_on, into.title) == ("A/TEA/1", "2024", "Teapots")


def test_tallies_that_differ_refuse_the_merge():
    into, old, review = a_source("Leaves"), a_source("Water"), a_review()
    for source, noted in ((into, 1), (old, 2)):
        AnnouncedTally.objects.create(
            review=review, unit="rows", total=3, noted=noted, rejected=3 - noted, source=source
        )
    with pytest.raises(CannotMerge, match=r"noted: “1”, “2”; rejected: “2”, “1”"):
        merge(into, [old])


# Themes


@pytest.mark.parametrize(
    ("ours", "theirs", "left"),
    [("imported", "staff", "staff"), ("staff", "imported", "staff"), ("suggested", "imported", "imported")],
)
def test_a_theme_given_twice_is_kept_once_by_who_says_so_most_firmly(ours, theirs, left):
    into, old = themes_of("upr-info-issues", "Brewing", "Tea-making")
    recommendation = a_recommendation(a_review())
    Tag.objects.create(recommendation=recommendation, theme=into, origin=ours)
    Tag.objects.create(recommendation=recommendation, theme=old, origin=theirs)
    merge(into, [old])
    assert recommendation.tags.get().origin == left


def test_a_theme_given_by_two_organisations_refuses_the_merge(pair):
    into, old = themes_of("upr-info-issues", "Brewing", "Tea-making")
    recommendation = a_recommendation(a_review())
    for theme, organisation in ((into, pair[0]), (old, pair[1])):
        Tag.objects.create(recommendation=recommendation, theme=theme, origin="organisation", organisation=organisation)
    with pytest.raises(CannotMerge, match=r"organisation: “Friends of Teapots”, “Teapots' Friends \(TF\)”"):
        merge(into, [old])


def test_themes_of_different_lists_are_not_merged():
    with pytest.raises(CannotMerge, match="different lists"):
        merge(a_theme("Detention"), [a_theme("Tibet", "territories")])


def test_the_names_of_a_territory_find_what_the_other_ones_found():
    into, old = themes_of("territories", "Teaplateau", "Kettleland")
    ThemeSynonym.objects.create(theme=into, name="Teaplateau")
    ThemeSynonym.objects.create(theme=old, name="Kettleland")
    named = a_recommendation(a_review(), "Open the libraries of Kettleland")
    tagged = a_recommendation(a_review(), "Open the museums", themes=(old,))
    before = everything()
    merging = merge(into, [old])
    for recommendation in (named, tagged):
        recommendation.refresh_from_db()
        assert "teaplateau" in recommendation.search_words
    undo(merging.change)
    assert everything() == before


# Former names


def test_former_names_lead_on_through_later_merges(teapotland, portugal, pair):
    merge(teapotland, [portugal])
    merge(a_state("FRA"), [teapotland])
    assert Merged.objects.lead(State, iso3="PRT") == Merged.objects.lead(State, slug="teapotland") == a_state("FRA")
    assert states_by_code()["PRT"] == states_by_code()["TPT"] == a_state("FRA")
    merge(pair[0], pair[1:])
    assert find_organisation("Teapots' Friends") == pair[0]
    assert Merged.objects.lead(Organisation, acronym="TF") == Merged.objects.lead(Organisation, slug=pair[1].slug)
    assert find_organisation("Kettles") is None


def test_a_source_is_found_by_the_symbol_and_title_of_what_was_merged_into_it():
    into, old, older = a_source(), a_source(symbol="A/TEA/1", publisher="", title=""), a_source("Kettles")
    Source.objects.filter(pk=into.pk).update(symbol="A/TEA/2")
    merge(into, [old, older])
    assert (
        find_source(symbol="A/TEA/1", language="en") == find_source(publisher="Teapot Press", title="Kettles") == into
    )
    assert find_source(symbol="A/TEA/1", language="fr") is None
    assert document("A/TEA/1", a_state("CHN")) == into
    assert Source.objects.filter(symbol="A/TEA/1").count() == 0


def test_a_review_is_found_by_the_slug_of_its_state_before(teapotland, portugal):
    merge(portugal, [teapotland])
    made = find_or_create_by_slug("teapotland-cycle-2")
    assert (made.state, made.cycle) == (portugal, 2)


def test_what_was_deleted_since_leads_nowhere(teapotland, portugal):
    merge(teapotland, [portugal])
    teapotland.delete()
    assert Merged.objects.lead(State, iso3="PRT") is None
    assert "PRT" not in states_by_code()
