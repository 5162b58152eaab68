"""Facts that the database itself refuses to break, whatever writes to it."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, models, transaction

from recommendations.models import (
    AnnouncedTally,
    AnswerWord,
    Assessment,
    Case,
    ClockDate,
    ClockStep,
    CouncilTerm,
    FollowUpAction,
    ImportRun,
    KeyRedirect,
    Merged,
    Organisation,
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendationText,
    RecommendingState,
    Review,
    SavedView,
    Session,
    Signature,
    SiteText,
    SiteTextVersion,
    Source,
    StateMembership,
    Statement,
    StatementText,
    StateStance,
    StatusEvent,
    Tag,
    Theme,
    ThemeSynonym,
)
from tests.records import a_recommendation, a_review, a_state, a_theme, an_import_run

MODELS = list(apps.get_app_config("recommendations").get_models())
CONSTRAINTS = {c.name: (model, c) for model in MODELS for c in model._meta.constraints}


def write(*records: models.Model) -> None:
    """Writes rows as they are: no save() and no validation."""
    type(records[0])._base_manager.bulk_create(records)


def change(record: models.Model, **values: object) -> None:
    """Changes a row as it is."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)


def twice(make) -> None:
    """Writes the same row two times."""
    write(make(), make())


def a_step(**fields: object) -> ClockStep:
    return ClockStep(**{"clock": "hrc_session", "slug": "poured", "name": "Tea is poured"} | fields)


def a_clock_date(**fields: object) -> ClockDate:
    step = ClockStep.objects.filter(slug="poured").first() or ClockStep.objects.create(
        clock="hrc_session", slug="poured", name="Tea is poured"
    )
    return ClockDate(**{"step": step, "follow_up": an_action(), "due_on": "2024"} | fields)


def a_term(**fields: object) -> CouncilTerm:
    days = {"starts_on": datetime.date(2000, 1, 1), "ends_on": datetime.date(2002, 12, 31)}
    return CouncilTerm(**{"state": a_state("KEN")} | days | fields)


def a_notice(**fields: object) -> SiteText:
    days = {"shown_from": datetime.date(2000, 1, 2), "shown_until": datetime.date(2000, 1, 2)}
    return SiteText(**{"place": "notice"} | days | fields)


def a_version(**fields: object) -> SiteTextVersion:
    text = SiteText.objects.first() or SiteText.objects.create(place="about")
    return SiteTextVersion(**{"site_text": text, "text": "Teapots"} | fields)


def a_source(**fields: object) -> Source:
    return Source(**{"publisher": "Teapot Press", "title": "Teapots"} | fields)


def a_tally(**fields: object) -> AnnouncedTally:
    source, _ = Source.objects.get_or_create(publisher="Teapot Press", title="Teapots")
    return AnnouncedTally(**{"review": a_review(), "source": source, "unit": "rows", "total": 0} | fields)


def a_merged(**fields: object) -> Merged:
    change = an_import_run().change
    return Merged(
        **{"change": change, "kind": "state", "old": 1, "into": 2, "known_as": {}, "was_public": True} | fields
    )


def an_action() -> FollowUpAction:
    return FollowUpAction.objects.get_or_create(title="Teapots", kind="other")[0]


def an_organisation() -> Organisation:
    return Organisation.objects.get_or_create(name="Friends of Teapots")[0]


def a_statement() -> Statement:
    return Statement.objects.get_or_create(title="Teapots")[0]


def teapot() -> Recommendation:
    return Recommendation.objects.first() or a_recommendation(a_review())


def a_reading(**fields: object) -> Reading:
    run = ImportRun.objects.first() or an_import_run()
    values = {"run": run, "recommendation": teapot(), "format": "upr_info", "category": "noted", "place": 2}
    return Reading(**values | {"values": {}} | fields)


def a_view(**fields: object) -> SavedView:
    owner, _ = get_user_model().objects.get_or_create(username="potter")
    return SavedView(owner=owner, listed="source", name="Noted", **fields)


def an_assessment(**fields: object) -> Assessment:
    return Assessment(**{"organisation": an_organisation(), "judgement": "weak"} | fields)


