"""The version of the public data moves when public data moves, by whatever path, and only then."""

import contextlib

import pytest
from django.contrib.auth.models import User
from django.db import connection, models, transaction

from recommendations.data_version import public_rows, triggers
from recommendations.models import (
    AnswerWord,
    Assessment,
    Case,
    Change,
    DataVersion,
    FollowUpAction,
    Organisation,
    Reading,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    RecommendingState,
    Review,
    SavedView,
    Source,
    State,
    StateName,
    StatusEvent,
    Tag,
    Theme,
    ThemeSynonym,
    Vocabulary,
    insert_rows,
)
from recommendations.models.publication import Published
from tests.records import a_recommendation, a_review, a_source, a_state, a_theme, an_import_run, an_organisation

pytestmark = pytest.mark.django_db


def moved(change) -> bool:
    """Whether a change moves the version."""
    DataVersion.objects.update(moved_by=None)  # PostgreSQL moves it once in a transaction, and a test is one
    before = DataVersion.objects.read()
    change()
    return DataVersion.objects.read() != before


@pytest.fixture
def public() -> Recommendation:
    return a_recommendation(a_review(), "Polish teapots", "28.5", themes=(a_theme("Detention"),))


@pytest.fixture
def private() -> Recommendation:
    return a_recommendation(a_review("SVN", 48, published=False), "Sell teapots", "1.1", themes=(a_theme("Detention"),))


CHANGES = {
    "a text": lambda r: Recommendation.objects.filter(pk=r.pk).update(text="Count teapots"),
    "by SQL": lambda r: run("UPDATE recommendations_recommendation SET note = 'tea' WHERE id = %s", r.pk),
    "saved": lambda r: save(r, paragraph="28.6"),
    "in bulk": lambda r: Recommendation.objects.bulk_update([with_value(r, note="tea")], ["note"]),
    "a position": lambda r: RecommendationPosition.objects.create(recommendation=r, category="noted"),
    "a sender": lambda r: RecommendingState.objects.create(recommendation=r, state=a_state("KEN")),
    "a sender goes": lambda r: r.recommenders.all().delete(),
    "a theme": lambda r: Tag.objects.create(recommendation=r, theme=a_theme("Women's rights")),
    "tags in bulk": lambda r: Tag.objects.bulk_create([Tag(recommendation=r, theme=a_theme("Women's rights"))]),
    "tags that may be there": lambda r: models.QuerySet(Tag).bulk_create(
        [Tag(recommendation=r, theme=a_theme(name)) for name in ("Detention", "Women's rights")], ignore_conflicts=True
    ),
    "a tag goes": lambda r: r.tags.get().delete(),
    "an assessment": lambda r: Assessment.objects.create(
        recommendation=r, organisation=an_organisation(r.text), judgement="weak"
    ),
    "a citation": lambda r: RecommendationCitation.objects.create(recommendation=r, source=a_source()),
    "a reading": lambda r: Reading.objects.create(
        recommendation=r, run=an_import_run(), format="upr_info", values={"text": "tea"}, place=1
    ),
    "it goes": lambda r: (r.recommenders.all().delete(), r.delete()),
    "a new one": lambda r: a_recommendation(r.review, "Heat teapots", "28.9"),
    "the review": lambda r: Review.objects.filter(pk=r.review_id).update(status="adopted"),
}


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def with_value(record: models.Model, **values: object) -> models.Model:
    for name, value in values.items():
        setattr(record, name, value)
    return record


def save(record: models.Model, **values: object) -> None:
    with_value(record, **values).save()


@pytest.mark.parametrize("what", CHANGES)
def test_it_moves_with_what_is_published_and_only_then(public, private, what):
    assert not moved(lambda: CHANGES[what](private))
    assert moved(lambda: CHANGES[what](public))


def test_publishing_and_withdrawing_move_it(private):
    assert moved(Review.objects.publish)
    assert not moved(Review.objects.publish)
    assert moved(Review.objects.withdraw)


def test_what_changes_nothing_does_not_move_it(public):
    assert not moved(public.save)
    assert not moved(lambda: Recommendation.objects.update(text=public.text))
    assert not moved(lambda: triggers.ensure(connection))


def test_what_is_rolled_back_does_not_move_it(public):
    def in_vain() -> None:
        with transaction.atomic():
            save(public, text="Count teapots")
            transaction.set_rollback(True)

    assert not moved(in_vain)


def test_what_everybody_sees_moves_it():
    assert moved(lambda: State.objects.filter(iso3="CHN").update(name="Teapot Land"))
    assert moved(lambda: StateName.objects.create(state=a_state("CHN"), name="Teapotia"))
    assert moved(lambda: ThemeSynonym.objects.create(theme=a_theme("Detention"), name="Teapots"))


def test_what_nothing_public_refers_to_does_not_move_it(public, private):
    organisation, source = an_organisation(), a_source()
    RecommendationCitation.objects.create(recommendation=private, source=source)
    Assessment.objects.create(recommendation=private, organisation=organisation, judgement="weak")
    vocabulary = Vocabulary.objects.get(slug="upr-info-issues")
    theme = Theme.objects.create(vocabulary=vocabulary, slug="teapots", name="Teapots")
    Tag.objects.create(recommendation=private, theme=theme)

    def edit() -> None:
        Organisation.objects.update(acronym="TP")
        Source.objects.update(url="https://teapots.example/")
        Theme.objects.filter(pk=theme.pk).update(name="Kettles")

    assert not moved(edit)
    RecommendationCitation.objects.create(recommendation=public, source=source)
    Assessment.objects.create(recommendation=public, organisation=organisation, judgement="weak")
    Tag.objects.create(recommendation=public, theme=theme)
    assert moved(lambda: Organisation.objects.update(acronym="TPP"))
    assert moved(lambda: Source.objects.update(url="https://kettles.example/"))
    assert moved(lambda: Theme.objects.filter(pk=theme.pk).update(name="Spoons"))


