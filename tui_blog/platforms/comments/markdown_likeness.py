"""Is a comment that a server shows as HTML the one that was sent to it as Markdown?"""

import re

from tui_blog.platforms.comments.likeness import is_same_text

_UNSHOWN = (
    (re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE), ""),  # fences with the language's name
    (re.compile(r"^ {0,3}\[[^\]\n]+\]:[^\n]*$", re.MULTILINE), ""),  # definitions of links
    (re.compile(r"!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,500}\])?"), ""),  # pictures
    (
        re.compile(r"\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,500}\])"),
        "]",
    ),  # targets
    (re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>"), r"\1"),
    (re.compile(r"^(?:[ \t>]|[-*+] )*\d{1,9}[.)](?=\s)", re.MULTILINE), ""),  # numbers of lists
)


def is_shown_markdown(shown: str, written: str) -> bool:
    """Whether HTML says what the Markdown says.

    Only letters and digits count, as in `is_same_text`; what Markdown's signs keep out of sight (the target
    of a link, a picture, a list's numbers, the language of code) is left out first. A server that shows the
    Markdown as it was written fits as well.
    """
    if is_same_text(shown, written):
        return True
    for pattern, left in _UNSHOWN:
        written = pattern.sub(left, written)
    return is_same_text(shown, written)
