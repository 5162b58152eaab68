"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest

from recommendations.page_parts import layout


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own address, for permanent links and citations; and what stands around a page that has parts."""
    return {"site_url": settings.SITE_URL, "layout": layout(request)}
