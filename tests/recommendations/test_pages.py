"""The pages of single records: what they show, and that nothing unpublished is ever among it."""

import pytest
from django.test import Client

from recommendations.models import (
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Case,
    FollowUpAction,
    KeyRedirect,
    Organisation,
    PartialDate,
    Pledge,
    Reading,
    RecommendationCitation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Signature,
    Source,
    Statement,
    StateStance,
    StatusEvent,
)
from tests.records import a_recommendation, a_review, a_state, a_theme, an_import_run

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def a_source(**fields: str) -> Source:
    return Source.objects.create(**{"symbol": "A/HRC/99/9", "publisher": "UN", "title": "Report on teapots"} | fields)


def a_tally(review: Review, **numbers: object) -> AnnouncedTally:
    source, _ = Source.objects.get_or_create(publisher="Teapot Watch", title="Figures")
    return AnnouncedTally.objects.create(review=review, source=source, **numbers)


# One recommendation


def test_recommendation_page_shows_text_answer_and_sources(client: Client):
    recommendation = a_recommendation(a_review(), "Polish teapots", "28.5", "", ("PRT",), (a_theme("Detention"),), 5)
    RecommendationPosition.objects.create(
        recommendation=recommendation,
        category="rejected",
        own_words="Not accepted",
        reason="Teapots are private.",
        taken_on="2024-06-11",
        stage="addendum",
        source=a_source(),
        locator="para. 3",
    )
    RecommendationCitation.objects.create(
        recommendation=recommendation, source=a_source(symbol="A/HRC/99/10"), locator="p. 4", quotation="polish"
    )
    shown = page(client, "/recommendations/china-2024/28.5/")
    for part in (
        "Polish teapots",
        "Rejected",
        "“Not accepted”",
        "Teapots are private.",
        "11 June 2024",
        "In the addendum",
        '<a href="https://docs.un.org/en/A/HRC/99/9" rel="noreferrer">A/HRC/99/9</a>',
        "para. 3",
        "“polish”",
        'href="/states/PRT/"',
        'href="/recommendations/?theme=detention"',
        "Cite this page",
        "http://127.0.0.1:8000/recommendations/china-2024/28.5/",
    ):
        assert part in shown, part


def test_what_is_not_known_is_called_not_recorded(client: Client):
    recommendation = a_recommendation(a_review(), senders=(), position="")
    shown = page(client, recommendation.get_absolute_url())
    assert shown.count("not recorded") >= 4
    assert "No position is recorded." in shown
    assert "No source is recorded." in shown


def test_each_state_keeps_its_own_words(client: Client):
    recommendation = a_recommendation(a_review(), senders=())
    RecommendingState.objects.create(recommendation=recommendation, state=a_state("PRT"), own_words="Sell teapots")
    assert "“Sell teapots”" in page(client, recommendation.get_absolute_url())


def test_a_paragraph_with_several_answers_and_its_parts_lead_to_each_other(client: Client):
    whole = a_recommendation(a_review(), "Polish and sell teapots", "28.5", "partially_accepted")
    a_recommendation(a_review(), "Sell teapots", "28.5a", "rejected", parent=whole)
    assert '<a href="/recommendations/china-2024/28.5a/">28.5a</a>: Rejected' in page(client, whole.get_absolute_url())
    assert '<a href="/recommendations/china-2024/28.5/">28.5</a>' in page(client, "/recommendations/china-2024/28.5a/")


