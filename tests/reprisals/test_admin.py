"""The room in the admin: who sees what, and what its pages leave behind."""

import html
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client

from reprisals import publication
from reprisals.models import (
    ConfidentialSource,
    Incident,
    InternalNote,
    Person,
    PublicIncident,
    Step,
    TeamMember,
    Version,
)

from .forms import add_row, at, change_row, save
from .records import (
    ADMINISTRATOR,
    CUSTODIAN,
    REVIEWER,
    a_basis,
    a_person,
    a_person_of_staff,
    an_incident,
    approved,
    nobody_in,
    published,
    state_of,
    without_roles,
)

pytestmark = pytest.mark.django_db
NAME = "Quillon Tarbuckle"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def writer(people) -> Client:
    return signed_in(people[0])


@pytest.fixture
def reviewer(people) -> Client:
    return signed_in(people[1])


@pytest.fixture
def partner(db) -> Client:
    return signed_in(a_person_of_staff("partner", REVIEWER))


@pytest.fixture
def outsider(db) -> Client:
    """Somebody of staff, a superuser at that, who has no role."""
    return signed_in(without_roles("outsider", is_superuser=True))


@pytest.fixture
def shut(settings):
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []


def pages_of(incident) -> list[str]:
    return [
        at("incident_changelist"),
        at("incident_add"),
        at("incident_change", incident.pk),
        at("incident_change", f"_{ord('0'):02X}"),
        at("incident_history", incident.pk),
        at("incident_delete", incident.pk),
        at("incident_publication", incident.pk),
        at("incident_page", incident.pk),
        at("incident_purge", incident.pk),
    ]


def pages_of_versions(version) -> list[str]:
    return [
        at("version_changelist"),
        at("version_review", version.pk),
        at("version_page", version.pk),
    ]


# A shut room


@pytest.mark.parametrize("model", ["incident", "version", "contact", "assignment", "signon"])
def test_a_shut_room_says_why_in_its_lists(shut, model):
    boss = signed_in(a_person_of_staff("boss", is_superuser=True))
    page = boss.get(at(f"{model}_changelist"))
    assert page.status_code == 200
    assert "The guarded room is shut" in page.content.decode()
    assert "ROOM_PASSPHRASE" in page.content.decode() or "FIELD_ENCRYPTION_KEYS" in page.content.decode()
    assert boss.get("/admin/").status_code == 200


def test_all_else_of_a_shut_room_is_refused(people, incident, settings):
    version = publication.submit(incident, people[0])
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    boss = signed_in(a_person_of_staff("boss", is_superuser=True))
    for address in [*pages_of(incident)[1:], *pages_of_versions(version)[1:]]:
        answer = boss.get(address)
        assert answer.status_code in {302, 403}, address
        assert incident.reference.encode() not in answer.content


def test_a_page_is_withdrawn_while_the_room_is_shut(people, incident, settings):
    published(incident, *people)
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    guard = signed_in(a_person_of_staff("guard", ADMINISTRATOR))
    assert incident.reference in guard.get(at("version_published")).content.decode()
    guard.post(at("version_published"), {"withdraw": incident.reference})
    assert not PublicIncident.objects.exists()


# Who sees what


def test_without_rights_nothing_of_the_room_is_there(outsider, people, incident):
    version = publication.submit(incident, people[0])
    for address in [*pages_of(incident), *pages_of_versions(version), at("version_published")]:
        answer = outsider.get(address)
        assert answer.status_code in {302, 403}, address
        assert incident.reference.encode() not in answer.content
        assert outsider.post(address, {"approve": "1", "withdraw": incident.reference}).status_code in {302, 403}
    assert state_of(incident) == "in_review"


def test_nobody_comes_in_without_signing_in(client, people, incident):
    version = publication.submit(incident, people[0])
    for address in [*pages_of(incident), *pages_of_versions(version), at("version_published")]:
        assert client.get(address)["Location"].startswith("/admin/login/"), address


def test_a_partner_sees_pages_and_nothing_behind_them(partner, people, incident):
    basis = a_basis(incident, person=a_person(incident, visibility="pseudonym", pseudonym="Teapot"))
    incident.title = "SECRET working title"
    incident.save()
    version = publication.submit(incident, people[0])
    for address in pages_of_versions(version):
        page = partner.get(address)
        assert page.status_code == 200, address
        assert NAME not in page.content.decode()
        assert "SECRET" not in page.content.decode()
    assert "Teapots hidden from speakers" in partner.get(at("version_page", version.pk)).content.decode()
    for address in pages_of(incident):
        answer = partner.get(address)
        assert answer.status_code in {302, 403}, address
        assert b"SECRET" not in answer.content
    for address in (at("version_history", version.pk), f"/admin/reprisals/version/_{ord('1'):02X}/change/"):
        assert NAME not in partner.get(address).content.decode()
    assert partner.get(at("version_delete", version.pk)).status_code == 403
    assert partner.post(at("incident_publication", incident.pk), {"consent": basis.pk}).status_code == 403
    assert partner.get(at("version_published")).status_code == 200  # what is public, to take it down


