"""Whatever people of staff do, in whatever order: nothing is public without two of them and a ground.

A machine drives the functions, the pages of the admin, the commands and the loader of the case file at random, moves
the time forward, and after each step compares what is public with a ledger of its own, kept in plain test code.
"""

import datetime
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from recommendations.models import Source
from reprisals import publication
from reprisals.casefile import checksum, load_incidents
from reprisals.models import Basis, Incident, Person, PublicIncident, TeamMember, Version
from reprisals.publication import Refused
from tests.recommendations.admin_forms import sent_back
from tests.records import a_source

from .forms import add_row
from .records import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    REVIEWER,
    a_basis,
    a_person,
    a_person_of_staff,
    an_incident,
    approved,
    nobody_in,
    without_roles,
)

START = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)
ROLES = {
    "writer": {OFFICER, REVIEWER, CUSTODIAN},
    "second": {OFFICER, REVIEWER},
    "boss": {OFFICER, REVIEWER, CUSTODIAN, ADMINISTRATOR},
    "partner": {REVIEWER, CUSTODIAN},
    "guard": {ADMINISTRATOR},
    "nobody": set(),
}
NAMES = ["Quillon Tarbuckle", "Oddny Featherstone", "曹壶明"]
SUMMARIES = [
    "Before a meeting, teapots were hidden.",
    "Teapots were taken from a speaker at the door.",
    "Teapots were taken from Quillon Tarbuckle at the door.",
    "据称曹壶明的茶壶被拿走。",
]
PUBLIC = ["nobody", "one named", "one withheld"]

EDITS = ["renamed", "text", "person", "someone new", "someone less", "ground", "new ground", "private"]

who = st.sampled_from(["writer", "second", "boss", "partner", "writer", "second", "boss", "partner", "guard", "nobody"])
editors = st.sampled_from(["writer", "second", "boss"])
which = st.integers(0, 1)
casts = st.one_of(
    st.tuples(editors, st.sampled_from(["partner", "partner", "second", "boss"]), editors),
    st.tuples(editors, st.just("partner"), editors),
    st.tuples(who, who, who),
)
orders = st.sampled_from(["in order", "in order", "named", "given away", ""])
meanwhiles = st.sampled_from(["", "", "", *EDITS])
embargoes = st.sampled_from([None, None, None, None, 0, 30])
ENTRY = {
    "reference": "bcdfghjkmn",
    "kind": "intimidation",
    "confidence": "reported",
    "began_on": "2021",
    "state": "PRT",
    "title": "Teapots on record",
    "public_title": "Teapots on record",
    "public_summary": "A record of teapots.",
    "public_confidence": "It is on record.",
    "acts": [{"kind": "smear"}],
    "engagements": [{"kind": "upr"}],
    "citations": ["a record"],
    "ground": {"kind": "nobody", "given_on": "2021-01-01", "risk_assessment": "Read."},
}
ENTRY["read_as"] = checksum(ENTRY)


