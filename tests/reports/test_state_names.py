"""States in sentences of three languages, and dates and numbers beside them."""

import pytest
from django.utils import translation

from recommendations.models import State
from reports import state_names, wording
from tests.records import a_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "iso3", "of", "to", "name"),
    [
        ("en", "CHN", "of China", "to China", "China"),
        ("en", "GMB", "of the Gambia", "to the Gambia", "Gambia"),
        ("fr", "CHN", "de la Chine", "à la Chine", "Chine"),
        ("fr", "BLR", "du Bélarus", "au Bélarus", "Bélarus"),
        ("fr", "USA", "des États-Unis d’Amérique", "aux États-Unis d’Amérique", "États-Unis d’Amérique"),
        ("fr", "ALB", "de l’Albanie", "à l’Albanie", "Albanie"),
        ("fr", "ISR", "d’Israël", "à Israël", "Israël"),
        ("fr", "CUB", "de Cuba", "à Cuba", "Cuba"),
        ("es", "CHN", "de China", "a China", "China"),
        ("es", "BRA", "del Brasil", "al Brasil", "Brasil"),
        ("es", "SLV", "de El Salvador", "a El Salvador", "El Salvador"),
    ],
)
def test_articles_and_contractions(language, iso3, of, to, name):
    with translation.override(language):
        state = a_state(iso3)
        assert (state_names.of(state), state_names.to(state), state_names.name(state)) == (of, to, name)


def test_every_state_has_a_name_in_each_language():
    listed = set(State.objects.values_list("iso3", flat=True))
    assert {iso3 for iso3, names in state_names._names().items() if all(names.values())} == listed


def test_a_list_is_in_the_alphabet_of_its_language():
    some = [a_state(iso3) for iso3 in ("EGY", "ECU", "ZMB", "DEU")]
    with translation.override("fr"):
        assert state_names.listed(some) == "Allemagne, Égypte, Équateur, Zambie"


@pytest.mark.parametrize(
    ("language", "date", "share"),
    [("en", "1 June 2024", "30.4 %"), ("fr", "1er juin 2024", "30,4 %"), ("es", "1 de junio de 2024", "30,4 %")],
)
def test_dates_and_shares(language, date, share):
    with translation.override(language):
        assert wording.date("2024-06-01").replace(wording.NO_BREAK, " ") == date
        assert wording.percent(100 * 130 / 428).replace(wording.NO_BREAK, " ") == share
