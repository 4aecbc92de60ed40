"""Are two comments the same one? Blogs change a comment's text on its way to the page."""

import html
import re

from tui_blog.model.text import fold

_TAGS = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_SPACES = re.compile(r"\s+")


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts, HTML or not, say the same.

    Only letters and digits count: WordPress curls quotes, joins dashes and dots, draws smileys, links
    addresses and wraps paragraphs. Where neither has a letter (a lone emoji), their characters count.
    """
    ours, theirs = _letters(one), _letters(other)
    return ours == theirs and (ours != "" or _bare(one) == _bare(other))


def is_shown_plain(shown: str, written: str) -> bool:
    """Whether HTML says what was written without markup: its signs were kept as signs, or taken for HTML."""
    return is_same_text(shown, written) or is_same_text(shown, html.escape(written))


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are one as a blog writes them: entities, case, accents and spaces aside."""
    return fold(html.unescape(one)) == fold(html.unescape(other))


def _letters(text: str) -> str:
    # Twice: folding splits a sign such as ™ into capital letters.
    folded = fold(fold(_bare(text)).replace("×", "x"))
    return "".join(character for character in folded if character.isalnum())


def _bare(markup: str) -> str:
    return _SPACES.sub("", html.unescape(_TAGS.sub("", markup)))
