"""The same for many recommendations at once: what changes, what stays, and that it can be taken back."""

import pytest

from recommendations.models import (
    Assessment,
    AssessmentCitation,
    Case,
    Change,
    FollowUpAction,
    Recommendation,
    Tag,
)
from recommendations.tracking import bulk
from recommendations.tracking.publishing import publish_together, withdraw_together
from recommendations.tracking.undoing import undo
from tests.records import a_recommendation, a_review, a_source, a_theme, an_organisation, everything

pytestmark = pytest.mark.django_db

FAR_AWAY = 10**9


@pytest.fixture
def shelf() -> list[Recommendation]:
    review = a_review()
    return [a_recommendation(review, f"Invent teapot number {n}", f"28.{n}") for n in range(1, 5)]


@pytest.fixture
def torture():
    return a_theme("Torture and other CID treatment")


def pks(records) -> list[int]:
    return [record.pk for record in records]


def test_tagging_says_how_many_are_new_and_how_many_were_tagged_already(shelf, torture, admin_user):
    Tag.objects.create(recommendation=shelf[0], theme=torture, origin="imported")
    done = bulk.tag(pks(shelf), torture, user=admin_user)
    assert (done.changed, done.already, done.left_out) == (3, 1, 0)
    assert (done.change.kind, done.change.made_by) == ("bulk", admin_user)
    assert str(done.change) == "Tagged 3 recommendations with “Torture and other CID treatment (UPR Info issues)”"
    assert Tag.objects.filter(theme=torture).count() == 4
    assert shelf[0].tags.get().origin == "imported"
    assert {row.change for row in Tag.history.filter(recommendation__in=pks(shelf[1:]))} == {done.change}


def test_an_organisations_tag_names_it(shelf, torture):
    organisation = an_organisation()
    bulk.tag(pks(shelf), torture, organisation)
    assert {(tag.origin, tag.organisation) for tag in Tag.objects.filter(theme=torture)} == {
        ("organisation", organisation)
    }


def test_keys_that_are_gone_or_stand_twice_are_passed_over(shelf, torture):
    done = bulk.tag([shelf[0].pk, shelf[0].pk, FAR_AWAY], torture)
    assert (done.changed, done.already) == (1, 0)


@pytest.mark.parametrize("chosen", [[], [FAR_AWAY]])
def test_of_none_nothing_is_kept(shelf, torture, chosen):
    case = Case.objects.create(title="Teapots")
    said = case.history.count()
    for done in (bulk.tag(chosen, torture), bulk.untag(chosen, torture), bulk.link_to_case(chosen, case)):
        assert (done.changed, done.change) == (0, None)
    assert not Change.objects.exists()
    assert case.history.count() == said


def test_a_territory_is_found_by_all_its_names_and_only_while_tagged(shelf):
    tibet = a_theme("Tibet", "territories")
    before = everything()
    given = bulk.tag(pks(shelf[:2]), tibet)
    assert all("xizang" in r.search_words for r in Recommendation.objects.filter(pk__in=pks(shelf[:2])))
    assert not Recommendation.objects.filter(pk__in=pks(shelf[2:]), search_words__contains="xizang").exists()
    taken = bulk.untag(pks(shelf), tibet)
    assert (taken.changed, taken.already) == (2, 2)
    assert everything() == before
    undo(taken.change)
    assert Recommendation.objects.filter(search_words__contains="xizang").count() == 2
    undo(given.change)
    assert everything() == before


def test_untagging_leaves_what_an_organisation_gave(shelf, torture):
    Tag.objects.create(recommendation=shelf[0], theme=torture, origin="organisation", organisation=an_organisation())
    Tag.objects.create(recommendation=shelf[1], theme=torture, origin="imported")
    Tag.objects.create(recommendation=shelf[1], theme=a_theme("Detention"))
    outlook = bulk.to_untag(pks(shelf), torture)
    assert (outlook.to_change, outlook.already, list(outlook.left_out.values())) == (
        [shelf[1].pk],
        2,
        [[shelf[0].pk]],
    )
    done = bulk.untag(pks(shelf), torture)
    assert (done.changed, done.already, done.left_out) == (1, 2, 1)
    assert Tag.objects.get(theme=torture).recommendation == shelf[0]
    assert shelf[1].tags.get().theme == a_theme("Detention")


def test_assessing_gives_each_its_own_with_its_source(shelf):
    organisation, source = an_organisation(acronym="FoT"), a_source()
    Assessment.objects.create(
        recommendation=shelf[0], organisation=organisation, judgement="weak", assessed_on="2024", reasons="By hand"
    )
    cited = bulk.Cited(source, "p. 3", "nothing brews")
    before = everything()
    done = bulk.assess(pks(shelf), organisation, "weak", "2024", "No deadline", cited)
    assert (done.changed, done.already) == (3, 1)
    assert str(done.change) == "Assessed 3 recommendations: “FoT: Too weak or vague”"
    assert shelf[0].assessments.get().reasons == "By hand"
    made = shelf[1].assessments.get()
    assert (made.organisation, made.assessed_on, made.reasons) == (organisation, "2024", "No deadline")
    citation = AssessmentCitation.objects.get(assessment=made)
    assert (citation.source, citation.locator, citation.quotation) == (source, "p. 3", "nothing brews")
    undo(done.change)
    assert everything() == before


def test_another_date_is_another_assessment(shelf):
    organisation = an_organisation()
    assert bulk.assess(pks(shelf), organisation, "weak", "2024").changed == 4
    assert bulk.assess(pks(shelf), organisation, "weak", "2025").changed == 4


