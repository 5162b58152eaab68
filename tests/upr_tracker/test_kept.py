"""What is the same on every page is written once for each language, and carries nothing from page to page."""

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

KNOWS = "{{ user }}{{ secret }}{{ request.path }}{% translate 'Yes' %}"


@pytest.fixture
def template() -> Template:
    return Template("{% load i18n kept %}{% kept %}[" + KNOWS + "]{% endkept %}")


def ask(template: Template, secret: str) -> str:
    return template.render(RequestContext(RequestFactory().get("/teapots/"), {"secret": secret, "user": secret}))


def test_it_knows_nothing_of_the_page(template):
    assert ask(template, "one teapot") == "[Yes]"


def test_it_is_written_once_for_each_language(template):
    written = template.nodelist[-1].written
    for language, word in (("en", "Yes"), ("fr", "Oui")):
        with translation.override(language):
            assert ask(template, "") == f"[{word}]"
    assert [language for _urls, language in written] == ["en", "fr"]
    written[next(iter(written))] = "kept"
    with translation.override("en"):
        assert ask(template, "") == "kept"
