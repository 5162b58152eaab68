"""States, and every name by which files call them."""

import csv
from collections import defaultdict

import pytest

from recommendations import reference
from recommendations.models import State, StateName, StateNames, normalise_name

ROWS = list(reference.rows("states"))
EVERY_NAME = [(row["iso3"], name) for row in ROWS for name in [row["name"], *reference.split(row["other_names"])]]

pytestmark = pytest.mark.django_db


def test_there_are_193_members_and_two_observers():
    assert State.objects.filter(status="member").count() == 193
    assert set(State.objects.filter(status="observer").values_list("iso3", flat=True)) == {"VAT", "PSE"}


def test_every_name_means_its_own_state_and_no_other():
    states = StateNames.load()
    wrong = {name: states.iso3(name) for iso3, name in EVERY_NAME if states.iso3(name) != iso3}
    assert wrong == {}


def test_no_name_is_listed_for_two_states():
    owners = defaultdict(set)
    for iso3, name in EVERY_NAME:
        owners[normalise_name(name)].add(iso3)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_every_name_is_in_the_database():
    listed = {(normalise_name(name), iso3) for iso3, name in EVERY_NAME}
    assert set(StateName.objects.values_list("normalised", "state__iso3")) == listed


def test_every_name_that_upr_info_uses_is_known(shared_data):
    states = StateNames.load()
    with open(shared_data / "states.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 195
    assert {row["iso3"]: states.iso3(row["upr_info_name"]) for row in rows} == {
        row["iso3"]: row["iso3"] for row in rows
    }


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Republic of Korea", "KOR"),
        ("South Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Eswatini", "SWZ"),
        ("Swaziland", "SWZ"),
        ("Czechia", "CZE"),
        ("Czech Republic", "CZE"),
        ("North Macedonia", "MKD"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Cabo Verde", "CPV"),
        ("Cape Verde", "CPV"),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Democratic Republic of Congo", "COD"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Samoa", "WSM"),
        ("Ireland", "IRL"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("Côte d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("Venezuela (Bolivarian Republic of)", "VEN"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("the Netherlands", "NLD"),
        ("Viet Nam", "VNM"),
        ("Timor Leste", "TLS"),
        ("Lao People’s Democratic Republic", "LAO"),
        ("St. Vincent and the Grenadines", "VCT"),
        ("  Trinidad   &  Tobago ", "TTO"),
        ("State of Palestine", "PSE"),
        ("Holy See", "VAT"),
    ],
)
def test_the_names_in_use(name, iso3):
    assert StateNames.load().iso3(name) == iso3


@pytest.mark.parametrize("name", ["", "Korea", "Teapotland", "Kingdom of", "Republic", "(France)", "No. 29", "Franc"])
def test_what_is_not_the_name_of_one_state(name):
    assert StateNames.load().iso3(name) is None


def test_a_new_state_is_known_by_its_name():
    State.objects.create(iso3="TPT", name="Teapotland", regional_group="asia")
    assert StateNames.load().iso3("the TEAPOTLAND") == "TPT"


def test_a_name_given_by_staff_is_known():
    StateName.objects.create(state=State.objects.get(iso3="FRA"), name="La Théière")
    assert StateNames.load().iso3("la theiere") == "FRA"


def test_loading_the_reference_data_again_adds_nothing_and_keeps_what_staff_changed():
    StateName.objects.filter(name="Turkey").update(name="Turkey (former name)")
    before = set(StateName.objects.values_list("pk", "name"))
    reference.load_states()
    assert set(StateName.objects.values_list("pk", "name")) == before
