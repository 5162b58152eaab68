"""Importing in the admin: upload, see what it would do, accept or give up."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from recommendations.importers import child
from recommendations.importers.guarded import read_guarded
from recommendations.importers.opening import opened
from recommendations.importers.problems import Unreadable
from recommendations.importers.reading_files import parse
from recommendations.models import ImportRun, Recommendation, Review, StateNames, Upload, UploadedFile
from tests.importers.files import csv_bytes, upr_row, zip_bytes
from tests.importers.papers import ONE_LIST, report, report_pdf

ADD = "/admin/recommendations/importrun/add/"


def upload(client: Client, *contents: bytes, **fields: str):
    files = [SimpleUploadedFile(f"teapots-{number}.csv", content) for number, content in enumerate(contents)]
    return client.post(ADD, {"chosen": files, **fields}, follow=True)


def accept(client: Client, **fields: str) -> str:
    """Imports what was uploaded last; returns the page that says what came of it."""
    address = f"/admin/recommendations/importrun/upload/{Upload.objects.latest('pk').pk}/"
    return shown(client.post(address, {"accept": "Import", **fields}))


def shown(page) -> str:
    """The whole page, also where it came in pieces."""
    return page.getvalue().decode()


@pytest.mark.django_db
def test_upload_shows_what_it_would_do_and_writes_nothing(admin_client: Client):
    page = shown(upload(admin_client, csv_bytes(upr_row(), upr_row(sender="(Unknown)", response="Noted"))))
    assert "china-2013" in page
    assert "1 Accepted, 1 Noted" in page
    assert "not recorded" in page
    assert not Recommendation.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_accepting_imports_by_that_person_and_forgets_the_files(admin_client: Client, admin_user: User):
    upload(admin_client, csv_bytes(upr_row()))
    page = accept(admin_client, publish="on")
    assert "1 recommendation was created, 0 updated, 0 left alone." in page
    assert f"/admin/recommendations/change/{ImportRun.objects.get().change_id}/undo/" in page
    assert ImportRun.objects.get().imported_by == admin_user
    assert Review.objects.published().get().slug == "china-2013"
    assert not Upload.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_it_shows_how_far_it_is(admin_client: Client):
    page = upload(admin_client, csv_bytes(upr_row(), upr_row(to="France")), csv_bytes(upr_row(to="Peru")))
    shows = [step for piece in page if "step" in (step := piece.decode())]
    assert "Reading teapots-0.csv" in shows[1]
    assert "Reading teapots-1.csv" in shows[2]
    assert ["1 of 3 rows" in step for step in shows[3:6]] == [True, False, False]
    assert "3 of 3 rows" in shows[5]


@pytest.mark.django_db
def test_a_preview_is_worked_out_once(admin_client: Client):
    shown(upload(admin_client, csv_bytes(upr_row())))
    again = admin_client.get(f"/admin/recommendations/importrun/upload/{Upload.objects.get().pk}/")
    assert not again.streaming
    assert "china-2013" in shown(again)


@pytest.mark.django_db
def test_an_import_that_is_cut_off_writes_nothing(admin_client: Client):
    upload(admin_client, csv_bytes(upr_row(), upr_row(to="France")))
    address = f"/admin/recommendations/importrun/upload/{Upload.objects.get().pk}/"
    page = admin_client.post(address, {"accept": "Import"})
    pieces = iter(page)
    while b"1 of 2 rows" not in next(pieces):
        pass
    assert Review.objects.exists()
    for close in page._resource_closers:  # as the server does when the connection breaks
        close()
    assert not Review.objects.exists()
    assert not Recommendation.objects.exists()
    assert not ImportRun.objects.exists()
    assert Upload.objects.exists()


@pytest.mark.django_db
def test_giving_up_writes_nothing_and_forgets_the_files(admin_client: Client):
    upload(admin_client, csv_bytes(upr_row()))
    admin_client.post(f"/admin/recommendations/importrun/upload/{Upload.objects.get().pk}/", {"give_up": "Give up"})
    assert not Upload.objects.exists()
    assert not Recommendation.objects.exists()


@pytest.mark.django_db
def test_an_error_is_shown_and_cannot_be_accepted(admin_client: Client):
    page = shown(upload(admin_client, csv_bytes(upr_row()), csv_bytes(upr_row(sender="Teapotistan"))))
    assert "“Teapotistan” is not the name of a State that is known here." in page
    assert "teapots-1.csv" in page
    assert 'name="accept"' not in page
    address = f"/admin/recommendations/importrun/upload/{Upload.objects.get().pk}/"
    assert "Nothing was imported" in shown(admin_client.post(address, {"accept": "Import"}))
    assert not Recommendation.objects.exists()


@pytest.mark.django_db
def test_a_review_can_be_named(admin_client: Client):
    rows = [upr_row(), upr_row(to="France")]
    assert "france-2013" not in shown(upload(admin_client, csv_bytes(*rows), review="china-2013"))
    assert "nothing of the review" in shown(upload(admin_client, csv_bytes(*rows), review="china-2024"))


@pytest.mark.django_db
def test_no_file_and_too_many_files_are_refused_in_words(admin_client: Client):
    assert "This field is required." in admin_client.post(ADD, {}).content.decode()
    assert "At most 10 files" in shown(upload(admin_client, *[csv_bytes(upr_row())] * 11))


@pytest.mark.django_db
def test_only_who_may_import_can(client: Client, admin_client: Client):
    upload(admin_client, csv_bytes(upr_row()))
    address = f"/admin/recommendations/importrun/upload/{Upload.objects.get().pk}/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.post(address, {"accept": "Import"}).status_code == 403
    assert not Recommendation.objects.exists()


@pytest.mark.django_db
def test_forgotten_uploads_are_deleted_at_the_next_one(admin_client: Client):
    upload(admin_client, csv_bytes(upr_row()))
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=8))
    upload(admin_client, csv_bytes(upr_row()))
    assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_a_problem_of_a_paper_names_its_page(admin_client: Client):
    raw = report_pdf(report("3. The recommendations below are accepted:", "3.1 Sell kettles (Teapotland)."))
    page = shown(upload(admin_client, raw))
    assert "“Teapotland” is not the name of a State" in page
    assert "<td>page 2</td>" in page


STATES = StateNames({"china": "CHN", "france": "FRA"})


def test_the_child_reads_what_the_command_reads():
    raw = csv_bytes(upr_row(), upr_row(sender="", text="Sell “kettles” to 茶"))
    assert read_guarded("teapots.csv", raw, STATES) == parse(opened("teapots.csv", raw), "auto", STATES)


def test_the_child_reads_the_pages_and_pledges_of_a_report():
    paragraphs = report(*ONE_LIST[:-1], "III. Voluntary pledges", "4. Slovenia pledges to wash the pots.")
    raw = report_pdf(paragraphs, state="China")
    read = read_guarded("teapots.pdf", raw, STATES)
    assert read == parse(opened("teapots.pdf", raw), "auto", STATES)
    assert [pledge.page for pledge in read.reviews[0].pledges] == [2]
    assert {problem.page for problem in read.problems} == {2}


def test_the_child_says_why_it_cannot_read():
    with pytest.raises(Unreadable, match="The PDF is cut off"):
        read_guarded("teapots.pdf", b"%PDF-1.7", STATES)


def test_a_document_that_unpacks_to_much_is_refused_by_the_real_child():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" * (15 * 1024 * 1024))
    with pytest.raises(Unreadable):
        read_guarded("teapots.docx", packed.getvalue(), STATES)


def test_a_pdf_may_take_more_than_other_files():
    assert child.limits_of(csv_bytes(upr_row())) == child.LIMITS
    assert child.limits_of(b"\xef\xbb\xbf\n%PDF-1.7") == child.LIMITS_OF_PDF
    assert child.limits_of(zip_bytes({"word/document.xml": b""})) == child.LIMITS
