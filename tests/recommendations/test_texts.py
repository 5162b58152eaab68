"""A recommendation in several languages: side by side on its page, and found by the words of each."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from recommendations.models import Recommendation, RecommendationText
from recommendations.tracking.deriving import derive_anew
from tests.records import a_recommendation, a_review, a_source

pytestmark = pytest.mark.django_db

TEXTS = {
    "fr": ("Compter toutes les théières", "théière"),
    "ar": ("عدّ جميع أباريق الشاي", "أباريق"),
    "zh": ("清点所有茶壶", "茶壶"),
    "ug": ("بارلىق چەينەكلەرنى ساناش", "چەينەكلەرنى"),
    "bo": ("ཇ་དཀར་ཡོལ་ཚང་མ་བགྲང་རྒྱུ།", "དཀར་ཡོལ"),
}


@pytest.fixture
def teapot() -> Recommendation:
    made = a_recommendation(a_review(), "Count all teapots", "28.5")
    source = a_source("Théières", symbol="A/TEA/1", language="fr")
    for language, (text, _word) in TEXTS.items():
        of = {"source": source, "locator": "par. 28.5"} if language == "fr" else {}
        RecommendationText.objects.create(recommendation=made, language=language, text=text, **of)
    return made


def test_its_texts_stand_side_by_side_each_in_its_language(client: Client, teapot):
    page = client.get(teapot.get_absolute_url()).content.decode()
    assert '<blockquote class="asked" lang="en" dir="auto">Count all teapots</blockquote>' in page
    for language, (text, _word) in TEXTS.items():
        assert f'<blockquote class="asked" lang="{language}" dir="auto">{text}</blockquote>' in page
    assert "https://docs.un.org/fr/A/TEA/1" in page
    assert page.count("source not recorded") == 4


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_it_is_found_by_the_words_of_each_language(client: Client, teapot, language, prefix):
    def found() -> bool:
        page = client.get(f"{prefix}/recommendations/", {"q": TEXTS[language][1]})
        return f'<a href="{prefix}{teapot.get_absolute_url()}">' in page.content.decode()

    assert found()
    derive_anew(Recommendation.objects.all())
    assert found()
    RecommendationText.objects.get(language=language).delete()
    assert not found()


def test_a_second_text_in_its_own_language_is_refused(teapot):
    with pytest.raises(ValidationError, match="itself"):
        RecommendationText(recommendation=teapot, language="en", text="Count them").full_clean()


def test_a_text_that_is_gone_with_its_recommendation_leaves_its_history(teapot):
    teapot.delete()
    assert set(RecommendationText.history.values_list("history_type", flat=True)) == {"+", "-"}
