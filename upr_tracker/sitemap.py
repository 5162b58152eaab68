"""What search engines find here: every public page by its permanent address, with the same page in other languages.

Nothing is told of incidents: what is withdrawn must not be kept in the lists of others.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from recommendations.conditional import page_of_the_record
from recommendations.languages import ENGLISH, in_language
from recommendations.models import Case, FollowUpAction, Recommendation, Review, State, Statement

PART = 5_000  # pages in one file; a search engine takes ten times as many
LISTS = (
    "home",
    "about",
    "method",
    "case_list",
    *(f"recommendations:{name}_list" for name in ("review", "state", "follow_up")),
)
LISTS += ("recommendations:recommendation_list", "recommendations:statement_list", "recommendations:calendar")
LISTS += ("recommendations:feeds", "recommendations:data_page", "reprisals:incident_list")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@page_of_the_record
def sitemap(request: HttpRequest) -> HttpResponse:
    """The files of which the sitemap consists."""
    parts = -(-Recommendation.objects.published().count() // PART)
    names = ["pages", *(f"recommendations-{n}" for n in range(1, parts + 1))]
    listed = "".join(f"<sitemap><loc>{_full(reverse('sitemap_part', args=[name]))}</loc></sitemap>\n" for name in names)
    return _xml(f'<sitemapindex xmlns="{SCHEMA}">\n{listed}</sitemapindex>\n')


@require_safe
@page_of_the_record
def sitemap_part(request: HttpRequest, name: str) -> HttpResponse:
    """One of these files; 404 where there is none of that name."""
    kind, _stroke, number = name.partition("-")
    pages = _pages() if kind == "pages" else _recommendations(int(number))
    if not pages:
        raise Http404
    urls = "".join(map(_url, pages))
    return _xml(f'<urlset xmlns="{SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n')


def _pages() -> list[str]:
    """All pages but those of recommendations and incidents. Five queries."""
    published: Iterable[type[Case | Review | FollowUpAction | Statement]] = (Case, Review, FollowUpAction, Statement)
    records = [record for model in published for record in model.objects.published().order_by("slug")]
    states = State.objects.order_by("iso3")
    return [*map(reverse, LISTS), *(record.get_absolute_url() for record in (*records, *states))]


def _recommendations(number: int) -> list[str]:
    """The pages of so many recommendations. One query."""
    keys = Recommendation.objects.published().order_by("pk").values_list("review__slug", "key")
    part = keys[(number - 1) * PART : number * PART]
    return [reverse("recommendations:recommendation", args=found) for found in part]


def _url(address: str) -> str:
    languages = [(code, in_language(address, code)) for code, _name in settings.LANGUAGES]
    links = [*languages, ("x-default", in_language(address, ENGLISH))]
    others = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{_full(there)}"/>' for code, there in links)
    return f"<url><loc>{_full(address)}</loc>{others}</url>\n"


def _full(address: str) -> str:
    return escape(f"{settings.SITE_URL}{address}")


def _xml(text: str) -> HttpResponse:
    return HttpResponse(HEAD + text, content_type="application/xml")
