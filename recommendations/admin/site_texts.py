"""The site's own words in the admin: the pages about it and notices, seen as they would look before they are saved."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from recommendations.models import SiteText, SiteTextVersion
from recommendations.models.site_text import LONGEST, interface_languages
from recommendations.site_words import Words, words
from recommendations.tracking.publishing import publish, withdraw

from .publishing import PublishedAdmin, PublishedFilter


class SiteTextForm(forms.ModelForm):
    """With a tick for what other records have an action of the list for."""

    public = forms.BooleanField(
        label=_("public"), required=False, help_text=_("Ticked: everybody sees it, from the moment it is saved.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "public" in self.fields:
            self.fields["public"].initial = self.instance.is_published


class SiteTextVersionInline(admin.StackedInline):
    model = SiteTextVersion
    extra = 0
    min_num = 1
    fields = ["language", "text"]


@admin.register(SiteText)
class SiteTextAdmin(PublishedAdmin):
    form = SiteTextForm
    change_form_template = "admin/recommendations/sitetext/change_form.html"
    list_display = ["place", "begins", "languages", "shown_from", "shown_until", "is_public"]
    list_filter = ["place", PublishedFilter]
    search_fields = ["place", "versions__text"]
    inlines = [SiteTextVersionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("versions")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may = self.has_change_permission(request)
        return ["place", "shown_from", "shown_until", *(["public"] if may else []), "published_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["published_at", *(["place"] if obj is not None else [])]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="recommendations_sitetext_preview"), *super().get_urls()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Publishes and withdraws after the versions are there, so that nothing half is public."""
        super().save_related(request, form, formsets, change)
        ticked = form.cleaned_data["public"]
        if ticked != form.instance.is_published and self.has_change_permission(request):
            act = publish if ticked else withdraw
            act(SiteText.objects.filter(pk=form.instance.pk))

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What was typed as the public would see it. Nothing is kept."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        place = request.POST.get("place", "")
        is_notice = place in SiteText.NOTICES
        context = {
            "place": dict(SiteText.Place.choices).get(place, ""),
            "is_notice": is_notice,
            "versions": _typed(request, is_notice),
        }
        return render(request, "admin/recommendations/sitetext/preview.html", context)

    @admin.display(description=_("begins with"))
    def begins(self, record: SiteText) -> str:
        first = next(iter(record.versions.all()), None)
        return Truncator(first.text).chars(60) if first else ""

    @admin.display(description=_("languages"))
    def languages(self, record: SiteText) -> str:
        return ", ".join(map(str, record.versions.all()))


def _typed(request: HttpRequest, is_notice: bool) -> list[tuple[str, Words]]:
    """The versions of a form as it was sent, each with the name of its language."""
    names, found = dict(interface_languages()), []
    for number in range(len(names)):
        language = request.POST.get(f"versions-{number}-language", "")
        text = request.POST.get(f"versions-{number}-text", "")[:LONGEST]
        gone = request.POST.get(f"versions-{number}-DELETE")
        if language in names and text.strip() and not gone:
            version = SiteTextVersion(language=language, text=text)
            found.append((names[language], words(version, is_notice)))
    return found