def test_staffs_own_work_does_not_move_it():
    person = User.objects.create_user("teapot")

    def work() -> None:
        SavedView.objects.create(owner=person, name="Tea", listed="review")
        AnswerWord.objects.create(phrase="brews", category="accepted")
        Change.objects.create(kind="bulk", description="Tea")
        an_import_run()
        a_source()
        FollowUpAction.objects.create(title="Count the teapots")

    assert not moved(work)


def test_a_link_moves_it_where_both_ends_are_public(public, private):
    case = Case.objects.create(title="Teapots")
    assert not moved(lambda: case.recommendations.add(public))
    assert moved(Case.objects.publish)
    assert not moved(lambda: case.recommendations.add(private))
    assert not moved(lambda: case.reviews.add(private.review))
    assert moved(lambda: case.reviews.add(public.review))
    assert moved(lambda: case.recommendations.clear())


def test_a_reading_that_is_only_confirmed_does_not_move_it(public):
    CHANGES["a reading"](public)
    assert not moved(lambda: Reading.objects.all().confirm(an_import_run("kettles.csv")))
    assert moved(lambda: Reading.objects.update(is_current=False))


def test_it_moves_with_every_kind_of_published_record():
    for model in [model for model in public_rows.tables() if issubclass(model, Published)]:
        assert public_rows.is_public(model, "x") == "x.published_at IS NOT NULL"
    action = FollowUpAction.objects.create(title="Count the teapots")
    assert not moved(lambda: StatusEvent.objects.create(follow_up=action, text="Asked"))
    FollowUpAction.objects.publish()
    assert moved(lambda: StatusEvent.objects.create(follow_up=action, text="Answered"))


# The triggers


def test_every_table_of_the_record_is_watched_or_private():
    for model in public_rows.tables():
        assert public_rows.is_public(model, "x")
    watched = {model.__name__ for model in public_rows.tables()}
    assert {"Recommendation", "Tag", "Case_recommendations", "Merged", "Reading"} <= watched
    assert not watched & {"SavedView", "Change", "HistoricalRecommendation", "Upload", "DataVersion"}
    assert triggers.missing(connection) == set()


def test_a_model_that_nobody_decided_about_is_named(monkeypatch):
    monkeypatch.setattr(public_rows, "ALWAYS", ())
    with pytest.raises(LookupError, match="State"):
        public_rows.is_public(State, "x")


def test_triggers_that_were_lost_are_made_again_and_move_it(public):
    with connection.cursor() as cursor:
        on = " ON recommendations_tag" if connection.vendor == "postgresql" else ""
        name = "data_version_insert" if on else "data_version_recommendations_tag_insert"
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert len(triggers.missing(connection)) == 1
    assert moved(lambda: triggers.ensure(connection))
    assert triggers.missing(connection) == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks up by itself, and keeps no plan.")
@pytest.mark.parametrize(
    ("make", "change"),
    [
        (an_import_run, {"rows": 7}),
        (an_import_run, {"source": a_source}),
        (an_organisation, {"name": "Society of Kettles"}),
        (a_source, {"title": "Kettles"}),
    ],
)
def test_triggers_look_up_what_refers_to_a_row_and_read_no_table_whole(public, make, change):
    row = make()
    change = {name: value() if callable(value) else value for name, value in change.items()}
    DataVersion.objects.update(moved_by=None)
    before = tables_read_whole(but=row)
    type(row).objects.filter(pk=row.pk).update(**change)
    assert tables_read_whole(but=row) == before


def tables_read_whole(but: models.Model) -> dict[str, int]:
    """How often each table of the record, but that of one, was read from one end to the other in this transaction."""
    names = {model._meta.db_table for model in public_rows.tables()} - {but._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_stat_get_xact_numscans(oid) FROM pg_class WHERE relname = ANY(%s)", [[*names]]
        )
        return dict(cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite believes nothing about how much there is.")
def test_triggers_look_no_more_up_where_the_database_believes_that_there_is_nothing():
    run = an_import_run()
    with contextlib.suppress(RuntimeError), transaction.atomic():
        many_read_in(run)
        raise RuntimeError("take it back")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = many_read_in(run)
    DataVersion.objects.update(moved_by=None)
    before = looked_up(Recommendation)
    type(run).objects.filter(pk=run.pk).update(rows=many)
    assert looked_up(Recommendation) - before <= 12 * many


def many_read_in(run: models.Model) -> int:
    """As an import writes: recommendations of many reviews, and what the file says of each."""
    reviews = [a_review("CHN", session, published=False) for session in range(13, 33)]
    texts = [(reviews[n % 20].pk, f"u{n}", "Teapot") for n in range(1000)]
    made = insert_rows(Recommendation, ("review_id", "key", "text"), texts)
    said = [(pk, run.pk, "upr_info", n, "noted", {}) for n, pk in enumerate(made)]
    insert_rows(Reading, ("recommendation_id", "run_id", "format", "place", "category", "values"), said)
    return len(made)


def looked_up(model: type[models.Model]) -> int:
    """How many rows of a table were looked up by way of an index in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = %s", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def test_it_is_unknown_while_they_stand_aside():
    triggers.stand_aside_before_migrate(None, "default", plan=[])
    assert DataVersion.objects.read().is_known
    triggers.stand_aside_before_migrate(None, "default", plan=["a migration"])
    assert not DataVersion.objects.read().is_known
    a_review()
    assert not DataVersion.objects.read().is_known
    triggers.ensure(connection)
    assert DataVersion.objects.read().is_known
