"""Loads a case file into the record, once: a case that is recorded stays as people left it."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from recommendations.models import (
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Case,
    CaseCitation,
    Demand,
    FollowUpAction,
    FollowUpCitation,
    Merged,
    Organisation,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    RecommendingState,
    Review,
    ReviewCitation,
    Session,
    Signature,
    Source,
    Statement,
    StatementCitation,
    StateStance,
    StatusEvent,
    Tag,
    Theme,
    find_organisation,
    find_source,
    states_by_code,
)
from recommendations.models.publication import Published
from recommendations.tracking.publishing import publish
from recommendations.tracking.reviews import find_or_create_review
from reprisals.casefile import load_incidents

CHINA_2024 = Path(__file__).parent / "china_2024.toml"

Entry = dict[str, Any]


def load_case_file(path: Path = CHINA_2024) -> Case:
    """Loads and publishes one case with all that belongs to it; all or nothing.

    A case that is recorded already is left alone: what was corrected, deleted or withdrawn since stays so.
    """
    data = _read(path)
    if recorded := Case.objects.filter(slug=data["case"]["slug"]).first():
        return recorded
    with transaction.atomic():
        return _Loader(data).load()


def load_case_incidents(path: Path = CHINA_2024) -> str:
    """Records and publishes the incidents of a case file whose case is recorded; returns why none could be, else "".

    They go into the guarded room, which may be shut.
    """
    data = _read(path)
    case = Case.objects.get(slug=data["case"]["slug"])
    with transaction.atomic():
        return load_incidents(data["incidents"], _Loader(data).source_of, case.get_absolute_url())


def _read(path: Path) -> Entry:
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Loader:
    def __init__(self, data: Entry) -> None:
        self.data = data
        self.sources: dict[str, Source] = {}
        self.reviews: dict[str, Review] = {}
        self.actions: dict[str, FollowUpAction] = {}
        self.states = states_by_code()

    def load(self) -> Case:
        for entry in self.data["sources"]:
            self.source(dict(entry))
        for entry in self.data["reviews"]:
            self.review(dict(entry))
        singled_out = [self.recommendation(entry) for entry in self.data["recommendations"]]
        made = [self.statement(entry) for entry in self.data["statements"]]
        for entry in self.data["assessments"]:
            self.assessment(entry, review=self.reviews[entry["review"]])
        for entry in self.data["follow_up"]:
            self.follow_up(dict(entry))
        for entry, (statement, new) in zip(self.data["statements"], made, strict=True):
            if new:
                self.demands(statement, entry["demands"])
        statements = [statement for statement, _new in made]
        case = self.case(dict(self.data["case"]), singled_out, statements)
        self.publish(Review, list(self.reviews.values()))
        self.publish(FollowUpAction, list(self.actions.values()))
        self.publish(Statement, statements)
        self.publish(Case, [case])
        return case

    def publish(self, model: type[Published], records: Sequence[Published]) -> None:
        publish(model.objects.filter(pk__in=[record.pk for record in records]))

    def source(self, entry: Entry) -> None:
        name = entry.pop("id")
        if symbol := entry.get("symbol"):
            key = {"symbol": symbol, "language": "en"}
        else:
            key = {"publisher": entry["publisher"], "title": entry["title"], "symbol": ""}
        self.sources[name] = find_source(**key) or Source.objects.create(**entry | key)

    def source_of(self, name: str) -> Source:
        """The source that the file calls by this name, recorded where it is not yet."""
        if name not in self.sources:
            self.source(dict(next(entry for entry in self.data["sources"] if entry["id"] == name)))
        return self.sources[name]

    def review(self, entry: Entry) -> None:
        name, tallies, citations = entry.pop("id"), entry.pop("tallies", []), entry.pop("citations", [])
        review = find_or_create_review(self.states[entry.pop("state")], entry.pop("session"))
        entry["hrc_session"] = Session.objects.get(kind=Session.Kind.HRC, number=entry["hrc_session"])
        for document in ("report", "addendum"):
            if document in entry:
                entry[document] = self.sources[entry[document]]
        for field, value in entry.items():
            if field == "status" or not getattr(review, field):
                setattr(review, field, value)
        review.save()
        for tally in tallies:
            key = {
                "review": review,
                "unit": tally.get("unit", "paragraphs"),
                "source": self.sources[tally["source"]],
            }
            numbers = {field: value for field, value in tally.items() if field not in ("unit", "source")}
            AnnouncedTally.objects.get_or_create(**key, defaults=numbers)
        for citation in self.cited(citations):
            ReviewCitation.objects.get_or_create(review=review, **citation)
        self.reviews[name] = review

    def recommendation(self, entry: Entry) -> Recommendation:
        key = {"review": self.reviews[entry["review"]], "text": entry["text"]}
        recommendation, new = Recommendation.objects.get_or_create(**key, defaults={"note": entry["note"]})
        if not new:
            return recommendation
        for iso3 in entry["senders"]:
            RecommendingState.objects.get_or_create(recommendation=recommendation, state=self.states[iso3])
        RecommendationPosition.objects.create(
            recommendation=recommendation,
            category=entry["position"],
            source=self.sources[entry["position_source"]],
        )
        known_by = {"slug": entry["territory"]}
        theme = Theme.objects.filter(vocabulary__slug="territories", **known_by).first()
        theme = theme or Merged.objects.lead(Theme, vocabulary="territories", **known_by)
        if theme:
            Tag.objects.create(recommendation=recommendation, theme=theme)
        for citation in self.cited(entry["citations"]):
            RecommendationCitation.objects.create(recommendation=recommendation, **citation)
        for assessment in entry["assessments"]:
            self.assessment(assessment, recommendation=recommendation)
        return recommendation

    def cited(self, citations: list[Entry]) -> list[Entry]:
        """Citations of the file with the sources that they name."""
        return [citation | {"source": self.sources[citation["source"]]} for citation in citations]

    def organisation(self, name: str, acronym: str = "") -> Organisation:
        return find_organisation(name) or Organisation.objects.create(name=name, acronym=acronym)

    def assessment(self, entry: Entry, **of: Review | Recommendation) -> None:
        assessment, new = Assessment.objects.get_or_create(
            organisation=self.organisation(entry["organisation"]),
            judgement=entry["judgement"],
            assessed_on=entry["assessed_on"],
            **of,
            defaults={"reasons": entry["reasons"], "extent": entry.get("extent", "")},
        )
        if new:
            AssessmentCitation.objects.create(assessment=assessment, source=self.sources[entry["source"]])

    def follow_up(self, entry: Entry) -> None:
        name, events, votes = entry.pop("id"), entry.pop("events"), entry.pop("votes", None)
        sources, citations = entry.pop("sources", []), entry.pop("citations", [])
        entry["continues"] = self.actions.get(entry.get("continues", ""))
        entry["state"] = self.states["CHN"]
        title = entry.pop("title")
        action, new = FollowUpAction.objects.get_or_create(title=title, defaults=entry)
        self.actions[name] = action
        if not new:
            return
        action.reviews.set([self.reviews["china-2024"]])
        for event in events:
            StatusEvent.objects.create(follow_up=action, **event | {"source": self.sources[event["source"]]})
        note = votes["note"] if votes else ""
        for source in sources:
            FollowUpCitation.objects.create(follow_up=action, source=self.sources[source], note=note)
        for citation in self.cited(citations):
            FollowUpCitation.objects.create(follow_up=action, **citation)
        if votes:
            self.votes(action, votes)

    def votes(self, action: FollowUpAction, votes: Entry) -> None:
        StateStance.objects.bulk_create(
            StateStance(
                follow_up=action,
                state=self.states[iso3],
                kind=StateStance.Kind.VOTED,
                stance=stance,
                taken_on=votes["on"],
                source=self.sources[votes["source"]],
                note=votes["notes"][stance],
            )
            for stance in (StateStance.Stance.FOR, StateStance.Stance.AGAINST, StateStance.Stance.ABSTAINED)
            for iso3 in votes[stance]
        )

    def statement(self, entry: Entry) -> tuple[Statement, bool]:
        """The statement, and whether it was not recorded yet: one that was stays as people left it."""
        statement, new = Statement.objects.get_or_create(
            slug=entry["slug"],
            defaults={
                "title": entry["title"],
                "issued_on": entry["issued_on"],
                "summary": entry["summary"].strip(),
            },
        )
        if new:
            statement.reviews.set(self.reviews[name] for name in entry["reviews"])
            StatementCitation.objects.create(
                statement=statement, source=self.sources[entry["source"]], note=entry["note"]
            )
            for citation in self.cited(entry["citations"]):
                StatementCitation.objects.create(statement=statement, **citation)
            for signatory in entry["signatories"]:
                Signature.objects.get_or_create(statement=statement, organisation=self.organisation(**signatory))
        return statement, new

    def demands(self, statement: Statement, demands: list[Entry]) -> None:
        for rank, entry in enumerate(demands, 1):
            action = self.actions[entry["follow_up"]]
            action.requested_by.add(*statement.signatories.all())
            Demand.objects.create(statement=statement, rank=rank, text=entry["text"], follow_up=action)

    def case(self, entry: Entry, singled_out: list[Recommendation], statements: list[Statement]) -> Case:
        case, new = Case.objects.get_or_create(
            slug=entry["slug"], defaults={"title": entry["title"], "summary": entry["summary"].strip()}
        )
        if new:
            case.reviews.set(self.reviews.values())
            case.recommendations.set(singled_out)
            case.follow_up.set(self.actions.values())
            case.statements.set(statements)
            for source in entry["sources"]:
                CaseCitation.objects.create(case=case, source=self.sources[source])
        return case
