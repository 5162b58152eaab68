"""All addresses, in each language. SITE_FACES decides which faces are shown: the public one, the staff's, or both."""

from types import ModuleType

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from recommendations import card_pages
from recommendations import urls as record
from reprisals import urls as incidents

from .cases import pages as cases
from .cases.feed import CaseFeed
from .design import design
from .for_machines import favicon, robots, security
from .pages import about, bad_request, home, livez, method, readyz, server_error
from .sign_in import urls as sign_in
from .sitemap import sitemap, sitemap_part
from .workbench import pages as workbench

for_everybody: list[URLPattern | URLResolver] = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
]
if "staff" in settings.SITE_FACES:
    for_everybody += [*sign_in.urlpatterns, *workbench.urlpatterns, path("admin/", admin.site.urls)]
    admin.site.site_url = "/" if "public" in settings.SITE_FACES else None
to_the_search = RedirectView.as_view(pattern_name="recommendations:recommendation_list", query_string=True)
handler400 = bad_request
handler500 = server_error


def in_language(prefix: str) -> list[URLPattern | URLResolver]:
    """All addresses, those of public pages under the prefix of a language; files are the same for everybody."""
    if "public" not in settings.SITE_FACES:
        return for_everybody
    pages = [
        path("", home, name="home"),
        path("about/", about, name="about"),
        path("about/method/", method, name="method"),
        path("about/design/", design, name="design"),
        path("cases/", cases.case_list, name="case_list"),
        path("cases/<slug:slug>/", cases.case_page, name="case"),
        path("cases/<slug:slug>/changes/", cases.case_changes, name="case_changes"),
    ]
    return [
        *for_everybody,
        re_path(r"^search/?$", require_safe(to_the_search), name="search"),
        path("robots.txt", robots, name="robots"),
        path("favicon.ico", favicon, name="favicon"),
        path(".well-known/security.txt", security, name="security"),
        path("sitemap.xml", sitemap, name="sitemap"),
        re_path(r"^sitemap-(?P<name>pages|recommendations-[1-9][0-9]{0,3})\.xml$", sitemap_part, name="sitemap_part"),
        path("card.png", card_pages.site_card, name="site_card"),
        path("cases/<slug:slug>/card.png", card_pages.case_card, name="case_card"),
        path("feeds/cases/<slug:slug>.atom", cache_control(no_store=True)(require_safe(CaseFeed())), name="case_feed"),
        path("api/v1/", include("upr_tracker.api.urls")),
        path(prefix, include(pages)),
        *(_of_app(prefix, app) for app in (record, incidents)),
    ]


def _of_app(prefix: str, app: ModuleType) -> URLResolver:
    return path("", include(([*app.files, path(prefix, include(app.pages))], app.app_name)))


urlpatterns = in_language("")
