"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from recommendations.page_parts import layout

from .languages import versions


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own address, for permanent links and citations; this page in other languages; its layout."""
    versions_of_page = SimpleLazyObject(lambda: versions(request))
    return {"site_url": settings.SITE_URL, "languages": versions_of_page, "layout": layout(request)}
