"""The pictures that other sites show with links to our pages. Only of what is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from recommendations.analysis import Counts, Shares
from recommendations.models import AnnouncedTally, Case, FollowUpAction, Recommendation, Review, State, Statement
from recommendations.pictures import png
from recommendations.pictures.card import WIDTH, Card, card_svg
from recommendations.review_pages import cards
from recommendations.templatetags.record import in_words


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    """Of the home page."""
    title = _("What the UN asked a State to do, what the State answered, and what was done afterwards")
    n = Recommendation.objects.published().count()
    said = ngettext("%(n)s recommendation recorded", "%(n)s recommendations recorded", n) % {"n": n}
    return drawn(Card(_("Universal Periodic Review"), title, said, "/"))


@require_safe
def review_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a review: its squares, and how many have which position."""
    review = get_object_or_404(Review.objects.published().select_related("state", "wg_session"), slug=slug)
    (counts,) = (card.counts for card in cards([review]))
    said = figures(counts) or _("No recommendation of this review is recorded yet.")
    return drawn(Card(_("Universal Periodic Review"), str(review), said, review.get_absolute_url(), counts))


@require_safe
def recommendation_card(request: HttpRequest, review: str, key: str) -> HttpResponse:
    """Of a recommendation: its words, the answer, and who made it."""
    found = Recommendation.objects.published().for_list()
    recommendation = get_object_or_404(found, review__slug=review, key=key)
    by = ", ".join(made.state.name for made in recommendation.recommenders.all())
    answer = str(recommendation.get_position_display())
    said = _("%(answer)s · asked by %(states)s") % {"answer": answer, "states": by} if by else answer
    address = recommendation.get_absolute_url()
    return drawn(Card(str(recommendation), f"“{recommendation.text}”", said, address, position=recommendation.position))


@require_safe
def state_card(request: HttpRequest, iso3: str) -> HttpResponse:
    """Of a State: how much it asked of others."""
    state = get_object_or_404(State, iso3=iso3)
    n = Recommendation.objects.published().filter(recommenders__state=state).count()
    said = ngettext("%(n)s recommendation to others", "%(n)s recommendations to others", n) % {"n": n}
    return drawn(Card(_("States in the Universal Periodic Review"), state.name, said, state.get_absolute_url()))


@require_safe
def follow_up_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a follow-up action: what is asked, and its kind."""
    action = get_object_or_404(FollowUpAction.objects.published(), slug=slug)
    return drawn(Card(_("Follow-up"), str(action), str(action.get_kind_display()), action.get_absolute_url()))


@require_safe
def statement_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a statement: its title, and how many organisations signed."""
    statement = get_object_or_404(Statement.objects.published(), slug=slug)
    n = statement.signatories.count()
    said = ngettext("%(n)s organisation", "%(n)s organisations", n) % {"n": n} if n else ""
    return drawn(Card(_("Statement"), statement.title, said, statement.get_absolute_url()))


@require_safe
def case_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Of an advocacy case: the squares of the latest review that it rests on."""
    case = get_object_or_404(Case.objects.published(), slug=slug)
    reviews = case.reviews.filter(published_at__isnull=False)
    tallies = AnnouncedTally.objects.filter(review__in=reviews, unit="paragraphs").order_by("-review__cycle", "pk")
    latest = tallies.first()
    counts = latest.counts if latest else {}
    return drawn(Card(_("Advocacy case"), case.title, figures(counts), case.get_absolute_url(), counts))


def figures(counts: Counts) -> str:
    """A tally in words, with the share that was not accepted."""
    if not counts:
        return ""
    share = Shares(counts, sum(counts.values())).not_accepted
    return _("%(counts)s. Not accepted: %(share).1f %%.") % {"counts": in_words(counts), "share": share}


def drawn(card: Card) -> HttpResponse:
    return HttpResponse(png(card_svg(card), WIDTH), content_type="image/png")
