"""A paper in the admin: what was read beside its page, corrected, accepted, read again, taken back."""

import html
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from recommendations.admin import corrections as side_by_side
from recommendations.models import (
    CORRECTED,
    Change,
    Reading,
    Recommendation,
    RecommendationPosition,
    Upload,
    UploadedFile,
)
from recommendations.tracking.chronicle import chronicle
from recommendations.tracking.undoing import undo
from tests.importers.files import KETTLE, SPOONS, TEAPOT, csv_bytes, upr_row
from tests.importers.papers import LATER, report, report_docx, report_pdf
from tests.records import everything

from .test_upload import accept, shown, upload

pytestmark = pytest.mark.django_db

ITEMS = (f"6.1 {TEAPOT} (France) (Peru);", f"6.2 {KETTLE};", f"6.3 {SPOONS} (Mexico).")
REPORT = report_pdf(report(f"6. {LATER}", *ITEMS))
FIRST_LINE = "1. The Government accepts the following recommendations: 6.1 and 6.2."


def addendum(*paragraphs: str, **options: object) -> bytes:
    return report_pdf(paragraphs, "A/HRC/59/15/Add.1", addendum="Addendum", **options)


ADDENDUM = addendum(FIRST_LINE, "2. The Government notes recommendation 6.3. Spoons are a matter for the regions.")


def preview(client: Client, *contents: bytes) -> str:
    """Uploads files, and returns their preview as the reader sees it."""
    return html.unescape(shown(upload(client, *(contents or (REPORT, ADDENDUM)))))


def address() -> str:
    return f"/admin/recommendations/importrun/upload/{Upload.objects.latest('pk').pk}/"


def sent(paragraph: str = "6.2", **changes: str) -> dict[str, object]:
    """What a browser sends of one paragraph, with some fields corrected."""
    read = next(each for each in Upload.objects.latest("pk").paragraphs if each["paragraph"] == paragraph)
    senders = "; ".join(name for name, _code in read["senders"])
    fields = {"text": read["text"], "senders": senders, "position": read["position"], "reason": read["reason"]}
    named = {f"p{paragraph}-{name}": value for name, value in (fields | changes).items() if value is not None}
    return {"paragraph": [paragraph], **named}


def keep(client: Client, paragraph: str = "6.2", **changes: str):
    return client.post(address(), sent(paragraph, **changes) | {"keep": "Keep"}, follow=True)


def corrected(client: Client, paragraph: str = "6.2", **changes: str) -> Recommendation:
    """Uploads report and addendum, corrects a paragraph and accepts; returns the recommendation."""
    preview(client)
    assert keep(client, paragraph, **changes).status_code == 200
    assert "created" in accept(client)
    return Recommendation.objects.get(paragraph=paragraph)


def answer(recommendation: Recommendation) -> RecommendationPosition:
    return recommendation.positions.get(source__symbol="A/HRC/59/15/Add.1")


# --- What is shown -------------------------------------------------------------------------------------------


def test_a_row_stands_beside_its_marked_page_least_certain_first(admin_client: Client):
    page = preview(admin_client)
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", page) == ["Paragraph 6.2"]
    assert "<li>No recommending State was found.</li>" in page
    assert f"<mark>6.2 {KETTLE}</mark>;" in page
    assert re.search(r"teapots-0\.csv, page\s2", page)
    assert "3 paragraphs were read." in page
    every = html.unescape(shown(admin_client.get(f"{address()}?show=all")))
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", every) == ["Paragraph 6.2", "Paragraph 6.1", "Paragraph 6.3"]
    assert "<mark>Spoons are a matter for the regions</mark>" in every
    assert ">France; Peru</textarea>" in every.replace("\n", "")


def test_what_was_not_read_stands_at_the_top(admin_client: Client):
    left_out = "7. Another recommendation that enjoys the support of Slovenia is to sing (France)."
    page = preview(admin_client, report_pdf(report(f"6. {LATER}", *ITEMS, left_out)))
    above, beside = page.split("What was read, beside the paper")
    assert "lists none with a number" in above
    assert "<td>page 2</td>" in above
    assert "No recommending State in brackets" not in above
    assert "No recommending State in brackets" in beside


