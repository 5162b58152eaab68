"""States are called as the UN calls them in each language, and stand in its order."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from recommendations.models import name_order, state_name
from tests.records import a_recommendation, a_review

from .catalogs import messages_of

REFERENCE = Path(settings.BASE_DIR) / "recommendations" / "reference"


@pytest.mark.parametrize("language", ["ar", "fr", "zh_Hans"])
def test_every_state_has_a_name_of_its_own_in_each_language(language):
    with (REFERENCE / "states.csv").open(encoding="utf-8", newline="") as file:
        states = {row["name"] for row in csv.DictReader(file)}
    _head, *messages = messages_of(REFERENCE / "locale" / language / "LC_MESSAGES" / "django.po")
    named = {message.text: message.translations[0] for message in messages}
    assert set(named) == states
    assert len(set(named.values())) == len(states)


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
