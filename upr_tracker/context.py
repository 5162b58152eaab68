"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own address, for permanent links and citations."""
    return {"site_url": settings.SITE_URL}
