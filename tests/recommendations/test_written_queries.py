"""Written queries, each with the records that it must find, worked out by hand: the same on both databases.

The texts are invented and harmless; only names of States, places and peoples are real.
"""

import pytest
from django.test import Client

from recommendations.search import Criteria, search
from recommendations.words import highlight, search_words
from tests.records import a_recommendation, a_review

pytestmark = pytest.mark.django_db

# What it is called here: paragraph, language and text.
TEXTS = {
    "xizang": ("28.5", "en", "Combat dust in the libraries of Xizang"),
    "tibet": ("28.50", "en", "Open the tea houses of Tibet to all visitors"),
    "number": ("28.51", "en", "Recall paragraph 28.5 of the report on spoons"),
    "xinjiang": ("28.15", "en", "Publish the timetable of trains to Xinjiang"),
    "uighur": ("", "en", "Teach Uighur songs at school"),
    "uigur": ("", "en", "Print a cookbook of Uigur noodles"),
    "library": ("", "zh", "开放新疆的图书馆"),
    "frontier": ("", "zh", "创新茶壶，保护边疆的茶园"),
    "tea house": ("", "zh", "在西藏修建更多的茶馆"),
    "tibetan": ("", "bo", "བོད་ཀྱི་དཔེ་མཛོད་ཁ་འབྱེད་"),
    "uyghur": ("", "ug", "ئۇيغۇر چايخانىلىرىنى ئېچىڭ"),
    "arabic": ("", "ar", "افتحوا مَكتبات الشاي للجميع"),
    "menu": ("", "en", "Translate the menu 茶 into العربية and བོད་སྐད།"),
    "türkiye": ("", "en", "Work with Türkiye on the study of tulips"),
    "turkey": ("", "en", "Ask Turkey for its recipe for tea"),
    "cocoa": ("", "en", "Follow Côte d’Ivoire’s example in growing cocoa"),
    "north": ("", "en", "Thank the Democratic People’s Republic of Korea for its kettles"),
    "south": ("", "en", "Thank the Republic of Korea for its teapots"),
    "spoons": ("", "en", "Thank South Korea for its spoons"),
    "coffee": ("", "en", "Thank the Democratic Republic of the Congo for its coffee"),
    "kiev": ("", "en", "Restore the tea museum in Kiev"),
    "kyiv": ("", "en", "Visit the tea museum in Kyiv"),
    "poet": ("", "en", "Honour the poet Mohammed of the teapots"),
    "samovar": ("", "en", "Buy a samovar for the café of the women’s house"),
    "border": ("", "en", "Serve tea to asylum-seekers at the border"),
    "seekers": ("", "en", "Let seekers of asylum drink tea"),
    "convention": ("", "en", "Ratifying the Convention on Teapots"),
    "torture": ("", "en", "End the torture of kettles, and prevent it"),
    "sugar": ("", "en", "Let us share the sugar"),
    "ice": ("", "en", "Ask the United States for ice in its tea"),
    "burma": ("", "en", "Import leaves from Burma"),
}
ALL = set(TEXTS)
OF_TIBET = {"xizang", "tibet", "tea house", "tibetan", "menu"}
OF_THE_UYGHURS = {"xinjiang", "uighur", "uigur", "library", "uyghur"}
OF_TEA = {"tibet", "turkey", "kiev", "kyiv", "border", "seekers", "ice"}
TEAPOTS = {"south", "poet", "convention"}
THE_MUSEUM = {"kiev", "kyiv"}