@pytest.mark.parametrize(
    ("model", "field"),
    [("version", "incident"), ("basis", "person"), ("version", "submitted_by"), ("person", "incident")],
)
def test_nothing_is_looked_up_beside_the_pages(partner, people, incident, model, field):
    publication.submit(incident, people[0])
    asked = {"app_label": "reprisals", "model_name": model, "field_name": field, "term": ""}
    assert partner.get("/admin/autocomplete/", asked).status_code in {403, 404}


@pytest.mark.parametrize(
    "query",
    [
        "incident__reference__startswith=t",
        "incident__created_by__username=writer",
        "incident__data_key__wrapped__contains=x",
        "submitted_by__password__startswith=a",
        "sealed__contains=x",
        "state__in__x=1",
        "approved_by__username=x",
        "_to_field=sealed",
    ],
)
def test_a_lookup_typed_into_the_address_is_refused(partner, people, incident, query):
    publication.submit(incident, people[0])
    answer = partner.get(f"{at('version_changelist')}?{query}")
    assert answer.status_code in {302, 400}
    if answer.status_code == 302:  # to the list without it
        assert answer["Location"].endswith("?e=1")


@pytest.mark.parametrize("query", ["sealed__contains=x", "created_by__password__startswith=a", "data_key__wrapped=x"])
def test_nor_into_that_of_incidents(writer, incident, query):
    assert writer.get(f"{at('incident_changelist')}?{query}").status_code in {302, 400}


def test_a_partner_approves_exactly_what_was_handed_in(partner, people, incident):
    version = publication.submit(incident, people[0])
    assert "Approve exactly this page" in partner.get(at("version_review", version.pk)).content.decode()
    partner.post(at("version_review", version.pk), {"approve": "1"})
    version.refresh_from_db()
    assert version.state == "approved"


def test_a_page_that_changed_under_the_hand_is_not_approved(partner, people, incident, writer):
    old = publication.submit(incident, people[0])
    save(writer, incident, public_title="Something else")
    answer = partner.post(at("version_review", old.pk), {"approve": "1"}, follow=True)
    assert "The record has changed" in html.unescape(answer.content.decode())
    publication.return_to_draft(old, people[0])
    new = publication.submit(Incident.objects.get(), people[0])
    partner.post(at("version_review", old.pk), {"approve": "1"})
    assert [Version.objects.get(pk=v.pk).state for v in (old, new)] == ["returned", "in_review"]
    assert json.loads(Version.objects.get(pk=old.pk).page)["title"] == "Teapots hidden from speakers"


def test_who_also_edits_cannot_approve(writer, reviewer, people, incident):
    version = publication.submit(incident, people[0])
    assert "Approve exactly" in reviewer.get(at("version_review", version.pk)).content.decode()
    with_row = {"user": people[1].pk, "role": "case officer"}
    assert add_row(writer, incident, TeamMember, **with_row).status_code == 302
    save(reviewer, incident)
    page = reviewer.get(at("version_review", version.pk)).content.decode()
    assert "Approve exactly" not in page
    assert "somebody else has to approve it" in page
    for client in (writer, reviewer):
        assert client.post(at("version_review", version.pk), {"approve": "1"}).status_code == 403
    assert state_of(incident) == "in_review"


# Its pages change nothing by being read, are kept nowhere, and are not called from elsewhere


def test_reading_changes_nothing(writer, reviewer, people, incident):
    version = publication.submit(incident, people[0])
    asked = {"approve": 1, "withdraw": incident.reference, "submit": 1, "reference": incident.reference, "publish": 1}
    for address in [*pages_of(incident), *pages_of_versions(version)[1:], at("version_published")]:
        for client in (writer, reviewer):
            client.get(address, asked)
    assert state_of(incident) == "in_review"
    assert Step.objects.count() == 1
    assert LogEntry.objects.count() == 0


def test_no_page_of_the_room_is_kept(writer, people, incident):
    version = publication.submit(incident, people[0])
    for address in [*pages_of(incident), *pages_of_versions(version), at("version_published")]:
        page = writer.get(address)
        assert page.status_code != 200 or "no-store" in page["Cache-Control"], address


def test_steps_are_not_taken_from_another_site(people, incident):
    version = publication.submit(incident, people[0])
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[1])
    for address, data in (
        (at("version_review", version.pk), {"approve": "1"}),
        (at("incident_publication", incident.pk), {"withdraw": "1"}),
        (at("version_published"), {"withdraw": incident.reference}),
        (at("incident_purge", incident.pk), {"reference": incident.reference}),
    ):
        assert client.post(address, data).status_code == 403, address
    assert state_of(incident) == "in_review"


