"""Names that must not stand on a page, in whatever spelling, and what a page newly tells."""

import pytest

from reprisals.exposure import combinations, names_given_away, newly_disclosed, parts_given_away
from reprisals.models import ConfidentialSource
from reprisals.page import page_of

from .records import a_person, an_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(db):
    return an_incident()


def given_away(incident, text: str, **fields: object) -> bool:
    a_person(incident, **fields)
    return bool(names_given_away(incident, {"summary": text}))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Quillon Tarbuckle", "Then Quillon Tarbuckle left."),
        ("Quillon Tarbuckle", "then QUILLON TARBUCKLE left"),
        ("Quillón Tarbückle", "Quillon Tarbuckle's kettle"),
        ("Quillon Tarbuckle", "Quillón Tärbuckle"),
        ("  Quillon   Tarbuckle ", "Quillon\nTarbuckle"),
        ("Quillon Tarbuckle", "Quillon\u00a0Tarbuckle"),
        ("Quillon Tarbuckle", "Quil\u200blon Tar\u00adbuckle"),
        ("Tarbuckle", "Tar\u200bbuck\u00adle"),
        ("Quillon\u200b Tarbuckle\u200e", "Quillon Tarbuckle"),
        ("Quillon Tarbuckle", "Ｑｕｉｌｌｏｎ Tarbuckle"),
        ("Quillon Tarbuckle", "https://teapots.example/wiki/Quillon_Tarbuckle"),
        ("Quillon Tarbuckle", "https://teapots.example/quillontarbuckle.html"),
        ("Quillón Tarbuckle", "https://teapots.example/Quill%C3%B3n%20Tarbuckle"),
        ("Quillon Tarbuckle", "据Quillon Tarbuckle说"),
        ("Quillon Tarbuckle", "Quillon <b></b> Tarbuckle"),
        ("Quillon-Tarbuckle", "Quillon Tarbuckle"),
        ("Tar-Buckle Quillon", "Tarbuckle Quillon"),
        ("O’Teapot", "O'Teapot"),
        ("Strauß", "STRAUSS"),
        ("曹壶明", "据称曹壶明的茶壶被拿走。"),
        ("曹 壶明", "据称曹壶明被拿走"),
        ("བཀྲ་ཤིས་ཇ་དམ", "ཁོང་བཀྲ་ཤིས་ཇ་དམ་ཡིན"),
        ("چەينەك ئەخمەت", "ئۇ چەينەك ئەخمەت دېدى"),
        ("محمد إبريق", "قال مُحَمَّد إبريق"),
        ("محمد إبريق", "محـمد إبريق"),
        ("Иван Чайников", "Его зовут ИВАН ЧАЙНИКОВ."),
        ("Đoàn", "ông Đoàn nói"),
        ("Li", "Mr. Li left"),
    ],
)
def test_a_name_is_found_however_it_is_written(incident, name, text):
    assert given_away(incident, text, name=name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Li", "Living in a list of lids"),
        ("Anna", "Hannah brought bananas"),
        ("Tarbuckle", "Quillon went"),
        ("", "Nobody"),
        ("X", "X marks the teapot"),
        ("Ö", "O"),
        ("May Be", "It may bear"),
    ],
)
def test_what_only_looks_like_a_name_is_not_found(incident, name, text):
    assert not given_away(incident, text, name=name)


def test_other_names_count_one_a_line(incident):
    assert given_away(incident, "The Kettle spoke", other_names="Pot\nThe Kettle\n")


@pytest.mark.parametrize(("visibility", "found"), [("withheld", 1), ("role", 1), ("pseudonym", 1), ("name", 0)])
def test_only_who_is_shown_by_name_may_be_named(incident, visibility, found):
    a_person(incident, visibility=visibility)
    assert len(names_given_away(incident, {"summary": "Quillon Tarbuckle"})) == found


def test_as_the_page_shows_people_or_as_they_are_recorded(incident):
    person = a_person(incident, visibility="withheld")
    page = {"summary": "Quillon Tarbuckle"}
    assert names_given_away(incident, page, {str(person.pk): "name"}) == []
    assert names_given_away(incident, page, {}) != []


