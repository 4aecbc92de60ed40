"""What a person writes, in Markdown, becomes the HTML that WordPress takes in comments.

Of all HTML, WordPress lets its readers use a few inline elements and
`blockquote` (`$allowedtags` in kses.php), and makes paragraphs of blank lines
and breaks of line ends itself (`wpautop` in formatting.php).
"""

import html
import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<del>",
    "s_close": "</del>",
    "link_close": "</a>",
    "heading_open": "<strong>",
    "heading_close": "</strong>\n\n",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>\n\n",
    "softbreak": "\n",
    "hardbreak": "\n",
    "hr": "* * *\n\n",
}
_BLANK_LINES = re.compile(r"\n{3,}")
_BEFORE_CLOSING = re.compile(r"\n+(?=</blockquote>)")
_BLOCK = re.compile(r"(<blockquote>|</blockquote>)")


def markdown_to_html(markdown: str) -> str:
    """Write Markdown as the HTML of a WordPress comment: paragraphs as blank lines, lists as lines.

    What is typed as HTML is no markup: `<b>` is shown as it was typed. The links are those that were typed.

    >>> markdown_to_html("Hi *you* & <b>\\n\\n- one\\n- two")
    'Hi <em>you</em> &amp; &lt;b&gt;\\n\\n- one\\n- two'
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    text = "".join(_pieces(parser.parse(markdown)))
    return _BLANK_LINES.sub("\n\n", _BEFORE_CLOSING.sub("", text)).strip()


def as_shown(comment: str) -> str:
    """The HTML that WordPress's pages make of such a comment: with its paragraphs and breaks."""
    parts = (part if _BLOCK.fullmatch(part) else _paragraphs(part) for part in _BLOCK.split(comment))
    return "".join(parts)


def _paragraphs(text: str) -> str:
    paragraphs = (part.strip() for part in re.split(r"\n{2,}", text))
    return "".join(f"<p>{'<br>'.join(part.splitlines())}</p>" for part in paragraphs if part)


def _pieces(tokens: list[Token]) -> Iterator[str]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.endswith(("list_open", "list_close")) else 0
        if token.type == "inline":
            yield "".join(map(_inline, token.children or ()))
        elif token.type in ("fence", "code_block"):
            yield f"<code>{_escaped(token.content.rstrip())}</code>\n\n"
        elif token.type == "list_item_open":
            yield f"{'  ' * (depth - 1)}{token.info or ''}{token.markup if token.info else '-'} "
        elif token.type == "paragraph_close":
            yield "\n" if token.hidden or depth else "\n\n"
        elif token.type.endswith("list_close"):
            yield "" if depth else "\n"
        else:
            yield _TAGS.get(token.type, "")


def _inline(token: Token) -> str:
    if token.type == "text":
        return _escaped(token.content)
    if token.type == "code_inline":
        return f"<code>{_escaped(token.content)}</code>"
    if token.type == "link_open":
        return f'<a href="{html.escape(str(token.attrs["href"]))}">'
    if token.type == "image":
        address = str(token.attrs["src"])
        return f'<a href="{html.escape(address)}">{_escaped(token.content or address)}</a>'
    return _TAGS.get(token.type, "")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
