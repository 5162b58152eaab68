"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from recommendations.page_parts import layout
from recommendations.site_words import notices

from .languages import versions


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own address, for permanent links and citations; this page in other languages; its layout.

    Notices are looked up where a page shows them: not for pages of staff, nor for one that says that something failed.
    """
    match = request.resolver_match
    on_home = match is not None and match.view_name == "home"
    return {
        "site_url": settings.SITE_URL,
        "languages": SimpleLazyObject(lambda: versions(request)),
        "layout": layout(request),
        "notices": SimpleLazyObject(lambda: notices(timezone.localdate(), on_home)),
    }