def a_tag(**fields: object) -> Tag:
    return Tag(**{"recommendation": teapot(), "theme": a_theme("Tibet", "territories")} | fields)


# What breaks each constraint once.
VIOLATIONS = {
    "answer_word_phrase_once": lambda: write(AnswerWord(phrase="is tea"), AnswerWord(phrase="Is Tea")),
    "assessment_of_one_recommendation_or_one_review": lambda: write(an_assessment()),
    "assessment_of_recommendation_once": lambda: twice(lambda: an_assessment(recommendation=teapot())),
    "case_has_an_address": lambda: write(Case(title="Teapots")),
    "follow_up_has_an_address": lambda: change(an_action(), slug=""),
    "review_has_an_address": lambda: change(a_review(), slug=""),
    "statement_has_an_address": lambda: change(a_statement(), slug=""),
    "follow_up_does_not_continue_itself": lambda: change(an_action(), continues=an_action()),
    "position_category_is_known": lambda: write(RecommendationPosition(recommendation=teapot(), category="maybe")),
    "reading_current_once": lambda: twice(a_reading),
    "recommendation_action_category_1_to_5": lambda: change(teapot(), action_category=6, action_origin="imported"),
    "recommendation_action_category_has_an_origin": lambda: change(teapot(), action_category=5, action_origin=""),
    "recommendation_is_not_part_of_itself": lambda: change(teapot(), parent=teapot()),
    "recommendation_key_once_per_review": lambda: twice(lambda: Recommendation(review=a_review(), key="28.5")),
    "recommending_state_once": lambda: twice(lambda: RecommendingState(recommendation=teapot(), state=a_state("KEN"))),
    "redirect_one_per_old_key": lambda: twice(
        lambda: KeyRedirect(review=a_review(), old_key="28.5", recommendation=teapot())
    ),
    "clock_date_has_a_date": lambda: write(a_clock_date(due_on="")),
    "clock_date_is_of_one_thing": lambda: write(a_clock_date(review=a_review())),
    "clock_date_once_for_a_review": lambda: twice(lambda: a_clock_date(follow_up=None, review=a_review())),
    "clock_date_once_for_a_session": lambda: twice(
        lambda: a_clock_date(follow_up=None, session=Session.objects.first())
    ),
    "clock_step_is_counted_whole_or_not": lambda: write(a_step(slug="stirred", counted_from="boiled")),
    "clock_step_is_not_counted_from_itself": lambda: write(
        a_step(slug="stirred", counted_from="stirred", offset=1, unit="days")
    ),
    "clock_step_once": lambda: twice(lambda: a_step(slug="stirred")),
    "council_term_ends_after_it_starts": lambda: write(a_term(ends_on=datetime.date(1999, 1, 1))),
    "council_term_once": lambda: twice(a_term),
    "recommendation_text_once_per_language": lambda: twice(
        lambda: RecommendationText(recommendation=teapot(), language="fr", text="Théière")
    ),
    "review_cycle_from_one": lambda: change(a_review(), cycle=0),
    "review_one_per_state_and_cycle": lambda: write(Review(state=a_state("CHN"), cycle=a_review().cycle, slug="again")),
    "saved_view_name_once_per_owner_and_list": lambda: twice(a_view),
    "session_cycle_for_working_group_only": lambda: write(Session(kind="wg", number=900)),
    "session_kind_and_number_once": lambda: twice(lambda: Session(kind="hrc", number=900)),
    "session_number_from_one": lambda: write(Session(kind="hrc", number=0)),
    "signature_once_per_statement": lambda: twice(
        lambda: Signature(statement=a_statement(), organisation=an_organisation())
    ),
    "site_text_ends_after_it_begins": lambda: write(a_notice(shown_until=datetime.date(2000, 1, 1))),
    "site_text_has_days_only_as_a_notice": lambda: write(a_notice(place="about")),
    "site_text_is_not_too_long": lambda: write(a_version(text="t" * 20_001)),
    "site_text_once_for_each_page": lambda: twice(lambda: SiteText(place="about")),
    "site_text_once_per_language": lambda: twice(a_version),
    "source_has_symbol_or_publisher_and_title": lambda: write(a_source(title="")),
    "source_symbol_and_language_once": lambda: twice(lambda: a_source(symbol="A/TEA/1")),
    "stance_once_per_state_kind_and_date": lambda: twice(
        lambda: StateStance(follow_up=an_action(), state=a_state("KEN"), kind="supports", stance="for")
    ),
    "stance_one_vote_per_state": lambda: write(
        *(
            StateStance(follow_up=an_action(), state=a_state("KEN"), kind="voted", stance="for", taken_on=on)
            for on in ("2024", "2025")
        )
    ),
    "state_iso3_has_three_capitals": lambda: change(a_state("KEN"), iso3="ken"),
    "state_is_member_of_a_body_once": lambda: twice(lambda: StateMembership(state=a_state("KEN"), body="TEA")),
    "statement_text_once_per_language": lambda: twice(lambda: StatementText(statement=a_statement(), text="Tea")),
    "status_event_done_has_a_date": lambda: write(StatusEvent(follow_up=an_action(), status="done", text="Made")),
    "merged_once": lambda: twice(a_merged),
    "merged_into_another": lambda: write(a_merged(into=1)),
    "tag_names_the_organisation_that_gave_it": lambda: write(a_tag(origin="organisation")),
    "tag_once_per_recommendation_and_theme": lambda: twice(a_tag),
    "tally_adds_up_to_its_total": lambda: write(a_tally(total=12, accepted=7, noted=4)),
    "tally_once_per_review_unit_and_source": lambda: twice(a_tally),
    "theme_slug_once_per_vocabulary": lambda: twice(
        lambda: Theme(vocabulary=a_theme("Tibet", "territories").vocabulary, slug="teapots", name="Teapots")
    ),
    "theme_synonym_once": lambda: twice(lambda: ThemeSynonym(theme=a_theme("Tibet", "territories"), name="Teaplateau")),
}

