"""All addresses. SITE_FACES decides which faces this process shows: the public one, the staff's, or both."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recommendations import card_pages

from . import pages
from .cases import pages as cases
from .cases.feed import CaseFeed
from .design import design
from .sign_in import urls as sign_in
from .workbench import pages as workbench

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", pages.livez, name="livez"),
    path("readyz", pages.readyz, name="readyz"),
]
if "staff" in settings.SITE_FACES:
    urlpatterns += [*sign_in.urlpatterns, *workbench.urlpatterns, path("admin/", admin.site.urls)]
    admin.site.site_url = "/" if "public" in settings.SITE_FACES else None
if "public" in settings.SITE_FACES:
    urlpatterns += [
        path("", pages.home, name="home"),
        path("card.png", card_pages.site_card, name="site_card"),
        path("about/", pages.about, name="about"),
        path("about/design/", design, name="design"),
        path("cases/", cases.case_list, name="case_list"),
        path("cases/<slug:slug>/", cases.case_page, name="case"),
        path("cases/<slug:slug>/card.png", card_pages.case_card, name="case_card"),
        path("cases/<slug:slug>/changes/", cases.case_changes, name="case_changes"),
        path("feeds/cases/<slug:slug>.atom", cache_control(no_store=True)(require_safe(CaseFeed())), name="case_feed"),
        path("api/v1/", include("upr_tracker.api.urls")),
        path("", include("recommendations.urls")),
        path("", include("reprisals.urls")),
    ]

handler400 = "upr_tracker.pages.bad_request"
handler500 = "upr_tracker.pages.server_error"
