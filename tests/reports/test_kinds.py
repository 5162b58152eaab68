"""What each public paper says, made of the case file and of reviews alone."""

import dataclasses
import datetime
import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exports import docx_file
from exports.document import Picture
from recommendations.models import (
    AnnouncedTally,
    Case,
    FollowUpAction,
    Organisation,
    Review,
    Session,
    Source,
    Statement,
    StatusEvent,
)
from reports.asked import Asked
from reports.kinds import KINDS
from reports.making import file_of
from reprisals.models import PublicIncident
from tests.records import a_recommendation, a_review, a_source, an_organisation

from .texts import links_of, notes_of, text_of

PUBLIC = ("briefing", "written-statement", "submission", "oral-statement")
IN_THREE = PUBLIC[:3]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# Every paper


def test_it_opens_with_the_announced_tally(paper):
    for kind in PUBLIC:
        lines = plain(text_of(paper(kind).document)).splitlines()
        tally = next(n for n, line in enumerate(lines) if "428" in line)
        assert "290 accepted, 8 partially accepted, 32 noted and 98 rejected" in lines[tally]
        before = lines[1:tally]  # for which session, by whom, and its first heading
        assert not any(word in line for line in before for word in ("accepted", "demand", "%"))
        assert len(before) <= 4


def test_all_three_shares_stand_with_their_names(paper):
    for kind in PUBLIC:
        text = plain(text_of(paper(kind).document))
        for share, whose in (
            ("130 or 30.4 %", "not accepted"),
            ("138 or 32.2 %", "UN's sense"),
            ("98 or 22.9 %", "State's"),
        ):
            line = next(line for line in text.splitlines() if share in line)
            assert whose in line


def test_every_claim_of_the_case_file_has_its_source(paper):
    for kind in PUBLIC:
        draft = paper(kind)
        assert draft.unsourced == ()
        assert "not recorded]" not in text_of(draft.document)
        assert "https://docs.un.org/en/A/HRC/56/6/Add.1" in links_of(draft)
        assert not draft.length.is_over


def test_the_first_note_tells_the_document_the_rule_and_the_day(paper):
    for kind in IN_THREE:
        draft = paper(kind)
        note = next(note for note in notes_of(draft) if "Add.1" in note)
        assert plain(note).startswith("A/HRC/56/6/Add.1, 11 June 2024")
        assert plain(note).endswith("Counted in numbered paragraphs of the UN report; as of 10 July 2024.")


def test_a_judgement_says_of_which_review_it_is(paper):
    for kind in PUBLIC:
        text = text_of(paper(kind).document)
        assert "Uyghur Human Rights Project on the recommendations accepted in 2024" in text
        assert "None of them addresses crimes against humanity" in text
        for line in text.splitlines():
            assert "284 accepted" not in line or "2018" in text


def test_demands_say_where_they_stand(paper):
    for kind in IN_THREE:
        text = plain(text_of(paper(kind).document))
        assert "16 organisations demand in their joint statement of 25 June 2024:" in text
        assert (
            "Overdue since December 2019, by 4 years, 7 months. Last step recorded: not answered, 25 June 2024." in text
        )
        assert "Where nothing else is said, the last step that is recorded is the demand itself." in text
        assert "Vote of 6 October 2022: 17 for, 19 against, 11 abstentions. Refused." in text


def test_what_happened_later_than_the_day_of_the_paper_is_not_told(paper):
    action = FollowUpAction.objects.get(slug__startswith="follow-up-the-ohchr-assessment")
    later = {"status": StatusEvent.Status.DONE, "happened_on": "2024-08-01", "text": "Teapots were counted."}
    StatusEvent.objects.create(follow_up=action, source=a_source(), **later)
    assert "Teapots were counted" not in text_of(paper("briefing").document)
    assert "Teapots were counted" in text_of(paper("briefing", on=datetime.date(2024, 8, 2)).document)


def test_what_is_not_published_is_in_no_paper(paper):
    Statement.objects.update(published_at=None)
    FollowUpAction.objects.update(published_at=None)
    Review.objects.filter(slug="china-2018").update(published_at=None)
    for kind in PUBLIC:
        text = text_of(paper(kind).document, notes=True)
        assert "demand" not in text
        assert "346" not in text
        assert "Vote of" not in text


