"""The admin: where staff keep the record."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import (
    answer_words,
    cases,
    changes,
    clocks,
    council,
    follow_up,
    imports,
    organisations,
    recommendations,
    reviews,
    site_texts,
    sources,
    statements,
    states,
    themes,
)

admin.site.site_header = admin.site.site_title = "UPR Tracker"
admin.site.index_title = _("Keep the record")

__all__ = [
    "answer_words",
    "cases",
    "changes",
    "clocks",
    "council",
    "follow_up",
    "imports",
    "organisations",
    "recommendations",
    "reviews",
    "site_texts",
    "sources",
    "statements",
    "states",
    "themes",
]
