"""All addresses below /api/v1/."""

from django.urls import include, path, re_path

from recommendations.api import urls as of_the_record
from recommendations.api.answering import not_found, readable_everywhere
from reprisals import api as of_incidents

from .pages import api_page, openapi

app_name = "api"

urlpatterns = [
    path("", api_page, name="page"),
    path("openapi.json", openapi, name="openapi"),
    path("", include(of_the_record.urlpatterns)),
    path("", include(of_incidents.urlpatterns)),
    re_path("", readable_everywhere(not_found), name="nowhere"),
]