def test_incidents_are_told_as_their_pages_tell_them(case_with_incidents, paper):
    draft = paper("briefing")
    text = plain(text_of(draft.document))
    assert "she sought a part for civil society in China's review (September 2013 to March 2014). Corroborated." in text
    references = set(PublicIncident.objects.values_list("reference", flat=True))
    assert {read.key for read in draft.read if read.model == "reprisals.publicincident"} == references
    PublicIncident.objects.all().delete()
    assert "Cao Shunli" not in text_of(paper("briefing").document, notes=True)


def test_what_a_paper_read_is_listed_and_a_change_of_it_is_seen(paper):
    def read() -> dict[tuple[str, str], str]:
        return {(one.model, one.key): one.digest for one in paper("briefing").read}

    before = read()
    assert {"recommendations.review", "recommendations.announcedtally", "recommendations.followupaction"} <= {
        model for model, _key in before
    }
    AnnouncedTally.objects.filter(total=428).update(note="Counted again.")
    changed = {known for known, digest in read().items() if before[known] != digest}
    assert changed == {("recommendations.announcedtally", "china-2024/paragraphs/A/HRC/56/6/Add.1")}


def test_word_reads_it(paper):
    for kind in PUBLIC:
        document = docx.Document(io.BytesIO(docx_file.write(paper(kind).document)))
        assert document.core_properties.author == ""
        assert any("428 recommendations" in one.text for one in document.paragraphs)


def test_it_is_made_in_a_bounded_number_of_queries(paper):
    for kind in PUBLIC:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            paper(kind)
        assert len(queries) <= 45  # whatever the case holds, but for one a review, where its incidents are looked up


# One kind each


def test_a_briefing_has_the_figures_of_each_review_and_every_vote_in_its_annex(paper):
    text = plain(text_of(paper("briefing").document))
    assert "Annex: the figures of each review" in text
    for year, share in ((2009, "50.5 %"), (2013, "19.0 %"), (2018, "17.9 %"), (2024, "30.4 %")):
        row = text[text.rindex(f"China, {year}") :].splitlines()
        assert row[6] == share
    assert "Czechia, Finland, France, Germany, Honduras" in text


def sponsors(**status: str) -> list[Organisation]:
    return [an_organisation(name.replace("_", " "), consultative_status=of) for name, of in status.items()]


def test_co_sponsors_stand_in_the_order_of_their_status_and_those_without_in_the_note_to_the_title(paper):
    lead, *others = sponsors(
        Zebra="special",
        Kettles="roster",
        Samovars="general",
        Mugs="none",
        Aprons="special",
        Bowls="general",
        Lids="",
        Cups="none",
    )
    draft = paper("written-statement", organisation=lead, together_with=tuple(others))
    line = next(line for line in text_of(draft.document).splitlines() if "submitted by" in line)
    assert line == (
        "Joint statement submitted by: Bowls, Samovars (general consultative status); "
        "Aprons, Zebra (special consultative status); Kettles (Roster); Lids (consultative status not recorded)"
    )
    assert notes_of(draft)[-1].endswith("without consultative status share the views of this statement: Cups, Mugs.")
    assert draft.document.title_note is not None
    assert (draft.document.form, draft.document.author) == ("ohchr", "Zebra")
    assert draft.length.limit == 1500
    assert "Record the consultative status of: Lids." in draft.warnings


def test_a_briefing_shows_each_review_in_squares_and_says_what_they_show(paper, case):
    [picture] = [block for block in paper("briefing").document.blocks if isinstance(block, Picture)]
    assert "2024, 428 recommendations: 290 accepted, 8 partially accepted, 32 noted and 98 rejected" in picture.alt
    assert [said[:4] for said in picture.alt.split("; ")] == ["2009", "2013", "2018", "2024"]
    AnnouncedTally.objects.filter(review__cycle=3).delete()
    [picture] = [block for block in paper("briefing").document.blocks if isinstance(block, Picture)]
    assert [said[:4] for said in picture.alt.split("; ")] == ["2009", "2013", "2024"]


