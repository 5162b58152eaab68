"""What was recorded of a record on a day of the past, told to staff from the kept history."""

import datetime

import pytest
from django.utils import timezone

from recommendations.models import Case, FollowUpAction, Review, StatusEvent
from tests.records import a_review, a_source

from .admin_forms import address

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def happened(record, days: int) -> None:
    """Moves the last step of the history of a record to some days ago."""
    last = record.history.order_by("history_id").last()
    type(last).objects.filter(pk=last.pk).update(history_date=ago(days))


@pytest.fixture
def action(db) -> FollowUpAction:
    """Recorded nine days ago; renamed, with one step added, one changed, one removed, and a review linked, today."""
    made = FollowUpAction.objects.create(kind="other", title="Count the teapots", addressee="Ministry of Tea")
    happened(made, 9)
    for text in ("Tea was poured", "Tea was spilt"):
        happened(StatusEvent.objects.create(follow_up=made, status="progress", text=text, source=a_source(text)), 8)
    made.title = "Count the teacups"
    made.save()
    made.reviews.add(a_review())
    poured, spilt = made.events.all()
    poured.text = "Tea was poured twice"
    poured.save()
    spilt.delete()
    StatusEvent.objects.create(follow_up=made, status="requested", text="Tea was asked for")
    return made


def told(client, record, on: datetime.date | str) -> str:
    return client.get(address(type(record), "sheet", record.pk), {"on": on}).content.decode()


def test_it_says_what_was_recorded_then_and_what_it_says_today(admin_client, action):
    then = told(admin_client, action, YESTERDAY)
    assert "Count the teapots<br>" in then
    assert "Today: <p>" not in then
    for shown in ("Ministry of Tea", "Today: Count the teacups", "Today: Tea was poured twice", f"Today: {a_review()}"):
        assert shown in " ".join(then.replace("</span>", "").split()), shown
    removed = then.index("Removed since")
    assert then.index("Tea was spilt") > removed > then.index("Tea was poured")
    assert "Tea was asked for" not in then
    assert then.index("<li>Status event: 1</li>") > then.index("Came since")
    assert "It says the same today" not in then


def test_of_today_it_says_that_nothing_differs(admin_client, action):
    today = told(admin_client, action, timezone.localdate())
    assert "It says the same today" in today
    assert "Count the teapots" not in today
    assert "Tea was asked for" in today


def test_before_its_history_it_says_so_and_when_that_begins(admin_client, action):
    before = told(admin_client, action, timezone.localdate() - datetime.timedelta(days=20))
    assert "Nothing of it was recorded by the end of" in before
    begins = timezone.localtime(ago(9))
    assert f"Its kept history begins on {begins.day} {begins:%B %Y}" in before
    assert "Ministry of Tea" not in before


@pytest.mark.parametrize(
    ("day", "said"), [("2031-05-04", "has not come yet"), ("2024-02-30", "valid date"), ("teapot", "valid date")]
)
def test_a_day_that_cannot_be_is_refused_in_words(admin_client, action, day, said):
    page = told(admin_client, action, day)
    assert said in page
    assert "Count the teacups" in page  # as it is today


@pytest.mark.parametrize("published", [True, False])
def test_it_leads_to_what_had_happened_by_then_where_that_is_public(admin_client, published):
    review = a_review(published=published)
    happened(review, 9)
    public = f"{review.get_absolute_url()}?as_of={YESTERDAY.isoformat()}"
    assert (public in told(admin_client, review, YESTERDAY)) is published


def test_many_parts_cost_as_many_queries_as_few(admin_client, django_assert_max_num_queries):
    case = Case.objects.create(title="Teapots")
    happened(case, 9)
    case.reviews.set([a_review("KEN"), a_review("PER")])
    where = address(Case, "sheet", case.pk)
    admin_client.get(where)
    with django_assert_max_num_queries(40) as few:
        admin_client.get(where, {"on": YESTERDAY})
    case.reviews.set([a_review(iso3) for iso3 in ("KEN", "PER", "FRA", "DEU", "MDV", "THA", "CHN")])
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin_client.get(where, {"on": YESTERDAY})


def test_who_may_not_see_the_record_is_told_nothing_of_its_past(client, action, django_user_model):
    where = address(FollowUpAction, "sheet", action.pk)
    assert client.get(where, {"on": YESTERDAY}).status_code == 302
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.get(where, {"on": YESTERDAY}).status_code == 403


def test_a_review_tells_its_figures_only_of_days_that_have_come(admin_client):
    page = admin_client.get(address(Review, "history", a_review().pk), {"on": "2031-05-04"}).content.decode()
    assert "has not come yet" in page
