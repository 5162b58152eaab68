"""Each picture of a review at an address of its own: a page with its table, and files of both."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from exports.formats import FORMATS
from exports.table import Table
from recommendations.addresses import refuse, unknown_filter
from recommendations.analysis import Asked, fields
from recommendations.conditional import page_of_the_record
from recommendations.downloads import download
from recommendations.models import Review, State
from recommendations.pictures import Picture, asked_by, pictures_of, png, svg_file
from recommendations.pictures.picture import PICTURE_COLUMNS
from recommendations.review_pages import compared, published_reviews

FileAnswer = HttpResponse | StreamingHttpResponse
Pictures = dict[str, Picture]

DRAWN = {"svg": "image/svg+xml", "png": "image/png"}


@require_safe
@page_of_the_record
def review_picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One picture of a review with the table of its numbers, and its other pictures."""
    return picture_page(request, *pictures(slug), name)


@require_safe
def review_picture_file(request: HttpRequest, slug: str, name: str, file_format: str) -> FileAnswer:
    """A picture of a review as SVG or PNG, or its numbers as a table."""
    return picture_file(request, *pictures(slug), name, file_format)


@require_safe
@page_of_the_record
def state_picture(request: HttpRequest, iso3: str, name: str) -> HttpResponse:
    """One picture of what a State asked of others, with the table of its numbers."""
    return picture_page(request, *pictures_of_state(iso3), name)


@require_safe
def state_picture_file(request: HttpRequest, iso3: str, name: str, file_format: str) -> FileAnswer:
    """A picture of what a State asked of others as SVG or PNG, or its numbers as a table."""
    return picture_file(request, *pictures_of_state(iso3), name, file_format)


def picture_page(request: HttpRequest, record: Review | State, found: Pictures, name: str) -> HttpResponse:
    """One of the pictures of a record; 404 where it has none of that name."""
    if name not in found:
        raise Http404
    context = {
        "record": record,
        "picture": found[name],
        "others": [other for other in found.values() if other.name != name],
        "formats": [*DRAWN, *FORMATS],
    }
    return render(request, "recommendations/picture_page.html", context)


def picture_file(
    request: HttpRequest, record: Review | State, found: Pictures, name: str, file_format: str
) -> FileAnswer:
    """One of the pictures of a record as a file; it takes no filters."""
    if request.GET:
        return refuse(request, [unknown_filter(next(iter(request.GET)))])
    if name not in found:
        raise Http404
    picture = found[name]
    if file_format in FORMATS:
        return download(table_of(picture, slugify(str(record))), file_format)
    svg = svg_file(picture)
    return HttpResponse(svg if file_format == "svg" else png(svg), content_type=DRAWN[file_format])


def pictures_of_state(iso3: str) -> tuple[State, Pictures]:
    """A State with its picture; none where it asked nothing."""
    state = get_object_or_404(State, iso3=iso3)
    picture = asked_by(state)
    return state, {picture.name: picture} if any(line.asked for line in picture.lines) else {}


def pictures(slug: str) -> tuple[Review, Pictures]:
    """A published review with all its pictures. The same number of queries for every picture."""
    reviews = published_reviews()
    review = get_object_or_404(reviews, slug=slug)
    cycles = compared(reviews.filter(state=review.state))
    of_state = Asked.of_state(review.state)
    asked = of_state.in_review(review)
    squares = fields(asked, [one for one in cycles if one.announced.review_id == review.pk])
    return review, pictures_of(review, asked, of_state, squares, cycles)


def table_of(picture: Picture, of: str) -> Table:
    """The numbers of a picture, all lines of them."""
    return Table(
        name=f"{of}-{picture.name}",
        columns=PICTURE_COLUMNS,
        records=((picture, line) for line in picture.lines),
        count=len(picture.lines),
        filtered=picture.title,
        address=picture.permanent_address,
        exported_at=timezone.now(),
        notes={"description": picture.description, "unit": picture.unit, "source": picture.source},
    )
