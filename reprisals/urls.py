"""Addresses of the public pages on reprisals."""

from django.urls import path

from . import views

app_name = "reprisals"

urlpatterns = [
    path("reprisals/", views.incident_list, name="incident_list"),
    path("reprisals/<slug:reference>/", views.incident_page, name="incident"),
]
