"""The site's own words: what pages say where an office wrote something, notices of a day, and both in the admin."""

import datetime
import html
import re
import time

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.markdown import site_html
from recommendations.models import DataVersion, SiteText, SiteTextVersion
from recommendations.models.remembering import reading
from recommendations.models.site_text import LONGEST, LONGEST_NOTICE
from recommendations.search.keeping import keeper
from recommendations.site_words import notices
from tests.reprisals.records import EDITOR, OFFICER, a_person_of_staff
from upr_tracker import context

from .admin_forms import add, address, complaints, save, sent_back

pytestmark = pytest.mark.django_db
OWN = {"home": "/", "about": "/about/", "method": "/about/method/"}


def a_text(place: str, published: bool = True, days: tuple[str | None, str | None] = (None, None), **texts: str):
    made = SiteText.objects.create(place=place, shown_from=days[0], shown_until=days[1])
    for language, text in texts.items():
        SiteTextVersion.objects.create(site_text=made, language=language, text=text)
    if published:
        SiteText.objects.filter(pk=made.pk).publish()
    return made


def page(client, where: str = "/") -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


# Pages


@pytest.mark.parametrize("place", OWN)
def test_a_page_says_what_was_written_for_it_once_that_is_public(client, place):
    said_by_us = page(client, OWN[place])
    made = a_text(place, published=False, en="We count **teapots**.")
    assert page(client, OWN[place]) == said_by_us
    SiteText.objects.filter(pk=made.pk).publish()
    said = page(client, OWN[place])
    assert "<p>We count <strong>teapots</strong>.</p>" in said
    assert re.findall(r'rel="canonical" href="[^"]*"', said) == re.findall(r'rel="canonical" href="[^"]*"', said_by_us)
    SiteText.objects.filter(pk=made.pk).withdraw()
    assert page(client, OWN[place]) == said_by_us


def test_what_follows_from_the_record_stays_beside_own_words(client):
    before = page(client, "/about/method/")
    a_text("method", en="We count teapots.")
    after = page(client, "/about/method/")
    assert "It is never guessed" in before
    assert "It is never guessed" not in after
    for said in ('id="counting"', 'id="positions"', "UPR Info sorts recommendations", "a State", "noted"):
        assert said in before
    for kept in ('id="counting"', 'id="positions"', "That is the State&#x27;s word, not a finding."):
        assert kept in after


def test_a_page_shows_its_own_language_else_english_and_says_that_it_is(client):
    made = a_text("about", en="Teapots.", fr="Théières.")
    assert '<div class="own-words"><p>Teapots.</p>' in page(client, "/about/")
    assert '<div class="own-words"><p>Théières.</p>' in page(client, "/fr/about/")
    assert '<div class="own-words" lang="en" dir="ltr"><p>Teapots.</p>' in page(client, "/ar/about/")
    made.versions.all().delete()
    SiteTextVersion.objects.create(site_text=made, language="ar", text="الأباريق")
    assert '<div class="own-words" lang="ar" dir="rtl">' in page(client, "/about/")


@pytest.mark.parametrize("where", [*OWN.values(), "/about/design/", "/recommendations/"])
def test_pages_are_known_by_a_version_that_moves_with_own_words(client, monkeypatch, where):
    def current(manager):
        found = manager.read()
        manager.update(moved_by=None)
        return found

    monkeypatch.setattr(type(DataVersion.objects), "current", current)
    monkeypatch.setattr(keeper, "begin", lambda: None)  # whose thread would lock tables of a database in memory
    etag = client.get(where).headers["ETag"]
    draft = a_text("notice", published=False, en="Secret teapots.")
    assert client.get(where, headers={"if-none-match": etag}).status_code == 304
    SiteText.objects.filter(pk=draft.pk).publish()
    said = client.get(where, headers={"if-none-match": etag})
    assert said.status_code == 200
    assert "Secret teapots." in said.content.decode()
    etag = said.headers["ETag"]
    SiteTextVersion.objects.update(text="Kettles.")
    assert "Kettles." in client.get(where, headers={"if-none-match": etag}).content.decode()


# Notices


