"""What the tests of merges share: duplicates."""

import pytest

from recommendations.models import Organisation, State, StateName
from tests.records import a_state, an_organisation


@pytest.fixture
def teapotland() -> State:
    """A State that is a double of Portugal."""
    state = State.objects.create(iso3="TPT", name="Teapotland")
    StateName.objects.create(state=state, name="The Land of Teapots")
    return state


@pytest.fixture
def portugal() -> State:
    return a_state("PRT")


@pytest.fixture
def pair() -> list[Organisation]:
    return [an_organisation(), an_organisation("Teapots' Friends", acronym="TF", website="https://teapots.example/")]
