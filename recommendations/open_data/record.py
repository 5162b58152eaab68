"""The tables of the public record, column by column. What is not listed here is in no file; incidents never are."""

import hashlib
from collections import Counter

from django.db import models

from recommendations.models import (
    CATEGORIES,
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Case,
    CaseCitation,
    ClockDate,
    ClockStep,
    CouncilTerm,
    Demand,
    FollowUpAction,
    FollowUpCitation,
    ImportRun,
    KeyRedirect,
    Merged,
    Organisation,
    Pledge,
    Reading,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    RecommendationText,
    RecommendingState,
    Review,
    ReviewCitation,
    Session,
    Signature,
    SiteText,
    SiteTextVersion,
    Source,
    State,
    StateMembership,
    Statement,
    StatementCitation,
    StatementText,
    StateName,
    StateStance,
    StatusEvent,
    Tag,
    Theme,
    ThemeSynonym,
    Vocabulary,
)

from .tables import NUMBER, Field, Leads, Table, public

# What is public but in no file, and why.
LEFT_OUT: dict[type[models.Model], str] = {
    Reading: "What imported files say word for word is theirs; the page of a recommendation shows where they differ.",
    ImportRun: "Files that were read, which pages know by their checksums alone.",
    SiteText: "What the office that runs this site says of itself is no record of what States were asked.",
    SiteTextVersion: "The same.",
    Merged: "Former names of what was merged, by which addresses lead on.",
}

SOURCES, SESSIONS, ACTIONS = "sources", "sessions", "follow_up"

NUMBERED = Field("number", NUMBER)
SOURCE = Field("source", "source_id", "Where it is recorded; empty if not recorded.", SOURCES)
TO_SOURCE = Leads(("source",), "sources", ("id",))
TO_REVIEW = Leads(("review",), "reviews", ("id",))
TO_STATE = Leads(("state",), "states", ("id",))
TO_ACTION = Leads(("follow_up",), "follow_up", ("id",))
TO_RECOMMENDATION = Leads(("review", "recommendation"), "recommendations", ("review", "key"))


def _plain(*names: str) -> tuple[Field, ...]:
    """Columns that are called as in the record."""
    return tuple(Field(name, name) for name in names)


def _of(record: str, help_text: str, path: str = "") -> Field:
    return Field(record, path or f"{record}__slug", help_text)


def _review(path: str = "review") -> Field:
    return Field("review", f"{path}__slug", "The review.")


def _recommendation(path: str = "recommendation") -> tuple[Field, ...]:
    key = Field("recommendation", f"{path}__key", "Key of the recommendation in its review.")
    return _review(f"{path}__review"), key


def _state(path: str = "state", help_text: str = "ISO alpha-3.") -> Field:
    return Field("state", f"{path}__iso3", help_text)


def _link(model: type[models.Model], relation: str, one: str, title: str, *others: Field, leads: Leads) -> Table:
    """A table of links between two kinds of records."""
    through = getattr(model, relation).through
    first = Field(one, f"{model._meta.model_name}__slug", "The record that names the other.")
    to_first = Leads((one,), {"case": "cases", "statement": "statements", "follow_up": "follow_up"}[one], ("id",))
    key = (one, *(field.name for field in others))
    return Table(f"{one}_{relation}", title, through, key, (first, *others), (to_first, leads))


def _citations(model: type[models.Model], name: str, of: tuple[Field, ...], leads: Leads, title: str) -> Table:
    columns = (*of, NUMBERED, SOURCE, *_plain("locator", "quotation", "note"))
    key = (*(field.name for field in of), "number")
    return Table(name, title, model, key, columns, (leads, TO_SOURCE), tuple(field.path for field in of))