def test_the_preview_works_where_all_is_certain(admin_client: Client):
    page = preview(admin_client, report_pdf(report(f"6. {LATER}", ITEMS[0], f"6.2 {KETTLE} (Peru).")))
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", page) == ["Paragraph 6.1", "Paragraph 6.2"]


def test_a_word_document_shows_the_neighbouring_paragraphs(admin_client: Client):
    sayings = [f"6.{n} Pour cup number {n} for everybody (Peru);" for n in range(1, 30)]
    page = preview(admin_client, report_docx(report(f"6. {LATER}", *sayings, "6.30 Sing;")))
    (box,) = re.findall(r'<div class="paper".*?</div>', page, re.DOTALL)
    assert "<mark>6.30 Sing</mark>;" in box
    assert "cup number 25 for" in box
    assert "cup number 24 for" not in box
    assert "<details>" not in box


def test_text_of_a_page_is_shown_as_text(admin_client: Client):
    page = shown(upload(admin_client, report_pdf(report(f"6. {LATER}", "6.1 Drop <script>alert(1)</script> & tea;"))))
    assert "<script>alert(1)" not in page
    assert "<mark>6.1 Drop &lt;script&gt;alert(1)&lt;/script&gt; &amp; tea</mark>;" in page


def test_other_files_show_no_paragraphs(admin_client: Client):
    page = preview(admin_client, csv_bytes(upr_row()))
    assert "beside the paper" not in page
    assert 'name="keep"' not in page


def test_a_page_of_many_paragraphs_takes_few_queries(
    admin_client: Client, django_assert_max_num_queries, monkeypatch: pytest.MonkeyPatch
):
    sayings = [f"6.{n} Pour cup number {n} for everybody;" for n in range(1, 61)]
    preview(admin_client, report_pdf(report(f"6. {LATER}", *sayings)))
    # Session, person, permissions, room, upload, its files, person who corrected.
    with django_assert_max_num_queries(7):
        first = shown(admin_client.get(address()))
    assert first.count("<h3") == side_by_side.ON_A_PAGE == 20
    with django_assert_max_num_queries(7):
        last = shown(admin_client.get(f"{address()}?page=3"))
    assert "Paragraph 6.41<" in last
    assert 'href="?page=2#paragraphs"' in last


# --- Correcting ----------------------------------------------------------------------------------------------


def test_a_correction_is_kept_and_shown(admin_client: Client):
    preview(admin_client)
    page = html.unescape(shown(keep(admin_client, senders="Mexico; Viet Nam", text="Boil the kettle")))
    assert "Kept. Nothing is imported yet." in page
    assert "Corrected by you." in page
    assert f"<li>Text. Read was: “{KETTLE}”</li><li>Recommending States. Nothing was read.</li>" in page
    assert ">Mexico; Viet Nam</textarea>" in page.replace("\n", "")
    assert not Recommendation.objects.exists()


def test_what_is_set_back_to_the_reading_is_no_correction(admin_client: Client):
    preview(admin_client)
    keep(admin_client, text="Boil the kettle")
    assert Upload.objects.get().corrections.keys() == {"6.2"}
    keep(admin_client)
    assert Upload.objects.get().corrections == {}


def test_accepting_writes_the_correction_and_keeps_the_reading_verbatim(admin_client: Client, admin_user: User):
    changes = {"text": "Boil the kettle", "senders": "Mexico", "position": "rejected", "reason": "It is\r\nhot."}
    recommendation = corrected(admin_client, **changes)
    assert (recommendation.text, recommendation.position) == ("Boil the kettle", "rejected")
    assert [made.state.iso3 for made in recommendation.recommenders.all()] == ["MEX"]
    assert (answer(recommendation).category, answer(recommendation).reason) == ("rejected", "It is\nhot.")
    assert recommendation.positions.get(source__symbol="A/HRC/59/15").category == "pending"
    readings = {reading.format: reading for reading in recommendation.readings.all()}
    assert readings["wg_report"].values["text"] == KETTLE
    assert readings["wg_report"].values["senders"] == []
    assert readings["addendum"].category == "accepted"
    assert not Upload.objects.exists()


