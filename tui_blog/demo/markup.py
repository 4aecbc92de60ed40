"""Markdown of the sample posts to HTML, as a blog's own engine would make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui_blog.demo.content import SamplePost

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

RIGHT_TO_LEFT = frozenset({"ar", "he"})

_RUNNING_TEXT = re.compile(r"(?![*+-] |\d+[.)] |\[\^)[\w\"'*\[(]")


class Renderer:
    """Makes a post's HTML when it is first asked for and keeps it; `base` is the blog's origin.

    The parser is imported with the first post: who only wants the blog to start does not wait for it.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._bodies: dict[str, str] = {}
        self._parser: MarkdownIt | None = None

    def body(self, post: SamplePost) -> str:
        """The whole text of a post; links and pictures within the blog are absolute."""
        if post.slug not in self._bodies:
            self._bodies[post.slug] = self._html(post, post.text)
        return self._bodies[post.slug]

    def lead(self, post: SamplePost) -> str:
        """The first paragraph of a post: what the home page shows, without parsing all the rest."""
        return self._html(post, first_paragraph(post.text))

    def _html(self, post: SamplePost, markdown: str) -> str:
        if self._parser is None:
            self._parser = _make_parser(self._base)
        rendered: str = self._parser.render(markdown)
        if post.language == "en":
            return rendered
        direction = "rtl" if post.language in RIGHT_TO_LEFT else "ltr"
        return f'<div lang="{post.language}" dir="{direction}">\n{rendered}</div>\n'


def first_paragraph(text: str) -> str:
    """The first block of Markdown that is running text: no heading, list, quote, table, picture or fence."""
    blocks = (block.strip() for block in text.split("\n\n"))
    return next(block for block in blocks if _RUNNING_TEXT.match(block))


def _make_parser(base: str) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.anchors import anchors_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    parser = MarkdownIt("commonmark", {"typographer": True})
    parser.enable(["table", "strikethrough", "replacements", "smartquotes"])
    parser.use(anchors_plugin, max_level=4)
    parser.use(deflist_plugin).use(footnote_plugin).use(tasklists_plugin)
    parser.core.ruler.push("figures", _set_figures)
    parser.core.ruler.push("absolute", lambda state: _make_absolute(state.tokens, base))
    return parser


def _make_absolute(tokens: Sequence[Token], base: str) -> None:
    """Give every address within the blog its host: a feed is read far from its page."""
    for token in _inside(tokens):
        for name in ("href", "src"):
            if str(token.attrs.get(name, "")).startswith("/"):
                token.attrs[name] = f"{base}{token.attrs[name]}"


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _set_figures(state: StateCore) -> None:
    """Turn a paragraph that holds only a picture with a title into a figure with that caption."""
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        children = inline.children or []
        if opening.type != "paragraph_open" or [child.type for child in children] != ["image"]:
            continue
        caption = children[0].attrs.pop("title", None)
        if caption:
            opening.tag = closing.tag = "figure"
            inline.children = [*children, *_caption(str(caption))]


def _caption(text: str) -> tuple[Token, ...]:
    from markdown_it.token import Token

    return (
        Token("caption_open", "figcaption", 1),
        Token("text", "", 0, content=text),
        Token("caption_close", "figcaption", -1),
    )
