"""What other sites and search engines are told of a page: title, description, picture, and what the record is.

Nothing here is told of incidents: what is withdrawn must not live on in the previews of others.
"""

import json
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from recommendations.languages import permanent
from recommendations.models import Case, FollowUpAction, Recommendation, Review, State, Statement

DESCRIPTION = 200  # signs, about what others show
NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}  # nothing ends the block early
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """title and description as text; data: as schema.org.

    address: in the language of the page, without the site; picture: the same for all languages, empty for none.
    """

    title: str
    description: str
    address: str
    picture: str = ""
    data: Data = field(default_factory=dict)

    @property
    def json_ld(self) -> Data:
        """The record for machines, with what every one of them says."""
        said: Data = {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "@id": full(self.address),
            "name": self.title,
            "url": f"{settings.SITE_URL}{self.address}",
        }
        if self.description:
            said["description"] = self.description
        if self.picture:
            said["image"] = full(self.picture)
        return said | self.data


def for_machines(data: Data | SafeString) -> SafeString:
    """Data as JSON that can stand in a page; what is that already, as it is."""
    if isinstance(data, SafeString):
        return data
    return SafeString(json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder).translate(NO_MARKUP))


def full(address: str) -> str:
    """The permanent address of a page, with the site in it."""
    return f"{settings.SITE_URL}{permanent(address)}"


def page(title: str, description: str, address: str, picture: str = "", **data: Any) -> Shared:
    """Any page; the description is cut where others would cut it."""
    description = Truncator(" ".join(description.split())).chars(DESCRIPTION)
    return Shared(title, description, address, permanent(picture) if picture else "", data)


@singledispatch
def shared(record: Any, description: str = "") -> Shared:
    """What is told of a record's page. description: in place of the record's own."""
    raise TypeError(record)


@shared.register
def _review(record: Review, description: str = "") -> Shared:
    title = _("Universal Periodic Review of %(state)s, %(when)s") % {"state": record.state, "when": record.when}
    address = record.get_absolute_url()
    data: Data = {"@type": "Dataset", "isAccessibleForFree": True, "about": country(record.state)}
    query = f"?review={record.slug}"
    data["distribution"] = [
        {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": full(f"/recommendations.{form}{query}")}
        for form, kind in (("csv", "text/csv"), ("json", "application/json"))
    ]
    if record.reviewed_on:
        data["temporalCoverage"] = record.reviewed_on
    if documents := [_work(source) for _name, source in record.documents]:
        data["isBasedOn"] = documents
    return page(title, description or record.note, address, f"{address}card.png", **data)


@shared.register
def _recommendation(record: Recommendation, description: str = "") -> Shared:
    made_by = [str(made.state) for made in record.recommenders.all()]
    address, review = record.get_absolute_url(), (str(record.review), record.review.get_absolute_url())
    said = description or f"{record.get_position_display()}: {record.text}"
    return of_recommendation(str(record), said, address, review, (record.text, record.language), made_by)


def of_recommendation(
    title: str, description: str, address: str, review: tuple[str, str], asked: tuple[str, str], made_by: list[str]
) -> Shared:
    """What is told of a recommendation. review: title, address; asked: text, language; made_by: names of States."""
    text, language = asked
    data: Data = {"@type": "Quotation", "text": text, "inLanguage": language}
    data["isPartOf"] = {"@type": "Dataset", "name": review[0], "url": full(review[1])}
    data["creator"] = [{"@type": "GovernmentOrganization", "name": name} for name in made_by]
    return page(title, description, address, f"{address}card.png", **data)


@shared.register
def _state(record: State, description: str = "") -> Shared:
    address = record.get_absolute_url()
    said = description or _("What %(state)s asked of others in the Universal Periodic Review, and its own reviews.")
    return page(str(record), said % {"state": record}, address, f"{address}card.png", about=country(record))


@shared.register
def _action(record: FollowUpAction, description: str = "") -> Shared:
    address = record.get_absolute_url()
    said = description or record.summary or str(record.get_kind_display())
    return page(str(record), said, address, f"{address}card.png")


@shared.register
def _statement(record: Statement, description: str = "") -> Shared:
    address = record.get_absolute_url()
    data: Data = {"@type": "Article", "headline": record.title}
    if record.issued_on:
        data["datePublished"] = record.issued_on
    return page(str(record), description or record.summary, address, f"{address}card.png", **data)


@shared.register
def _case(record: Case, description: str = "") -> Shared:
    address = record.get_absolute_url()
    return page(
        str(record), description or record.summary, address, f"{address}card.png", **{"@type": "CollectionPage"}
    )


def country(state: State) -> Data:
    return {"@type": "Country", "name": str(state), "identifier": state.iso3}


def _work(source: Any) -> Data:
    work = {"@type": "CreativeWork", "name": source.title or source.symbol}
    if source.symbol:
        work["identifier"] = source.symbol
    if source.link:
        work["url"] = source.link
    return work
