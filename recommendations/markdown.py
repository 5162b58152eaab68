"""Texts in Markdown, as clean HTML for a page and as blocks of a paper, from the same reading.

Only paragraphs, headings, lists, quotations, emphasis and links to the web are read: HTML, pictures and code stay text.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from exports.document import Block, Break, Heading, Inline, ListBlock, Paragraph, Quotation, Run

WEB = ("http://", "https://")
TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
DEEPEST = 6
PLAIN = Run("")


def _is_web(address: str) -> bool:
    return address.lower().startswith(WEB)


_READER = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "code", "fence", "backticks", "hr", "html_block", "html_inline"]
)
_READER.validateLink = _is_web  # type: ignore[method-assign, assignment]


def as_html(text: str, first_heading: int = 2) -> SafeString:
    """Clean HTML. first_heading: the level, 2 to 6, of the text's highest headings, whichever they are written as."""
    tokens = _READER.parse(text)
    levels = _levels(tokens)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(first_heading + levels[token.tag], DEEPEST)}"
    html = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel="noreferrer")
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
