"""What is written by its shape is what the template writes of the same texts."""

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from recommendations.by_shape import by_shape

ODD = "100% of <teapots> & “kettles” %(name)s \ue000\ue001"
TEMPLATE = "recommendations/recommendation/_made.html"


@pytest.mark.parametrize("own_words", ["", ODD])
@pytest.mark.parametrize("last", [True, False])
def test_texts_are_put_in_as_the_template_writes_them(own_words: str, last: bool):
    texts = {"address": "/states/TPT/", "name": ODD, "own_words": own_words}
    shape = {"language": "fr", "last": last}
    for _time in ("written", "kept"):
        assert by_shape(TEMPLATE, texts, shape) == render_to_string(TEMPLATE, texts | shape)


def test_html_is_not_escaped_again():
    written = by_shape(
        "recommendations/recommendation/_vocabulary.html", {"vocabulary": ODD, "themes": SafeString("<b>")}
    )
    assert "<dd><b></dd>" in written
    assert "&lt;teapots&gt;" in written