# What is close to that and must stay possible.
ALLOWED = {
    "assessment_of_recommendation_once": lambda: write(
        an_assessment(recommendation=teapot()), an_assessment(recommendation=teapot(), assessed_on="2024")
    ),
    "reading_current_once": lambda: write(a_reading(), a_reading(is_current=False), a_reading(occurrence=2)),
    "source_symbol_and_language_once": lambda: write(
        a_source(), a_source(), a_source(symbol="A/TEA/1"), a_source(symbol="A/TEA/1", language="fr")
    ),
    "site_text_ends_after_it_begins": lambda: write(a_notice(), a_notice(shown_from=None), a_notice(shown_until=None)),
    "site_text_is_not_too_long": lambda: write(a_version(text="t" * 20_000), a_version(language="fr")),
    "site_text_once_for_each_page": lambda: write(SiteText(place="about"), SiteText(place="home"), a_notice()),
    "status_event_done_has_a_date": lambda: write(
        StatusEvent(follow_up=an_action(), status="done", text="Made", happened_on="2024"),
        StatusEvent(follow_up=an_action(), status="progress", text="Begun"),
    ),
    "tag_names_the_organisation_that_gave_it": lambda: write(
        a_tag(origin="organisation", organisation=an_organisation())
    ),
    "tally_adds_up_to_its_total": lambda: write(a_tally(total=12, accepted=7, noted=4, rejected=1)),
    "tally_once_per_review_unit_and_source": lambda: write(a_tally(), a_tally(unit="paragraphs")),
}


def test_every_constraint_is_tested_here():
    assert set(VIOLATIONS) == set(CONSTRAINTS)


def test_constraints_have_names_of_their_own():
    assert len(CONSTRAINTS) == sum(len(model._meta.constraints) for model in MODELS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        VIOLATIONS[name]()
    assert called_by(name) in str(refused.value)


def called_by(name: str) -> str:
    """What the database calls a constraint: SQLite names the columns of a unique one in place of its name."""
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        columns = [model._meta.get_field(field).column for field in constraint.fields]
        return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name


@pytest.mark.django_db
@pytest.mark.parametrize("name", ALLOWED)
def test_the_database_allows(name):
    ALLOWED[name]()
