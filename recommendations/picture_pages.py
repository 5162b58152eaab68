"""Each picture of a review at an address of its own: a page with its table, and files of both."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exports.formats import FORMATS
from exports.table import Table
from recommendations.addresses import refuse, unknown_filter
from recommendations.analysis import Asked, fields
from recommendations.downloads import download
from recommendations.models import Review
from recommendations.pictures import Picture, pictures_of, png, svg_file
from recommendations.pictures.picture import PICTURE_COLUMNS
from recommendations.review_pages import compared, published_reviews

DRAWN = {"svg": "image/svg+xml", "png": "image/png"}


@require_safe
def picture_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One picture with the table of its numbers, and the other pictures of the review."""
    review, found = pictures(slug)
    if name not in found:
        raise Http404
    context = {
        "review": review,
        "picture": found[name],
        "others": [other for other in found.values() if other.name != name],
        "formats": [*DRAWN, *FORMATS],
    }
    return render(request, "recommendations/picture_page.html", context)


@require_safe
def picture_file(request: HttpRequest, slug: str, name: str, file_format: str) -> HttpResponse | StreamingHttpResponse:
    """A picture as SVG or PNG, or its numbers as a table."""
    if request.GET:
        return refuse(request, [unknown_filter(next(iter(request.GET)))])
    _review, found = pictures(slug)
    if name not in found:
        raise Http404
    picture = found[name]
    if file_format in FORMATS:
        return download(table_of(picture, slug), file_format)
    svg = svg_file(picture)
    return HttpResponse(svg if file_format == "svg" else png(svg), content_type=DRAWN[file_format])


def pictures(slug: str) -> tuple[Review, dict[str, Picture]]:
    """A published review with all its pictures. The same number of queries for every picture."""
    reviews = published_reviews()
    review = get_object_or_404(reviews, slug=slug)
    cycles = compared(reviews.filter(state=review.state))
    asked = Asked.of_review(review)
    squares = fields(asked, [one for one in cycles if one.announced.review_id == review.pk])
    return review, pictures_of(review, asked, Asked.of_state(review.state), squares, cycles)


def table_of(picture: Picture, slug: str) -> Table:
    """The numbers of a picture, all lines of them."""
    return Table(
        name=f"{slug}-{picture.name}",
        columns=PICTURE_COLUMNS,
        records=((picture, line) for line in picture.lines),
        count=len(picture.lines),
        filtered=picture.title,
        address=picture.permanent_address,
        exported_at=timezone.now(),
        notes={"description": picture.description, "unit": picture.unit, "source": picture.source},
    )
