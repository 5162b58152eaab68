"""Each step on the way to the public and back: what it needs, and what comes of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from reprisals import publication
from reprisals.access import versions_visible_to, visible_to
from reprisals.models import (
    DataKey,
    Incident,
    Person,
    PublicIncident,
    Step,
    Version,
    VersionState,
)
from reprisals.publication import Refused
from reprisals.tombstones import bury

from .records import (
    ADMINISTRATOR,
    a_basis,
    a_person,
    a_person_of_staff,
    an_incident,
    approved,
    published,
    state_of,
)

pytestmark = pytest.mark.django_db


def steps(incident: Incident) -> list[str]:
    return list(Step.objects.filter(incident=incident).order_by("pk").values_list("kind", flat=True))


def test_two_people_bring_a_page_to_the_public(client, incident, people):
    shown = published(incident, *people)
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert steps(incident) == ["submitted", "approved", "published"]
    assert state_of(incident) == "published"


def test_a_draft_is_not_public(client, incident):
    assert client.get(f"/reprisals/{incident.reference}/").status_code == 404


def test_a_page_without_title_or_summary_is_not_handed_in(incident, people):
    incident.public_summary = " "
    incident.save()
    with pytest.raises(Refused, match="title and a public summary"):
        publication.submit(incident, people[0])


def test_without_a_ground_nothing_is_handed_in(people):
    with pytest.raises(Refused, match="No ground"):
        publication.submit(an_incident(people[0]), people[0])


def test_one_version_at_a_time(incident, people):
    publication.submit(incident, people[0])
    with pytest.raises(Refused, match="under way"):
        publication.submit(incident, people[0])


def test_who_handed_it_in_does_not_approve_it(incident, people):
    version = publication.submit(incident, people[0])
    with pytest.raises(PermissionDenied):
        publication.approve(version, people[0])


def test_nobody_inactive_takes_a_step(incident, people):
    people[0].is_active = False
    with pytest.raises(PermissionDenied):
        publication.submit(incident, people[0])


def test_nothing_is_published_unapproved(incident, people):
    version = publication.submit(incident, people[0])
    with pytest.raises(Refused, match="Only an approved page"):
        publication.publish(version, people[1])


def test_the_database_refuses_one_person_alone(incident, people):
    version = publication.submit(incident, people[0])
    for values in (
        {"state": "published"},
        {"state": "approved", "approved_by": people[0], "approved_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**values)


def test_the_embargo_holds_until_it_ends(incident, people):
    until = timezone.now() + datetime.timedelta(days=3)
    version = approved(incident, *people, embargo_until=until)
    with pytest.raises(Refused, match="embargo"):
        publication.publish(version, people[1])
    publication.publish(version, people[1], at=until)
    assert PublicIncident.objects.exists()


def test_a_record_changed_after_approval_is_not_published(incident, people):
    version = approved(incident, *people)
    incident.public_summary = "Something else."
    incident.save()
    with pytest.raises(Refused, match="has changed"):
        publication.publish(version, people[1])


def test_a_record_changed_after_it_was_handed_in_is_not_approved(incident, people):
    version = publication.submit(incident, people[0])
    incident.public_title = "Something else"
    incident.save()
    with pytest.raises(Refused, match="has changed"):
        publication.approve(version, people[1])


def test_a_ground_that_ended_since_stops_publishing(incident, people):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    a_basis(incident, person=a_person(incident), valid_until=timezone.localdate(tomorrow))
    version = approved(incident, *people)
    with pytest.raises(Refused, match="has ended"):
        publication.publish(version, people[1], at=tomorrow + datetime.timedelta(days=1))
    publication.publish(version, people[1], at=tomorrow)


def test_a_consent_taken_back_since_stops_publishing(incident, people):
    basis = a_basis(incident, person=a_person(incident))
    version = approved(incident, *people)
    publication.withdraw_consent(basis, people[0])
    with pytest.raises(Refused, match="Only an approved page"):
        publication.publish(version, people[1])


def test_edits_after_publication_wait_for_approval(client, incident, people):
    shown = published(incident, *people)
    before = client.get(shown.get_absolute_url()).content
    incident.public_title = "Teapots found again"
    incident.save()
    assert client.get(shown.get_absolute_url()).content == before
    version = publication.submit(incident, people[0])
    assert client.get(shown.get_absolute_url()).content == before
    publication.approve(version, people[1])
    assert client.get(shown.get_absolute_url()).content == before
    publication.publish(version, people[1])
    assert b"Teapots found again" in client.get(shown.get_absolute_url()).content
    assert list(Version.objects.values_list("state", flat=True)) == ["published", "replaced"]


def test_a_returned_page_can_be_handed_in_again(incident, people):
    version = publication.submit(incident, people[0])
    publication.return_to_draft(version, people[1], "Whose teapots?")
    assert state_of(incident) == "draft"
    assert publication.submit(incident, people[0]).state == VersionState.IN_REVIEW


def test_a_published_page_is_not_returned(incident, people):
    version = approved(incident, *people)
    publication.publish(version, people[1])
    with pytest.raises(Refused, match="in review or approved"):
        publication.return_to_draft(version, people[1], "Whose teapots?")
    assert state_of(incident) == "published"


def test_one_person_withdraws_at_once(client, incident, people):
    never = client.get("/reprisals/2222222222/").content
    shown = published(incident, *people)
    publication.withdraw(incident, a_person_of_staff("other", ADMINISTRATOR))
    answer = client.get(shown.get_absolute_url())
    assert answer.status_code == 404
    assert answer.content == never
    assert state_of(incident) == "withdrawn"
    assert steps(incident)[-1] == "withdrawn"


def test_withdrawing_needs_no_keys(settings, incident, people):
    published(incident, *people)
    settings.FIELD_ENCRYPTION_KEYS, settings.ROOM_PASSPHRASE = [], ""
    publication.withdraw(Incident.objects.get(), people[1])
    assert not PublicIncident.objects.exists()


def test_withdrawing_also_stops_what_is_under_way(incident, people):
    version = approved(incident, *people)
    publication.withdraw(incident, people[1])
    with pytest.raises(Refused):
        publication.publish(version, people[1])


def test_a_withdrawn_page_can_come_back_by_two_people(incident, people):
    published(incident, *people)
    publication.withdraw(incident, people[1])
    assert published(incident, *people).reference == incident.reference


def test_a_consent_taken_back_takes_the_page_down(incident, people):
    basis = a_basis(incident, person=a_person(incident))
    published(incident, *people)
    publication.withdraw_consent(basis, people[0])
    assert not PublicIncident.objects.exists()
    assert steps(incident)[-2:] == ["consent_withdrawn", "withdrawn"]


def test_the_page_goes_by_itself_when_consent_ends(client, incident, people):
    today = timezone.localdate()
    a_basis(incident, person=a_person(incident), valid_until=today)
    shown = published(incident, *people)
    assert shown.shown_until == today
    assert client.get(shown.get_absolute_url()).status_code == 200
    PublicIncident.objects.update(shown_until=today - datetime.timedelta(days=1))
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert b'data-total="0"' in client.get("/reprisals/").content


def test_what_has_ended_is_removed(incident, people):
    a_basis(incident, person=a_person(incident), valid_until=timezone.localdate())
    published(incident, *people)
    assert publication.take_down_expired() == 0
    assert publication.take_down_expired(timezone.now() + datetime.timedelta(days=1)) == 1
    assert not PublicIncident.objects.exists()
    assert steps(incident)[-1] == "expired"


def test_of_several_grounds_the_longest_decides_for_each_person(incident, people):
    person, today = a_person(incident), timezone.localdate()
    a_basis(incident, person=person, valid_until=today)
    a_basis(incident, person=person, valid_until=today + datetime.timedelta(days=9))
    other = a_person(incident, name="Another Teapot")
    a_basis(incident, person=other, valid_until=today + datetime.timedelta(days=5))
    assert published(incident, *people).shown_until == today + datetime.timedelta(days=5)


def test_a_ground_of_the_whole_incident_does_not_make_up_for_a_consent_taken_back(incident, people):
    a_basis(incident, person=a_person(incident), withdrawn_on=timezone.localdate())
    with pytest.raises(Refused, match="has ended, was withdrawn"):
        publication.submit(incident, people[0])


def test_a_narrowed_consent_takes_the_page_down(incident, people):
    person = a_person(incident, visibility="name")
    basis = a_basis(incident, person=person)
    published(incident, *people)
    basis.scopes = ["site"]
    basis.save()
    publication.recheck(incident, people[0])
    assert not PublicIncident.objects.exists()


def test_hiding_a_person_in_the_draft_does_not_save_a_page_that_names_them(incident, people):
    person = a_person(incident, visibility="name")
    basis = a_basis(incident, person=person)
    published(incident, *people)
    basis.delete()
    Person.objects.filter(pk=person.pk).update(visibility="withheld")
    publication.recheck(incident, people[0])
    assert not PublicIncident.objects.exists()


def test_a_shortened_consent_ends_the_page_earlier(incident, people):
    person = a_person(incident, visibility="name")
    basis = a_basis(incident, person=person)
    assert published(incident, *people).shown_until is None
    basis.valid_until = timezone.localdate()
    basis.save()
    publication.recheck(incident, people[0])
    assert PublicIncident.objects.get().shown_until == timezone.localdate()


def test_an_edit_without_bearing_on_the_grounds_leaves_the_page(incident, people):
    published(incident, *people)
    publication.recheck(incident, people[0])
    assert PublicIncident.objects.exists()


def test_purged_is_gone_with_its_key(client, incident, people):
    shown = published(incident, *people)
    key = incident.data_key_id
    publication.purge(incident, people[0])
    assert not Incident.objects.exists()
    assert not DataKey.objects.filter(pk=key).exists()
    assert not PublicIncident.objects.exists()
    assert client.get(shown.get_absolute_url()).status_code == 404


def test_purging_needs_no_keys(settings, incident, people):
    settings.FIELD_ENCRYPTION_KEYS, settings.ROOM_PASSPHRASE = [], ""
    publication.purge(Incident.objects.get(), people[0])
    assert not Incident.objects.exists()


def test_what_a_backup_brings_back_is_purged_again(incident, people):
    version = approved(incident, *people)
    bury(incident.reference, timezone.localdate())
    with pytest.raises(PermissionDenied):
        publication.publish(version, people[1])
    assert publication.purge_what_came_back() == 1
    assert not Incident.objects.exists()


def test_what_a_backup_brings_back_is_shown_to_nobody_from_the_start(client, incident, people):
    shown = published(incident, *people)
    assert visible_to(people[0]).exists()
    bury(incident.reference, timezone.localdate())
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert not visible_to(people[0]).exists()
    assert not versions_visible_to(people[0]).exists()