def test_a_notice_stands_on_its_days_alone(client, monkeypatch):
    a_text("notice", days=("2024-06-10", "2024-06-12"), en="Tea at noon.")
    for day, shown in ((9, False), (10, True), (12, True), (13, False)):
        now = datetime.datetime(2024, 6, day, 23, 59, tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert ("Tea at noon." in page(client, "/states/")) is shown, day


def test_notices_stand_in_a_part_of_the_page_with_a_name_on_every_page_or_on_the_first(client):
    a_text("home_notice", en="Tea at home.")
    a_text("notice", en="Tea for [all](/states/).\n\n# Tea", fr="Thé.")
    home = page(client)
    assert '<aside class="notices" aria-label="Notices">' in home
    assert home.index("Tea at home.") < home.index("Tea for")
    for where in ("/about/", "/reprisals/", "/cases/", "/feeds/", "/recommendations/"):
        said = page(client, where)
        assert 'Tea for <a href="/states/" rel="noreferrer">all</a>' in said, where
        assert "# Tea</p>" in said
        assert "Tea at home." not in said
    assert client.get("/never/").content == client.get("/nor/").content
    assert b"Tea for" not in client.get("/never/").content


def test_without_a_notice_a_page_has_no_part_for_them(client):
    assert "<aside" not in page(client)


def test_notices_cost_a_page_one_query_and_none_where_the_version_of_the_data_is_known(django_assert_num_queries):
    a_text("notice", en="Tea.", fr="Thé.")
    a_text("notice", en="Kettles.")
    today = timezone.localdate()
    with django_assert_num_queries(1):
        first = notices(today, on_home=False)
    with reading(DataVersion.objects.read()), django_assert_num_queries(1):
        assert notices(today, on_home=False) == notices(today, on_home=False) == first
        assert [str(one.html) for one in first] == ["<p>Tea.</p>\n", "<p>Kettles.</p>\n"]


def test_the_admin_and_pages_of_failure_look_up_no_notice(admin_client, client, monkeypatch):
    monkeypatch.setattr(context, "notices", lambda *args: pytest.fail("looked up"))
    for where in ("/admin/", address(SiteText, "changelist"), "/never/"):
        admin_client.get(where)


# What comes through

TRICKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](/static/icon.svg)",
    "![x](https://teapots.example/x.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html,x)",
    "[x](//teapots.example/)",
    "[x](/\\teapots.example/)",
    "[x](</\t/teapots.example/>)",
    "[x](/&#9;/teapots.example/)",
    "[x](ftp://teapots.example/)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    '[x](/ "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    '<a href="/" style="position:fixed">x</a>',
    "&lt;script&gt;",
    "<!-- --><iframe>",
    "```html\n<b>\n```",
]
SAFE_LINK = re.compile(r"https?://|mailto:|/(?![/\\])|#", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:p|h[2-6]|ul|ol|li|blockquote|em|strong|br)(?: start=\"\d+\")?>|<a(?: href=\"[^\"]*\")?[^>]*>|</a>"
)


def assert_clean(said: str) -> None:
    assert re.findall(r"<", TAG.sub("", said)) == [], said
    for link in re.findall(r"<a([^>]*)>", said):
        assert re.fullmatch(r'(?: href="[^"]*")? rel="noreferrer"', link), link
        for href in re.findall(r'href="([^"]*)"', link):
            where = re.sub(r"[\t\n\r]", "", html.unescape(href))  # as browsers read it
            assert SAFE_LINK.match(where), where


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("is_notice", [False, True], ids=["page", "notice"])
def test_no_trick_comes_through(trick, is_notice):
    said = site_html(trick, is_notice)
    assert_clean(said)
    assert "<img" not in said


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*TRICKS, *"<>[]()!#*_`|\\/:\"'&;\n\t ->0a", "\r\n", "\x00", "‮"]), max_size=14))
def test_no_mixture_of_tricks_comes_through(parts):
    for is_notice in (False, True):
        assert_clean(site_html("".join(parts), is_notice))


def test_headings_begin_below_the_one_of_the_page_and_links_lead_here_out_and_to_mail():
    said = site_html("# A\n\n### B\n\n[a](/states/) [b](#c) [c](https://teapots.example) <tea@teapots.example>")
    assert re.findall(r"<h(\d)>", said) == ["2", "3"]
    assert re.findall(r'href="([^"]*)"', said) == [
        "/states/",
        "#c",
        "https://teapots.example",
        "mailto:tea@teapots.example",
    ]


HEAVY = ["[", "> ", "- ", "*a **b ", "[a](", "<a", "![", "_*", "[a]: /b\n[a]", "1. a\n", "\\", "&#1;", "a|", "]("]


@pytest.mark.parametrize("piece", HEAVY)
def test_the_heaviest_text_takes_moments_and_stays_small(piece):
    text = (piece * LONGEST)[:LONGEST]
    begun = time.process_time()
    said = site_html(text)
    assert time.process_time() - begun < 5  # a tenth of it here; without bounds, minutes
    assert len(said) < 40 * LONGEST


# The admin


def version(text: str, language: str = "en") -> dict[str, str]:
    return {"versions-0-language": language, "versions-0-text": text, "versions-TOTAL_FORMS": "1"}


