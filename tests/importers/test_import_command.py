"""import_recommendations: what it reports, and what it records."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from recommendations.models import (
    ImportRun,
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Session,
    Source,
    Tag,
    text_key,
)
from tests.records import a_review, a_state, a_theme

from .files import (
    KETTLE,
    SPOONS,
    TEAPOT,
    Outcome,
    Paragraph,
    csv_bytes,
    everything_recorded,
    matrix_2019,
    matrix_2025,
    run_import,
    upr_row,
    xlsx_bytes,
)

pytestmark = pytest.mark.django_db

ReadIn = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def read_in(folder: Path) -> ReadIn:
    """Writes files and reads them in, in one run: read_in(b"…", b"…", dry_run=True)."""

    def write_and_run(*files: bytes, **options: object) -> Outcome:
        paths = [folder / f"{number}.file" for number in range(1, len(files) + 1)]
        for path, raw in zip(paths, files, strict=True):
            path.write_bytes(raw)
        return run_import(*paths, **options)

    return write_and_run


@pytest.fixture
def read_rows(read_in: ReadIn) -> ReadIn:
    """Reads in an UPR Info export with these rows, and insists that it went well."""

    def write_and_run(*rows: tuple[str, ...], **options: object) -> Outcome:
        outcome = read_in(csv_bytes(*rows), **options)
        assert outcome.errors == []
        return outcome

    return write_and_run


@pytest.fixture
def read_matrix(read_in: ReadIn) -> ReadIn:
    """Reads in a matrix of 2025 with these rows, and insists that it went well."""

    def write_and_run(*rows: Paragraph, **options: object) -> Outcome:
        outcome = read_in(matrix_2025(*rows), **options)
        assert outcome.errors == []
        return outcome

    return write_and_run


def numbers(outcome: Outcome) -> tuple[int, int, int]:
    review = outcome.review
    return review["created"], review["updated"], review["unchanged"]


def the_recommendation() -> Recommendation:
    return Recommendation.objects.get()


def answers() -> dict[str, str]:
    """Position of each recommendation by its key."""
    return dict(Recommendation.objects.values_list("key", "position"))


def senders(recommendation: Recommendation) -> list[str]:
    return [recommender.state.iso3 for recommender in recommendation.recommenders.select_related("state")]


def themes(recommendation: Recommendation) -> set[str]:
    return set(recommendation.tags.values_list("theme__name", flat=True))


# --- The report -----------------------------------------------------------------------------------------


def test_the_report_of_an_export(read_in):
    raw = csv_bytes(upr_row(), upr_row(sender="Peru"), upr_row(KETTLE, "Mexico", "Noted"), upr_row(SPOONS, ""))
    assert read_in(raw).report == {
        "format": "upr_info",
        "reviews": [
            {
                "review": "china-2013",
                "paragraphs": 0,
                "rows": 4,
                "created": 3,
                "updated": 0,
                "unchanged": 0,
                "positions": {"accepted": 3, "noted": 1},
            }
        ],
        "problems": [
            {
                "level": "warning",
                "file": "1.file",
                "row": 5,
                "column": "From",
                "message": "The recommending State is empty: not recorded.",
            }
        ],
    }


def test_the_report_of_a_matrix_counts_paragraphs(read_in):
    raw = matrix_2019(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru) (Mexico);", "Noted"))
    assert read_in(raw).report == {
        "format": "ohchr_matrix",
        "reviews": [
            {
                "review": "slovenia-2019",
                "paragraphs": 2,
                "rows": 2,
                "created": 2,
                "updated": 0,
                "unchanged": 0,
                "positions": {"accepted": 1, "noted": 1},
            }
        ],
        "problems": [],
    }


def test_the_report_of_a_failure_has_the_same_keys(read_in):
    outcome = read_in(csv_bytes(upr_row(response="Perhaps")))
    assert outcome.exit_code == 1
    assert set(outcome.report) == {"format", "reviews", "problems"}
    assert outcome.report["reviews"] == []
    (problem,) = outcome.report["problems"]
    assert set(problem) == {"level", "file", "row", "column", "message"}


def test_a_failure_tells_warnings_too(read_in):
    outcome = read_in(csv_bytes(upr_row(sender=""), upr_row(response="Perhaps")))
    assert [(p["level"], p["row"]) for p in outcome.report["problems"]] == [("warning", 2), ("error", 3)]


def test_problems_are_on_stderr_with_errors_first(read_in):
    lines = read_in(csv_bytes(upr_row(sender=""), upr_row(response="Perhaps"))).stderr.splitlines()
    assert lines[0].startswith("error: 1.file, row 3, column “Response”: “Perhaps”")
    assert lines[1].startswith("warning: 1.file, row 2, column “From”: ")


def test_of_very_many_problems_stderr_tells_the_first_and_json_all(read_in):
    outcome = read_in(csv_bytes(*[upr_row(response="Perhaps")] * 100))
    assert len(outcome.errors) == 100
    assert len(outcome.stderr.splitlines()) == 31
    assert "and 70 more" in outcome.stderr


def test_several_files_and_formats_are_reported_together(read_in):
    outcome = read_in(csv_bytes(upr_row()), matrix_2025(Paragraph()))
    assert outcome.report["format"] == "upr_info+ohchr_matrix"
    assert [review["review"] for review in outcome.report["reviews"]] == ["china-2013", "slovenia-2025"]


def test_without_json_people_get_a_summary(folder):
    (folder / "tea.csv").write_bytes(csv_bytes(upr_row(), upr_row(sender="")))
    stdout, stderr = io.StringIO(), io.StringIO()
    call_command("import_recommendations", str(folder / "tea.csv"), stdout=stdout, stderr=stderr)
    assert "china-2013: 2 rows (2 accepted); 1 created, 0 updated, 0 unchanged" in stdout.getvalue()
    assert "warning: tea.csv, row 3" in stderr.getvalue()


def test_without_json_people_are_told_that_nothing_was_written(folder):
    (folder / "tea.csv").write_bytes(csv_bytes(upr_row(to="Teapotland")))
    stdout, stderr = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("import_recommendations", str(folder / "tea.csv"), stdout=stdout, stderr=stderr)
    assert stop.value.code == 1
    assert stdout.getvalue() == ""
    assert "Nothing was written." in stderr.getvalue()


# --- Nothing, or all ------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [csv_bytes(upr_row(issue="Teapots")), matrix_2025(Paragraph())], ids=["CSV", "Word"])
def test_a_dry_run_writes_nothing_and_reports_the_same(read_in, raw):
    before = everything_recorded()
    dry = read_in(raw, dry_run=True, publish=True)
    assert dry.exit_code == 0
    assert everything_recorded() == before
    assert read_in(raw, publish=True).report == dry.report
    assert everything_recorded() != before


def test_a_dry_run_finds_the_errors_that_show_only_in_writing(read_in):
    raw = matrix_2025(Paragraph(), Paragraph(f"140.7 {KETTLE} (Peru);"))
    assert read_in(raw, dry_run=True).exit_code == 1


@pytest.mark.parametrize(
    "raw",
    [
        csv_bytes(upr_row(), upr_row(), upr_row(sender="Peru"), upr_row(response="Noted"), upr_row(SPOONS, "")),
        xlsx_bytes(upr_row(), upr_row(KETTLE, session="18")),
        matrix_2019(Paragraph(persons=("Children",)), Paragraph(f"140.8 {KETTLE} (Peru); {SPOONS} (France)")),
    ],
    ids=["CSV", "Excel", "Word"],
)
def test_reading_a_file_twice_changes_nothing(read_in, raw):
    read_in(raw)
    first = everything_recorded() | {"ImportRun": 2}
    positions, keys = list(RecommendationPosition.objects.values()), answers()
    for review in read_in(raw).report["reviews"]:
        assert (review["created"], review["updated"]) == (0, 0)
        assert review["unchanged"] > 0
    assert everything_recorded() == first
    assert (list(RecommendationPosition.objects.values()), answers()) == (positions, keys)


def test_the_same_rows_as_csv_and_as_excel_are_the_same_recommendations(read_in):
    rows = upr_row("Pour the tea &amp; the “milk”"), upr_row(KETTLE, "Côte d’Ivoire", "Noted")
    read_in(csv_bytes(*rows, encoding="mac_roman", line_end="\r"))
    assert numbers(read_in(xlsx_bytes(*rows))) == (0, 0, 2)


def test_an_error_in_the_second_file_keeps_the_first_from_being_written(read_in):
    before = everything_recorded()
    outcome = read_in(csv_bytes(upr_row()), csv_bytes(upr_row(response="Perhaps")))
    assert outcome.exit_code == 1
    assert [error["file"] for error in outcome.errors] == ["2.file"]
    assert everything_recorded() == before


def test_an_error_that_shows_only_in_writing_the_second_file_does_so_too(read_in):
    before = everything_recorded()
    two_texts = matrix_2025(Paragraph(), Paragraph(f"140.7 {KETTLE} (Peru);"))
    assert read_in(csv_bytes(upr_row()), two_texts).exit_code == 1
    assert everything_recorded() == before


def test_the_run_is_recorded_with_its_file(read_in):
    read_in(csv_bytes(upr_row(), upr_row(sender="Peru")), matrix_2025(Paragraph()))
    one, other = ImportRun.objects.order_by("pk")
    assert (one.file_name, one.format, one.rows, one.created) == ("1.file", "upr_info", 2, 1)
    assert (other.file_name, other.format, other.rows, other.created) == ("2.file", "ohchr_matrix", 1, 1)
    assert one.batch == other.batch
    assert len(one.sha256) == 64
    assert one.source.publisher == "UPR Info"


def test_every_row_is_kept_word_for_word(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru", response="accepted "))
    one, other = Reading.objects.order_by("place")
    assert (one.place, one.sender, one.values["response"], one.values["text"]) == (2, "FRA", "Accepted", TEAPOT)
    assert (other.place, other.sender, other.values["response"]) == (3, "PER", "accepted")


# --- Publishing -----------------------------------------------------------------------------------------


def test_a_review_is_private_until_it_is_published(read_rows):
    read_rows(upr_row())
    assert Review.objects.get().published_at is None
    read_rows(upr_row(), publish=True)
    assert Review.objects.get().published_at is not None


def test_importing_again_never_clears_or_moves_the_date_of_publication(read_rows):
    read_rows(upr_row(), publish=True)
    published = Review.objects.get().published_at
    read_rows(upr_row(response="Noted"))
    assert Review.objects.get().published_at == published
    read_rows(upr_row(response="Noted"), publish=True)
    assert Review.objects.get().published_at == published


def test_only_the_reviews_of_the_file_are_published(read_rows):
    other = a_review("SVN", 34, published=False)
    read_rows(upr_row(), upr_row(to="Peru"), publish=True)
    assert Review.objects.published().count() == 2
    assert not Review.objects.published().filter(pk=other.pk).exists()


# --- Which review ---------------------------------------------------------------------------------------


def test_a_matrix_without_page_header_needs_to_be_told_its_review(read_in):
    raw = matrix_2025(Paragraph(), page_header="")
    refused = read_in(raw)
    assert refused.exit_code == 1
    assert "--review" in refused.errors[0]["message"]
    assert read_in(raw, review="slovenia-2025").review["review"] == "slovenia-2025"
    assert the_recommendation().review.cycle == 4


def test_the_review_that_was_told_is_the_one_that_a_later_file_names(read_in):
    read_in(matrix_2025(Paragraph(), page_header=""), review="slovenia-2025")
    assert numbers(read_in(matrix_2025(Paragraph()))) == (0, 0, 1)
    assert Review.objects.get().wg_session.number == 48


@pytest.mark.parametrize(
    "slug", ["teapotland-2025", "slovenia", "slovenia-2022", "slovenia-1999", "2025", "slovenia-cycle-0", "-"]
)
def test_an_unknown_review_is_an_error(read_in, slug):
    before = everything_recorded()
    outcome = read_in(matrix_2025(Paragraph(), page_header=""), review=slug)
    assert outcome.exit_code == 1
    assert f"“{slug}”" in outcome.errors[0]["message"]
    assert everything_recorded() == before


@pytest.mark.parametrize("slug", ["peru-2025", "slovenia-2019"])
def test_a_matrix_of_another_review_is_an_error(read_in, slug):
    before = everything_recorded()
    outcome = read_in(matrix_2025(Paragraph()), review=slug)
    assert outcome.exit_code == 1
    assert slug in outcome.errors[0]["message"]
    assert everything_recorded() == before


def test_a_review_that_was_told_picks_its_rows_out_of_an_export(read_rows):
    outcome = read_rows(upr_row(), upr_row(to="Peru"), upr_row(session="4"), review="china-2013")
    assert (outcome.review["review"], outcome.review["rows"]) == ("china-2013", 1)
    assert Review.objects.get().slug == "china-2013"


@pytest.mark.parametrize(
    ("session", "slug", "cycle"),
    [
        ("1", "china-2008", 1),
        ("12", "china-2011", 1),
        ("13", "china-2012", 2),
        ("26", "china-2016", 2),
        ("27", "china-2017", 3),
        ("40", "china-2022", 3),
        ("41", "china-2022", 4),
        ("54", "china-2027", 4),
        ("55", "china-cycle-5", 5),
        ("61", "china-cycle-5", 5),
        ("104", "china-cycle-8", 8),
        ("9999", "china-cycle-715", 715),
    ],
)
def test_the_cycle_of_a_session_and_the_address_of_its_review(read_rows, session, slug, cycle):
    assert read_rows(upr_row(session=session)).review["review"] == slug
    review = Review.objects.get()
    assert (review.cycle, review.wg_session.number, review.wg_session.cycle) == (cycle, int(session), cycle)


def test_the_cycle_that_a_matrix_prints_counts(read_in):
    postponed = "UPR of Slovenia (3rd Cycle - 41st Session)"
    read_in(matrix_2019(Paragraph(), page_header=postponed))
    review = Review.objects.get()
    assert (review.cycle, review.wg_session.number) == (3, 41)
    assert review.wg_session.cycle == 4


def test_a_review_that_exists_for_state_and_cycle_is_used(read_rows):
    mine = Review.objects.create(state=a_state("CHN"), cycle=2, slug="china-second-time", status="adopted")
    assert read_rows(upr_row()).review["review"] == "china-second-time"
    review = Review.objects.get()
    assert (review.pk, review.slug, review.status, review.wg_session.number) == (
        mine.pk,
        "china-second-time",
        "adopted",
        17,
    )


def test_a_review_keeps_the_session_that_is_recorded(read_rows):
    a_review("CHN", 18)
    read_rows(upr_row())
    assert Review.objects.get().wg_session.number == 18


def test_a_matrix_notes_the_documents_that_it_names(read_in):
    told = Paragraph(source="A/HRC/59/15 - Para.121")
    read_in(matrix_2025(told, Paragraph(f"140.8 {KETTLE} (Peru);")))
    review = Review.objects.get()
    assert (review.report.symbol, review.addendum.symbol) == ("A/HRC/59/15", "A/HRC/59/15/Add.1")
    assert (review.hrc_session.kind, review.hrc_session.number) == (Session.Kind.HRC, 59)
    stages = RecommendationPosition.objects.values_list("stage", "source__symbol", "locator")
    assert set(stages) == {
        ("review", "A/HRC/59/15", "Para.121"),
        ("addendum", "A/HRC/59/15/Add.1", "Para.3"),
    }


@pytest.mark.parametrize("symbol", ["A/HRC/99999/1", "A/HRC/0/1", "A/HRC/59"])
def test_what_is_no_symbol_of_a_report_names_no_document(read_matrix, symbol):
    read_matrix(Paragraph(source=f"{symbol} - Para.3"))
    review = Review.objects.get()
    assert (review.report, review.hrc_session) == (None, None)


def test_documents_that_are_recorded_stay(read_in):
    mine = Source.objects.create(symbol="A/HRC/59/15/Rev.1")
    a_review("SVN", 48, report=mine)
    read_in(matrix_2025(Paragraph(source="A/HRC/59/15 - Para.121")))
    assert Review.objects.get().report == mine


# --- Which rows are one recommendation ------------------------------------------------------------------


def test_what_is_recorded_of_a_row(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"))
    recommendation = the_recommendation()
    assert recommendation.key == text_key(TEAPOT)
    assert (recommendation.text, recommendation.paragraph, recommendation.position) == (TEAPOT, "", "accepted")
    assert (recommendation.action_category, recommendation.action_origin) == (5, "imported")
    assert themes(recommendation) == {"Right to education", "Women's rights"}
    assert set(recommendation.tags.values_list("origin", flat=True)) == {"imported"}
    assert (senders(recommendation), str(recommendation.recommenders.get())) == (["FRA"], "France")


def test_what_is_recorded_of_a_paragraph(read_matrix):
    read_matrix(
        Paragraph(
            f"140.7 {TEAPOT} (France); {KETTLE} (the Netherlands);",
            "Supported/Noted",
            persons=("Children",),
            goals=("4 - QUALITY EDUCATION",),
        )
    )
    recommendation = the_recommendation()
    assert (recommendation.key, recommendation.paragraph) == ("140.7", "140.7")
    assert recommendation.text == f"{TEAPOT}; {KETTLE}"
    assert (recommendation.position, recommendation.action_category) == ("partially_accepted", None)
    assert list(recommendation.recommenders.values_list("state__iso3", "verbatim_name", "own_words")) == [
        ("FRA", "France", TEAPOT),
        ("NLD", "the Netherlands", KETTLE),
    ]
    assert set(recommendation.tags.values_list("theme__vocabulary__slug", "theme__slug")) == {
        ("ohchr-themes-2025", "right-to-education"),
        ("ohchr-affected-2025", "children"),
        ("sdgs", "sdg-4"),
    }


def test_the_same_of_two_senders_is_one_recommendation(read_rows):
    outcome = read_rows(upr_row(), upr_row(sender="Peru"), upr_row(sender="Mexico"))
    assert (outcome.review["rows"], numbers(outcome), outcome.warnings) == (3, (1, 0, 0), [])
    assert senders(the_recommendation()) == ["FRA", "PER", "MEX"]


def test_texts_that_differ_in_case_and_space_only_are_the_same(read_rows):
    read_rows(upr_row(), upr_row(TEAPOT.upper().replace(" ", "  "), "Peru"))
    assert senders(the_recommendation()) == ["FRA", "PER"]
    assert the_recommendation().text == TEAPOT


@pytest.mark.parametrize("other", [upr_row(sender="Peru", response="Noted"), upr_row(sender="Peru", action="4")])
def test_another_response_or_action_is_kept_apart_with_a_warning(read_rows, other):
    outcome = read_rows(upr_row(), other)
    key = text_key(TEAPOT)
    assert {r.key: senders(r) for r in Recommendation.objects.all()} == {key: ["FRA"], f"{key}-2": ["PER"]}
    assert [warning["row"] for warning in outcome.warnings] == [3]


def test_rows_in_another_order_keep_their_keys(read_rows):
    one, two = upr_row(), upr_row(sender="Peru", response="Noted")
    three = upr_row(sender="Mexico", action="4")
    read_rows(one, two, three)
    before = {r.key: (r.position, senders(r)) for r in Recommendation.objects.all()}
    assert len(before) == 3
    for order in [(three, two, one), (two, one, three)]:
        assert numbers(read_rows(*order)) == (0, 0, 3)
        assert {r.key: (r.position, senders(r)) for r in Recommendation.objects.all()} == before


def test_the_same_text_in_two_reviews_has_the_same_key_in_both(read_rows):
    read_rows(upr_row(), upr_row(to="Peru"))
    assert set(Recommendation.objects.values_list("review__slug", "key")) == {
        ("china-2013", text_key(TEAPOT)),
        ("peru-2013", text_key(TEAPOT)),
    }


def test_a_row_that_occurs_twice_is_counted_and_warned_of(read_rows):
    outcome = read_rows(upr_row(), upr_row())
    assert (outcome.review["rows"], outcome.review["positions"], numbers(outcome)) == (2, {"accepted": 2}, (1, 0, 0))
    (warning,) = outcome.warnings
    assert (warning["row"], "Duplicate row" in warning["message"]) == (3, True)
    assert senders(the_recommendation()) == ["FRA"]


def test_one_state_under_two_names_is_one_sender(read_rows):
    read_rows(upr_row(sender="Turkey"), upr_row(sender="Türkiye"))
    assert senders(the_recommendation()) == ["TUR"]


def test_a_paragraph_that_stands_under_two_themes_is_one_recommendation(read_matrix):
    outcome = read_matrix(Paragraph(themes=("Right to education",)), Paragraph(themes=("Right to health",)))
    assert (outcome.review["paragraphs"], outcome.review["rows"], numbers(outcome)) == (1, 2, (1, 0, 0))
    assert {"Right to education", "Right to health"} <= themes(the_recommendation())


def test_a_paragraph_with_two_answers_is_partially_accepted(read_matrix):
    outcome = read_matrix(Paragraph(), Paragraph(position="Noted"))
    assert the_recommendation().position == "partially_accepted"
    assert outcome.warnings


def test_a_new_theme_is_added_with_a_warning(read_rows):
    outcome = read_rows(upr_row(issue="Teapots"), upr_row(KETTLE, issue="Teapots"))
    assert [warning["message"] for warning in outcome.warnings] == ["“Teapots” is new in UPR Info issues: added."]
    assert themes(Recommendation.objects.first()) == {"Teapots"}


@pytest.mark.parametrize("issue", ["Right to education,Right To Education", "Teapots,Tea-pots,tea pots"])
def test_two_spellings_of_one_theme_are_one_tag(read_rows, issue):
    read_rows(upr_row(issue=issue))
    assert the_recommendation().tags.count() == len({name.casefold().replace("-", " ") for name in issue.split(",")})


def test_a_theme_with_a_very_long_name(read_rows):
    long = "Tea " * 100
    read_rows(upr_row(issue=long))
    read_rows(upr_row(KETTLE, issue=long))
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("issue", ["茶壶,水壶", "чайник,самовар"])
def test_themes_in_other_scripts_are_told_apart(read_rows, issue):
    read_rows(upr_row(issue=issue))
    assert themes(the_recommendation()) == set(issue.split(","))


# --- What a source changed since ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "position"),
    [
        ("Accepted", "Noted", "noted"),
        ("Noted", "Accepted", "accepted"),
        ("Pending", "Accepted", "accepted"),
        ("Accepted", "Pending", "pending"),
        ("Noted", "Rejected", "rejected"),
        ("Noted", "Partially accepted", "partially_accepted"),
        ("Accepted", "Accepted and being implemented", "accepted_being_implemented"),
        ("Accepted and already implemented", "Supported", "accepted_already_implemented"),
    ],
)
def test_a_response_that_the_source_changed_is_applied(read_rows, before, after, position):
    """But “Supported” never overwrites a finer category."""
    read_rows(upr_row(response=before))
    outcome = read_rows(upr_row(response=after))
    assert the_recommendation().position == position
    assert outcome.warnings == []
    assert read_rows(upr_row(response=after)).review["unchanged"] == 1


def test_an_action_that_the_source_changed_is_applied(read_rows):
    read_rows(upr_row(action="5"))
    assert numbers(read_rows(upr_row(action="4"))) == (0, 1, 0)
    assert the_recommendation().action_category == 4
    read_rows(upr_row(action=""))
    assert (the_recommendation().action_category, the_recommendation().action_origin) == (None, "")


def test_themes_that_the_source_changed_are_applied(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"))
    assert numbers(read_rows(upr_row(issue="Women's rights,Right to health"))) == (0, 1, 0)
    assert themes(the_recommendation()) == {"Women's rights", "Right to health"}


def test_a_text_that_the_source_changed_in_case_only_is_applied(read_rows):
    read_rows(upr_row())
    assert numbers(read_rows(upr_row(TEAPOT.upper()))) == (0, 1, 0)
    assert the_recommendation().text == TEAPOT.upper()


def test_a_new_sender_joins(read_rows):
    read_rows(upr_row())
    assert numbers(read_rows(upr_row(), upr_row(sender="Peru"))) == (0, 1, 0)
    assert senders(the_recommendation()) == ["FRA", "PER"]


def test_a_sender_whose_row_is_not_in_the_file_stays(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru"))
    assert numbers(read_rows(upr_row())) == (0, 0, 1)
    assert senders(the_recommendation()) == ["FRA", "PER"]


def test_what_a_matrix_changed_is_applied(read_matrix):
    read_matrix(Paragraph(persons=("Children",)))
    changed = Paragraph(
        f"140.7 {KETTLE} (Turkey); {SPOONS} (Peru);",
        "Noted",
        themes=("Right to health",),
        persons=("Persons with disabilities",),
    )
    assert numbers(read_matrix(changed)) == (0, 1, 0)
    recommendation = the_recommendation()
    assert (recommendation.text, recommendation.position) == (f"{KETTLE}; {SPOONS}", "noted")
    assert senders(recommendation) == ["TUR", "PER"]
    assert themes(recommendation) == {"Right to health", "Persons with disabilities"}
    again = Paragraph(f"140.7 {TEAPOT} (Türkiye); {SPOONS} (Peru);", "Noted")
    assert numbers(read_matrix(again)) == (0, 1, 0)
    assert list(the_recommendation().recommenders.values_list("verbatim_name", "own_words")) == [
        ("Türkiye", TEAPOT),
        ("Peru", SPOONS),
    ]


def test_a_text_that_changed_is_found_by_its_new_words(read_matrix):
    read_matrix(Paragraph())
    before = the_recommendation().search_words
    read_matrix(Paragraph(f"140.7 {KETTLE} (France);"))
    assert the_recommendation().search_words not in ("", before)


def test_a_paragraph_whose_answers_agree_at_last_is_accepted(read_matrix):
    read_matrix(Paragraph(), Paragraph(position="Noted"))
    read_matrix(Paragraph(), Paragraph(position="Supported"))
    assert the_recommendation().position == "accepted"


def test_a_sender_whose_answer_changed_moves_to_the_other_recommendation(read_rows):
    france, peru = upr_row(), upr_row(sender="Peru")
    mexico = upr_row(sender="Mexico", response="Noted")
    read_rows(france, peru, mexico)
    outcome = read_rows(france, upr_row(sender="Peru", response="Noted"), mexico)
    key = text_key(TEAPOT)
    assert {r.key: (r.position, set(senders(r))) for r in Recommendation.objects.all()} == {
        key: ("accepted", {"FRA"}),
        f"{key}-2": ("noted", {"MEX", "PER"}),
    }
    assert sum(numbers(outcome)) == 2
    assert numbers(read_rows(france, upr_row(sender="Peru", response="Noted"), mexico)) == (0, 0, 2)


def test_a_sender_whose_answer_changed_gets_a_recommendation_of_its_own(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru"))
    read_rows(upr_row(response="Noted"), upr_row(sender="Peru"))
    key = text_key(TEAPOT)
    assert {r.key: (r.position, senders(r)) for r in Recommendation.objects.all()} == {
        key: ("accepted", ["PER"]),
        f"{key}-2": ("noted", ["FRA"]),
    }


def test_an_answer_that_changed_for_all_senders_changes_the_recommendation(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru"))
    assert numbers(read_rows(upr_row(response="Noted"), upr_row(sender="Peru", response="Noted"))) == (0, 1, 0)
    assert answers() == {text_key(TEAPOT): "noted"}


def test_a_recommendation_that_all_senders_left_is_merged_and_its_address_leads_on(read_rows, client):
    mexico = upr_row(sender="Mexico", response="Noted")
    read_rows(upr_row(), mexico)
    outcome = read_rows(upr_row(response="Noted"), mexico)
    assert outcome.warnings == []
    recommendation = the_recommendation()
    assert {made.state.iso3 for made in recommendation.recommenders.all()} == {"FRA", "MEX"}
    assert recommendation.readings.count() == 3
    Review.objects.publish()
    old = client.get(f"/recommendations/{recommendation.review.slug}/{text_key(TEAPOT)}/")
    assert (old.status_code, old["Location"]) == (301, recommendation.get_absolute_url())
    again = read_rows(upr_row(response="Noted"), mexico)
    assert numbers(again) == (0, 0, 1)


def test_a_recommendation_that_all_senders_left_stays_where_people_worked_on_it(read_rows):
    mexico = upr_row(sender="Mexico", response="Noted")
    read_rows(upr_row(), mexico)
    Recommendation.objects.filter(key=text_key(TEAPOT)).update(note="Ask again in March")
    outcome = read_rows(upr_row(response="Noted"), mexico)
    (warning,) = [w for w in outcome.warnings if w.get("paragraph") == text_key(TEAPOT)]
    assert "no recommending State any more" in warning["message"]


# --- What a person corrected ----------------------------------------------------------------------------


def correct_position(category: str) -> None:
    RecommendationPosition.objects.create(recommendation=the_recommendation(), category=category)


def correct(**fields: object) -> None:
    recommendation = the_recommendation()
    for name, value in fields.items():
        setattr(recommendation, name, value)
    recommendation.save()


def test_a_corrected_position_stays_where_the_source_says_what_it_said(read_rows):
    read_rows(upr_row())
    correct_position("noted")
    outcome = read_rows(upr_row())
    assert (numbers(outcome), outcome.warnings) == ((0, 0, 1), [])
    assert the_recommendation().position == "noted"


def test_a_corrected_position_stays_with_a_warning_where_the_source_changed_it(read_rows):
    read_rows(upr_row())
    correct_position("noted")
    outcome = read_rows(upr_row(response="Pending"))
    assert the_recommendation().position == "noted"
    (warning,) = outcome.warnings
    assert "position is “noted”" in warning["message"]
    assert "“pending”: the record was kept" in warning["message"]
    assert read_rows(upr_row(response="Pending")).warnings == []


def test_a_corrected_position_that_the_source_comes_to_agree_with_is_no_problem(read_rows):
    read_rows(upr_row())
    correct_position("rejected")
    assert read_rows(upr_row(response="Noted")).warnings == []
    assert the_recommendation().position == "rejected"


def test_a_corrected_action_stays(read_rows):
    read_rows(upr_row(action="5"))
    correct(action_category=3, action_origin="confirmed")
    assert read_rows(upr_row(action="5")).warnings == []
    (warning,) = read_rows(upr_row(action="4")).warnings
    assert "action category is “3”" in warning["message"]
    recommendation = the_recommendation()
    assert (recommendation.action_category, recommendation.action_origin) == (3, "confirmed")


def test_a_corrected_text_stays(read_matrix):
    read_matrix(Paragraph())
    correct(text=SPOONS)
    assert read_matrix(Paragraph()).warnings == []
    (warning,) = read_matrix(Paragraph(f"140.7 {KETTLE} (France);")).warnings
    assert SPOONS[:40] in warning["message"]
    assert the_recommendation().text == SPOONS


def test_a_row_whose_text_was_corrected_is_not_made_again(read_rows):
    read_rows(upr_row())
    correct(text=SPOONS)
    assert numbers(read_rows(upr_row())) == (0, 0, 1)
    assert the_recommendation().text == SPOONS


def test_corrected_themes_and_senders_stay_while_the_source_changes_something_else(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"), upr_row(sender="Peru"))
    recommendation = the_recommendation()
    recommendation.tags.get(theme__name="Women's rights").delete()
    Tag.objects.create(recommendation=recommendation, theme=a_theme("Right to health"))
    recommendation.recommenders.get(state__iso3="PER").delete()
    RecommendingState.objects.create(recommendation=recommendation, state=a_state("MEX"))
    rows = upr_row(issue="Right to education,Women's rights", action="4"), upr_row(sender="Peru", action="4")
    assert numbers(read_rows(*rows)) == (0, 1, 0)
    assert themes(recommendation) == {"Right to education", "Right to health"}
    assert senders(recommendation) == ["FRA", "MEX"]


def test_a_theme_that_staff_gave_stays_when_the_source_drops_it(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"))
    the_recommendation().tags.filter(theme__name="Women's rights").update(origin="staff")
    read_rows(upr_row(issue="Right to education"))
    assert themes(the_recommendation()) == {"Right to education", "Women's rights"}


def test_a_finer_position_stays_when_a_matrix_says_supported(read_matrix):
    read_matrix(Paragraph(position="Pending"))
    correct_position("accepted_already_implemented")
    assert read_matrix(Paragraph(position="Supported")).warnings == []
    assert the_recommendation().position == "accepted_already_implemented"
