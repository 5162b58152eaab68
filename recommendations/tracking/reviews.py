"""Which review a file speaks of, and its publication."""

import re

from recommendations.models import Merged, Review, Session, Source, State, cycle_of_session, find_source


def cycle_of(session_number: int, cycle: int | None = None) -> int:
    """The cycle of a review: as said, else as the calendar of sessions has it, else by the rule."""
    known = Session.objects.filter(kind=Session.Kind.WG, number=session_number).values_list("cycle", flat=True)
    return cycle or known.first() or cycle_of_session(session_number)


def find_or_create_review(state: State, session_number: int, cycle: int | None = None) -> Review:
    """The review of a State at a Working Group session, made where it is not recorded yet."""
    return SessionReviews().find_or_create(state, session_number, cycle)[0]


class SessionReviews:
    """The reviews of many States at Working Group sessions, each of which is looked up once."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[int, int | None], tuple[Session, int]] = {}

    def find_or_create(self, state: State, session_number: int, cycle: int | None = None) -> tuple[Review, bool]:
        """The review of a State, and whether it was made, as it was not recorded yet.

        There is one review per State and cycle. Without a cycle, the calendar tells it, or the rule by session
        number. A session beyond the calendar is recorded without dates.
        """
        session, cycle = self._session(session_number, cycle)
        review, created = Review.objects.get_or_create(
            state=state,
            cycle=cycle,
            defaults={"wg_session": session, "status": Review.Status.HELD},
        )
        if not created and review.wg_session_id is None:
            review.wg_session = session
            review.save(update_fields=["wg_session"])
        return review, created

    def _session(self, number: int, said: int | None) -> tuple[Session, int]:
        """The session of that number, and the cycle of its reviews."""
        if (number, said) not in self._sessions:
            cycle = cycle_of(number, said)
            session, _ = Session.objects.get_or_create(kind=Session.Kind.WG, number=number, defaults={"cycle": cycle})
            self._sessions[number, said] = (session, cycle)
        return self._sessions[number, said]


def find_or_create_by_slug(slug: str) -> Review | None:
    """The review of an address such as slovenia-2019, made where State and year leave no doubt; else None."""
    if not re.fullmatch(r"[a-z0-9-]{1,120}", slug):
        return None
    if review := Review.objects.filter(slug=slug).first():
        return review
    found = re.fullmatch(r"(?P<state>.+)-(?:cycle-(?P<cycle>[1-9]\d?)|(?P<year>\d{4}))", slug)
    if not found:
        return None
    state = State.objects.filter(slug=found["state"]).first() or Merged.objects.lead(State, slug=found["state"])
    if not state:
        return None
    if found["cycle"]:
        cycles = {int(found["cycle"])}
    else:
        in_year = Session.objects.filter(kind=Session.Kind.WG, starts_on__startswith=found["year"])
        cycles = {cycle for cycle in in_year.values_list("cycle", flat=True) if cycle}
    if len(cycles) != 1:
        return None
    cycle = cycles.pop()
    if Review.objects.filter(state=state, cycle=cycle).exists():
        return None
    return Review.objects.create(state=state, cycle=cycle, slug=slug, status=Review.Status.HELD)


def document(symbol: str, state: State) -> Source:
    """The source of a UN symbol, made where it is not recorded yet."""
    kind = "addendum to the report" if "/Add." in symbol else "report"
    title = f"Universal Periodic Review of {state.name}: {kind} of the Working Group"
    return find_source(symbol=symbol, language="en") or Source.objects.create(
        symbol=symbol, language="en", publisher="United Nations", title=title
    )


def session_document(symbol: str) -> Source:
    """The source of the report of a Council session, made where it is not recorded yet."""
    title = f"Report of the Human Rights Council on its session {symbol.split('/')[2]}"
    return find_source(symbol=symbol, language="en") or Source.objects.create(
        symbol=symbol, language="en", publisher="United Nations", title=title
    )


def record_documents(review: Review, symbols: set[str]) -> None:
    """Notes the report and the addendum that a matrix names, where the review has none recorded."""
    changed = []
    for symbol in sorted(symbols):
        field = "addendum" if "/Add." in symbol else "report"
        if getattr(review, f"{field}_id") is None:
            setattr(review, field, document(symbol, review.state))
            changed.append(field)
        if review.hrc_session_id is None:
            number = int(symbol.split("/")[2])
            review.hrc_session, _ = Session.objects.get_or_create(kind=Session.Kind.HRC, number=number)
            changed.append("hrc_session")
    if changed:
        review.save(update_fields=changed)
