"""The steps of follow-up actions: one function each, whoever calls."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from recommendations.models import Change, FollowUpAction, PartialDate, Source, StatusEvent, together


class Refused(Exception):
    """The step cannot be recorded; the message says why, for people."""


def no_answer_sentence(on: PartialDate) -> str:
    """What is recorded where nobody says it otherwise."""
    return _("No answer was received by %(date)s.") % {"date": on.spoken}


def done_on(action: FollowUpAction) -> str:
    """When an action was done, as text of a date; empty where it is not done."""
    return min((e.happened_on for e in action.events.all() if e.status == StatusEvent.Status.DONE), default="")


@transaction.atomic
def record_no_answer(
    action: FollowUpAction, on: PartialDate, text: str, source: Source | None = None, user: User | None = None
) -> Change | None:
    """Records that there was no answer by a date, as one change that can be taken back.

    None where that stands there for this date already: sending a form twice records it once. Raises Refused for a date
    that has not come, for an action that is done, and without a sentence.
    """
    action = FollowUpAction.objects.select_for_update().get(pk=action.pk)
    if on.is_future:
        raise Refused(_("%(date)s has not come yet: say by when there was no answer.") % {"date": on.spoken})
    if not text.strip():
        raise Refused(_("Say what happened, in a sentence."))
    if done := done_on(action):
        text = _("It was done on %(date)s, so that no answer is missing. If it was not done, mend that step first.")
        raise Refused(text % {"date": PartialDate(done).spoken})
    if action.events.filter(status=StatusEvent.Status.NOT_ANSWERED, happened_on=on).exists():
        return None
    said = _("Recorded for “%(action)s”: no answer by %(date)s") % {"action": action.title[:200], "date": on.spoken}
    change = Change.objects.create(kind=Change.Kind.BULK, description=said[:300], made_by=user)
    with together(change):
        StatusEvent.objects.create(
            follow_up=action,
            status=StatusEvent.Status.NOT_ANSWERED,
            happened_on=on,
            text=text.strip(),
            source=source,
        )
    return change
