"""Texts in Markdown, as clean HTML for a page and as blocks of a paper, from the same reading.

Only paragraphs, headings, lists, quotations, emphasis and links to the web are read: HTML, pictures and code stay text.
Texts of the site itself lead to its own pages and to addresses of mail, too.
"""

import re
from collections.abc import Callable, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from exports.document import Block, Break, Heading, Inline, ListBlock, Paragraph, Quotation, Run

WEB = ("http://", "https://")
HERE = re.compile(r"/(?![/\\])|#")  # a second stroke would lead to another site
TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
DEEPEST = 6
PLAIN = Run("")


def _is_web(address: str) -> bool:
    return address.lower().startswith(WEB)


def _is_web_or_here(address: str) -> bool:
    return _is_web(address) or address.lower().startswith("mailto:") or bool(HERE.match(address))


def _reader(leads: Callable[[str], bool], also_off: Sequence[str] = ()) -> MarkdownIt:
    off = ["image", "code", "fence", "backticks", "hr", "html_block", "html_inline", *also_off]
    reader = MarkdownIt("commonmark", {"html": False}).disable(off)
    reader.validateLink = leads  # type: ignore[method-assign, assignment]
    return reader


_READER = _reader(_is_web)
# Without links that are written once and named often, of which a short text could make megabytes.
_OF_SITE = _reader(_is_web_or_here, ["reference"])
_NOTICE = _reader(_is_web_or_here, ["reference", "heading", "lheading"])


def as_html(text: str, first_heading: int = 2) -> SafeString:
    """Clean HTML. first_heading: the level, 2 to 6, of the text's highest headings, whichever they are written as."""
    return _html(_READER, text, first_heading, {"http", "https"})


def site_html(text: str, is_notice: bool = False) -> SafeString:
    """The same of a text of the site itself, below the heading of its page; a notice has no headings."""
    return _html(_NOTICE if is_notice else _OF_SITE, text, 2, {"http", "https", "mailto"})


def _html(reader: MarkdownIt, text: str, first_heading: int, schemes: set[str]) -> SafeString:
    tokens = reader.parse(text)
    levels = _levels(tokens)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(first_heading + levels[token.tag], DEEPEST)}"
    html = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=schemes, link_rel="noreferrer")
    return mark_safe(clean)  # noqa: S308 - cleaned by an allowlist


def as_blocks(text: str, first_heading: int = 1) -> tuple[Block, ...]:
    """The same as blocks of a paper; first_heading is the level in the paper of the text's highest headings."""
    tokens = _READER.parse(text)
    levels = {tag: first_heading + rank for tag, rank in _levels(tokens).items()}
    return _blocks(SyntaxTreeNode(tokens), levels)


def _levels(tokens: list[Token]) -> dict[str, int]:
    """The tags of headings that occur, ranked from 0, so that no level is jumped over."""
    found = sorted({token.tag for token in tokens if token.type == "heading_open"})
    return {tag: rank for rank, tag in enumerate(found)}


def _blocks(node: SyntaxTreeNode, levels: dict[str, int]) -> tuple[Block, ...]:
    return tuple(_block(child, levels) for child in node.children)


def _block(node: SyntaxTreeNode, levels: dict[str, int]) -> Block:
    if node.type == "heading":
        return Heading(levels[node.tag], _inlines(node))
    if node.type == "blockquote":
        return Quotation(_blocks(node, levels))
    if node.type in ("bullet_list", "ordered_list"):
        items = tuple(_blocks(item, levels) for item in node.children)
        start = node.attrs.get("start", 1)
        return ListBlock(items, node.type == "ordered_list", int(start))
    return Paragraph(_inlines(node))


def _inlines(node: SyntaxTreeNode, look: Run = PLAIN) -> tuple[Inline, ...]:
    """The runs in a node, each in the look of what it stands in."""
    found: list[Inline] = []
    for child in node.children:
        if child.type == "hardbreak":
            found.append(Break())
        elif child.type == "softbreak":
            found.append(Run(" ", look.italic, look.bold, look.link))
        elif child.type == "text":
            found.append(Run(child.content, look.italic, look.bold, look.link))
        else:
            found += _inlines(child, _look(child, look))
    return tuple(found)


def _look(node: SyntaxTreeNode, look: Run) -> Run:
    link = str(node.attrs.get("href", "")) if node.type == "link" else look.link
    return Run("", look.italic or node.type == "em", look.bold or node.type == "strong", link)