STATES = (
    Table(
        "states",
        "States",
        State,
        ("id",),
        (Field("id", "iso3"), *_plain("name", "status", "regional_group")),
    ),
    Table(
        "state_names",
        "Names by which files call States",
        StateName,
        ("state", "name"),
        (_state(), *_plain("name")),
        (TO_STATE,),
    ),
    Table(
        "state_memberships",
        "Memberships of States",
        StateMembership,
        ("state", "body"),
        (_state(), *_plain("body", "as_of")),
        (TO_STATE,),
    ),
    Table(
        "council_terms",
        "Terms of States in the Human Rights Council",
        CouncilTerm,
        ("state", "starts_on"),
        (_state(), *_plain("starts_on", "ends_on", "checked"), SOURCE),
        (TO_STATE, TO_SOURCE),
    ),
)
REFERENCE = (
    Table(
        "sessions",
        "Sessions",
        Session,
        ("id",),
        (
            Field("id", "pk", "Kind and number, such as wg-45.", SESSIONS),
            *_plain("kind", "number", "cycle", "starts_on", "ends_on", "checked"),
            SOURCE,
        ),
        (TO_SOURCE,),
        ("kind", "number"),
    ),
    Table(
        "sources",
        "Sources",
        Source,
        ("id",),
        (
            Field(
                "id", "pk", "Language and UN symbol; without one, s and ten signs made of who published what.", SOURCES
            ),
            *_plain("symbol", "publisher", "title", "issued_on", "language", "url", "archived_url"),
            *_plain("sha256", "accessed_on"),
        ),
        order=("symbol", "language", "publisher", "title"),
    ),
    Table(
        "organisations",
        "Organisations",
        Organisation,
        ("id",),
        (Field("id", "slug", "Its permanent name."), *_plain("name", "acronym", "consultative_status", "website")),
    ),
    Table(
        "vocabularies",
        "Vocabularies",
        Vocabulary,
        ("id",),
        (Field("id", "slug", "Its permanent name."), *_plain("axis", "title", "version", "publisher")),
    ),
    Table(
        "themes",
        "Themes",
        Theme,
        ("vocabulary", "id"),
        (
            _of("vocabulary", "The list that it belongs to."),
            Field("id", "slug", "Its name in addresses, once in a vocabulary."),
            *_plain("name", "rank"),
        ),
        (Leads(("vocabulary",), "vocabularies", ("id",)),),
    ),
    Table(
        "theme_synonyms",
        "Other names of themes",
        ThemeSynonym,
        ("vocabulary", "theme", "name"),
        (
            _of("vocabulary", "Of the theme.", "theme__vocabulary__slug"),
            _of("theme", "The theme."),
            *_plain("name"),
        ),
        (Leads(("vocabulary", "theme"), "themes", ("vocabulary", "id")),),
    ),
    Table(
        "clock_steps",
        "Steps of the clocks by which UN bodies run",
        ClockStep,
        ("clock", "id"),
        (
            *_plain("clock"),
            Field("id", "slug", "Short name within its clock."),
            *_plain("name", "rank", "counted_from", "offset", "unit", "is_estimate", "note"),
        ),
    ),
)
_DOCUMENTS = ("report", "addendum", "hrc_report", "decision")
REVIEWS = (
    Table(
        "reviews",
        "Reviews",
        Review,
        ("id",),
        (
            Field("id", "slug", "Its permanent name, such as china-2024."),
            _state(help_text="State under review, ISO alpha-3."),
            *_plain("cycle", "status"),
            Field("wg_session", "wg_session_id", "The session at which the State was reviewed.", SESSIONS),
            Field("hrc_session", "hrc_session_id", "The session at which the outcome was adopted.", SESSIONS),
            *_plain("reviewed_on", "adopted_on"),
            *(Field(name, f"{name}_id", f"Source: {name.replace('_', ' ')}.", SOURCES) for name in _DOCUMENTS),
            *_plain("note"),
        ),
        (
            TO_STATE,
            *(Leads((name,), "sessions", ("id",)) for name in ("wg_session", "hrc_session")),
            *(Leads((name,), "sources", ("id",)) for name in _DOCUMENTS),
        ),
    ),
    Table(
        "announced_tallies",
        "Figures that sources announce for reviews: compared only within a unit, never added up",
        AnnouncedTally,
        ("review", "unit", "source"),
        (_review(), *_plain("unit"), SOURCE, *_plain("total", *CATEGORIES, "locator", "note")),
        (TO_REVIEW, TO_SOURCE),
        ("review__slug", "unit"),
    ),
    Table(
        "pledges",
        "Voluntary commitments of States under review",
        Pledge,
        ("review", "number"),
        (_review(), NUMBERED, *_plain("paragraph", "text"), SOURCE),
        (TO_REVIEW, TO_SOURCE),
    ),
    _citations(ReviewCitation, "review_citations", (_review(),), TO_REVIEW, "Sources cited for reviews"),
)
RECOMMENDATIONS = (
    Table(
        "recommendations",
        "Recommendations",
        Recommendation,
        ("review", "key"),
        (
            _review(),
            Field("key", "key", "Its paragraph, or a short form of its text where no paragraph is recorded."),
            *_plain("paragraph", "text", "language", "position", "action_category", "action_origin"),
            Field(
                "part_of_review", "parent__review__slug", "Its review, where it is a part of another recommendation."
            ),
            Field("part_of", "parent__key", "Key of the recommendation of which it is a part."),
            *_plain("note"),
        ),
        (TO_REVIEW, Leads(("part_of_review", "part_of"), "recommendations", ("review", "key"))),
        ("review__slug", "sort_key"),
    ),
    Table(
        "recommendation_texts",
        "Recommendations in other languages, as documents print them",
        RecommendationText,
        ("review", "recommendation", "language"),
        (*_recommendation(), *_plain("language", "text"), SOURCE, *_plain("locator")),
        (TO_RECOMMENDATION, TO_SOURCE),
    ),
    Table(
        "recommending_states",
        "States that made recommendations",
        RecommendingState,
        ("review", "recommendation", "state"),
        (*_recommendation(), _state(), *_plain("verbatim_name", "own_words")),
        (TO_RECOMMENDATION, TO_STATE),
    ),
    Table(
        "positions",
        "What States said to recommendations, as dated rows",
        RecommendationPosition,
        ("review", "recommendation", "number"),
        (
            *_recommendation(),
            NUMBERED,
            *_plain("category", "own_words", "reason", "taken_on", "stage", "is_final"),
            SOURCE,
            *_plain("locator", "settled_because"),
        ),
        (TO_RECOMMENDATION, TO_SOURCE),
    ),
    Table(
        "tags",
        "Themes of recommendations, and who gave them",
        Tag,
        ("review", "recommendation", "vocabulary", "theme"),
        (
            *_recommendation(),
            _of("vocabulary", "Of the theme.", "theme__vocabulary__slug"),
            _of("theme", "The theme."),
            *_plain("origin"),
            _of("organisation", "The organisation that gave it, where one did."),
        ),
        (
            TO_RECOMMENDATION,
            Leads(("vocabulary", "theme"), "themes", ("vocabulary", "id")),
            Leads(("organisation",), "organisations", ("id",)),
        ),
    ),
    Table(
        "former_keys",
        "Former keys of recommendations, which lead on",
        KeyRedirect,
        ("review", "former_key"),
        (_review(), Field("former_key", "old_key", "What it was called."), Field("now", "pk", "", "keys")),
        (TO_REVIEW,),
    ),
    _citations(
        RecommendationCitation,
        "recommendation_citations",
        _recommendation(),
        TO_RECOMMENDATION,
        "Sources cited for recommendations",
    ),
)
ASSESSMENTS = (
    Table(
        "assessments",
        "What organisations judge of recommendations, or of those of a review together",
        Assessment,
        ("id",),
        (
            Field("id", "pk", "Review or recommendation, and number.", "assessments"),
            Field("review", "review__slug", "The review whose recommendations are judged together."),
            Field("recommendation_review", "recommendation__review__slug", "Review of the recommendation judged."),
            Field("recommendation", "recommendation__key", "Key of the recommendation judged."),
            _of("organisation", "Who judges."),
            *_plain("judgement", "extent", "reasons", "assessed_on"),
        ),
        (
            TO_REVIEW,
            Leads(("recommendation_review", "recommendation"), "recommendations", ("review", "key")),
            Leads(("organisation",), "organisations", ("id",)),
        ),
        ("pk",),
    ),
    _citations(
        AssessmentCitation,
        "assessment_citations",
        (Field("assessment", "assessment_id", "The assessment.", "assessments"),),
        Leads(("assessment",), "assessments", ("id",)),
        "Sources cited for assessments",
    ),
)
FOLLOW_UP = (
    Table(
        "follow_up",
        "Follow-up actions",
        FollowUpAction,
        ("id",),
        (
            Field("id", "slug", "Its permanent name."),
            *_plain("kind", "title", "summary", "mechanism", "addressee", "asked_by", "requested_on", "due_on"),
            Field("continues", "continues_id", "The published action that this one takes further.", ACTIONS),
            _state(help_text="State concerned, ISO alpha-3; empty if not recorded."),
        ),
        (TO_STATE, Leads(("continues",), "follow_up", ("id",))),
    ),
    Table(
        "status_events",
        "Steps of follow-up actions",
        StatusEvent,
        ("follow_up", "number"),
        (
            _of("follow_up", "The action."),
            NUMBERED,
            *_plain("status", "happened_on", "text"),
            SOURCE,
            *_plain("locator"),
        ),
        (TO_ACTION, TO_SOURCE),
    ),
    Table(
        "stances",
        "How States stood on follow-up actions",
        StateStance,
        ("follow_up", "number"),
        (
            _of("follow_up", "The action."),
            NUMBERED,
            _state(),
            *_plain("kind", "stance", "taken_on"),
            SOURCE,
            *_plain("locator", "note"),
        ),
        (TO_ACTION, TO_STATE, TO_SOURCE),
    ),
    _citations(
        FollowUpCitation,
        "follow_up_citations",
        (_of("follow_up", "The action."),),
        TO_ACTION,
        "Sources cited for follow-up actions",
    ),
    _link(FollowUpAction, "reviews", "follow_up", "Reviews that actions follow", _review(), leads=TO_REVIEW),
    _link(
        FollowUpAction,
        "recommendations",
        "follow_up",
        "Recommendations that actions follow",
        *_recommendation(),
        leads=TO_RECOMMENDATION,
    ),
    _link(
        FollowUpAction,
        "requested_by",
        "follow_up",
        "Organisations that ask for actions",
        _of("organisation", "Who asks."),
        leads=Leads(("organisation",), "organisations", ("id",)),
    ),
    Table(
        "clock_dates",
        "Dates of steps, of reviews, sessions or follow-up actions, as sources state them",
        ClockDate,
        ("id",),
        (
            Field("id", "pk", "What it is of, and number.", "clock_dates"),
            _review(),
            Field("session", "session_id", "The session.", SESSIONS),
            Field("follow_up", "follow_up_id", "The action.", ACTIONS),
            Field("clock", "step__clock", "Whose clock it is."),
            Field("step", "step__slug", "Which step."),
            *_plain("due_on", "happened_on"),
            SOURCE,
            *_plain("locator", "note"),
        ),
        (
            TO_REVIEW,
            Leads(("session",), "sessions", ("id",)),
            TO_ACTION,
            Leads(("clock", "step"), "clock_steps", ("clock", "id")),
            TO_SOURCE,
        ),
        ("pk",),
    ),
)
_TO_STATEMENT = Leads(("statement",), "statements", ("id",))
STATEMENTS = (
    Table(
        "statements",
        "Statements of organisations",
        Statement,
        ("id",),
        (Field("id", "slug", "Its permanent name."), *_plain("title", "issued_on", "summary")),
    ),
    Table(
        "statement_texts",
        "Texts of statements in their languages",
        StatementText,
        ("statement", "language"),
        (_of("statement", "The statement."), *_plain("language", "title", "text")),
        (_TO_STATEMENT,),
    ),
    Table(
        "signatures",
        "Who signed statements",
        Signature,
        ("statement", "organisation"),
        (_of("statement", "The statement."), _of("organisation", "Who signed."), *_plain("role")),
        (_TO_STATEMENT, Leads(("organisation",), "organisations", ("id",))),
    ),
    Table(
        "demands",
        "What statements demand",
        Demand,
        ("statement", "number"),
        (
            _of("statement", "The statement."),
            NUMBERED,
            *_plain("rank", "text", "locator"),
            Field("follow_up", "follow_up_id", "The published action that it became; empty if none.", ACTIONS),
        ),
        (_TO_STATEMENT, TO_ACTION),
    ),
    _citations(
        StatementCitation,
        "statement_citations",
        (_of("statement", "The statement."),),
        _TO_STATEMENT,
        "Sources cited for statements",
    ),
    _link(Statement, "reviews", "statement", "Reviews of which statements speak", _review(), leads=TO_REVIEW),
)
_TO_CASE = Leads(("case",), "cases", ("id",))
CASES = (
    Table(
        "cases",
        "Advocacy cases",
        Case,
        ("id",),
        (Field("id", "slug", "Its permanent name."), *_plain("title", "summary")),
    ),
    _citations(CaseCitation, "case_citations", (_of("case", "The case."),), _TO_CASE, "Sources cited for cases"),
    _link(Case, "reviews", "case", "Reviews on which cases rest", _review(), leads=TO_REVIEW),
    _link(
        Case,
        "recommendations",
        "case",
        "Recommendations that cases single out",
        *_recommendation(),
        leads=TO_RECOMMENDATION,
    ),
    _link(
        Case,
        "follow_up",
        "case",
        "Actions for which cases press",
        Field("follow_up", "followupaction__slug", "The action."),
        leads=TO_ACTION,
    ),
    _link(
        Case, "statements", "case", "Statements made in cases", _of("statement", "The statement."), leads=_TO_STATEMENT
    ),
)

