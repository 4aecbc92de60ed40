"""Which paragraphs are pictures and nothing else."""

from collections.abc import Iterable

from markdown_it.token import Token

from tui_blog.ui.widgets.reader.links import openable

GALLERY = 6
"""Pictures of one paragraph that are shown; the others are words."""

_AROUND = frozenset(("link_open", "link_close", "softbreak", "hardbreak"))


def pictures_alone(inline: Iterable[Token]) -> tuple[str, ...]:
    """The addresses of the pictures in a paragraph, linked or not; () where it holds words as well."""
    found: list[str] = []
    for token in inline:
        if token.type == "image":
            url = openable(str(token.attrs.get("src", "")))
            found += [url] if url and url.startswith(("http://", "https://")) else []
        elif token.type not in _AROUND and token.content.strip():
            return ()
    return tuple(dict.fromkeys(found))[:GALLERY]