class Office(RuleBasedStateMachine):
    """People of staff at work on two incidents, and a ledger of what they did."""

    staff: dict[str, Any]
    clients: dict[str, Client]
    clock = START

    def __init__(self) -> None:
        super().__init__()
        Office.clock = START
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.source: Source = a_source("A record")
        self.pages: dict[int, Any] = {}  # what was handed in, by version
        self.wrote: dict[str, set[int]] = {}  # since the last publication, by reference
        self.shown: dict[str, dict[int, str]] = {}  # how the published page shows people
        self.published: dict[str, int] = {}  # the version of the page, by reference
        self.purged: set[str] = set()
        self.incidents: list[Incident] = []
        self.teams: dict[str, dict[str, Any]] = {}  # who has acted in which role, by reference

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # What happens

    @initialize(first=st.sampled_from(PUBLIC), by=editors, is_public=st.integers(0, 3))
    def two_incidents(self, first: str, by: str, is_public: int) -> None:
        self.incidents = [self.a_new_one(first, by), self.a_new_one("nobody", by)]
        if is_public:
            self.try_to(by, OFFICER, publication.submit, self.incidents[0])
            self.try_to("partner", REVIEWER, publication.approve, self.newest(0))
            assert self.try_to("partner", REVIEWER, publication.publish, self.newest(0))

    @rule(how=st.sampled_from(PUBLIC), by=editors)
    def another_incident_is_recorded(self, how: str, by: str) -> None:
        if len(self.wrote) < 6:
            self.incidents[1] = self.a_new_one(how, by)

    def a_new_one(self, how: str, by: str) -> Incident:
        made = an_incident(self.staff[by])
        self.wrote[made.reference] = {self.staff[by].pk}
        self.teams[made.reference] = {by: OFFICER}
        if how == "nobody":
            nobody_in(made)
        else:
            person = a_person(made, visibility="name" if how == "one named" else "withheld")
            a_basis(made, person=person, valid_until=self.day(9))
        return made

    @precondition(lambda office: office.published)
    @rule(hours=st.sampled_from([1, 24, 24 * 10, 24 * 40]))
    def time_goes_by(self, hours: int) -> None:
        Office.clock += datetime.timedelta(hours=hours)

    @rule(n=which, cast=casts, order=orders, embargo=embargoes, meanwhile=meanwhiles, data=st.data())
    def somebody_goes_all_the_way(
        self, n: int, cast: tuple[str, str, str], order: str, embargo: int | None, meanwhile: str, data: Any
    ) -> None:
        """Hands in, approves and publishes: three times anybody, after somebody has put the record in order, or not."""
        by, then, last = cast
        if self.of(n) is None:
            return
        if order:
            self.edit_as(self.of(n), by, order, None)
            if open_one := self.newest(n):
                self.try_to(self.officer(open_one.incident, by), OFFICER, publication.return_to_draft, open_one)
        until = None if embargo is None else self.clock + datetime.timedelta(hours=embargo)
        self.try_to(by, OFFICER, publication.submit, self.of(n), embargo_until=until)
        version = self.newest(n)
        if version is None:
            return
        self.try_to(then, REVIEWER, publication.approve, version)
        if meanwhile:
            self.edit_as(self.of(n), then, meanwhile, data)
        self.try_to(last, REVIEWER, publication.publish, version)

    @rule(n=which, by=who, old=st.booleans(), step=st.sampled_from(["approve", "publish", "return_to_draft"]))
    def somebody_takes_a_step(self, n: int, by: str, old: bool, step: str) -> None:
        version = self.oldest(n) if old else self.newest(n)
        if version and step == "return_to_draft":
            role = OFFICER if self.teams[version.incident.reference].get(by) == OFFICER else REVIEWER
            self.try_to(by, role, publication.return_to_draft, version, why="Read it again.")
        elif version:
            self.try_to(by, REVIEWER, getattr(publication, step), version)

    @precondition(lambda office: office.published)
    @rule(n=which, by=who, through=st.sampled_from(["function", "page", "list"]))
    def somebody_withdraws(self, n: int, by: str, through: str) -> None:
        incident = self.of(n)
        if incident is None:
            return
        if through == "function":
            done = self.try_to(by, None, publication.withdraw, incident)
        elif through == "page":
            done = self.post(by, f"incident/{incident.pk}/publication", {"withdraw": "1"}) == 302
        else:
            done = self.post(by, "version/published", {"withdraw": incident.reference}) == 302
        if done:
            assert ROLES[by]
            assert through != "page" or self.teams[incident.reference].get(by) == OFFICER
            assert not PublicIncident.objects.filter(reference=incident.reference).exists()

    @precondition(lambda office: office.published)
    @rule(n=which, by=who)
    def a_consent_is_taken_back(self, n: int, by: str) -> None:
        basis = Basis.objects.filter(incident=self.of(n)).first()
        if basis is None:
            return
        role = OFFICER if self.teams[basis.incident.reference].get(by) == OFFICER else CUSTODIAN
        if self.try_to(by, role, publication.withdraw_consent, basis):
            assert not PublicIncident.objects.filter(reference=basis.incident.reference).exists()

    @rule(n=which, by=who, step=st.sampled_from(["submit", "nonsense", "approve", "return", "publish", "get"]))
    def somebody_clicks(self, n: int, by: str, step: str) -> None:
        incident, version = self.of(n), self.newest(n)
        if step == "get" and incident and version:
            for page in (f"incident/{incident.pk}/publication", f"incident/{incident.pk}/purge"):
                self.clients[by].get(f"/admin/reprisals/{page}/", {"approve": 1, "withdraw": 1, "submit": 1})
            self.clients[by].get(f"/admin/reprisals/version/{version.pk}/change/", {"approve": 1, "publish": 1})
        elif step in {"submit", "nonsense"} and incident:
            self.post(by, f"incident/{incident.pk}/publication", {step: "1"})
        elif version:
            before = version.state
            self.post(by, f"version/{version.pk}/change", {step: "1"})
            version.refresh_from_db()
            if version.state != before and self.teams[version.incident.reference].get(by) != OFFICER:
                self.acted(by, REVIEWER, version.incident.reference)

    @precondition(lambda office: office.published)
    @rule(n=which, by=who, right=st.booleans())
    def somebody_purges(self, n: int, by: str, right: bool) -> None:
        incident = self.of(n)
        if incident is None or len(self.purged) > 0:
            return
        typed = incident.reference if right else "2222222222"
        through = "incident" if self.teams[incident.reference].get(by) == OFFICER else "consentfile"
        self.post(by, f"{through}/{incident.pk}/purge", {"reference": typed})
        if through == "consentfile" and self.could(by, CUSTODIAN, incident.reference):
            self.teams[incident.reference][by] = CUSTODIAN  # whoever opens the consents keeps them
        if not Incident.objects.filter(pk=incident.pk).exists():
            assert right
            assert self.could(by, OFFICER if through == "incident" else CUSTODIAN, incident.reference)
            self.purged.add(incident.reference)

    @rule(n=which, by=editors, kind=st.sampled_from(EDITS), data=st.data())
    def the_record_is_edited(self, n: int, by: str, kind: str, data: Any) -> None:
        if self.of(n):
            self.edit_as(self.of(n), by, kind, data)

    @precondition(lambda office: office.published)
    @rule(n=which, by=who, summary=st.sampled_from(SUMMARIES))
    def somebody_edits_in_the_form(self, n: int, by: str, summary: str) -> None:
        incident = self.of(n)
        if incident is None:
            return
        where = f"/admin/reprisals/incident/{incident.pk}/change/"
        form = self.clients[by].get(where)
        if form.status_code != 200:
            assert self.teams[incident.reference].get(by) != OFFICER
            return
        assert self.teams[incident.reference][by] == OFFICER
        answer = self.clients[by].post(where, sent_back(form) | {"public_summary": summary})
        if answer.status_code == 302:
            self.wrote[incident.reference].add(self.staff[by].pk)

    @precondition(lambda office: office.published)
    @rule(command=st.sampled_from(["take_down", "rewrap_keys"]))
    def a_command_runs(self, command: str) -> None:
        call_command(command, stdout=io.StringIO())

    @precondition(lambda office: office.published)
    @rule()
    def the_case_file_is_loaded(self) -> None:
        assert load_incidents([ENTRY], lambda called: self.source, "/cases/teapots/") == ""
        self.wrote.setdefault(ENTRY["reference"], {User.objects.get(username="case-file-author").pk})
        self.teams[ENTRY["reference"]] = {"case-file-author": OFFICER, "case-file-reader": REVIEWER}

    # What must hold

    @invariant()
    def the_ledger_agrees(self) -> None:
        self.note_what_was_handed_in()
        self.note_what_was_published()
        today = self.clock.date()
        rows = {row.reference: row for row in PublicIncident.objects.all()}
        for reference in self.wrote:
            row = rows.get(reference)
            live = row is not None and (row.shown_until is None or row.shown_until >= today)
            answer = Client().get(f"/reprisals/{reference}/")
            assert answer.status_code == (200 if live else 404)
            if live:
                self.check(row, answer.content.decode(), today)
        assert not self.purged & set(rows)
        self.teams_are_as_noted()

    def teams_are_as_noted(self) -> None:
        """Everybody stands on a team in the one role in which they have acted, and nobody else does."""
        rows = TeamMember.objects.values_list("incident__reference", "user__username", "role")
        noted = {(ref, name, role) for ref, team in self.teams.items() for name, role in team.items()}
        assert set(rows) == {one for one in noted if one[0] not in self.purged}

    def note_what_was_handed_in(self) -> None:
        for version in Version.objects.exclude(pk__in=self.pages).select_related("incident"):
            self.pages[version.pk] = json.loads(version.page)
            self.wrote.setdefault(version.incident.reference, set()).add(version.submitted_by_id)

    def note_what_was_published(self) -> None:
        for version in Version.objects.filter(state="published").select_related("incident"):
            reference = version.incident.reference
            if self.published.get(reference) == version.pk:
                continue
            assert version.approved_by_id not in self.wrote[reference], "approved by who wrote it"
            assert self.teams[reference][version.approved_by.username] == REVIEWER
            assert self.teams[reference][version.submitted_by.username] == OFFICER
            assert version.embargo_until is None or version.embargo_until <= self.clock
            people = Person.objects.filter(incident=version.incident)
            self.published[reference] = version.pk
            self.shown[reference] = dict(people.values_list("pk", "visibility"))
            self.wrote[reference] = set()

    def check(self, row: PublicIncident, page: str, today: datetime.date) -> None:
        version = Version.objects.select_related("incident").get(incident__reference=row.reference, state="published")
        assert version.pk == self.published[row.reference]
        assert version.approved_by_id not in {None, version.submitted_by_id}
        assert row.page == self.pages[version.pk]
        assert row.page["summary"].split("\n")[0] in page
        assert all_on_a_ground(version.incident, self.shown[row.reference], today), "no ground in force"
        for person in Person.objects.filter(incident=version.incident):
            if self.shown[row.reference].get(person.pk, person.visibility) != "name":
                assert person.name.casefold() not in page.casefold(), "a withheld name"

    # How it is done

    def of(self, n: int) -> Incident | None:
        return Incident.objects.filter(pk=self.incidents[n].pk).first()

    def newest(self, n: int) -> Version | None:
        return Version.objects.filter(incident=self.incidents[n].pk).select_related("incident").first()

    def oldest(self, n: int) -> Version | None:
        return Version.objects.filter(incident=self.incidents[n].pk).select_related("incident").last()

    def officer(self, incident: Incident, by: str) -> str:
        """This person, if they are a case officer of the incident; else somebody who is."""
        team = self.teams[incident.reference]
        return by if team.get(by) == OFFICER else next(name for name, role in team.items() if role == OFFICER)

    def could(self, by: str, role: Any, reference: str) -> bool:
        """Whether somebody can act in a role: officers on the team, others who are not on it in another role."""
        has = self.teams[reference].get(by)
        return role in ROLES[by] and (has == role or (has is None and role != OFFICER))

    def acted(self, by: str, role: Any, reference: str) -> None:
        assert self.could(by, role, reference), f"{by} acted as {role}"
        self.teams[reference][by] = role

    @rule(n=which, new=editors)
    def somebody_is_put_on_the_team(self, n: int, new: str) -> None:
        incident = self.of(n)
        if incident is None or new in self.teams[incident.reference]:
            return
        officer = self.officer(incident, "")
        values = {"user": self.staff[new].pk, "role": OFFICER.value}
        assert add_row(self.clients[officer], incident, TeamMember, **values).status_code == 302
        self.teams[incident.reference][new] = OFFICER
        self.wrote[incident.reference].add(self.staff[officer].pk)

    def try_to(self, by: str, role: Any, step: Any, of: Any, **more: Any) -> bool:
        if of is None:
            return False
        try:
            step(of, self.staff[by], **more)
        except (Refused, PermissionDenied):
            return False
        assert role or ROLES[by]
        if role:
            self.acted(by, role, of.reference if isinstance(of, Incident) else of.incident.reference)
        self.the_ledger_agrees()
        return True

    def post(self, by: str, page: str, data: dict[str, str]) -> int:
        answer = self.clients[by].post(f"/admin/reprisals/{page}/", data)
        assert answer.status_code in {200, 302, 403, 404}
        return answer.status_code

    def edit_as(self, incident: Incident, by: str, kind: str, data: Any) -> None:
        """An edit as the form of an incident makes it, by this person or by whoever is its officer."""
        by = self.officer(incident, by)
        with transaction.atomic():
            self.edit(incident, kind, data)
            publication.record_edit(incident, self.staff[by])
            publication.recheck(incident, self.staff[by])
        self.wrote[incident.reference].add(self.staff[by].pk)

    def edit(self, incident: Incident, kind: str, data: Any) -> None:
        person = Person.objects.filter(incident=incident).first()
        basis = Basis.objects.filter(incident=incident).last()
        how = st.sampled_from(["withheld", "role", "pseudonym", "name"])
        if kind in {"in order", "named", "given away"}:
            incident.public_summary = SUMMARIES[2 if kind == "given away" else 0]
            incident.save()
            for one in Person.objects.filter(incident=incident):
                one.visibility, one.is_dead = "name" if kind == "named" else "withheld", False
                one.name = NAMES[0]
                one.save()
                a_basis(incident, "person", one, valid_until=self.day(9))
            nobody_in(incident)
        elif kind == "renamed":
            a_person(incident, "perpetrator", name=data.draw(st.sampled_from(["teapots", "Kettles"])))
        elif kind == "private":
            incident.account = "More of it."
            incident.save()
        elif kind == "text":
            incident.public_summary = data.draw(st.sampled_from(SUMMARIES))
            incident.shown_place = data.draw(st.sampled_from(["country", "none"]))
            incident.save()
        elif kind == "someone new":
            role = data.draw(st.sampled_from(["targeted", "relative", "perpetrator", "intervening"]))
            name, visibility = data.draw(st.sampled_from(NAMES)), data.draw(how)
            a_person(incident, role, name=name, visibility=visibility, pseudonym="T.")
        elif kind == "person" and person:
            person.visibility, person.name = data.draw(how), data.draw(st.sampled_from(NAMES))
            person.pseudonym, person.is_dead = data.draw(st.sampled_from(["T.", ""])), data.draw(st.booleans())
            person.save()
        elif kind == "someone less" and person:
            person.delete()
        elif kind == "ground" and basis:
            basis.scopes = data.draw(st.lists(st.sampled_from(["site", "site_named", "kept"]), unique=True))
            basis.valid_until = data.draw(st.sampled_from([None, self.day(0), self.day(5), self.day(30)]))
            basis.given_on = datetime.date(2021, 6, 1)
            basis.save()
        elif kind == "new ground":
            chosen = data.draw(st.sampled_from(["person", "next_of_kin", "un_record", "nobody"]))
            for_whom = person if chosen in {"person", "next_of_kin"} or data.draw(st.booleans()) else None
            if for_whom or chosen in {"un_record", "nobody"}:
                begins = self.day(data.draw(st.sampled_from([0, 0, 3])))
                risk = data.draw(st.sampled_from(["Weighed.", ""]))
                extra = {"source": self.source} if chosen == "un_record" else {}
                a_basis(incident, chosen, for_whom, given_on=begins, risk_assessment=risk, **extra)

    def day(self, n: int) -> datetime.date:
        return self.clock.date() + datetime.timedelta(days=n)


