"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .languages import versions


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own address, for permanent links and citations, and this page in other languages."""
    return {"site_url": settings.SITE_URL, "languages": SimpleLazyObject(lambda: versions(request))}