def test_a_briefing_names_who_hands_it_in(paper):
    (lead,) = sponsors(Samovars="general")
    assert text_of(paper("briefing", organisation=lead).document).splitlines()[1].endswith(" · Samovars")
    assert "Samovars" not in text_of(paper("briefing").document)


def test_a_statement_of_one_without_others_has_no_note_to_its_title(paper):
    (lead,) = sponsors(Samovars="general")
    draft = paper("written-statement", organisation=lead)
    assert draft.document.title_note is None
    assert "Submitted by: Samovars (general consultative status)" in text_of(draft.document)
    assert (draft.length.limit, draft.length.footnotes_count) == (2000, True)


@pytest.mark.parametrize(("item", "said"), [(None, "Agenda item 6: Universal"), (4, "Agenda item 4: Human rights")])
def test_the_agenda_item_is_that_of_the_adoption_unless_another_is_asked(paper, item, said):
    assert said in text_of(paper("written-statement", agenda_item=item).document)


def test_a_briefing_that_nobody_keeps_warns(paper, monkeypatch):
    assert not [text for text in paper("briefing").warnings if "pages" in text]
    monkeypatch.setattr("reports.kinds.briefing.WORDS_A_PAGE", 50)
    (said,) = [text for text in paper("briefing").warnings if "pages" in text]
    assert "a briefing has at most 10" in said


def test_notes_of_a_submission_stand_under_a_heading_in_pdf_and_begin_a_page_in_word(paper):
    draft = paper("submission", language="fr")
    assert draft.document.notes_title == "Notes"
    word = docx.Document(io.BytesIO(file_of(draft, "docx")))
    assert "Notes" not in {one.text for one in word.paragraphs}


def test_a_submission_is_for_the_next_review_with_numbers_and_endnotes(paper):
    draft = paper("submission")
    assert draft.document.title == "Submission to the fifth Universal Periodic Review of China"
    assert (draft.document.numbered, draft.document.notes) == (True, "end")
    assert (draft.length.limit, draft.length.footnotes_count) == (2815, False)
    joint = paper("submission", together_with=(an_organisation(),))
    assert joint.length.limit == 5630


def test_endnotes_do_not_count_and_footnotes_do(paper):
    submission, statement = paper("submission"), paper("written-statement")
    from reports.counting import words_of

    assert submission.length.words == words_of(submission.document, notes=False) < words_of(submission.document)
    assert statement.length.words == words_of(statement.document)


@pytest.mark.parametrize(("situation", "limit", "takes"), [("general_debate", 195, 90), ("dialogue", 260, 120)])
def test_an_oral_statement_leaves_breath(paper, situation, limit, takes):
    draft = paper("oral-statement", situation=situation)
    assert draft.length.limit == limit
    assert draft.length.words < 0.9 * limit
    assert draft.length.seconds < takes
    assert not draft.length.refuses
    assert "Sources, not to be read" in text_of(draft.document)
    assert notes_of(draft) == []


def test_an_oral_statement_lists_only_what_it_says(paper):
    draft = paper("oral-statement", situation="general_debate")
    text = text_of(draft.document)
    assert ("A/HRC/51/L.6" in text) is ("Vote of" in text)


# Languages


@pytest.mark.parametrize(
    ("language", "title", "tally", "share"),
    [
        (
            "fr",
            "xamen périodique universel de la Chine",
            "290 acceptées, 8 partiellement acceptées",
            "130, soit 30,4 %",
        ),
        (
            "es",
            "xamen Periódico Universal de China",
            "290 aceptadas, 8 parcialmente aceptadas",
            "130, es decir, el 30,4 %",
        ),
    ],
)
def test_it_speaks_its_language_and_quotes_in_theirs(case_with_incidents, paper, language, title, tally, share):
    for kind in IN_THREE:
        draft = paper(kind, language=language)
        text = plain(text_of(draft.document))
        assert title in draft.document.title
        assert tally in text
        assert share in text
        ours, theirs = split_by_language(draft.document)
        assert "The Human Rights Council should hold a special session on China" in theirs
        for english in ("recommendations were", "accepted", "Vote of", "demand in", "Annex:", "reviewed", "Overdue"):
            assert english not in ours, english
        assert draft.unsourced == ()


