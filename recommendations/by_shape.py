"""Templates written once for each shape, with a sign in place of every text; the texts are put there, escaped.

Of most pages and rows only the texts differ. A template may ask whether a text is there, and nothing else of it; what
else it decides by is part of the shape. Nothing is kept but what the template writes of a shape.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from html import escape
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

FIRST = 0xE000  # of the part of Unicode that is nobody's
SHAPES_KEPT = 600  # the page of a recommendation is 7 kB, a row some hundred bytes

Texts = Mapping[str, str]
Shape = Mapping[str, Hashable]

_forms: dict[Hashable, str] = {}


def by_shape(
    template: str, texts: Texts, shape: Shape | None = None, request: Callable[[Texts], HttpRequest] | None = None
) -> SafeString:
    """What a template writes of these texts. “source.title” is the title of source; a SafeString is HTML already.

    request: of a whole page, how its request is made of the signs; the shape says what else the page shows of it.
    """
    filled = tuple([name for name, text in texts.items() if text])
    known_by = template, get_language(), tuple(texts), filled, tuple((shape or {}).items())
    form = _forms.get(known_by)
    if form is None or settings.DEBUG:  # a designer sees at once what they changed
        form = _written(template, texts, shape or {}, request)
        if len(_forms) >= SHAPES_KEPT:
            _forms.clear()
        _forms[known_by] = form
    return SafeString(form % {name: escaped(text) for name, text in texts.items()})


def escaped(text: str) -> str:
    return text if isinstance(text, SafeString) else escape(text)


def sign(number: int) -> SafeString:
    """What stands for the text of this number."""
    return SafeString(chr(FIRST + number))


def _written(template: str, texts: Texts, shape: Shape, request: Callable[[Texts], HttpRequest] | None) -> str:
    """What a template writes, with %(name)s in place of each sign."""
    signs = {name: sign(number) if text else "" for number, (name, text) in enumerate(texts.items())}
    context = _nested(signs | dict(shape))
    html = get_template(template).render(context, request(signs) if request else None)
    for number in range(len(texts)):  # as an address has them
        html = html.replace(quote(sign(number)), sign(number))
    names = list(texts)
    return re.sub(
        f"[{sign(0)}-{sign(len(names))}]", lambda found: f"%({names[ord(found[0]) - FIRST]})s", html.replace("%", "%%")
    )


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same by their first names: what has a point in its name is an attribute."""
    context: dict[str, Any] = {}
    for name, value in values.items():
        first, _point, second = name.partition(".")
        if second:
            setattr(context.setdefault(first, SimpleNamespace()), second, value)
        else:
            context[first] = value
    return context