def all_on_a_ground(incident: Incident, shown: dict[int, str], today: datetime.date) -> bool:
    """DOMAIN in a few lines: everybody on the page, and every person targeted or relative, is covered today."""
    people = {
        p.pk: (p.role, shown.get(p.pk, p.visibility), p.is_dead) for p in Person.objects.filter(incident=incident)
    }
    if any(pk not in people for pk, how in shown.items() if how != "withheld"):
        return False
    recognisable = any(how in ("name", "pseudonym") for _role, how, _dead in people.values())
    grounds = [
        (b.kind, b.person_id, set(b.scopes), b.risk_assessment.strip())
        for b in Basis.objects.filter(incident=incident)
        if b.given_on <= today
        and not (b.valid_until and b.valid_until < today)
        and not (b.withdrawn_on and b.withdrawn_on <= today)
    ]

    def covered(pk: int, how: str, dead: bool) -> bool:
        for kind, of, scopes, risk in grounds:
            if kind in ("person", "next_of_kin"):
                enough = {"site_named"} if how == "name" else {"site", "site_named"}
                if of == pk and scopes & enough and not (kind == "person" and dead):
                    return True
            elif kind == "un_record":
                if risk and (of == pk or (of is None and how in ("withheld", "role"))):
                    return True
            elif risk and of in (None, pk) and not recognisable:
                return True
        return False

    need = [
        (pk, how, dead)
        for pk, (role, how, dead) in people.items()
        if role in ("targeted", "relative") or (role != "source" and how in ("name", "pseudonym"))
    ]
    if not need:
        return any(kind in ("nobody", "un_record") and risk for kind, _of, _scopes, risk in grounds)
    return all(covered(*one) for one in need)