def split_by_language(document) -> tuple[str, str]:
    """What stands in the paper's language, without its notes, and what is marked as another's."""
    from exports.document import Part

    def without_parts(node):
        if isinstance(node, tuple):
            return tuple(without_parts(one) for one in node if not isinstance(one, Part))
        if dataclasses.is_dataclass(node) and hasattr(node, "blocks"):
            return dataclasses.replace(node, blocks=without_parts(node.blocks))
        if hasattr(node, "items") and not isinstance(node, dict):
            return dataclasses.replace(node, items=without_parts(node.items))
        return node

    ours = text_of(without_parts(document))
    return ours, "\n".join(line for line in text_of(document).splitlines() if line not in ours.splitlines())


def test_the_catalogs_are_compiled_as_they_stand():
    from pathlib import Path

    import reports

    for folder in (Path(reports.__file__).parent / "locale").iterdir():
        catalog, compiled = (folder / "LC_MESSAGES" / f"django.{kind}" for kind in ("po", "mo"))
        text = catalog.read_text(encoding="utf-8")
        assert "fuzzy" not in text
        assert len(compiled.read_bytes()) > 10_000
        assert text.count("Last step recorded: %(status)s, %(date)s.") == 1


# Reviews alone


def of_review(kind: str, review: Review, **asked) -> object:
    session = Session.objects.get(kind=Session.Kind.HRC, number=56)
    on = datetime.date(2024, 7, 10)
    return KINDS[kind].draft(Asked(kind, session, on, reviews=(review,), **asked), None)


@pytest.mark.django_db
def test_a_review_with_nothing_but_an_announced_tally():
    review = a_review("PRT", 45)
    source = a_source(symbol="A/HRC/99/1/Add.1")
    AnnouncedTally.objects.create(review=review, total=5, accepted=3, noted=2, source=source)
    for kind in PUBLIC:
        text = text_of(of_review(kind, review).document)
        assert "5 recommendations were made to Portugal" in text
        assert "3 accepted and 2 noted" in text
        assert "rejected" in text  # the source does not tell them apart, and the paper says so
        assert "Annex" not in text


@pytest.mark.django_db
def test_a_review_without_figures_says_so():
    review = a_review("PRT", 45)
    draft = of_review("briefing", review)
    assert "No figures of the fourth Universal Periodic Review of Portugal are recorded." in text_of(draft.document)
    assert draft.unsourced == ()


@pytest.mark.django_db
def test_what_was_asked_and_not_accepted_stands_where_the_whole_review_is_recorded(monkeypatch):
    from reports.record import Record

    review = a_review("PRT", 45, report=a_source(symbol="A/HRC/99/1"))
    a_recommendation(review, "Count the teapots", "5.1", "noted", senders=("CHN",))
    a_recommendation(review, "Mend the kettle", "5.2", "rejected", senders=("CHN", "BLR"))
    a_recommendation(review, "Keep the mugs", "5.3", "accepted")
    assert "teapots" not in text_of(of_review("briefing", review).document)
    monkeypatch.setattr(Record, "is_whole", True)
    draft = of_review("submission", review)
    text = text_of(draft.document)
    assert text.index("“Mend the kettle” (Belarus, China; para. 5.2; rejected)") < text.index("“Count the teapots”")
    assert "Keep the mugs" not in text
    assert any(note.startswith("A/HRC/99/1, para.\u00a05.2") for note in notes_of(draft))


@pytest.mark.django_db
def test_a_claim_whose_source_was_lost_is_marked(case):
    StatusEvent.objects.filter(status=StatusEvent.Status.NOT_ANSWERED).update(source=None)
    session = Session.objects.get(kind=Session.Kind.HRC, number=56)
    draft = KINDS["briefing"].draft(
        Asked("briefing", session, datetime.date(2024, 7, 10), case=Case.objects.get()), None
    )
    assert len(draft.unsourced) == 1
    assert "[source not recorded]" in text_of(draft.document)
    assert Source.objects.exists()
