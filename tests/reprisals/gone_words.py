"""The words by which test_gone.py knows its incident again."""

REFERENCE = "qzqzqzqzqz"
WORDS = {
    "title": "Xylotheque of teapots",
    "summary": "Quixotry befell the brewers",
    "name": "Wilhelmina Ploverhatch",
    "second title": "Zugzwang of teapots",
    "account": "Borborygmus in the corridor",
    "edited account": "Floccinaucity after the tea",
    "caption": "Ziggurat of teapots",
    "what it shows": "Widdershins in the kitchen",
    "testimony": "Gallimaufry was overheard",
}
SEALED = {"account", "edited account", "testimony", "what it shows"}
