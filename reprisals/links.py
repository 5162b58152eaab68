"""Records of this site by their addresses: recommendations, follow-up actions and advocacy cases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Q

from recommendations.languages import permanent
from recommendations.models import Case, FollowUpAction, KeyRedirect, Recommendation

_RECOMMENDATION = re.compile(r"/recommendations/(?P<review>[-\w]{1,120})/(?P<key>[0-9A-Za-z.()-]{1,30})/", re.ASCII)
_SLUG: dict[str, tuple[re.Pattern[str], Any]] = {
    "follow-up": (re.compile(r"/follow-up/(?P<slug>[-\w]{1,200})/", re.ASCII), FollowUpAction),
    "cases": (re.compile(r"/cases/(?P<slug>[-\w]{1,200})/", re.ASCII), Case),
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A record and its address today."""

    address: str
    title: str
    is_public: bool
    kind: str  # of record, as the admin names it
    pk: int


def clean_address(text: str) -> str:
    """The path in an address that a person pasted, with its last stroke; ValueError where it is of no such record."""
    path = permanent(unquote(urlsplit(text.strip()).path))
    path = path if path.endswith("/") else f"{path}/"
    if _RECOMMENDATION.fullmatch(path) or any(pattern.fullmatch(path) for pattern, _model in _SLUG.values()):
        return path
    raise ValueError(text)


def find_linked(addresses: Iterable[str]) -> list[Linked]:
    """What these addresses lead to today, in their order, without those that lead nowhere. At most four queries."""
    return list(linked_by_address(addresses).values())


def linked_by_address(addresses: Iterable[str]) -> dict[str, Linked]:
    """What each of these addresses leads to today, as `find_linked`."""
    asked = [address for address in dict.fromkeys(addresses) if address]
    found = _recommendations(asked)
    for pattern, model in _SLUG.values():
        slugs = {match["slug"]: address for address in asked if (match := pattern.fullmatch(address))}
        if slugs:
            records: Any = model.objects.filter(slug__in=slugs)
            for record in records:
                address, kind = slugs[record.slug], record._meta.model_name
                found[address] = Linked(address, str(record), record.is_published, kind, record.pk)
    return {address: found[address] for address in asked if address in found}


def _recommendations(asked: list[str]) -> dict[str, Linked]:
    keys = {(match["review"], match["key"]): a for a in asked if (match := _RECOMMENDATION.fullmatch(a))}
    if not keys:
        return {}
    one_of = Q()
    for review, key in keys:
        one_of |= Q(review__slug=review, key=key)
    found = {}
    for record in Recommendation.objects.filter(one_of).select_related("review__state", "review__wg_session"):
        found[keys[record.review.slug, record.key]] = _linked(record)
    moved = {pair: address for pair, address in keys.items() if address not in found}
    if moved:
        one_of = Q()
        for review, key in moved:
            one_of |= Q(review__slug=review, old_key=key)
        redirects = KeyRedirect.objects.filter(one_of).select_related(
            "review", "recommendation__review__state", "recommendation__review__wg_session"
        )
        for redirect in redirects:
            found[moved[redirect.review.slug, redirect.old_key]] = _linked(redirect.recommendation)
    return found


def _linked(recommendation: Any) -> Linked:
    title = f"{recommendation.review}, {recommendation.paragraph}" if recommendation.paragraph else recommendation.text
    address = (
        f"/recommendations/{recommendation.review.slug}/{recommendation.key}/"  # also where only staff's face shows
    )
    return Linked(address, title, recommendation.review.is_published, "recommendation", recommendation.pk)
