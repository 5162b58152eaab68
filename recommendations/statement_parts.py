"""What the page of a statement and its paper share: its languages, who signed, its demands and where each stands."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from recommendations.models import (
    Demand,
    FollowUpAction,
    PartialDate,
    Signature,
    Statement,
    StatementText,
    StatusEvent,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """The organisations that signed in one role, in alphabetical order."""

    role: str
    signatures: list[Signature]

    @property
    def label(self) -> str:
        """What they are called, where there are several roles."""
        if self.role == Signature.Role.LEAD:
            return ngettext("Lead author", "Lead authors", len(self.signatures))
        return _("Other signatories") if self.role == Signature.Role.SIGNED else _("Joined after it was issued")


@dataclass(frozen=True, slots=True)
class Demanded:
    """A demand, and the published action that it became; None where there is none."""

    demand: Demand
    action: FollowUpAction | None

    @property
    def last(self) -> StatusEvent | None:
        return self.action.last_event if self.action else None

    @property
    def is_overdue(self) -> bool:
        """Whether it was due before today and is not done."""
        return bool(self.action and self.action.is_overdue(PartialDate.today()))


def texts_of(statement: Statement) -> list[StatementText]:
    """Its language versions: English first, then by the names of their languages."""
    return sorted(statement.texts.all(), key=lambda text: (text.language != "en", str(text)))


def text_in(texts: list[StatementText], asked: list[str]) -> tuple[StatementText | None, list[str]]:
    """The version that an address asks for, by default in the language of the page, else the first; and what is wrong
    with what it asks.
    """
    if not asked:
        ours = (get_language() or "").partition("-")[0]
        return next((text for text in texts if text.language == ours), texts[0] if texts else None), []
    if len(asked) > 1:
        return None, [_("“%(name)s” stands twice in this address.") % {"name": "lang"}]
    found = next((text for text in texts if text.language == asked[0]), None)
    if found:
        return found, []
    there = ", ".join(f"{text} ({text.language})" for text in texts) or _("none")
    said = _("There is no version of this statement in the language “%(asked)s”. Versions: %(there)s.")
    return None, [said % {"asked": asked[0][:100], "there": there}]


def signed_by(statement: Statement) -> list[Signed]:
    """Who signed, by role: lead authors, signatories, who joined later."""
    roles = list(Signature.Role.values)
    signatures = sorted(
        statement.signatures.select_related("organisation"),
        key=lambda signature: (roles.index(signature.role), signature.organisation.name.casefold()),
    )
    return [Signed(role, list(members)) for role, members in groupby(signatures, key=lambda signature: signature.role)]


def demands_of(statement: Statement) -> list[Demanded]:
    """What it demands, in its order, with the published actions alone."""
    public = FollowUpAction.objects.published().prefetch_related("events__source")
    demands = statement.demands.prefetch_related(Prefetch("follow_up", public))
    return [Demanded(demand, demand.follow_up) for demand in demands]
