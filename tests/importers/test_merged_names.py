"""Files that are read after a merge: they find what was merged, and double nothing."""

import pytest

from recommendations.models import (
    Organisation,
    Reading,
    Recommendation,
    RecommendingState,
    Review,
    Source,
    State,
    Theme,
    Vocabulary,
)
from recommendations.tracking.merging_duplicates import merge
from recommendations.tracking.undoing import undo
from tests.records import a_source, a_state, everything
from upr_tracker.casefile.load import load_case_file

from .files import KETTLE, Paragraph, upr_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def teapotland() -> State:
    return State.objects.create(iso3="TPT", name="Teapotland")


def counts() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Recommendation, RecommendingState, Reading, Review, Source, Theme, State))


def test_the_same_file_read_again_after_a_merge_changes_nothing(read_rows, teapotland):
    rows = upr_row(sender="Teapotland"), upr_row(KETTLE, "Teapotland", "Noted"), upr_row(sender="Peru")
    read_rows(*rows)
    merge(a_state("PER"), [teapotland])
    before = counts()
    outcome = read_rows(*rows)
    assert [w for w in outcome.warnings if "not in this one" in str(w)] == []
    report = outcome.report["reviews"][0]
    assert (report["created"], report["updated"]) == (0, 0)
    assert counts() == before


def test_what_changed_in_the_file_is_carried_over_under_the_new_code(read_rows, teapotland):
    read_rows(upr_row(sender="Teapotland"))
    merge(a_state("PER"), [teapotland])
    read_rows(upr_row(sender="Teapotland", action="3"))
    recommendation = Recommendation.objects.get()
    assert recommendation.action_category == 3
    assert [r.state.iso3 for r in recommendation.recommenders.all()] == ["PER"]
    assert Reading.objects.current().get().sender == "PER"


def test_a_matrix_read_again_after_a_merge_changes_nothing(read_matrix, teapotland):
    row = Paragraph("140.7 Brew (Teapotland) (Peru);")
    read_matrix(row, review="slovenia-2025")
    merge(a_state("FRA"), [teapotland])
    before = counts()
    report = read_matrix(row, review="slovenia-2025").report["reviews"][0]
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 1)
    assert counts() == before
    codes = Recommendation.objects.get().recommenders.values_list("state__iso3", flat=True)
    assert sorted(codes) == ["FRA", "PER"]


def test_a_review_of_a_merged_state_is_one_of_the_state_that_stays(read_rows, teapotland):
    merge(a_state("PER"), [teapotland])
    read_rows(upr_row(to="Teapotland"))
    assert Review.objects.get().state.iso3 == "PER"


def test_the_source_of_a_format_is_not_made_anew(read_rows):
    read_rows(upr_row())
    source, other = Source.objects.get(publisher="UPR Info"), a_source("UPR Info's database")
    merge(other, [source])
    read_rows(upr_row(KETTLE))
    assert not Source.objects.filter(publisher="UPR Info").exists()
    assert {p.source for r in Recommendation.objects.all() for p in r.positions.all()} == {other}


def test_a_merged_theme_is_not_made_anew(read_rows):
    read_rows(upr_row(issue="Tea-making"))
    old = Theme.objects.get(name="Tea-making")
    into = Theme.objects.create(vocabulary=old.vocabulary, slug="brewing", name="Brewing")
    merge(into, [old])
    outcome = read_rows(upr_row(issue="Tea-making"), upr_row(KETTLE, issue="Tea-making"))
    assert "Tea-making" not in str(outcome.warnings)
    assert {tag.theme for r in Recommendation.objects.all() for tag in r.tags.all()} == {into}
    assert Vocabulary.objects.get(slug="upr-info-issues").themes.filter(slug="tea-making").count() == 0


def test_a_merge_between_two_imports_can_be_undone(read_rows, teapotland):
    read_rows(upr_row(sender="Teapotland"))
    before = everything()
    merging = merge(a_state("PER"), [teapotland])
    undo(merging.change)
    assert everything() == before
    read_rows(upr_row(sender="Teapotland"))
    assert Recommendation.objects.get().recommenders.get().state == teapotland


def test_the_case_file_finds_what_was_merged_before_it_was_loaded():
    organisation = Organisation.objects.create(name="Human Rights Watch", acronym="HRW")
    kept = Organisation.objects.create(name="HRW (New York)")
    report = Source.objects.create(symbol="A/HRC/56/6", publisher="United Nations", title="Report")
    kept_report = Source.objects.create(symbol="A/HRC/56/6/Rev.1", publisher="United Nations", title="Report")
    merge(kept, [organisation])
    merge(kept_report, [report])
    merge(a_state("FRA"), [a_state("BLR")])
    load_case_file()
    assert not Organisation.objects.filter(name="Human Rights Watch").exists()
    assert kept.signatures.count() == 1
    assert Review.objects.get(slug="china-2024").report == kept_report
    assert RecommendingState.objects.get(recommendation__review__slug="china-2024").state.iso3 == "FRA"
