"""The feed of a case: what changed in it. Only what is public."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from recommendations.feeds import AtomFeed, FeedEntry
from recommendations.models import Case

from .changes import changes
from .gathered import gather


class CaseFeed(AtomFeed):
    """One advocacy case and what it gathers, as each is published, recorded or changed."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Case:
        return get_object_or_404(Case.objects.published(), slug=kwargs["slug"])

    def name(self, record: Any) -> str:
        return _("Advocacy case: %(title)s") % {"title": record}

    def page(self, record: Any) -> str:
        return str(record.get_absolute_url())

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        return changes(gather(record))
