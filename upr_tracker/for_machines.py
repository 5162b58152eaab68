"""What machines ask a site before anything else: what they may read, and to whom a hole is told."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .headers import STAFF

TOLD_FOR = datetime.timedelta(days=180)  # RFC 9116 wants a day, less than a year off, until which it may be believed
# Any combination of filters is an address: a crawler would never end. What they find, the sitemap names one by one.
# A search by one word or one filter may be read.
FILTERED = ("/recommendations/?*&", "/calendar/?*&", "/reprisals/?*&")
ENDLESS = (*FILTERED, *(f"/*{path}" for path in FILTERED))  # in other languages, too


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read what everybody may, but not each combination of filters."""
    barred = "".join(f"Disallow: {path}\n" for path in (STAFF, *ENDLESS))
    return _text(f"User-agent: *\n{barred}\nSitemap: {settings.SITE_URL}{reverse('sitemap')}\n")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the icon of what is no page, such as a file."""
    return redirect(static("icon.svg"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """To whom a hole is told (RFC 9116); 404 where whoever runs the site has not said."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    until = (midnight + TOLD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    address = f"{settings.SITE_URL}{reverse('security')}"
    return _text(f"Contact: {settings.SECURITY_CONTACT}\nExpires: {until}\nCanonical: {address}\n")


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
