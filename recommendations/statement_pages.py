"""The public pages of statements, and their papers. Only what is published."""

import hashlib

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from exports.document import direction
from exports.pdf_file import CannotBeSet, NoFont
from recommendations.addresses import refuse
from recommendations.conditional import page_of_the_record
from recommendations.markdown import as_html
from recommendations.models import Statement, StatementText
from recommendations.statement_papers import CONTENT_TYPES, paper_file, statement_paper
from recommendations.statement_parts import demands_of, signed_by, text_in, texts_of

SECTION = 3  # the level of the headings in the text of a statement


@require_safe
@page_of_the_record
def statement_list(request: HttpRequest) -> HttpResponse:
    """All statements: how many signed each, its languages, and how much it demands."""
    counted = {"signed": Count("signatures", distinct=True), "demanded": Count("demands", distinct=True)}
    statements = Statement.objects.published().annotate(**counted).prefetch_related("texts")
    rows = [(one, texts_of(one)) for one in statements.order_by("-issued_on", "title")]
    return render(request, "recommendations/statement_list.html", {"rows": rows})


@require_safe
@page_of_the_record
def statement_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One statement in one language, what it demands and where that stands, who signed it, and what it cites.

    `?lang=` chooses the version; one that is not there is answered with 400.
    """
    statement = get_object_or_404(Statement.objects.published(), slug=slug)
    texts = texts_of(statement)
    text, problems = text_in(texts, request.GET.getlist("lang"))
    if problems:
        return refuse(request, problems, statement.get_absolute_url())
    signed = signed_by(statement)
    return render(
        request,
        "recommendations/statement_page.html",
        {
            "statement": statement,
            "texts": texts,
            "text": text,
            "direction": direction(text.language) if text else "",
            "html": as_html(text.text, SECTION) if text else "",
            "demands": demands_of(statement),
            "signed": signed,
            "signatories": sum(len(group.signatures) for group in signed),
            "formats": list(CONTENT_TYPES),
            "citations": statement.citations.select_related("source"),
            "reviews": statement.reviews.filter(published_at__isnull=False).select_related("state", "wg_session"),
            "cases": statement.cases.filter(published_at__isnull=False),
        },
    )


@require_safe
def statement_file(request: HttpRequest, slug: str, file_format: str) -> HttpResponseBase:
    """One statement as a paper, in the language that `?lang=` chooses."""
    statement = get_object_or_404(Statement.objects.published(), slug=slug)
    text, problems = text_in(texts_of(statement), request.GET.getlist("lang"))
    if problems:
        return refuse(request, problems, statement.get_absolute_url())
    paper = statement_paper(statement, text)
    try:
        made = paper_file(paper, file_format)
    except CannotBeSet:
        return _not_set(request, statement, text)
    if isinstance(made, NoFont):
        return _not_set(request, statement, text, made.signs)
    language = f"-{text.language}" if text else ""
    response = HttpResponse(made, content_type=CONTENT_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{statement.slug}{language}.{file_format}"'
    response["ETag"] = etag = quote_etag(hashlib.sha256(made).hexdigest()[:32])
    return get_conditional_response(request, etag=etag, response=response) or response


def _not_set(request: HttpRequest, statement: Statement, text: StatementText | None, signs: str = "") -> HttpResponse:
    """Says that this machine cannot set the paper, and where else it is to be had."""
    context = {"statement": statement, "text": text, "signs": signs}
    return render(request, "recommendations/paper_not_set.html", context, status=503)
