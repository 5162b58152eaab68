"""What is the same on every page is written once."""

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Kept(template.Node):
    """Knows nothing of the page that it stands on, so that it cannot carry anything from one page to another."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.written: dict[tuple[str, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        known_by = get_urlconf() or settings.ROOT_URLCONF, get_language() or ""
        if known_by not in self.written:
            self.written[known_by] = self.nodelist.render(context.new())
        return self.written[known_by]


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Writes what stands up to {% endkept %} once for each language, without anything that the page knows."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist)