@pytest.mark.django_db
def test_no_order_of_steps_leads_around_the_rules(settings_of_a_long_day, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: Office.clock)
    Office.staff = {
        name: a_person_of_staff(name, *roles) if roles else without_roles(name, is_superuser=True)
        for name, roles in ROLES.items()
    }
    Office.clients = {name: Client() for name in ROLES}
    for name, client in Office.clients.items():
        client.force_login(Office.staff[name])
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=35,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_a_long_day(settings):
    """Sessions that outlast the days that go by, and pages that any address may ask for."""
    settings.SESSION_COOKIE_AGE = 20 * 365 * 24 * 60 * 60


def test_who_approved_and_then_edits_holds_the_page_back(incident, people):
    version = approved(incident, *people)
    publication.record_edit(incident, people[1])
    with pytest.raises(Refused, match="has changed the record since"):
        publication.publish(version, a_person_of_staff("third"))
    assert not PublicIncident.objects.exists()


def test_those_who_wrote_the_case_file_can_do_nothing_afterwards(db):
    assert load_incidents([ENTRY], lambda called: a_source(called), "/cases/teapots/") == ""
    for user in User.objects.filter(username__startswith="case-file-"):
        assert not user.groups.exists()
        assert (user.is_active, user.is_staff, user.has_usable_password()) == (False, False, False)