@pytest.mark.parametrize(
    ("make", "link"),
    [
        (lambda: Case.objects.create(title="Teapots"), bulk.link_to_case),
        (lambda: FollowUpAction.objects.create(title="Teapots", kind="other"), bulk.link_to_follow_up),
    ],
)
def test_linking_adds_to_what_is_linked(shelf, make, link):
    record = make()
    record.recommendations.add(shelf[0])
    before = everything()
    done = link(pks(shelf), record)
    assert (done.changed, done.already) == (3, 1)
    assert set(record.recommendations.all()) == set(shelf)
    assert record.history.first().recommendations.count() == 4
    undo(done.change)
    assert everything() == before


def test_publishing_in_bulk_keeps_links_in_the_history(shelf):
    """An undo of what comes after it must not take the links of before it away."""
    case = Case.objects.create(title="Teapots")
    case.recommendations.set(shelf[:2])
    publish_together(Case.objects.all())
    undo(bulk.link_to_case(pks(shelf), case).change)
    assert set(case.recommendations.all()) == set(shelf[:2])


def test_links_are_taken_back_whatever_was_edited_since(shelf):
    case = Case.objects.create(title="Teapots")
    case.recommendations.add(shelf[0])
    first, second = bulk.link_to_case(pks(shelf[:2]), case), bulk.link_to_case(pks(shelf), case)
    case.title = "Kettles"
    case.save()
    plan = undo(first.change)
    assert (plan.kept, plan.restores) == ([], {"advocacy cases": 1})
    assert set(case.recommendations.all()) == {shelf[0], *shelf[2:]}
    undo(second.change)
    case.refresh_from_db()
    assert (list(case.recommendations.all()), case.title) == ([shelf[0]], "Kettles")


def test_what_was_edited_in_bulk_and_by_hand_since_stays(shelf):
    case = Case.objects.create(title="Teapots")
    change = publish_together(Case.objects.all()).change
    case.refresh_from_db()
    case.recommendations.add(shelf[0])
    assert undo(change).kept == [case]
    assert Case.objects.published().exists()


def test_an_action_category_is_confirmed_but_for_what_staff_confirmed_otherwise(shelf):
    a, b, c, d = pks(shelf)
    Recommendation.objects.filter(pk=a).update(action_category=5, action_origin="imported")
    Recommendation.objects.filter(pk=b).update(action_category=4, action_origin="confirmed")
    Recommendation.objects.filter(pk=c).update(action_category=5, action_origin="confirmed")
    before = everything()
    done = bulk.set_action_category([a, b, c, d], 5)
    assert (done.changed, done.already, done.left_out) == (2, 1, 1)
    said = Recommendation.objects.order_by("pk").values_list("action_category", "action_origin")
    assert list(said) == [(5, "confirmed"), (4, "confirmed"), (5, "confirmed"), (5, "confirmed")]
    undo(done.change)
    assert everything() == before


def test_what_was_deleted_since_does_not_stop_an_undo(shelf, torture):
    bulk.tag(pks(shelf), torture)
    taken = bulk.untag(pks(shelf), torture)
    shelf[0].delete()
    undo(taken.change)
    assert Tag.objects.filter(theme=torture).count() == 3


def test_publishing_together_is_a_change(admin_user):
    cases = [Case.objects.create(title=f"Teapots {n}") for n in range(3)]
    publish_together(Case.objects.filter(pk=cases[0].pk))
    outcome = publish_together(Case.objects.all(), admin_user)
    assert (outcome.changed, outcome.already) == (2, 1)
    assert (str(outcome.change), outcome.change.made_by) == ("Published 2 advocacy cases", admin_user)
    undo(outcome.change)
    assert list(Case.objects.published()) == [cases[0]]
    assert str(withdraw_together(Case.objects.all()).change) == "Withdrew 1 advocacy case"


def test_publishing_what_is_public_is_no_change():
    Case.objects.create(title="Teapots")
    publish_together(Case.objects.all())
    assert publish_together(Case.objects.all()).change is None
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "most"),
    [
        # recorded keys, those that have it, change, transaction, then a few for each 1,000 rows and their history
        (lambda chosen: bulk.tag(chosen, a_theme("Torture and other CID treatment")), 20),
        # and for each 500: recommendations, tags, positions, search words in three pieces
        (lambda chosen: bulk.tag(chosen, a_theme("Tibet", "territories")), 35),
        (lambda chosen: bulk.assess(chosen, an_organisation(), "weak", cited=bulk.Cited(a_source())), 35),
        (lambda chosen: bulk.link_to_case(chosen, Case.objects.create(title="Teapots")), 30),
        (lambda chosen: bulk.set_action_category(chosen, 5), 20),
    ],
    ids=["tag", "tag with a territory", "assess", "link", "action category"],
)
def test_five_hundred_take_a_bounded_number_of_queries(django_assert_max_num_queries, act, most):
    review = a_review()
    Recommendation.objects.bulk_create(
        Recommendation(review=review, paragraph=f"1.{n}", key=f"1.{n}", sort_key=f"{n:05}", text=f"Teapot {n}")
        for n in range(500)
    )
    chosen = list(Recommendation.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(most):
        done = act(chosen)
    assert done.changed == 500
    with django_assert_max_num_queries(220):  # each kind of record is looked through once
        undo(done.change)
    assert not Tag.objects.exists()
