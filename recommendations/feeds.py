"""Atom feeds: what changed, newest first. One class for all of them; a feed says its name, its page and its entries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.addresses import FOREIGN, refuse, twice, unknown_filter
from recommendations.conditional import answer_on_conditions
from recommendations.models import PartialDate

MOST = 50  # entries in one feed
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed changed in which nothing has been yet
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that changed.

    key: what it is for ever, an address of this site with what tells it from others of that page after a "#".
    address: the page to read. text: plain text, paragraphs divided by empty lines. updated: when it was published or
    recorded, never the moment of the request.
    """

    key: str
    title: str
    address: str
    text: str
    updated: datetime
    published: datetime | None = None

    @property
    def day(self) -> PartialDate:
        """The day on which it changed, in Universal Time."""
        return PartialDate(self.updated.astimezone(UTC).date().isoformat())


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks of a feed, and what is found."""

    record: Any
    since: PartialDate | None
    entries: Sequence[FeedEntry]
    total: int
    updated: datetime


class Atom(Atom1Feed):
    """Says when it changed by its entries; where it has none, by what it was told."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


class AtomFeed(Feed):
    """A feed of this site: its newest entries, or those since a date (`?since=2024-07-04`); 400 for anything else.

    A subclass says `name`, `page` and `entries`; one of a record finds it in `get_object`, of what is published only.
    """

    feed_type = Atom
    author_name = "UPR Tracker"

    def name(self, record: Any) -> str:
        """What the feed is called."""
        raise NotImplementedError

    def page(self, record: Any) -> str:
        """The address of the page that it follows, without the site's."""
        raise NotImplementedError

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        """All that changed, in any order."""
        raise NotImplementedError

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_object(request, *args, **kwargs)
        since, problems = read_since(request.GET)
        if problems:
            return refuse(request, problems, reverse("recommendations:feeds"))
        feed = self.get_feed(self._asked(record, since), request)
        response = HttpResponse(content_type=feed.content_type)
        feed.write(response, "utf-8")
        return answer_on_conditions(request, response, feed.latest_post_date())

    def _asked(self, record: Any, since: PartialDate | None) -> Asked:
        found = sorted(self.entries(record), key=lambda entry: (entry.updated, entry.key), reverse=True)
        latest = found[0].updated if found else NEVER
        if since:
            start = datetime.combine(since.earliest, time.min, UTC)
            found = [entry for entry in found if entry.updated >= start]
        return Asked(record, since, found[:MOST], len(found), latest)

    def title(self, asked: Asked) -> str:
        return printable(self.name(asked.record))

    def subtitle(self, asked: Asked) -> str:
        """Which entries these are, and whether there are more."""
        return said_of(asked)

    def link(self, asked: Asked) -> str:
        return settings.SITE_URL + self.page(asked.record)

    def feed_extra_kwargs(self, asked: Any) -> dict[str, Any]:
        return {"updated": asked.updated}

    def get_feed(self, asked: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(asked, request)
        own = settings.SITE_URL + request.path
        feed.feed |= {"id": own, "feed_url": f"{own}?since={asked.since}" if asked.since else own}
        return feed

    def items(self, asked: Asked) -> Sequence[FeedEntry]:
        return asked.entries

    def item_title(self, item: Any) -> str:
        return printable(item.title)

    def item_description(self, item: Any) -> str:
        return linebreaks(printable(item.text), autoescape=True)

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + item.address

    def item_guid(self, item: FeedEntry) -> str:
        return settings.SITE_URL + item.key

    def item_updateddate(self, item: FeedEntry) -> datetime:
        return item.updated

    def item_pubdate(self, item: FeedEntry) -> datetime:
        return item.published or item.updated


def printable(text: str) -> str:
    """The text without signs that no XML can hold."""
    return NOT_IN_XML.sub("", text)


def read_since(query: QueryDict) -> tuple[PartialDate | None, list[str]]:
    """The date of `?since=` in an address, or None; and what is wrong with the address."""
    problems = [unknown_filter(name) for name in query if name != "since" and not name.startswith(FOREIGN)]
    asked = query.getlist("since")
    if len(asked) > 1:
        problems.append(twice("since"))
    if problems or not asked:
        return None, problems
    try:
        return PartialDate(asked[0]), []
    except ValueError:
        said = _("“%(value)s” is not a date: write 2024-07-04, 2024-07 or 2024.")
        return None, [said % {"value": asked[0][:100]}]


def said_of(asked: Asked) -> str:
    """Which entries these are, in words, and what is left out."""
    shown, total = len(asked.entries), asked.total
    if asked.since:
        said = _("What changed since %(date)s.") % {"date": asked.since.spoken}
    else:
        said = _("What changed, newest first.")
    if total > shown:
        cut = ngettext(
            "The newest %(shown)d of %(total)d change.", "The newest %(shown)d of %(total)d changes.", total
        ) % {"shown": shown, "total": total}
        return " ".join([said, cut, _("The page to which this leads has all of them.")])
    return said if total else " ".join([said, _("Nothing yet.")])
