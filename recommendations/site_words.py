"""What the site says in words of its own: the published texts of its pages, and the notices of a day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exports.document import direction
from recommendations.markdown import site_html
from recommendations.models import SiteText, SiteTextVersion
from recommendations.models.remembering import remembered

Place = SiteText.Place


@dataclass(frozen=True, slots=True)
class Words:
    """Clean HTML, and the language that it is in: another than the page's where that has no version."""

    html: SafeString
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


def words(version: SiteTextVersion, is_notice: bool) -> Words:
    """A version as pages show it."""
    return Words(site_html(version.text, is_notice), version.language)


@remembered
def words_of(place: Place) -> Words | None:
    """What a page says instead of what we wrote for it; None where nothing of the kind is published. One query."""
    found = _in_one_language(_published([place]))
    return words(found[0], is_notice=False) if found else None


@remembered
def notices(today: datetime.date, on_home: bool) -> tuple[Words, ...]:
    """The notices of a day, as they were written one after the other. One query."""
    versions = _published(SiteText.NOTICES if on_home else [Place.NOTICE])
    return tuple(words(version, is_notice=True) for version in _in_one_language(versions) if _is_shown(version, today))


def _published(places: Iterable[str]) -> list[SiteTextVersion]:
    versions = SiteTextVersion.objects.filter(site_text__place__in=places, site_text__published_at__isnull=False)
    return list(versions.select_related("site_text").order_by("site_text", "language"))


def _in_one_language(versions: list[SiteTextVersion]) -> list[SiteTextVersion]:
    """Of each text the version in the language of the page, else the English one, else the first."""
    ranks = {get_language(): 0, "en": 1} if get_language() != "en" else {"en": 0}
    best: dict[int, SiteTextVersion] = {}
    for version in sorted(versions, key=lambda one: ranks.get(one.language, 2)):
        best.setdefault(version.site_text_id, version)
    return [best[pk] for pk in sorted(best)]


def _is_shown(version: SiteTextVersion, today: datetime.date) -> bool:
    text = version.site_text
    return (text.shown_from or today) <= today <= (text.shown_until or today)