def test_the_history_names_who_corrected_it(admin_client: Client, admin_user: User):
    recommendation = corrected(admin_client, text="Boil the kettle", senders="Mexico", position="rejected")
    moments = [moment for moment in chronicle(recommendation) if moment.reason == CORRECTED]
    assert {moment.who for moment in moments} == {admin_user}
    assert {moment.change for moment in moments} == {Change.objects.get()}
    assert {line.after for moment in moments for line in moment.lines} >= {"Boil the kettle", "Mexico", "Rejected"}


def test_who_corrected_it_is_named_where_another_accepts(admin_client: Client, client: Client, admin_user: User):
    other = User.objects.create_superuser("brewer")
    preview(admin_client)
    keep(admin_client, text="Boil the kettle")
    client.force_login(other)
    assert "Corrected by admin." in shown(client.get(address()))
    client.post(address(), sent(text="Boil the kettle") | {"keep": "Keep"})
    accept(client)
    (moment,) = [m for m in chronicle(Recommendation.objects.get(paragraph="6.2")) if m.reason == CORRECTED]
    assert (moment.who, moment.change.made_by) == (admin_user, other)


def test_what_is_written_with_the_acceptance_counts_too(admin_client: Client):
    preview(admin_client)
    shown(admin_client.post(address(), sent(text="Boil the kettle") | {"accept": "Import"}))
    assert Recommendation.objects.get(paragraph="6.2").text == "Boil the kettle"


def test_states_that_stay_keep_their_own_words(admin_client: Client):
    preview(admin_client, report_pdf(report(f"6. {LATER}", f"6.1 {TEAPOT} (France); {KETTLE} (Peru); and sing;")))
    keep(admin_client, "6.1", senders="Peru; Mexico")
    accept(admin_client)
    made = {row.state.iso3: row.own_words for row in Recommendation.objects.get().recommenders.all()}
    assert made == {"PER": KETTLE, "MEX": ""}


def test_a_report_alone_gets_its_provisional_position_corrected(admin_client: Client):
    preview(admin_client, REPORT)
    assert "p6.2-reason" not in shown(admin_client.get(address()))
    keep(admin_client, position="accepted")
    accept(admin_client)
    recommendation = Recommendation.objects.get(paragraph="6.2")
    assert recommendation.position == "accepted"
    assert not recommendation.positions.get().is_final


def test_an_addendum_alone_gets_its_answer_corrected(admin_client: Client):
    preview(admin_client, REPORT)
    accept(admin_client)
    preview(admin_client, ADDENDUM)
    assert "p6.2-text" not in shown(admin_client.get(f"{address()}?show=all"))
    keep(admin_client, position="rejected")
    accept(admin_client)
    assert answer(Recommendation.objects.get(paragraph="6.2")).category == "rejected"


# --- Read again, taken back ----------------------------------------------------------------------------------

ALL = {"text": "Boil the kettle", "senders": "Mexico", "position": "rejected", "reason": "It is hot."}


def as_recorded(recommendation: Recommendation) -> tuple[object, ...]:
    recommendation.refresh_from_db()
    states = [made.state.iso3 for made in recommendation.recommenders.all()]
    return recommendation.text, recommendation.position, states, answer(recommendation).reason


def test_the_same_files_again_leave_the_correction(admin_client: Client):
    recommendation = corrected(admin_client, **ALL)
    before = as_recorded(recommendation)
    preview(admin_client)
    assert "3 left alone" in accept(admin_client)
    assert as_recorded(recommendation) == before == ("Boil the kettle", "rejected", ["MEX"], "It is hot.")


def test_what_the_record_has_otherwise_is_a_doubt(admin_client: Client):
    corrected(admin_client, "6.1", text="Boil the kettle", position="rejected")
    page = preview(admin_client)
    assert page.index("Paragraph 6.1<") < page.index("Paragraph 6.2<")
    assert "<li>The record has another text: “Boil the kettle”.</li>" in page
    assert "<li>The record has another position: “Rejected”.</li>" in page
    assert page.count("The record has") == 2


def test_the_next_version_of_the_files_leaves_the_correction(admin_client: Client):
    recommendation = corrected(admin_client, **ALL)
    before = as_recorded(recommendation)
    longer = ["Foreword.", *["The pots are hot."] * 60]
    preview(
        admin_client,
        report_pdf([*longer, *report(f"6. {LATER}", *ITEMS)]),
        addendum(
            *longer, FIRST_LINE, "2. The Government notes recommendation 6.3. Spoons are a matter for the regions."
        ),
    )
    accept(admin_client)
    pages = recommendation.readings.filter(is_current=True).values_list("values__page", flat=True)
    assert set(pages) == {3}
    assert as_recorded(recommendation) == before


