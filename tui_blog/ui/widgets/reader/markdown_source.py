"""Reads Markdown: cut into passages at once, looked into only when a passage is to be set.

Finding the blocks of a long post takes a few milliseconds; reading what runs
within their lines and setting it takes fifteen times as long. So a post is cut
into its top-level blocks first, and each is read and set when it is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from rich.text import Text

from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.ui.widgets.reader.block_setting import set_blocks
from tui_blog.ui.widgets.reader.blocks import HEADING, Key, effort_of, lines_of
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.inline_setting import set_inline
from tui_blog.ui.widgets.reader.pictures_alone import pictures_alone
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Take every target: which may be opened is decided in `links`; refused ones would show as source."""
        return True


def _parser() -> MarkdownIt:
    # Tags are text: whatever of HTML was worth showing, `convert` made Markdown of it.
    parser = _Parser("commonmark", {"html": False}).enable(["strikethrough", "table"])
    return parser.use(deflist_plugin)


_WHOLE = _parser()
_BLOCKS = _parser().disable(["inline", "text_join"])


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One top-level block of a post's Markdown."""

    key: Key
    source: str
    tokens: tuple[Token, ...]
    references: dict[str, Any]
    """The targets of reference links, which may stand anywhere in the post."""

    @property
    def characters(self) -> int:
        """Of its Markdown."""
        return len(self.source)

    @property
    def effort(self) -> int:
        """Of its Markdown."""
        return effort_of(self.source)

    @property
    def level(self) -> int:
        """Of a heading: 1 to 6."""
        return int(self.tokens[0].tag[1:])

    @property
    def kind(self) -> str:
        """What Markdown calls it: two passages of one kind can be two wordings of one."""
        return f"{self.tokens[0].type} {self.tokens[0].tag}"

    @property
    def is_running(self) -> bool:
        """Whether it is one running text, as paragraphs and headings are."""
        return self.tokens[0].type in ("paragraph_open", "heading_open")

    def text(self, inks: Inks) -> Text:
        """The text of a passage that is one running text."""
        return set_inline(SyntaxTreeNode(_inline(self.tokens[1], self.references)).children, inks)

    def words(self) -> CleanText:
        """A heading's text alone, in one line."""
        return _words(self.tokens[1], self.references)

    def pictures(self) -> tuple[str, ...]:
        """The addresses of the pictures that a paragraph consists of; () where it holds words as well."""
        if self.tokens[0].type != "paragraph_open" or "![" not in self.source:
            return ()
        return pictures_alone(_inline(self.tokens[1], self.references))

    def estimate(self, width: int) -> int:
        """As if words could be broken."""
        return lines_of(self.source, width) + 1

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Read what runs within its lines, and set it."""
        return [*set_blocks(self._nodes(), typesetter), []]

    def _nodes(self) -> list[SyntaxTreeNode]:
        return SyntaxTreeNode([self._read(token) for token in self.tokens]).children

    def _read(self, token: Token) -> Token:
        return token if token.type != "inline" else token.copy(children=_inline(token, self.references))


def passages(markdown: CleanText) -> tuple[Passage, ...]:
    """Cut Markdown into its top-level blocks."""
    references: dict[str, Any] = {}
    sources = markdown.split("\n")
    return tuple(
        Passage(Key(_kind(tokens[0]), str(number)), _source(sources, tokens[0]), tokens, references)
        for number, tokens in enumerate(_top_level(_BLOCKS.parse(markdown, references)))
    )


def set_markdown(markdown: CleanText, typesetter: Typesetter) -> list[Line]:
    """Read and set a short text whole."""
    return set_blocks(SyntaxTreeNode(_WHOLE.parse(markdown)).children, typesetter)


def first_words(markdown: CleanText) -> CleanText:
    """The beginning of a text without its markup, in one line."""
    return next((_words(token, {}) for token in _BLOCKS.parse(markdown[:400]) if token.content), EMPTY)


def _words(token: Token, references: dict[str, Any]) -> CleanText:
    """The words of a heading, paragraph or block of code alone."""
    if token.type != "inline":
        return clean_line(token.content)
    return clean_line(set_inline(SyntaxTreeNode(_inline(token, references)).children, Inks.none()).plain)


def _inline(token: Token, references: dict[str, Any]) -> list[Token]:
    return _WHOLE.parseInline(token.content, references)[0].children or []


def _top_level(tokens: list[Token]) -> Iterator[tuple[Token, ...]]:
    """Group tokens into whole blocks."""
    start, depth = 0, 0
    for end, token in enumerate(tokens, 1):
        depth += token.nesting
        if not depth:
            yield tuple(tokens[start:end])
            start = end


def _kind(token: Token) -> str:
    return HEADING if token.type == "heading_open" else "text"


def _source(lines: list[str], token: Token) -> str:
    first, end = token.map or (0, 0)
    return "\n".join(lines[first:end])
