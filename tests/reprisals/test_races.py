"""Two people at the same moment: one open version, one published, and nothing public after it was taken down.

On SQLite there is no such moment, as each transaction of writing has the whole file to itself.
"""

import datetime
import threading
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from reprisals import audit, publication
from reprisals.access import join
from reprisals.audit.checking import check
from reprisals.models import Basis, CaseRole, Entry, Incident, PublicIncident, Version
from reprisals.publication import Refused

from .records import a_basis, a_person, a_person_of_staff, an_incident, approved, nobody_in, published, two_people

on_a_server = pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"], reason="SQLite lets one write at a time"
)


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Starts all steps at one moment, each on a connection of its own; what each returned, or why not."""
    came: list[object] = [None] * len(steps)
    gate = threading.Barrier(len(steps))

    def take(n: int, step: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            came[n] = step()
        except Exception as error:
            came[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def refused(came: list[object]) -> int:
    return sum(isinstance(one, Refused) for one in came)


@pytest.fixture
def shown(monkeypatch) -> threading.Event:
    """Set while a page is written for the public and not yet committed; the commit waits a moment then."""
    event, show = threading.Event(), publication._show

    def slowly(*args):
        row = show(*args)
        event.set()
        time.sleep(0.4)
        return row

    monkeypatch.setattr(publication, "_show", slowly)
    return event


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="this is of SQLite")
def test_each_transaction_on_sqlite_has_the_file_to_itself():
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@on_a_server
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_hand_in(self, incident, people):
        join(incident, people[1], CaseRole.CASE_OFFICER)
        came = at_once(*[lambda by=by: publication.submit(incident, by) for by in people])
        assert refused(came) == 1
        assert Version.objects.count() == 1

    def test_two_approve(self, incident, people):
        version = publication.submit(incident, people[0])
        others = [people[1], a_person_of_staff("third")]
        came = at_once(*[lambda by=by: publication.approve(version, by) for by in others])
        assert refused(came) == 1
        assert Version.objects.get().approved_by in others

    def test_two_publish(self, incident, people):
        version = approved(incident, *people)
        others = [people[1], a_person_of_staff("third")]
        came = at_once(*[lambda by=by: publication.publish(version, by) for by in others])
        assert refused(came) == 1
        assert PublicIncident.objects.count() == 1
        assert Version.objects.filter(state="published").count() == 1

    def test_one_approves_what_the_other_returns(self, incident, people):
        version = publication.submit(incident, people[0])
        third = a_person_of_staff("third")
        at_once(
            lambda: publication.approve(version, people[1]), lambda: publication.return_to_draft(version, third, "Why?")
        )
        assert Version.objects.get().state == "returned"

    @pytest.mark.parametrize("step", ["withdraw", "withdraw_page", "purge", "withdraw_consent", "edit"])
    def test_a_page_taken_down_while_it_is_published_is_gone(self, step, shown):
        people = two_people()
        incident = an_incident(people[0])
        basis = a_basis(incident, person=a_person(incident))
        version = approved(incident, *people)

        def edit() -> None:
            with transaction.atomic():
                Basis.objects.filter(pk=basis.pk).update(scopes=["kept"])
                publication.record_edit(incident, people[0])
                publication.recheck(incident, people[0])

        steps = {
            "withdraw": lambda: publication.withdraw(incident, people[0]),
            "withdraw_page": lambda: publication.withdraw_page(incident.reference, people[0]),
            "purge": lambda: publication.purge(incident, people[0]),
            "withdraw_consent": lambda: publication.withdraw_consent(basis, people[0]),
            "edit": edit,
        }

        def afterwards() -> None:
            assert shown.wait(10)
            steps[step]()

        came = at_once(lambda: publication.publish(version, people[1]), afterwards)
        assert came[1] is None
        assert isinstance(came[0], PublicIncident)
        assert not PublicIncident.objects.exists()
        assert Incident.objects.exists() is (step != "purge")

    def test_a_page_published_while_its_ground_is_taken_back_is_refused(self):
        people = two_people()
        incident = an_incident(people[0])
        basis = a_basis(incident, person=a_person(incident))
        nobody_in(incident)
        version = approved(incident, *people)
        taken = threading.Event()

        def take_back() -> None:
            with transaction.atomic():
                publication.withdraw_consent(basis, people[0])
                taken.set()
                time.sleep(0.4)

        def publish() -> object:
            assert taken.wait(10)
            return publication.publish(version, people[1])

        came = at_once(take_back, publish)
        assert isinstance(came[1], Refused)
        assert not PublicIncident.objects.exists()

    def test_entries_of_the_log_are_numbered_one_by_one(self, people, settings, tmp_path):
        settings.AUDIT_WITNESS = str(tmp_path / "witness")

        def write(by, undone: bool) -> None:
            for n in range(10):
                with transaction.atomic():
                    audit.note(audit.Action.VIEWED, by, about=f"teapot {n}")
                    transaction.set_rollback(undone and n % 2 == 1)

        came = at_once(*[lambda by=by, undone=undone: write(by, undone) for by in people for undone in (False, True)])
        assert came == [None] * 4
        numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 31))
        assert (check().problems, check().notes) == ([], [])

    def test_a_change_and_a_page_on_its_way_do_not_wait_for_each_other_for_ever(self, incident, people):
        version = approved(incident, *people)

        def edit() -> None:
            with transaction.atomic():
                publication.record_edit(incident, people[0])
                time.sleep(0.2)
                publication.recheck(incident, people[0])

        came = at_once(edit, lambda: publication.publish(version, people[1]), edit)
        assert [str(one) for one in came if isinstance(one, Exception)] == []

    def test_pages_taken_down_and_published_do_not_wait_for_each_other_for_ever(self, people, monkeypatch):
        day = datetime.timedelta(days=1)
        made = [an_incident(people[0], reference=reference) for reference in ("2222222222", "3333333333")]
        for one in made:
            nobody_in(one)
            published(one, *people)
        PublicIncident.objects.update(shown_until=timezone.localdate() - day)
        noted, step = threading.Event(), publication._step

        def slowly(*args) -> None:
            step(*args)
            noted.set()
            time.sleep(0.5)

        monkeypatch.setattr(publication, "_step", slowly)

        def withdraw_both() -> None:
            assert noted.wait(10)  # while the other holds the log for the first page
            for one in reversed(made):
                publication.withdraw(one, people[0])

        came = at_once(publication.take_down_expired, withdraw_both)
        assert [str(one) for one in came if isinstance(one, Exception)] == []
        assert not PublicIncident.objects.exists()