QUERIES = [
    # Words, their forms, and signs
    ("kettles", {"north", "torture"}),
    ("KETTLE", {"north", "torture"}),
    ("torture kettle", {"torture"}),
    ("ratified", {"convention"}),
    ("cafe", {"samovar"}),
    ("CAFÉ", {"samovar"}),
    ("cafe\u0301", {"samovar"}),
    ("women", {"samovar"}),
    ("women's", {"samovar"}),
    ("the museum in", THE_MUSEUM),
    ("tea, (houses)!", {"tibet"}),
    ("tea OR kettles", set()),
    ("kettles NEAR torture", set()),
    ("sugar & !us", {"sugar"}),
    ("?!", set()),
    ("", ALL),
    ("teapot " * 42, TEAPOTS),
    ("t" * 10_000, set()),
    # Phrases
    ('"torture of kettles"', {"torture"}),
    ('"kettles of torture"', set()),
    ("“tea museum”", THE_MUSEUM),
    ('"tea museum', THE_MUSEUM),
    ('"poet Mohammed" teapot', {"poet"}),
    ("asylum-seekers", {"border"}),
    ("asylum seekers", {"border", "seekers"}),
    ('""', set()),
    ('" "', set()),
    # What is ruled out
    ("kettles -torture", {"north"}),
    ('kettles -"torture of kettles"', {"north"}),
    ("-tea", ALL - OF_TEA),
    ("tea -museum -asylum", {"tibet", "turkey", "ice"}),
    ("tea - museum", THE_MUSEUM),
    ("libraries -Tibet", set()),
    ("museum -Kiev", set()),
    ("thank -DPRK -Congo", {"south", "spoons"}),
    # Numbers of paragraphs
    ("28.5", {"xizang", "number"}),
    ("(28.5)", {"xizang", "number"}),
    ("２８.５", {"xizang", "number"}),
    ("28.50", {"tibet"}),
    ("28", set()),
    ("paragraph 28.5", {"number"}),
    ("dust -28.5", set()),
    # Scripts
    ("图书馆", {"library"}),
    ("茶壶", {"frontier"}),
    ("茶", {"frontier", "tea house", "menu"}),
    ("新疆", OF_THE_UYGHURS),
    ("疆", OF_THE_UYGHURS | {"frontier"}),
    ("مكتبات", {"arabic"}),
    ("الشاي", {"arabic"}),
    ("العربية 茶", {"menu"}),
    ("དཔེ་མཛོད", {"tibetan"}),
    ("چايخانىلىرىنى", {"uyghur"}),
    # Names of places, as different sides use them
    ("Tibet", OF_TIBET),
    ("Xizang", OF_TIBET),
    ("西藏", OF_TIBET),
    ("བོད", OF_TIBET),
    ('"Tibet Autonomous Region"', OF_TIBET),
    ("Uyghur", OF_THE_UYGHURS),
    ("Uygurs", OF_THE_UYGHURS),
    ("Xinjiang", OF_THE_UYGHURS),
    ("East Turkestan", OF_THE_UYGHURS),
    ("ئۇيغۇر", OF_THE_UYGHURS),
    # Spellings and former names
    ("Türkiye", {"türkiye", "turkey"}),
    ("turkey's", {"türkiye", "turkey"}),
    ("Turkey tulips", {"türkiye"}),
    ("Ivory Coast", {"cocoa"}),
    ("cocoa Cote d'Ivoire", {"cocoa"}),
    ('growing -"Ivory Coast"', set()),
    ("South Korea", {"south", "spoons"}),
    ("North Korea", {"north"}),
    ("DRC", {"coffee"}),
    ("Congo-Brazzaville", set()),
    ("Kyiv", THE_MUSEUM),
    ("Muhammad", {"poet"}),
    ("Myanmar", {"burma"}),
    ("United States", {"ice"}),
    ("US", {"ice", "sugar"}),
]
WITH_WORDS = [(query, found) for query, found in QUERIES if found and found not in (ALL, ALL - OF_TEA)]
# Found by its paragraph, or by one character of a name that the text has in another script.
UNMARKED = {("28.5", "xizang"), ("(28.5)", "xizang"), ("２８.５", "xizang"), ("28.50", "tibet")}
UNMARKED |= {("疆", name) for name in OF_THE_UYGHURS - {"library"}}


@pytest.fixture(autouse=True)
def library() -> None:
    """All texts in a published review, and two of them in one that is not."""
    public, private = a_review("CHN", 45), a_review("SVN", 48, published=False)
    for paragraph, language, text in TEXTS.values():
        a_recommendation(public, text, paragraph, language=language)
    a_recommendation(private, TEXTS["torture"][2], "1.1")
    a_recommendation(private, TEXTS["turkey"][2], "28.5")


def names_of(query: str) -> set[str]:
    by_text = {text: name for name, (_, _, text) in TEXTS.items()}
    return {by_text[recommendation.text] for recommendation in search(Criteria(q=query))}


def test_there_are_fifty():
    assert len(QUERIES) >= 50
    assert len({query for query, _ in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize(("query", "found"), QUERIES)
def test_a_query_finds_what_is_written_here(query: str, found: set[str]):
    assert names_of(query) == found


@pytest.mark.parametrize(("query", "found"), WITH_WORDS)
def test_all_that_a_query_finds_shows_where(query: str, found: set[str]):
    to_mark = Criteria(q=query).query.to_mark()
    for name in found:
        marked = any(is_marked for _, is_marked in highlight(TEXTS[name][2], to_mark))
        assert marked is ((query, name) not in UNMARKED), name


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("torture kettle", ["the <mark>torture</mark> of <mark>kettles</mark>, and prevent it"]),
        ('"the torture"', ["End <mark>the</mark> <mark>torture</mark> of kettles"]),
        ("新疆", ["开放<mark>新疆</mark>的图书馆", "to <mark>Xinjiang</mark>", "<mark>Uigur</mark> noodles"]),
        ("XUAR", ["Teach <mark>Uighur</mark> songs"]),
        ("Ivory Coast", ["Follow <mark>Côte</mark> <mark>d</mark>’<mark>Ivoire</mark>’s example"]),
        ("South Korea", ["the <mark>Republic</mark> <mark>of</mark> <mark>Korea</mark> for its teapots"]),
        ("Turkey", ["with <mark>Türkiye</mark> on", "Ask <mark>Turkey</mark> for"]),
        ("Tibet", ["<mark>བོད</mark>་ཀྱི", "在<mark>西藏</mark>修建", "of <mark>Xizang</mark>"]),
        ("مكتبات", ["<mark>مَكتبات</mark> الشاي"]),
        ("tea -museum", ["Ask Turkey for its recipe for <mark>tea</mark>"]),
    ],
)
def test_the_page_marks_the_words_where_they_stand(client: Client, query: str, marks: list[str]):
    page = client.get("/recommendations/", {"q": query}).content.decode().replace("&#x27;", "'")
    for mark in marks:
        assert mark in page


@pytest.mark.parametrize("name", TEXTS)
def test_the_words_that_can_be_marked_are_those_that_are_found(name: str):
    text = TEXTS[name][2]
    marked = highlight(text, [(word,) for word in search_words(text)])
    assert [word for piece, is_marked in marked if is_marked for word in search_words(piece)] == search_words(text)