def test_an_editor_writes_publishes_and_withdraws_with_a_tick(client):
    client.force_login(a_person_of_staff("edits", EDITOR))
    assert add(client, SiteText, place="about", **version("Teapots.")).status_code == 302
    made = SiteText.objects.get()
    assert not made.is_published
    assert save(client, made, public="on").status_code == 302
    assert "<p>Teapots.</p>" in page(client, "/about/")
    again = client.get(address(SiteText, "change", made.pk))
    assert again.context["adminform"].form["public"].value() is True
    assert save(client, made, **{"versions-0-text": "Kettles."}).status_code == 302
    assert "<p>Kettles.</p>" in page(client, "/about/")
    assert save(client, made, public="").status_code == 302
    assert "Kettles." not in page(client, "/about/")
    kept = SiteTextVersion.history.order_by("history_id").values_list("text", "history_user__username")
    assert list(kept) == [("Teapots.", "edits"), ("Kettles.", "edits")]
    published = [row.published_at is not None for row in made.history.order_by("history_id")]
    assert published == [False, True, False]


def test_it_is_public_with_its_first_save_where_that_is_ticked(admin_client):
    assert add(admin_client, SiteText, place="notice", public="on", **version("Tea.")).status_code == 302
    assert SiteText.objects.get().is_published


def test_who_reads_the_record_reads_them_and_changes_nothing(client):
    made = a_text("about", en="Teapots.")
    client.force_login(a_person_of_staff("reads", OFFICER))
    shown = client.get(address(SiteText, "change", made.pk)).content.decode()
    assert "Teapots." in shown
    assert "See how it would look" not in shown
    for where in (address(SiteText, "change", made.pk), address(SiteText, "add"), address(SiteText, "preview")):
        assert client.post(where, {"place": "about", **version("x")}).status_code == 403


def test_who_may_add_but_not_change_makes_nothing_public(client, django_user_model):
    adds = django_user_model.objects.create_user("adds", is_staff=True)
    adds.user_permissions.set(Permission.objects.filter(codename__in=["add_sitetext", "add_sitetextversion"]))
    client.force_login(adds)
    assert add(client, SiteText, place="about", public="on", **version("Teapots.")).status_code == 302
    assert not SiteText.objects.get().is_published


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place": "about", **version("")}, "This field is required"),
        ({"place": "about", **version("t" * (LONGEST + 1))}, "at most 20000 characters"),
        ({"place": "notice", **version("t" * (LONGEST_NOTICE + 1))}, "at most 600 signs"),
        ({"place": "about", "shown_from": "2024-01-01", **version("Tea.")}, "Only a notice has a first"),
        (
            {"place": "notice", "shown_from": "2024-01-02", "shown_until": "2024-01-01", **version("Tea.")},
            "before the first",
        ),
        ({"place": "home", **version("Tea.")}, "has a text of its own already"),
        ({"place": "about", **version("Tea.", "tlh")}, "not one of the available choices"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(admin_client, values, said):
    a_text("home", en="Teapots.")
    assert said in complaints(add(admin_client, SiteText, **values))
    assert SiteText.objects.count() == 1


def test_what_was_typed_is_seen_as_it_would_look_and_nothing_is_kept(admin_client):
    where = address(SiteText, "preview")
    assert admin_client.get(where).status_code == 405
    typed = {"place": "about", **version("## Teapots\n\n<script>alert(1)</script>")}
    typed |= {"versions-1-language": "ar", "versions-1-text": "الأباريق", "versions-2-language": "tlh"}
    shown = admin_client.post(where, typed)
    said = shown.content.decode()
    assert "<h2>Teapots</h2>\n<p>&lt;script&gt;" in said
    assert '<div class="own-words" lang="ar" dir="rtl">' in said
    assert "<script" not in said
    assert "page.css" in said
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert "There is no text yet" in admin_client.post(where, {"place": "notice"}).content.decode()
    assert "# Tea</p>" in admin_client.post(where, {"place": "notice", **version("# Tea")}).content.decode()
    assert not SiteText.objects.exists()
    form = admin_client.get(address(SiteText, "add")).content.decode()
    assert f'formaction="{where}" formtarget="_blank"' in form


def test_the_form_for_two_editors_keeps_both(admin_client):
    made = a_text("about", en="Teapots.", fr="Théières.")
    where = address(SiteText, "change", made.pk)
    opened = sent_back(admin_client.get(where))
    save(admin_client, made, **{"versions-1-text": "Bouilloires."})
    refused = admin_client.post(where, opened | {"versions-0-text": "Kettles."})
    assert "Not saved yet" in complaints(refused)
    assert set(made.versions.values_list("text", flat=True)) == {"Teapots.", "Bouilloires."}
    assert admin_client.post(where, sent_back(refused)).status_code == 302
    assert set(made.versions.values_list("text", flat=True)) == {"Kettles.", "Bouilloires."}
