"""Statements of the API: who signed, what is demanded, and the texts in their languages."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from recommendations.api.lists import ListOf, OneOf
from recommendations.api.records import (
    ADDRESS,
    ADDRESSES,
    DATE,
    LANGUAGE,
    TEXT,
    TEXTS,
    CitationRecord,
    Record,
    Told,
    address_of,
    one_of,
    page_field,
    written_in,
)
from recommendations.models import (
    Case,
    Demand,
    FollowUpAction,
    Review,
    Signature,
    Statement,
    StatementCitation,
    StatementText,
)


class SignatureRecord(Record):
    """One organisation that signed."""

    organisation = Told("Who signed.", TEXT, lambda s: s.organisation.name)
    role = Told("In which role.", one_of(Signature.Role.choices), lambda s: s.role)


class StatementRecord(Record):
    """A statement by one or several organisations."""

    id = Told("Its permanent name.", TEXT, lambda s: s.slug)
    url = Told("Its address in this API.", ADDRESS, lambda s: address_of("statement", s.slug))
    address = page_field()
    title = Told("Its title.", TEXT, lambda s: s.title)
    issued_on = Told("When it was issued; empty if not recorded.", DATE, lambda s: s.issued_on)
    summary = Told("What it says, in our words.", TEXT, lambda s: s.summary)
    language = written_in()
    languages = Told(
        "Languages in which its text is here.",
        {"type": "array", "items": LANGUAGE},
        lambda s: [text.language for text in s.texts.all()],
    )
    signatures = SignatureRecord(
        many=True, read_only=True, source="signatures.all", help_text="Who signed, in alphabetical order."
    )
    reviews = Told("The published reviews of which it speaks.", TEXTS, lambda s: [one.slug for one in s.reviews.all()])


class DemandRecord(Record):
    """One thing that is demanded."""

    text = Told("What is demanded, of whom.", TEXT, lambda d: d.text)
    locator = Told("Place in the statement.", TEXT, lambda d: d.locator)
    follow_up = Told("Address of the published action that it became; empty if none.", TEXT, lambda d: _became(d))


def _became(demand: Demand) -> str:
    return address_of("follow_up", demand.follow_up.slug) if demand.follow_up else ""


class TextRecord(Record):
    """The text in one language."""

    language = Told("Language of this version.", LANGUAGE, lambda t: t.language)
    title = Told("The title in this language, where it is another.", TEXT, lambda t: t.title)
    text = Told("The text, as Markdown.", TEXT, lambda t: t.text)


class WholeStatement(StatementRecord):
    """A statement with its demands, texts and sources."""

    demands = DemandRecord(many=True, read_only=True, source="demands.all", help_text="What it demands, in its order.")
    texts = TextRecord(many=True, read_only=True, source="texts.all", help_text="Its text in each language.")
    citations = CitationRecord(many=True, read_only=True, source="citations.all", help_text="What it cites.")
    cases = Told(
        "Addresses of the published advocacy cases in which it was made.",
        ADDRESSES,
        lambda s: [address_of("case", one.slug) for one in s.cases.all()],
    )


def published_statements() -> QuerySet[Statement]:
    """With all that a list tells of each."""
    return Statement.objects.published().prefetch_related(
        Prefetch("signatures", Signature.objects.select_related("organisation")),
        Prefetch("reviews", Review.objects.published()),
        Prefetch("texts", StatementText.objects.order_by("language")),
    )


class StatementList(ListOf):
    """The published statements, by their permanent names."""

    record = StatementRecord

    def records(self) -> QuerySet[Statement]:
        return published_statements()


class StatementOne(OneOf):
    """One statement."""

    record = WholeStatement

    def records(self) -> QuerySet[Any]:
        return published_statements().prefetch_related(
            "demands",
            Prefetch("demands__follow_up", FollowUpAction.objects.published()),
            Prefetch("citations", StatementCitation.objects.select_related("source")),
            Prefetch("cases", Case.objects.published()),
        )
