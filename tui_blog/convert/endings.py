"""The last line that a platform writes under a post in its feed: where it was published first."""

import re

from tui_blog.convert.elements import DROP, Element, all_text, sweep

_ENDINGS = re.compile(
    r"(?:The post .* (?:appeared first|first appeared) on|Der Beitrag .* erschien zuerst auf|"
    r"(?:La entrada|El post) .* (?:se publicó primero en|aparece primero en|apareció primero en)|"
    r"L[’']article .* est apparu en premier sur|L[’']articolo .* (?:proviene da|sembra essere il primo su)|"
    r"O post .* apareceu primeiro em|Het bericht .* verscheen eerst op|Inlägget .* dök först upp på|"
    r"Artykuł .* pochodzi z serwisu|Сообщение .* появились сначала на|"
    r".* was originally published in .* on Medium, where people are continuing the conversation) ?",
    re.DOTALL,
)
"""As WordPress (Yoast SEO's setting "RSS", in its translations) and Medium write them."""

_LONGEST = 600


def drop_ending(root: Element) -> None:
    """Take out the closing line that tells where a post was published, with the rule above it."""
    last = _last_paragraph(root)
    if last is None or len(list(last.iter("a"))) != 2:
        return
    text = " ".join(all_text(last).split())
    if len(text) > _LONGEST or not _ENDINGS.match(text):
        return
    before = last.getprevious()
    if before is not None and before.tag == "hr" and not (before.tail or "").strip():
        before.tag = DROP
    last.tag = DROP
    sweep(root)


def _last_paragraph(root: Element) -> Element | None:
    """The element with which a body ends, where that is a paragraph; empty ones and pixels may follow."""
    last: Element | None = root
    while last is not None and (last.tag != "p" or _is_blank(last)) and not (last.tail or "").strip():
        last = last[-1] if len(last) else last.getprevious()
    return last if last is not None and last.tag == "p" and not (last.tail or "").strip() else None


def _is_blank(element: Element) -> bool:
    return not len(element) and not (element.text or "").strip()
