"""Addresses of the public pages on reprisals: pages in each language, files for everybody."""

from django.urls import path, re_path

from . import views

app_name = "reprisals"

pages = [
    path("reprisals/", views.incident_list, name="incident_list"),
    path("reprisals/<slug:reference>/", views.incident_page, name="incident"),
]
files = [
    re_path(r"^reprisals\.(?P<file_format>csv|xlsx|json|jsonl)$", views.incident_file, name="incident_file"),
    re_path(r"^reprisals/(?P<reference>[-\w]+)/files/(?P<name>[0-9a-z]{10}\.(?:jpg|pdf))$", views.file, name="file"),
]