def test_undoing_the_import_takes_the_corrections_back_too(admin_client: Client):
    preview(admin_client, REPORT)
    accept(admin_client)
    before = everything()
    preview(admin_client)
    keep(admin_client, **ALL)
    accept(admin_client)
    plan = undo(Change.objects.latest("pk"))
    assert plan.kept == []
    after = everything()
    differing = {name for name in after if after[name] != before[name]}
    assert differing <= {"recommendations.ImportRun", "recommendations.Source", "recommendations.Review"}
    undo(Change.objects.filter(kind="import").earliest("pk"))
    assert not Recommendation.objects.exists()
    assert not Reading.objects.exists()


# --- Refused -------------------------------------------------------------------------------------------------


def refused(client: Client, data: dict[str, object]) -> str:
    page = client.post(address(), data)
    assert page.status_code == 400
    assert Upload.objects.get().corrections == {}
    assert not Recommendation.objects.exists()
    return html.unescape(shown(page))


@pytest.mark.parametrize("button", ["keep", "accept"])
def test_a_state_that_is_not_known_is_refused_by_name(admin_client: Client, button: str):
    preview(admin_client)
    page = refused(admin_client, sent("6.3", senders="Mexico; Teapotland", text="Hum") | {button: "x"})
    assert "“Teapotland” is not the name of a State that is known here." in page
    assert "Paragraph 6.3: see what is wrong there." in page
    assert page.index("Paragraph 6.3<") < page.index("Paragraph 6.2<")
    assert ">Hum</textarea>" in page.replace("\n", "")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "t" * 20_001}, "at most 20000 characters"),
        ({"text": "  "}, "This field is required."),
        ({"reason": "t" * 20_001}, "at most 20000 characters"),
        ({"position": "delighted"}, "delighted is not one of the available choices."),
    ],
)
def test_what_cannot_be_right_is_refused(admin_client: Client, changes: dict[str, str], message: str):
    preview(admin_client)
    assert message in refused(admin_client, sent(**changes) | {"keep": "x"})


@pytest.mark.parametrize("number", ["6.9", "", "x" * 500, "*"])
def test_a_paragraph_that_is_not_in_the_files_is_refused(admin_client: Client, number: str):
    preview(admin_client)
    page = refused(admin_client, {"paragraph": [number], f"p{number}-text": "Hum", "accept": "x"})
    assert f"Paragraph “{number[:20]}” is not in these files." in page


def test_who_may_import_but_not_edit_sees_and_corrects_nothing(admin_client: Client, client: Client):
    preview(admin_client)
    person = User.objects.create_user("reader", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="add_importrun"))
    client.force_login(person)
    page = shown(client.get(address()))
    assert "Paragraph 6.2<" in page
    assert 'name="p6.2-text"' not in page
    assert 'name="keep"' not in page
    shown(client.post(address(), sent(text="Hum") | {"accept": "Import"}))
    assert Recommendation.objects.get(paragraph="6.2").text == KETTLE


def test_who_may_not_import_sees_no_text_of_a_page(admin_client: Client, client: Client):
    preview(admin_client)
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(address()).status_code == 403
    assert client.post(address(), sent(text="Hum") | {"keep": "x"}).status_code == 403


def test_the_text_goes_with_the_upload(admin_client: Client):
    preview(admin_client)
    assert UploadedFile.objects.exclude(pages=[]).count() == 2
    admin_client.post(address(), {"give_up": "Give up"})
    assert not UploadedFile.objects.exists()


def test_files_with_errors_are_shown_but_not_corrected(admin_client: Client):
    page = preview(admin_client, report_pdf(report(f"6. {LATER}", *ITEMS, "6.4 Sing well (Teapotland).")))
    above, beside = page.split("What was read, beside the paper")
    assert "“Teapotland” is not the name of a State" in above
    assert "Paragraph 6.2" in beside
    assert 'name="p6.2-text"' not in beside