TABLES: tuple[Table, ...] = (
    *STATES,
    *REFERENCE,
    *REVIEWS,
    *RECOMMENDATIONS,
    *ASSESSMENTS,
    *FOLLOW_UP,
    *STATEMENTS,
    *CASES,
)


def names() -> dict[str, dict[int, str]]:
    """Permanent names of what has none of its own in the database, by key: only of what the public can see."""
    sessions = Session.objects.values_list("pk", "kind", "number")
    moved = public(KeyRedirect).values_list("pk", "recommendation__review__slug", "recommendation__key")
    return {
        SOURCES: _sources(),
        SESSIONS: {pk: f"{kind}-{number}" for pk, kind, number in sessions},
        ACTIONS: dict(FollowUpAction.objects.published().values_list("pk", "slug")),
        "keys": {pk: f"{review}/{key}" for pk, review, key in moved},
        "assessments": _counted(Assessment, "review__slug", "recommendation__review__slug", "recommendation__key"),
        "clock_dates": _counted(ClockDate, "review__slug", "session__kind", "session__number", "follow_up__slug"),
    }


def _sources() -> dict[int, str]:
    """Language and symbol; without a symbol a short form of publisher and title, with a number where two share it."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    columns = ("pk", "symbol", "language", "publisher", "title")
    for pk, symbol, language, *who in public(Source).order_by("pk").values_list(*columns):
        digest = hashlib.sha256("\n".join([language, *who]).encode()).hexdigest()[:10]
        name = f"{language}/{symbol}" if symbol else f"s{digest}"
        seen[name] += 1
        found[pk] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return found


def _counted(model: type[models.Model], *paths: str) -> dict[int, str]:
    """The name of what a row belongs to, and its number among the rows of that, in the order of recording."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for pk, *parts in public(model).order_by("pk").values_list("pk", *paths):
        of = "/".join(str(part) for part in parts if part is not None)
        seen[of] += 1
        found[pk] = f"{of}/{seen[of]}"
    return found
