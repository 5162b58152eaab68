"""States, themes, goals and steps of clocks are called in each language as the UN calls them."""

import csv
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from recommendations.models import Tag, Theme, Vocabulary, name_order, state_name
from tests.records import a_recommendation, a_review

from .catalogs import messages_of

REFERENCE = Path(settings.BASE_DIR) / "recommendations" / "reference"


SHIPPED = {
    "vocabularies": ["title"],
    "territories": ["name"],
    "instruments": ["name"],
    "themes": ["name"],
    "clocks": ["name", "note"],
    "wg_sessions": ["checked"],
    "hrc_sessions": ["checked"],
}


def column(table: str, name: str) -> set[str]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[name] for row in csv.DictReader(file) if row[name]}


def named(language: str, context: str) -> dict[str, str]:
    _head, *messages = messages_of(REFERENCE / "locale" / language / "LC_MESSAGES" / "django.po")
    return {message.text: message.translations[0] for message in messages if message.context == context}


@pytest.mark.parametrize("language", ["ar", "fr", "zh_Hans"])
def test_every_state_has_a_name_of_its_own_in_each_language(language):
    names = named(language, "State")
    assert set(names) == column("states", "name")
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize("language", ["ar", "fr", "zh_Hans"])
def test_every_theme_goal_and_step_that_comes_with_the_program_has_a_name_in_each_language(language):
    names = named(language, "vocabulary")
    asked = {text for table, columns in SHIPPED.items() for name in columns for text in column(table, name)}
    assert set(names) == {text for text in asked if not text.startswith("document ")}  # whose symbol is its name
    assert all(names.values())


def theme(vocabulary: str, slug: str) -> Theme:
    return Theme.objects.get(vocabulary__slug=vocabulary, slug=slug)


def test_themes_and_steps_are_called_so_on_pages(client: Client, db):
    one = a_recommendation(review := a_review(), "Count all teapots", "28.5")
    for vocabulary, slug in (("ohchr-themes-2025", "right-to-education"), ("sdgs", "sdg-4")):
        Tag.objects.create(recommendation=one, theme=theme(vocabulary, slug))
    own = Theme.objects.create(vocabulary=Vocabulary.objects.get(slug="ohchr-themes-2025"), slug="tea", name="Teapots")
    Tag.objects.create(recommendation=one, theme=own)
    in_french = "Droit à l’éducation"
    for address in (
        one.get_absolute_url(),
        "/recommendations/",
        "/recommendations/?by=theme",
        f"{review.get_absolute_url()}pictures/by-theme/",
    ):
        page = unescape(client.get(f"/fr{address}").content.decode())
        assert in_french in page, address
        assert "Right to education" not in page, address
        assert "Teapots" in page, "what staff add stays as they wrote it"
        assert "Right to education" in client.get(address).content.decode(), address
    assert "ODD 4 : Éducation de qualité" in unescape(client.get(f"/fr{one.get_absolute_url()}").content.decode())
    assert "Thèmes du HCDH (forme de 2025)" in unescape(client.get(f"/fr{one.get_absolute_url()}").content.decode())
    dates = unescape(client.get(f"/fr{review.get_absolute_url()}").content.decode())
    assert "Adoption du document final par le Conseil" in dates
    assert "Adoption of the outcome by the Council" not in dates
    assert '<bdi lang="en">Practice' not in dates
    assert '<span class="quiet">(Pratique' in dates
    file = b"".join(client.get("/recommendations.csv").streaming_content).decode()
    assert "Right to education" in file, "files are the same for all"


@pytest.mark.parametrize("asked", ["éducation", "education"])
def test_search_knows_a_theme_by_either_name(client: Client, db, asked):
    one = a_recommendation(a_review(), "Count all teapots", "28.5")
    Tag.objects.create(recommendation=one, theme=theme("ohchr-themes-2025", "right-to-education"))
    page = unescape(client.get("/fr/recommendations/", {"q": asked}).content.decode())
    assert "?theme=right-to-education" in page
    assert ">Thème: Droit à l’éducation</a>" in page


def test_they_stand_in_the_alphabet_of_the_language():
    names = ["Germany", "South Africa", "Egypt", "China", "Albania"]
    with translation.override("fr"):
        french = [state_name(name) for name in sorted(names, key=name_order)]
    with translation.override("ar"):
        arabic = [state_name(name) for name in sorted(names, key=name_order)]
    with translation.override("zh-hans"):
        chinese = [state_name(name) for name in sorted(names, key=name_order)]
    assert french == ["Afrique du Sud", "Albanie", "Allemagne", "Chine", "Égypte"]
    assert arabic == ["ألبانيا", "ألمانيا", "جنوب أفريقيا", "الصين", "مصر"]
    assert chinese == ["阿尔巴尼亚", "中国", "埃及", "德国", "南非"]


@pytest.mark.parametrize(("prefix", "china", "portugal"), [("", "China", "Portugal"), ("/ar", "الصين", "البرتغال")])
def test_pages_call_them_so_and_search_knows_them_by_it(client: Client, db, prefix, china, portugal):
    a_recommendation(a_review(), "Count all teapots", "28.5")
    page = client.get(f"{prefix}/recommendations/").content.decode()
    assert f"<span>{china}</span>" in page, "among the choices"
    assert portugal in page
    assert f"<h1>{china}</h1>" in client.get(f"{prefix}/states/CHN/").content.decode()
    nothing = client.get(f"{prefix}/recommendations/", {"q": china}).content.decode()
    assert "?state=CHN" in nothing
    refused = client.get(f"{prefix}/recommendations/", {"state": "CHN", "q": "kettle"}).content.decode()
    assert china in refused
