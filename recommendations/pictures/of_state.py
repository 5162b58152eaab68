"""The picture of one State that asks others."""

from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.analysis import lines_by_action
from recommendations.models import Recommendation, State

from .of_review import recorded_here, search
from .picture import Picture


def asked_by(state: State) -> Picture:
    """What a State asked of others and what was taken, by action category. One query."""
    made = Recommendation.objects.published().filter(recommenders__state=state)
    lines = lines_by_action(made, f"recommender={state.iso3}")
    return Picture(
        "by-action",
        _("%(state)s: what it asked of others and what was taken, by action category") % {"state": state},
        _(
            "For each of the five categories of action, the share of every position that the States under review took. "
            "The category describes the verb, it does not judge. Supported is counted in the UN's sense."
        ),
        _("records: numbered paragraphs, and texts of UPR Info's rows"),
        recorded_here(sum(line.asked for line in lines)),
        reverse("recommendations:state_picture", args=[state.iso3, "by-action"]),
        lines,
        search=search(),
    )
