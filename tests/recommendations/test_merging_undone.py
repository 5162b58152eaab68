"""Undoing a merge leaves the record exactly as it was before."""

import pytest

from recommendations.models import (
    Assessment,
    AssessmentCitation,
    Case,
    ClockDate,
    ClockStep,
    CouncilTerm,
    FollowUpAction,
    ImportRun,
    Merged,
    Organisation,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    ReviewCitation,
    Session,
    Signature,
    Source,
    State,
    StateMembership,
    Statement,
    StateStance,
    Tag,
    Theme,
)
from recommendations.tracking.merging_duplicates import foresee_merge, merge
from recommendations.tracking.undo_plan import CannotUndo, plan_undo
from recommendations.tracking.undoing import undo
from reprisals.models import Contact, Incident, SignOn
from tests.records import (
    a_recommendation,
    a_review,
    a_source,
    a_state,
    an_import_run,
    an_organisation,
    everything,
    themes_of,
)

pytestmark = pytest.mark.django_db


def a_full_record(into: dict[str, object], old: dict[str, object]) -> None:
    """Everything that can refer to both and to one of a pair of each kind."""
    review, other = a_review(), a_review("FRA")
    for n, pair in enumerate((into, old)):
        recommendation = a_recommendation(review, f"Brew {n}", f"1.{n}", senders=(), position="")
        for record in (recommendation, Recommendation.objects.first()):
            values = {"recommendation": record}
            RecommendingState.objects.get_or_create(
                **values, state=pair["state"], defaults={"own_words": f"Brew {n}", "verbatim_name": f"Land {n}"}
            )
            Tag.objects.get_or_create(**values, theme=pair["theme"], defaults={"origin": ["imported", "staff"][n]})
            RecommendationPosition.objects.create(**values, category="noted", source=pair["source"])
            assessment, _new = Assessment.objects.get_or_create(
                **values, organisation=pair["organisation"], judgement="weak", defaults={"reasons": f"Weak {n}"}
            )
            AssessmentCitation.objects.create(assessment=assessment, source=pair["source"])
        statement, _new = Statement.objects.get_or_create(slug="brew", defaults={"title": "Brew"})
        Signature.objects.create(statement=statement, organisation=pair["organisation"])
        for title in ("Pour", f"Pour {n}"):
            action, _new = FollowUpAction.objects.get_or_create(title=title, kind="other")
            action.requested_by.add(pair["organisation"])
            action.recommendations.add(recommendation)
            StateStance.objects.create(follow_up=action, state=pair["state"], kind="voted", stance="for")
        ReviewCitation.objects.create(review=[review, other][n], source=pair["source"], note=f"Note {n}")
        an_import_run(f"{n}.csv", source=pair["source"])
        StateMembership.objects.create(state=pair["state"], body="TEA", as_of=f"List {n}")
        for year in (1900, 1910 + n):
            days = {"starts_on": f"{year}-01-01", "ends_on": f"{year + 2}-12-31"}
            source = None if year == 1900 else pair["source"]
            CouncilTerm.objects.create(state=pair["state"], source=source, **days)
        ClockDate.objects.create(
            follow_up=action, step=ClockStep.objects.order_by("pk")[0], due_on=f"192{n}", source=pair["source"]
        )
        Session.objects.create(kind="hrc", number=900 + n, source=pair["source"])
    Case.objects.create(title="Teapots").recommendations.set(Recommendation.objects.all())
    other.report = old["source"]
    other.save()


@pytest.fixture
def both(teapotland, portugal, pair) -> tuple[dict[str, object], dict[str, object]]:
    themes = themes_of("upr-info-issues", "Brewing", "Tea-making")
    sources = [a_source(), a_source("", publisher="", symbol="A/TEA/1", issued_on="2024")]
    into, old = (
        {"state": state, "organisation": organisation, "source": source, "theme": theme}
        for state, organisation, source, theme in zip((portugal, teapotland), pair, sources, themes, strict=True)
    )
    a_full_record(into, old)
    return into, old


@pytest.mark.parametrize("kind", ["state", "organisation", "source", "theme"])
def test_merge_and_undo_leave_the_record_exactly_as_before(both, kind, admin_user):
    into, old = both[0][kind], both[1][kind]
    before = everything()
    merging = merge(into, [old], admin_user)
    assert everything() != before
    assert merging.doubled
    assert (merging.change.kind, merging.change.made_by) == ("merge", admin_user)
    plan = undo(merging.change)
    assert plan.kept == []
    assert everything() == before
    assert not Merged.objects.exists()


@pytest.mark.parametrize("kind", ["state", "organisation", "source", "theme"])
def test_after_undo_it_can_be_merged_again(both, kind):
    undo(merge(both[0][kind], [both[1][kind]]).change)
    after = merge(both[0][kind], [both[1][kind]])
    assert Merged.objects.get().change == after.change


