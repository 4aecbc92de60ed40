"""How a renderer understands Markdown: with HTML switched on, so that any that is left would show."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

_TEXTS = frozenset(("text", "code_inline", "fence", "code_block", "html_inline", "html_block"))


def tokens(markdown: str) -> Iterator[Token]:
    """Every token, those within lines and within the texts of pictures as well."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    parser.use(deflist_plugin)
    waiting = parser.parse(markdown)[::-1]
    while waiting:
        token = waiting.pop()
        yield token
        waiting.extend(reversed(token.children or ()))


def kinds(markdown: str) -> set[str]:
    """The kinds of the tokens in a text."""
    return {token.type for token in tokens(markdown)}


def text_of(markdown: str) -> str:
    """What a reader would see, on one line; pictures by their text."""
    shown: list[str] = []
    for token in tokens(markdown):
        if token.type in _TEXTS:
            shown.append(token.content)
        elif token.type.endswith("break") or token.block:
            shown.append(" ")
    return " ".join("".join(shown).split())


def links_of(markdown: str) -> list[str]:
    """The targets of links and pictures."""
    return [
        str(t.attrs.get("href") or t.attrs.get("src"))
        for t in tokens(markdown)
        if t.attrs.keys() & {"href", "src"}
    ]