def test_a_replaced_key_redirects_for_ever(client: Client):
    recommendation = a_recommendation(a_review())
    first = recommendation.get_absolute_url()
    recommendation.paragraph = "28.5"
    recommendation.save()
    recommendation.paragraph = "28.6"
    recommendation.save()
    for old in (first, "/recommendations/china-2024/28.5/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, "/recommendations/china-2024/28.6/")
    Review.objects.withdraw()
    assert client.get(first).status_code == 404
    assert KeyRedirect.objects.count() == 2


def test_same_text_twice_in_a_review_gets_a_key_of_its_own():
    review = a_review()
    first, second = a_recommendation(review), a_recommendation(review, position="noted")
    assert second.key == f"{first.key}-2"


@pytest.mark.parametrize("n", [1, 5])
def test_recommendation_page_query_budget(client: Client, django_assert_num_queries, n: int):
    recommendation = a_recommendation(a_review(), paragraph="28.5", themes=(a_theme("Detention"),))
    organisation = Organisation.objects.create(name="Teapot Watch")
    for number in range(n):
        source = a_source(symbol=f"A/HRC/99/{number}")
        RecommendationPosition.objects.create(recommendation=recommendation, category="noted", source=source)
        RecommendationCitation.objects.create(recommendation=recommendation, source=source)
        assessment = Assessment.objects.create(
            organisation=organisation, recommendation=recommendation, judgement="weak", assessed_on=f"200{number}"
        )
        AssessmentCitation.objects.create(assessment=assessment, source=source)
    # The review; the recommendation with what it has; its States, themes, positions and readings; of these what many
    # share: States, themes, sources; citations; assessments, their citations; notices.
    with django_assert_num_queries(1 + 1 + 4 + 3 + 1 + 2 + 1):
        client.get("/recommendations/china-2024/28.5/")


# Reviews


def test_review_page_shows_announced_beside_recorded_and_three_shares(client: Client):
    review = a_review()
    a_tally(review, total=428, accepted=290, partially_accepted=8, noted=32, rejected=98)
    a_recommendation(review, position="accepted", paragraph="28.5")
    shown = page(client, "/reviews/china-2024/")
    for part in ("Recorded 1 of 428", "30.4 %", "32.2 %", "22.9 %", "Teapot Watch"):
        assert part in shown, part
    assert '<a href="/recommendations/?review=china-2024&amp;position=accepted">1 record</a>' in shown


def test_rejected_share_is_not_claimed_where_the_source_does_not_tell(client: Client):
    a_tally(a_review(), total=10, accepted=6, noted=4)
    assert "rejected in the State's own word: the source does not tell" in page(client, "/reviews/china-2024/")


def test_review_page_without_any_figure_says_so(client: Client):
    a_review()
    shown = page(client, "/reviews/china-2024/")
    assert "No announced figures are recorded for this review." in shown
    assert "No recommendation of this review is recorded yet." in shown


def test_cycles_stand_side_by_side_each_in_its_unit(client: Client):
    a_tally(a_review("CHN", 17), total=252, accepted=204, rejected=48)
    a_tally(a_review("CHN", 45), total=428, accepted=330, rejected=98)
    a_tally(a_review("CHN", 31, published=False), total=346, accepted=284, noted=62)
    shown = page(client, "/reviews/china-2024/")
    assert "252" in shown
    assert "428" in shown
    assert "346" not in shown


def test_review_page_shows_pledges_and_findings(client: Client):
    review = a_review()
    Pledge.objects.create(review=review, text="A teapot in every library", source=a_source())
    organisation = Organisation.objects.create(name="Teapot Watch")
    Assessment.objects.create(organisation=organisation, review=review, judgement="weak", extent="Dozens")
    shown = page(client, "/reviews/china-2024/")
    for part in ("A teapot in every library", "Dozens", "Too weak or vague"):
        assert part in shown


@pytest.mark.parametrize("n", [2, 8])
def test_review_list_query_budget(client: Client, django_assert_num_queries, n: int):
    for session in range(40, 40 + n):
        a_recommendation(a_review(["FRA", "KEN", "PRT", "BLR", "SVN", "PER", "ITA", "TUR"][session - 40], session))
    # Reviews; records, paragraphs, rows, formats read; what was announced.
    with django_assert_num_queries(1 + 4 + 1):
        client.get("/reviews/")


@pytest.mark.parametrize("n", [1, 4])
def test_review_page_query_budget(client: Client, django_assert_num_queries, n: int):
    for session in (4, 17, 31, 45)[-n:]:
        review = a_review("CHN", session)
        a_tally(review, total=2, accepted=2)
        a_recommendation(review)
    # The review; tallies of all cycles; recorded in them: 4; recorded in this: 4; its squares: records, themes and
    # senders; findings; citations; pledges; follow-up; statements; cases; other reviews; what the documents say: 3;
    # dates of positions; the steps of its clock, and its stated dates; the names of all themes and States. A page whose
    # own lists are empty runs no further ones.
    with django_assert_num_queries(2 + 1 + 1 + 4 + 4 + 3 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 3 + 1 + 2):
        client.get("/reviews/china-2024/")
    # As of a date: recorded in this: 3 instead of 4; how many have no date.
    with django_assert_num_queries(2 + 1 + 1 + 4 + 3 + 3 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 3 + 1 + 1 + 2):
        client.get("/reviews/china-2024/?as_of=2024-06-11")


# States


def test_state_page_shows_what_it_asked_and_what_became_of_it(client: Client):
    a_recommendation(a_review(), "Polish teapots", "28.5", "accepted", ("BLR",), action=5)
    a_recommendation(a_review(), "Sell teapots", "28.6", "rejected", ("BLR",), action=2)
    a_recommendation(a_review("FRA", 17, published=False), "Secret teapot", "1.1", "accepted", ("BLR",))
    shown = page(client, "/states/BLR/")
    assert '<a href="/recommendations/?recommender=BLR">2 recommendations</a>' in shown
    assert '<a href="/recommendations/?recommender=BLR&amp;state=CHN">2</a></td><td class="n">1</td>' in shown
    assert "France" not in shown


def test_state_codes_are_capitals_and_unknown_ones_are_not_found(client: Client):
    assert client.get("/states/blr/")["Location"] == "/states/BLR/"
    assert client.get("/states/ZZZ/").status_code == 404


def test_state_list_query_budget(client: Client, django_assert_num_queries):
    a_recommendation(a_review())
    # States with what they made; reviews of each.
    with django_assert_num_queries(2):
        client.get("/states/")


@pytest.mark.parametrize("n", [1, 6])
def test_state_page_query_budget(client: Client, django_assert_num_queries, n: int):
    for number in range(n):
        a_recommendation(a_review(), f"Teapot {number}", f"1.{number}", senders=("BLR",))
    # The State, its names, its memberships; number made, received, by action, of whom; reviews; stances; its terms in
    # the Council.
    with django_assert_num_queries(3 + 4 + 1 + 1 + 1):
        client.get("/states/BLR/")


# Follow-up and statements


def an_action(title: str = "Return the teapot", published: bool = True, **fields: object) -> FollowUpAction:
    action = FollowUpAction.objects.create(title=title, kind="other", **fields)
    if published:
        FollowUpAction.objects.filter(pk=action.pk).publish()
    return action


def test_follow_up_page_shows_steps_and_stances(client: Client):
    action = an_action(due_on="2019-12")
    StatusEvent.objects.create(
        follow_up=action, status="refused", happened_on="2022-10-06", text="They said no", source=a_source()
    )
    StateStance.objects.create(follow_up=action, state=a_state("PRT"), kind="voted", stance="for")
    shown = page(client, "/follow-up/return-the-teapot/")
    for part in ("6 October 2022", "They said no", "December 2019", "overdue", "For (1)", "Portugal", "A/HRC/99/9"):
        assert part in shown, part


def test_done_action_is_not_overdue(client: Client):
    action = an_action(due_on="2019-12")
    StatusEvent.objects.create(follow_up=action, status="done", happened_on="2020", text="Returned")
    assert "overdue" not in page(client, "/follow-up/")


def test_the_home_page_tells_for_how_long_a_demand_is_overdue(client: Client, monkeypatch):
    monkeypatch.setattr(PartialDate, "today", classmethod(lambda cls: cls("2024-06-25")))
    an_action(due_on="2019-12")
    an_action("Return the kettle", due_on="2024-07")
    shown = page(client, "/")
    assert shown.count("4 years, 6 months overdue on 25 June 2024") == shown.count("overdue") == 1


def test_follow_up_never_shows_what_is_not_published(client: Client):
    hidden = an_action("Hide the kettle", published=False)
    action = an_action(continues=hidden)
    an_action("Hide the spoon", published=False, continues=action)
    secret = a_review("FRA", 17, published=False)
    action.reviews.add(secret)
    action.recommendations.add(a_recommendation(secret, "Secret teapot"))
    shown = page(client, "/follow-up/return-the-teapot/") + page(client, "/follow-up/")
    for word in ("kettle", "spoon", "France", "Secret"):
        assert word not in shown
    assert client.get("/follow-up/hide-the-kettle/").status_code == 404


@pytest.mark.parametrize("n", [1, 7])
def test_follow_up_list_query_budget(client: Client, django_assert_num_queries, n: int):
    for number in range(n):
        action = an_action(f"Return teapot {number}")
        StatusEvent.objects.create(follow_up=action, status="requested", text="Asked")
    # Actions; their steps.
    with django_assert_num_queries(2):
        client.get("/follow-up/")


def test_statement_lists_signatories_in_alphabetical_order(client: Client):
    statement = Statement.objects.create(title="On teapots", slug="teapots", issued_on="2024-06-25")
    for name in ("Zebra Watch", "Apple Watch", "Mango Watch"):
        Signature.objects.create(statement=statement, organisation=Organisation.objects.create(name=name))
    assert client.get("/statements/teapots/").status_code == 404
    Statement.objects.publish()
    shown = page(client, "/statements/teapots/")
    assert shown.index("Apple") < shown.index("Mango") < shown.index("Zebra")
    assert "3 signatories" in page(client, "/statements/")


def test_case_page_gathers_and_hides_what_is_not_published(client: Client):
    case = Case.objects.create(title="Teapots", slug="teapots", summary="About teapots.")
    public, secret = a_review(reviewed_on="2024-01-23"), a_review("FRA", 17, published=False)
    a_tally(public, total=2, accepted=2)
    a_tally(secret, total=7777, accepted=7777)
    case.reviews.set([public, secret])
    case.recommendations.set([a_recommendation(public, "Polish teapots"), a_recommendation(secret, "Secret teapot")])
    case.follow_up.set([an_action(), an_action("Hide the kettle", published=False)])
    assert client.get("/cases/teapots/").status_code == 404
    assert page(client, "/cases/").count("Teapots") == 0
    Case.objects.publish()
    shown = page(client, "/cases/teapots/")
    for part in ("About teapots.", "China, 2024", "Polish teapots", "Return the teapot", "23 January 2024"):
        assert part in shown, part
    for word in ("France", "Secret", "kettle", "7777"):
        assert word not in shown


UNPUBLISHED = ["/reviews/china-2024/", "/recommendations/china-2024/28.5/"]


@pytest.mark.parametrize("address", UNPUBLISHED)
def test_unpublished_answers_exactly_like_what_never_was(client: Client, address: str):
    never = client.get(address)
    a_recommendation(a_review(published=False), paragraph="28.5")
    hidden = client.get(address)
    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content
    assert hidden.headers == never.headers


EMPTY = ["/", "/about/", "/cases/", "/reviews/", "/recommendations/", "/states/", "/follow-up/", "/statements/"]


@pytest.mark.parametrize("address", EMPTY)
def test_empty_site_says_what_to_do_and_sets_no_cookie(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "no-referrer"
    if address not in ("/about/", "/states/"):
        assert "yet" in response.content.decode()


@pytest.mark.parametrize("address", [*EMPTY, "/livez", "/readyz"])
def test_pages_are_only_read(client: Client, address: str):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_probes_answer_constant_bytes(client: Client, address: str):
    assert client.get(address).content == b"ok\n"


def test_rows_and_records_are_told_apart(client: Client):
    review = a_review()
    a_tally(review, total=252, accepted=252)
    a_tally(review, unit="rows", total=2, accepted=2)
    recommendation = a_recommendation(review)
    run = an_import_run()
    for place, sender in enumerate(("PRT", "KEN")):
        Reading.objects.create(
            run=run,
            recommendation=recommendation,
            format="upr_info",
            place=place,
            sender=sender,
            category="accepted",
            values={},
        )
    shown = page(client, "/reviews/china-2024/")
    link = '<a href="/recommendations/?review=china-2024&amp;position=accepted">1 record</a>'
    assert shown.count(link) == 1
    assert "Recorded 0 of 252" in shown
    assert shown.index("Recorded 0 of 252") < shown.index(link)
