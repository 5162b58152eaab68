"""Reviews of the API, each with what was announced and what is recorded of it."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from recommendations.api.lists import ListOf, OneOf
from recommendations.api.records import (
    ADDRESS,
    ADDRESSES,
    DATE,
    NUMBER,
    PERHAPS_NUMBER,
    TEXT,
    CitationRecord,
    Record,
    Schema,
    Sourced,
    SourceRecord,
    Told,
    address_of,
    one_of,
    page_field,
    written_in,
)
from recommendations.models import (
    CATEGORIES,
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Case,
    CountUnit,
    FollowUpAction,
    Judgement,
    Pledge,
    Review,
    ReviewCitation,
    Statement,
)

COUNTS: Schema = {
    "type": "object",
    "properties": dict.fromkeys(CATEGORIES, NUMBER),
    "additionalProperties": False,
}
DOCUMENTS = ("report", "addendum", "hrc_report", "decision")


class TallyRecord(Sourced):
    """The figures that a source announces for a review. Figures of different units are never added up."""

    unit = Told("What is counted.", one_of(CountUnit.choices), lambda t: t.unit)
    total = Told("All recommendations, in this unit.", NUMBER, lambda t: t.total)
    counts = Told("By category, those that the source gives.", COUNTS, lambda t: t.counts)
    note = Told("How the source counts.", TEXT, lambda t: t.note)


def _session(name: str) -> Any:
    return lambda r: getattr(r, name).number if getattr(r, name) else None


class ReviewRecord(Record):
    """A review: the Universal Periodic Review of one State in one cycle."""

    id = Told("Its permanent name, such as china-2024.", TEXT, lambda r: r.slug)
    url = Told("Its address in this API.", ADDRESS, lambda r: address_of("review", r.slug))
    address = page_field()
    state = Told("State under review, ISO alpha-3.", TEXT, lambda r: r.state.iso3)
    state_name = Told("State under review, the UN's short name.", TEXT, lambda r: r.state.name)
    cycle = Told("UPR cycle.", NUMBER, lambda r: r.cycle)
    status = Told("How far it is; empty if not recorded.", one_of(Review.Status.choices, ""), lambda r: r.status)
    session = Told("Session of the UPR Working Group; null if not recorded.", PERHAPS_NUMBER, _session("wg_session"))
    hrc_session = Told(
        "Session of the Human Rights Council that adopted its outcome; null if not recorded.",
        PERHAPS_NUMBER,
        _session("hrc_session"),
    )
    reviewed_on = Told("Day of the review; empty if not recorded.", DATE, lambda r: r.reviewed_on)
    adopted_on = Told("Day of the adoption; empty if not recorded.", DATE, lambda r: r.adopted_on)
    announced = TallyRecord(
        many=True, read_only=True, source="announced_tallies.all", help_text="The figures that sources announce."
    )
    recorded_paragraphs = Told(
        "How many recommendations are recorded here with their paragraph of the UN report.",
        NUMBER,
        lambda r: r.numbered,
    )
    recorded_without_paragraph = Told(
        "How many are recorded without one, most of them from UPR Info's rows. Never add the two up.",
        NUMBER,
        lambda r: r.recorded - r.numbered,
    )
    report = SourceRecord(read_only=True, allow_null=True, help_text="Lists the recommendations.")
    addendum = SourceRecord(read_only=True, allow_null=True, help_text="The State's answers.")
    hrc_report = SourceRecord(read_only=True, allow_null=True, help_text="Holds the replies at the adoption.")
    decision = SourceRecord(read_only=True, allow_null=True, help_text="By which the outcome was adopted.")
    note = Told("What a reader must know of it.", TEXT, lambda r: r.note)
    language = written_in()


class PledgeRecord(Record):
    """A voluntary commitment of the State under review."""

    paragraph = Told("Paragraph of the report; empty if not recorded.", TEXT, lambda p: p.paragraph)
    text = Told("The commitment, in the State's words.", TEXT, lambda p: p.text)
    source: Any = SourceRecord(read_only=True, allow_null=True, help_text="Where it is recorded.")


class ReviewJudgementRecord(Record):
    """What an organisation judges of the recommendations of a review together."""

    organisation = Told("Who judges.", TEXT, lambda a: a.organisation.name)
    judgement = Told("What it says.", one_of(Judgement.choices), lambda a: a.judgement)
    extent = Told("Of how many, in the organisation's terms.", TEXT, lambda a: a.extent)
    reasons = Told("Why.", TEXT, lambda a: a.reasons)
    assessed_on = Told("When; empty if not recorded.", DATE, lambda a: a.assessed_on)
    citations = CitationRecord(many=True, read_only=True, source="citations.all", help_text="The sources of it.")


class WholeReview(ReviewRecord):
    """A review with all that is recorded of it, but for its recommendations."""

    judgements = ReviewJudgementRecord(
        many=True, read_only=True, source="assessments.all", help_text="What organisations judge of it as a whole."
    )
    pledges = PledgeRecord(many=True, read_only=True, source="pledges.all", help_text="Voluntary commitments.")
    citations = CitationRecord(many=True, read_only=True, source="citations.all", help_text="The sources cited for it.")
    follow_up = Told(
        "Addresses of the published actions that follow it.",
        ADDRESSES,
        lambda r: [address_of("follow_up", one.slug) for one in r.follow_up.all()],
    )
    statements = Told(
        "Addresses of the published statements that speak of it.",
        ADDRESSES,
        lambda r: [address_of("statement", one.slug) for one in r.statements.all()],
    )
    cases = Told(
        "Addresses of the published advocacy cases that rest on it.",
        ADDRESSES,
        lambda r: [address_of("case", one.slug) for one in r.cases.all()],
    )


def published_reviews() -> QuerySet:
    """With all that a list tells of each."""
    tallies = AnnouncedTally.objects.select_related("source")
    return (
        Review.objects.published()
        .select_related("state", "wg_session", "hrc_session", *DOCUMENTS)
        .annotate(
            recorded=Count("recommendations"),
            numbered=Count("recommendations", filter=~Q(recommendations__paragraph="")),
        )
        .prefetch_related(Prefetch("announced_tallies", tallies))
    )


class ReviewList(ListOf):
    """The published reviews, by their permanent names."""

    record = ReviewRecord

    def records(self) -> QuerySet[Review]:
        return published_reviews()


class ReviewOne(OneOf):
    """One review."""

    record = WholeReview

    def records(self) -> QuerySet[Review]:
        judged = Assessment.objects.select_related("organisation")
        return published_reviews().prefetch_related(
            Prefetch("assessments", judged),
            Prefetch("assessments__citations", AssessmentCitation.objects.select_related("source")),
            Prefetch("pledges", Pledge.objects.select_related("source")),
            Prefetch("citations", ReviewCitation.objects.select_related("source")),
            Prefetch("follow_up", FollowUpAction.objects.published()),
            Prefetch("statements", Statement.objects.published()),
            Prefetch("cases", Case.objects.published()),
        )