def test_confidential_records_follow_a_merge_and_its_undo_and_are_not_named(teapotland, portugal):
    incident = Incident(kind="intimidation", state=teapotland, country=portugal)
    incident.save()
    contact = Contact(state=teapotland)
    contact.save()
    merging = merge(portugal, [teapotland])
    assert merging.moved["other records"] == 2
    assert not {"incidents", "contacts"} & set(merging.moved)
    incident.refresh_from_db()
    assert (incident.state, incident.country) == (portugal, portugal)
    undo(merging.change)
    incident.refresh_from_db()
    contact.refresh_from_db()
    assert incident.state.iso3 == contact.state.iso3 == "TPT"


def test_confidential_records_of_both_stand_in_the_way(db):
    one, other = an_organisation("Teapots"), an_organisation("Teapots Inc.")
    statement = Statement.objects.create(title="Teapots")
    for organisation in (one, other):
        SignOn(statement=statement, organisation=organisation).save()
    assert "Other records refer to both" in foresee_merge(one, [other]).refused[0]


# Fields of the guarded room: they have their own test above.
ELSEWHERE = {
    "letterhead.organisation",
    "incident.country",
    "incident.state",
    "incident.territory",
    "contact.state",
    "signon.organisation",
}
ELSEWHERE |= {"development.source", "response.source", "incidentcitation.source", "basis.source"}


def test_every_kind_of_reference_is_there_in_the_test_of_undo(both):
    """So that a new field that refers to one of these kinds is merged and undone in a test too."""
    from recommendations.tracking.records import references

    never_both = {"review.hrc_report", "review.decision", "review.addendum", "review.state", "followupaction.state"}
    never_both |= {
        "pledge.source",
        "announcedtally.source",
        "recommendationtext.source",
        "statusevent.source",
        "statestance.source",
    }
    never_both |= {f"{name}citation.source" for name in ("case", "followup", "recommendation", "statement")}
    never_both |= {"statename.state", "themesynonym.theme", "tag.organisation"}
    never_both |= ELSEWHERE
    unused = set()
    for kind, model in (("state", State), ("organisation", Organisation), ("source", Source), ("theme", Theme)):
        for related, key in references(model):
            if not related._base_manager.filter(**{key.name: both[1][kind].pk}).exists():
                unused.add(f"{related._meta.model_name}.{key.name}")
    assert unused <= never_both


def test_what_was_changed_since_stays_and_is_listed(teapotland, portugal):
    recommendation = a_recommendation(a_review(), senders=("TPT",))
    untouched = a_recommendation(a_review(), "Wash the saucers", senders=("TPT",))
    merging = merge(portugal, [teapotland])
    row = recommendation.recommenders.get()
    row.own_words = "Seen by hand"
    row.save()
    assert plan_undo(merging.change).kept == [recommendation]
    undo(merging.change)
    row.refresh_from_db()
    assert row.state == portugal
    assert untouched.recommenders.get().state.iso3 == "TPT"


def test_of_two_merges_in_a_row_the_later_one_is_undone_first(teapotland, portugal):
    first = merge(teapotland, [portugal])
    second = merge(a_state("FRA"), [teapotland])
    with pytest.raises(CannotUndo, match="“Merged “Teapotland” into “France””"):
        undo(first.change)
    before = everything()
    undo(second.change)
    undo(first.change)
    assert everything() != before
    assert State.objects.filter(iso3__in=["PRT", "TPT"]).count() == 2


def test_a_name_that_was_recorded_anew_stops_the_undo_in_words(pair):
    merging = merge(pair[0], pair[1:])
    an_organisation("Teapots' Friends")
    before = everything()
    with pytest.raises(CannotUndo, match="“Teapots' Friends” has been recorded anew"):
        undo(merging.change)
    assert everything() == before


def test_imports_since_the_merge_keep_their_source_on_undo():
    into, old = a_source("Leaves"), a_source("Water")
    run = an_import_run(source=old)
    merging = merge(into, [old])
    an_import_run(source=into)
    undo(merging.change)
    assert list(ImportRun.objects.order_by("pk").values_list("source__title", flat=True)) == ["Water", "Leaves"]
    assert run.pk


def test_merging_many_takes_a_bounded_number_of_queries(teapotland, portugal, django_assert_max_num_queries):
    review = a_review()
    made = Recommendation.objects.bulk_create(
        Recommendation(review=review, paragraph=f"1.{n}", key=f"1.{n}", sort_key=f"{n:05}", text=f"Teapot {n}")
        for n in range(300)
    )
    RecommendingState.objects.bulk_create(RecommendingState(recommendation=r, state=teapotland) for r in made)
    with django_assert_max_num_queries(83):
        merging = merge(portugal, [teapotland])
    with django_assert_max_num_queries(300):
        undo(merging.change)
    assert teapotland.made.count() == 300