def test_sources_count_in_both_kinds(incident):
    ConfidentialSource(incident=incident, name="Oddny Featherstone").save()
    a_person(incident, "source")
    found = names_given_away(incident, {"summary": "Oddny Featherstone and Quillon Tarbuckle"})
    assert len(found) == 2


def test_what_is_said_names_nobody(incident):
    a_person(incident)
    assert "Quillon" not in "".join(names_given_away(incident, {"summary": "Quillon Tarbuckle"}))


def test_everything_on_the_page_is_read(incident):
    a_person(incident)
    for name in ("title", "links", "citations", "people", "timeline", "place"):
        for value in ("Quillon Tarbuckle", ["Quillon Tarbuckle"], [{"source": {"title": "Quillon Tarbuckle"}}]):
            assert names_given_away(incident, {name: value}), (name, value)


def test_a_pseudonym_that_is_the_name_is_found(incident):
    a_person(incident, visibility="pseudonym", pseudonym="quillon tarbuckle")
    assert names_given_away(incident, page_of(incident, None))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quillon was questioned", True),
        ("Ms TARBUCKLE", True),
        ("tar\u00adbuckle", True),
        ("Pot and Kettle", True),
        ("An ol teapot", False),
        ("Quill and buckle", False),
    ],
)
def test_a_part_of_a_name_is_pointed_out(incident, text, found):
    person = a_person(incident, name="Quillon Tarbuckle", other_names="The Kettle\nOl")
    a_person(incident, "intervening", name="Ottoline Spout", visibility="name")
    lines = parts_given_away(incident, {"summary": f"Ottoline said: {text}"})
    assert lines == ([f"{person}: a part of a name of theirs stands on the page. Read it again."] if found else [])


# What is new


def test_everything_is_new_on_a_first_page(incident):
    lines = newly_disclosed(page_of(incident, None), None)
    assert "Title: Teapots hidden from speakers" in lines
    assert "Kind: Intimidation" in lines
    assert "Act: Threat, 2021-05" in lines
    assert not any(incident.reference in line for line in lines)


def test_only_what_changed_is_new(incident):
    before = page_of(incident, None)
    assert newly_disclosed(before, before) == []
    incident.public_title = "Teapots found"
    assert newly_disclosed(page_of(incident, None), before) == ["Title: Teapots found"]


def test_what_is_told_of_another_person_now_is_new():
    before = {"people": [{"role": "relative", "called": "A"}, {"role": "targeted", "called": "B"}]}
    after = {"people": [{"role": "targeted", "called": "A"}, {"role": "relative", "called": "B"}]}
    assert newly_disclosed(after, before) == [
        "Person: Person targeted, A",
        "Person: Relative, B",
    ]


# What says more together


@pytest.fixture
def page(incident):
    return page_of(incident, None)


def a_shown_person(how: str = "role", **fields: object) -> dict[str, object]:
    return {"role": "targeted", "how": how, "called": "", "description": "", "size": None} | fields


def test_a_coarse_page_without_people_says_no_more(page):
    assert combinations(page, False) == []


@pytest.mark.parametrize(
    ("changes", "withheld", "said"),
    [
        ({"began_on": "2021-05-04", "place": "Hall, Portugal"}, False, "An exact day together with a place"),
        ({"people": [a_shown_person()], "place": "Hall, Portugal"}, False, "with an exact day or place"),
        ({"people": [a_shown_person("pseudonym")], "acts": [{"happened_on": "2021-05-04"}]}, False, "an exact day"),
        ({"people": [a_shown_person()], "engagements": [{"session": "HRC 45", "review": ""}]}, False, "the session"),
        ({"people": [a_shown_person(description="a lawyer")]}, False, "A role in words"),
        ({"people": [a_shown_person("name", size=3)]}, False, "A group of 3"),
        ({"citations": [{"source": None, "place": ""}]}, True, "a source may name them"),
    ],
)  # fmt: skip
def test_what_says_more_together_is_said(page, changes, withheld, said):
    assert any(said in line for line in combinations(page | changes, withheld))


@pytest.mark.parametrize(
    "changes",
    [
        {"began_on": "2021-05-04"},
        {"place": "Hall, Portugal"},
        {"people": [a_shown_person("name", description="a lawyer", size=10)]},
        {"citations": [{"source": None, "place": ""}]},
    ],
)
def test_each_by_itself_is_not(page, changes):
    assert combinations(page | changes, False) == []
