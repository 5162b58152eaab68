"""What the pages on which papers are made share: the page that shows the steps, and its button to stop them."""

from collections.abc import Generator
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from recommendations.admin.working import working_page
from recommendations.importers.uploading import Progress
from reports.issuing import NotIssued
from reports.making import CannotBeMade
from reports.models import Making
from reports.running import Stopped, stoppable
from reprisals.disclosure import RoomShut

Steps = Generator[Progress, None, str]  # its steps, and the HTML of what came of it


def context_of(site: AdminSite, request: HttpRequest, opts: Any, **more: Any) -> dict[str, Any]:
    return {**site.each_context(request), "opts": opts, **more}


def shown_while_made(request: HttpRequest, context: dict[str, Any], steps: Steps) -> HttpResponseBase:
    """The page of a run, with its steps as they come; closing it, or its button, stops the run."""
    making = Making.begin(request.user)
    work = _told(request, stoppable(making, steps))
    return working_page(request, context | {"making": making}, work, "admin/reports/working.html")


def _told(request: HttpRequest, steps: Steps) -> Steps:
    """The steps, and the result; or in words why there is none."""
    try:
        return (yield from steps)
    except Stopped:
        problems = [_("It was stopped. Nothing was kept.")]
    except NotIssued as wrong:
        problems = wrong.problems
    except (CannotBeMade, RoomShut) as wrong:
        problems = [str(wrong)]
    return render_to_string("admin/reports/_not_made.html", {"problems": problems}, request)
