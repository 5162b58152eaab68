"""Whether an incident may be published: who is on its page or behind it, and on what ground.

Everybody who was targeted, and every relative, needs a ground that covers the way in which the page shows them: the
consent of the person (never of the dead), that of next of kin or a lawyer, or a public UN record with a risk
assessment. “No identifiable person” holds only for a page that shows no name and no pseudonym.
"""

import datetime

from django.utils.translation import gettext as _

from .models import Basis, Incident, Person
from .models.vocabulary import BasisKind, Role, Scope, Visibility

_CONSENTS = (BasisKind.PERSON, BasisKind.NEXT_OF_KIN)
_RECOGNISABLE = (Visibility.NAME, Visibility.PSEUDONYM)
_ALWAYS = (Role.TARGETED, Role.RELATIVE)


class Grounds:
    """The grounds of one incident on one day, for the people as they are to be shown, or as a page shows them."""

    def __init__(self, incident: Incident, on: datetime.date, shown: dict[str, str] | None = None) -> None:
        self.on = on
        self.people = list(Person.objects.filter(incident=incident).order_by("pk"))
        self.gone = set(shown or {}) - {str(person.pk) for person in self.people}
        for person in self.people:
            person.visibility = (shown or {}).get(str(person.pk), person.visibility)
        self.all = list(Basis.objects.filter(incident=incident).order_by("pk"))
        for row in (*self.people, *self.all):
            row.incident = incident
        self.held = [basis for basis in self.all if basis.holds(on)]
        self.shows_somebody = any(person.visibility in _RECOGNISABLE for person in self.people)

    def problems(self) -> list[str]:
        """Why it may not be published, in words; empty where it may. Raises RoomShut where the room is shut."""
        found = [self._without(person) for person in self._in_need() if not self.covering(person)]
        if self.gone:
            found.append(_("Somebody whom the page shows is no longer recorded."))
        if not self._in_need() and not self._for_nobody():
            found.append(
                _("No ground for publication is in force: record that no person is identifiable, or the UN record.")
            )
        return found

    def shown_until(self) -> datetime.date | None:
        """The last day of the ground that ends first; None where none ends. Only for an incident without problems."""
        grounds = [self.covering(person) for person in self._in_need()] or [self._for_nobody()]
        ends = [
            max(basis.valid_until for basis in some if basis.valid_until)
            for some in grounds
            if all(basis.valid_until for basis in some)
        ]
        return min(ends, default=None)

    def covering(self, person: Person) -> list[Basis]:
        """The grounds in force that cover a person as the page shows them.

        Where anything was ever recorded of the person's own consent, that alone decides: a consent that ended or was
        taken back is not made up for by a ground of the incident as a whole, nor by one that they gave before.
        """
        return [basis for basis in self._own(person) if basis in self.held and self._covers(basis, person)]

    def allowing(self, person: Person, scope: Scope) -> list[Basis]:
        """The grounds in force on which a confidential paper may tell of a person. Each names this very scope.

        No ground of the incident as a whole stands in for a person who can be recognised.
        """
        of_person = (basis for basis in self._own(person) if basis in self.held and basis.person_id == person.pk)
        return [basis for basis in of_person if scope in basis.scopes and self._bears(basis, person)]

    def allowing_without_people(self, scope: Scope) -> list[Basis]:
        """The grounds in force on which a confidential paper may tell of an incident in which nobody needs one."""
        return [basis for basis in self._for_nobody() if scope in basis.scopes]

    def in_need(self) -> list[Person]:
        """Whoever needs a ground: all who were targeted, relatives, and who else is shown so as to be recognised."""
        return self._in_need()

    def _own(self, person: Person) -> list[Basis]:
        """The grounds that can cover a person at all."""
        asked = [basis for basis in self.all if basis.person_id == person.pk]
        taken_back = max(
            (day for basis in asked if (day := basis.withdrawn_on) and day <= self.on), default=datetime.date.min
        )
        return [basis for basis in asked if basis.given_on >= taken_back] if asked else self.all

    def _bears(self, basis: Basis, person: Person) -> bool:
        """Whether a ground of the person's own is good for anything: the dead do not consent, a record is weighed."""
        if basis.kind == BasisKind.PERSON:
            return not person.is_dead
        if basis.kind == BasisKind.NEXT_OF_KIN:
            return True
        return basis.kind == BasisKind.UN_RECORD and bool(basis.risk_assessment.strip())

    def _in_need(self) -> list[Person]:
        return [
            p for p in self.people if p.role in _ALWAYS or (p.role != Role.SOURCE and p.visibility in _RECOGNISABLE)
        ]

    def _covers(self, basis: Basis, person: Person) -> bool:
        if basis.kind in _CONSENTS:
            scope = Scope.SITE_NAMED if person.visibility == Visibility.NAME else Scope.SITE
            dead = basis.kind == BasisKind.PERSON and person.is_dead
            return basis.person_id == person.pk and basis.allows(scope) and not dead
        if not basis.risk_assessment.strip():
            return False
        if basis.kind == BasisKind.UN_RECORD:
            return basis.person_id == person.pk or (basis.person_id is None and person.visibility not in _RECOGNISABLE)
        return basis.person_id in {None, person.pk} and not self.shows_somebody

    def _for_nobody(self) -> list[Basis]:
        """Grounds of an incident in which nobody stands who would need one."""
        kinds = (BasisKind.NOBODY, BasisKind.UN_RECORD)
        return [basis for basis in self.held if basis.kind in kinds and basis.risk_assessment.strip()]

    def _without(self, person: Person) -> str:
        who = {"who": person, "how": person.get_visibility_display()}
        own = [basis for basis in self.all if basis.person_id == person.pk]
        if any(basis.kind == BasisKind.PERSON for basis in own) and person.is_dead:
            return _("%(who)s has died: a consent of theirs no longer covers the page.") % who
        if any(basis in self.held for basis in own):
            return _("%(who)s (%(how)s): the ground that is recorded does not go so far.") % who
        if own:
            return _("%(who)s (%(how)s): the ground has ended, was withdrawn or is yet to begin.") % who
        return _("%(who)s (%(how)s): no ground for publication is recorded.") % who