@pytest.mark.parametrize("pk", [10**15, 10**30, 10**300])
def test_a_number_that_no_record_has_is_not_found(writer, pk):
    for page in ("incident_publication", "incident_page", "incident_purge", "version_review", "version_page"):
        assert writer.get(at(page, pk)).status_code == 404


@pytest.mark.parametrize("consent", ["x", "", "0", "9" * 400, "٣"])
def test_a_ground_that_is_none_is_not_taken_back(writer, incident, consent):
    assert writer.post(at("incident_publication", incident.pk), {"consent": consent}).status_code == 404


# What is deleted, and what is left behind


def test_an_incident_is_not_deleted_but_purged_by_its_reference(writer, incident):
    assert writer.post(at("incident_delete", incident.pk), {"post": "yes"}).status_code == 403
    assert "action" not in [f.name for f in writer.get(at("incident_changelist")).context["cl"].formset or []]
    wrong = writer.post(at("incident_purge", incident.pk), {"reference": "2222222222"})
    assert "nothing was purged" in wrong.content.decode()
    assert Incident.objects.exists()
    writer.post(at("incident_purge", incident.pk), {"reference": f" {incident.reference} "})
    assert not Incident.objects.exists()


def test_a_custodian_purges(incident):
    keeper = signed_in(a_person_of_staff("keeper", CUSTODIAN))
    keeper.post(at("consentfile_purge", incident.pk), {"reference": incident.reference})
    assert not Incident.objects.exists()


def test_the_log_holds_no_values(writer, people, incident):
    person = a_person(incident)
    save(writer, incident, title="SECRET one", public_title="SECRET two", account="SECRET three")
    change_row(writer, incident, person, name="SECRET four", role="relative")
    add_row(writer, incident, InternalNote, text="SECRET five")
    add_row(writer, incident, ConfidentialSource, name="SECRET six")
    change_row(writer, incident, Person.objects.get(), DELETE="on")
    told = json.dumps(list(LogEntry.objects.values_list("object_repr", "change_message")))
    assert LogEntry.objects.count() == 5
    assert "SECRET" not in told
    assert NAME not in told


def test_messages_and_titles_name_nobody(writer, people, incident):
    a_person(incident)
    save(writer, incident, public_summary=f"It was {NAME}.", title="SECRET title")
    answer = writer.post(at("incident_publication", incident.pk), {"submit": "1"})
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))  # compressed in the cookie
    assert "is not to be named" in said
    assert NAME not in said
    assert "SECRET" not in said
    for address in (at("incident_change", incident.pk), at("incident_publication", incident.pk)):
        page = writer.get(address).content.decode()
        assert "SECRET" not in page[: page.index("</title>")]
        assert NAME not in page[: page.index("</title>")]


def test_the_whole_way_by_clicking(writer, reviewer, client, incident):
    said = writer.post(at("incident_publication", incident.pk), {"submit": "1"}, follow=True).content.decode()
    assert "Handed in. A reviewer-publisher" in said
    version = Version.objects.get()
    said = reviewer.post(at("version_review", version.pk), {"approve": "1"}, follow=True).content.decode()
    assert "Approved. It can be published." in said
    assert writer.post(at("version_review", version.pk), {"publish": "1"}).status_code == 403
    reviewer.post(at("version_review", version.pk), {"publish": "1"})
    assert client.get(f"/reprisals/{incident.reference}/").status_code == 200
    writer.post(at("incident_publication", incident.pk), {"withdraw": "1"})
    assert client.get(f"/reprisals/{incident.reference}/").status_code == 404


def test_what_the_partner_read_is_what_is_public(partner, people, incident, client):
    version = approved(incident, *people)
    read = partner.get(at("version_page", version.pk)).content.decode()
    publication.publish(version, people[1])
    public = client.get(f"/reprisals/{incident.reference}/").content.decode()
    assert "Only staff" not in read + public  # of what is approved, the reader sees the exact page
    assert read[read.index("<h1>") : read.index("</main>")] == public[public.index("<h1>") : public.index("</main>")]


def test_the_list_says_where_each_stands_at_a_known_cost(writer, people, django_assert_max_num_queries):
    for n in range(6):
        made = an_incident(people[0], title=f"Teapots {n}")
        nobody_in(made)
        if n % 2:
            publication.submit(made, people[0])
    # Two for each row, where it stands and the lock of its key; else who is signed in, what may be done, the lists,
    # and on PostgreSQL the turn at the log.
    with django_assert_max_num_queries(2 * 6 + 13):
        page = writer.get(at("incident_changelist")).content.decode()
    assert page.count("In review") == 3
    assert page.count("Draft") == 3
    assert "Teapots 5" in page
