"""The public pages of the record: load, decide, render. Only what is published."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from exports.formats import FORMATS
from recommendations.addresses import Spoken, beyond_the_last, in_words, page_problems, refuse, unknown_filter
from recommendations.board import board_of, current_stances, is_known
from recommendations.clocks import dates_of_action, stated_first
from recommendations.conditional import page_of_the_record
from recommendations.downloads import download, follow_up_table, recommendation_table
from recommendations.few_at_once import few_at_once
from recommendations.filters import SINGLE, RecommendationFilter, moved, read_as_of
from recommendations.listing import Grouped, Listed
from recommendations.models import (
    UN_CLASS,
    FollowUpAction,
    KeyRedirect,
    Merged,
    PartialDate,
    Recommendation,
    Review,
    State,
    StateStance,
    StatusEvent,
    UNClass,
    name_order,
)
from recommendations.page_parts import in_parts, is_part
from recommendations.pictures import asked_by
from recommendations.rows import rows_of
from recommendations.search import (
    GROUPINGS,
    SORTS,
    Criteria,
    Suggestion,
    answer,
    groups_of,
    readings,
    suggestions,
    with_one,
    without_one,
)
from recommendations.standing import standing
from recommendations.whole import whole
from recommendations.whole_page import page_of

PAGE_SIZE = 50


def with_sources(model: type[models.Model]) -> models.QuerySet:
    """Rows that cite a source, with it."""
    return model._default_manager.select_related("source")


# Recommendations


@require_safe
@in_parts
@page_of_the_record
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """Search with facets. An address that asks for something unknown is answered with 400, never unfiltered."""
    asked = RecommendationFilter(request.GET)
    if problems := asked.problems() + page_problems(request):
        return lead_on(request) or refuse(request, problems)
    found = answer(asked.criteria)
    facets = found.facets()
    by = asked.criteria.by
    listed = Grouped(found, groups_of(facets, by)) if by else Listed(found)
    paginator: Paginator = Paginator(listed, PAGE_SIZE)  # type: ignore[arg-type]
    number = int(request.GET.get("page", 1))
    if problems := beyond_the_last(paginator, number):
        return refuse(request, problems)
    spoken, query = asked.spoken(), telling(request.GET)
    response = render(
        request,
        "recommendations/recommendation_list.html",
        {
            "page": paginator.page(number),
            "count": found.count,
            "numbered": found.numbered,
            "unnumbered": found.count - found.numbered,
            "facets": facets,
            "groupings": GROUPINGS.items(),
            "grouped": GROUPINGS.get(by),
            "of_a_group": without(without(query, by), "by").urlencode() if by else "",
            "criteria": asked.criteria,
            "marked": asked.criteria.query.to_mark(),
            "spoken": in_words(spoken),
            "chips": chips(query, spoken),
            "instead": [(s, instead(query, s)) for s in suggestions(asked.criteria)] if found.count else [],
            "meant": [] if found.count else meant(query, asked.criteria),
            "loosened": None if found.count else loosened(query, asked.criteria, spoken),
            "kept": [(name, value) for name in ("review", "case", "as_of") for value in request.GET.getlist(name)],
            "sorts": SORTS.items(),
            "query": query.urlencode(),
            "formats": list(FORMATS),
        },
    )
    if is_part(request):
        response["HX-Push-Url"] = f"{request.path}?{query.urlencode()}" if query else request.path
    return response


def telling(query: QueryDict) -> QueryDict:
    """The query without the number of the page, and without what a form sends that asks for nothing."""
    rest = without(query, "page")
    for name, idle in (("q", ""), ("sort", "newest"), ("by", "")):
        if rest.getlist(name) == [idle]:
            rest.pop(name)
    return rest


def lead_on(request: HttpRequest) -> HttpResponse | None:
    """To the same address with what was merged replaced by what it leads to, where that is what is wrong with it."""
    query = moved(request.GET)
    return redirect(f"{request.path}?{query.urlencode()}", permanent=True) if query else None


def without(query: QueryDict, name: str, value: str | None = None) -> QueryDict:
    """The query without a parameter, or without one of its values."""
    rest = QueryDict(mutable=True)  # not a copy, for which Django looks into everything there is
    for other, values in query.lists():
        if other != name:
            rest.setlist(other, values)
        elif value is not None:
            rest.setlist(name, [one for one in values if one != value])
    return rest


def kept(query: QueryDict, name: str) -> QueryDict:
    """The query with one parameter alone."""
    rest = QueryDict(mutable=True)
    rest.setlist(name, query.getlist(name))
    return rest


def chips(query: QueryDict, spoken: Spoken) -> list[tuple[str, str, str]]:
    """What is filtered, each with the address that takes it away: label, value, query."""
    return [
        (label, text, without(query, name, None if name in SINGLE else value).urlencode())
        for name, label, values in spoken
        for value, text in values
    ]


def instead(query: QueryDict, suggestion: Suggestion) -> str:
    """The query with a filter in place of words."""
    other = without(query, "q")
    if suggestion.rest:
        other["q"] = suggestion.rest
    other.appendlist(suggestion.field, suggestion.value)
    return other.urlencode()


def meant(query: QueryDict, criteria: Criteria) -> list[tuple[str, int, str]]:
    """What words that find nothing may mean: in words, how many recommendations that are, and the query."""
    found = []
    for reading, n in readings(criteria):
        other = without(query, "q")
        for name in ("q", "state", "recommender", "theme"):
            other.setlist(name, list(reading.values(name)))
        asked = RecommendationFilter(other)
        if not asked.problems():
            found.append((in_words(asked.spoken()), n, other.urlencode()))
    return found


def loosened(query: QueryDict, criteria: Criteria, spoken: Spoken) -> dict[str, list[tuple[str, int, str]]]:
    """Where nothing was found: each filter without which something is, or else with which alone something is.

    Of each, what it is in words, how many recommendations that are, and the query.
    """
    if len(spoken) < 2:
        return {}
    said = {each[0]: in_words([each]) for each in spoken}
    looser = [(said[name], n, without(query, name).urlencode()) for name, n in without_one(criteria)]
    alone = [] if looser else [(said[name], n, kept(query, name).urlencode()) for name, n in with_one(criteria)]
    return {"without": looser, "alone": alone}


@require_safe
@few_at_once
def recommendation_file(request: HttpRequest, file_format: str) -> HttpResponse | StreamingHttpResponse:
    """The recommendations that the same filters find, as a file."""
    asked = RecommendationFilter(without(request.GET, "page"))
    if problems := asked.problems() + page_problems(request):
        return lead_on(request) or refuse(request, problems)
    return download(recommendation_table(asked, timezone.now()), file_format)


@require_safe
@page_of_the_record
def recommendation_page(request: HttpRequest, review: str, key: str) -> HttpResponse:
    """One recommendation with its positions, citations and what the files said of it. Former keys lead on."""
    found = whole(review, key)
    if found is None:
        moved = KeyRedirect.objects.filter(review__slug=review, old_key=key, review__published_at__isnull=False)
        target = moved.select_related("recommendation__review").first()
        if target is None or not target.recommendation.review.is_published:
            raise Http404
        return redirect(target.recommendation, permanent=True)
    return HttpResponse(page_of(request, found))


# States


@require_safe
@page_of_the_record
def state_list(request: HttpRequest) -> HttpResponse:
    """All States, with how many published recommendations each made and received."""
    public = Q(made__recommendation__review__published_at__isnull=False)
    received = Q(reviews__published_at__isnull=False)
    states = State.objects.annotate(made_count=Count("made", filter=public))
    reviewed = dict(State.objects.filter(received).annotate(n=Count("reviews")).values_list("pk", "n"))
    return render(
        request,
        "recommendations/state_list.html",
        {"rows": [(s, reviewed.get(s.pk, 0)) for s in sorted(states, key=lambda state: name_order(state.name))]},
    )


@require_safe
@page_of_the_record
def state_page(request: HttpRequest, iso3: str) -> HttpResponse:
    """One State: what it asked, of whom, by action category, and what became of it; and its own reviews.

    The code of a State that was merged leads on to the one into which it was.
    """
    if iso3 != iso3.upper():
        return redirect("recommendations:state", iso3.upper(), permanent=True)
    state = State.objects.prefetch_related("names", "memberships").filter(iso3=iso3).first()
    if state is None:
        if other := Merged.objects.lead(State, iso3=iso3):
            return redirect(other, permanent=True)
        raise Http404
    made = Recommendation.objects.published().filter(recommenders__state=state)
    of_whom = (
        made.order_by()
        .values("review__state__iso3", "review__state__name")
        .annotate(
            asked=Count("pk"),
            supported=Count("pk", filter=Q(position__in=supported())),
        )
    )
    return render(
        request,
        "recommendations/state_page.html",
        {
            "state": state,
            "made": made.count(),
            "received": Recommendation.objects.published().filter(review__state=state).count(),
            "picture": asked_by(state),
            "of_whom": sorted(of_whom, key=lambda row: (-row["asked"], name_order(row["review__state__name"]))),
            "reviews": Review.objects.published().filter(state=state).select_related("state", "wg_session"),
            "terms": state.council_terms.select_related("source").order_by("starts_on"),
            "stances": state.stances.filter(follow_up__published_at__isnull=False).select_related(
                "follow_up", "source"
            ),
        },
    )


def supported() -> list[str]:
    """The categories that the UN counts as supported."""
    return [category for category, un_class in UN_CLASS.items() if un_class == UNClass.SUPPORTED]


# Follow-up


@require_safe
@page_of_the_record
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """All follow-up actions and where each stands, or stood as of a date."""
    as_of, problems = read_as_of(request.GET)
    if problems:
        return refuse(request, problems)
    actions = FollowUpAction.objects.published().select_related("state").prefetch_related("events")
    return render(
        request,
        "recommendations/follow_up_list.html",
        {"standings": [standing(action, as_of) for action in actions], "as_of": as_of, "formats": list(FORMATS)},
    )


@require_safe
@few_at_once
def follow_up_file(request: HttpRequest, file_format: str) -> HttpResponse | StreamingHttpResponse:
    """All follow-up actions as a file."""
    if request.GET:
        return refuse(request, [unknown_filter(next(iter(request.GET)))])
    return download(follow_up_table(timezone.now()), file_format)


@require_safe
@cache_control(no_store=True)  # it names incidents: what is withdrawn is kept nowhere on the way
def follow_up_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One follow-up action with its steps and how States stand on it; with `?as_of=`, as they did by then."""
    as_of, problems = read_as_of(request.GET)
    if problems:
        return refuse(request, problems)
    found = (
        FollowUpAction.objects.published()
        .select_related("state", "continues")
        .prefetch_related(Prefetch("events", with_sources(StatusEvent)), "requested_by")
    )
    action = get_object_or_404(found, slug=slug)
    board = board_of(action, as_of)
    return render(
        request,
        "recommendations/follow_up_page.html",
        {
            "action": action,
            "as_of": as_of,
            "today": PartialDate.today(),
            "standing": standing(action, as_of),
            "citations": action.citations.select_related("source"),
            "dates": stated_first(dates_of_action(action)),
            "board": board,
            "stances": [] if board else stances_of(action, as_of),
            "rows": rows_of(list(action.recommendations.published().values_list("pk", flat=True))),
            "reviews": action.reviews.filter(published_at__isnull=False).select_related("state", "wg_session"),
            "continued_by": action.continued_by.filter(published_at__isnull=False),
        },
    )


def stances_of(action: FollowUpAction, as_of: PartialDate | None) -> list[tuple[str, list[StateStance]]]:
    """How States stand on what the Council does not decide, by stance, each State by what it took last."""
    found = [stance for stance in action.stances.select_related("state", "source") if is_known(stance, as_of)]
    current = sorted(current_stances(found).values(), key=lambda stance: name_order(stance.state.name))
    groups = [(str(label), [s for s in current if s.stance == value]) for value, label in StateStance.Stance.choices]
    return [(label, members) for label, members in groups if members]
