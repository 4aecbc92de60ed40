"""Whether the body that a feed sent is but the beginning of its post."""

import re

LONGEST = 3_000
"""Characters of a text that can be a beginning."""

SHORT = 600
"""Characters: what is shorter may be the summary of a post, or a short post."""

_SUMMARY = 100
"""Characters of one paragraph that ends with dots and is no exclamation."""

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_PHRASES = (
    r"(?:continue|keep)\s+reading|read\s+(?:more|on|the\s+(?:rest|full|whole)(?:\s+\w+)?|full\s+\w+|in\s+full)",
    r"(?:click|tap)\s+(?:here\s+)?to\s+(?:read|continue)",
    r"weiter\s?lesen|mehr\s+lesen",
    r"lire\s+(?:la\s+suite|plus)",
    r"(?:seguir|sigue|continuar)\s+leyendo|leer\s+m[aá]s",
    r"leia\s+mais|ler\s+mais|continue\s+(?:lendo|a\s+ler)|saiba\s+mais",
    r"leggi\s+(?:tutto|di\s+più)|continua\s+a\s+leggere",
    r"lees\s+(?:verder|meer)",
    r"läs\s+(?:mer|vidare)|læs\s+(?:mere|videre)|les\s+(?:mer|videre)|lue\s+lisää",
    r"czytaj\s+(?:dalej|więcej)|číst\s+(?:dál|více)|pokračovat\s+ve\s+čtení",
    r"devamını\s+oku|citește\s+mai\s+(?:mult|departe)",
    r"(?:читать|читайте)\s+(?:далее|дальше|полностью)|читати\s+далі",
    r"続きを読む|もっと読む|(?:继续)?阅读(?:全文|更多)|(?:繼續)?閱讀(?:全文|更多)|더\s*(?:읽기|보기)|계속\s*읽기",
)
_PHRASE = f"(?:{'|'.join(_PHRASES)})"
_DOTS = r"(?:\[\s*(?:…|\.{3})\s*\]|…|\.{3})"
_ENDS = re.compile(rf"(?:^|[\s(\[.…]){_PHRASE}[\s»→›>….:)\]]*$|\[\s*(?:…|\.{{3}})\s*\]\s*$", re.IGNORECASE)
_LAST_LINE = re.compile(rf"{_DOTS}?\s*[(\[]?{_PHRASE}\b.{{0,200}}", re.IGNORECASE)
_CUT_SENTENCE = re.compile(rf"{_DOTS}\s*$")
# WordPress puts this below every post of its feeds.
_APPEARED = re.compile(r"The post .{1,300} (?:first appeared|appeared first) on .{1,200}\s*$")


def letters_of(html: str) -> int:
    """How long the text of a body is, in characters."""
    from tui_blog.convert.plain import to_plain

    return len(to_plain(html))


def is_stub(text: str) -> bool:
    """Whether a text (plain, or Markdown) is empty, or ends as feeds end what they cut.

    That is "Read more", "Continue reading" and the like, or "[…]"; a lone "…" where the whole text is one
    long paragraph, as summaries are.

    >>> is_stub("It was a dark night \\\\[…\\\\]"), is_stub("I want to know more.")
    (True, False)
    """
    if len(text) > LONGEST:
        return False
    text = _LINK.sub(r"\1", text).replace("\\", "").strip()
    text = _APPEARED.sub("", text).rstrip()
    if not text:
        return True
    last = text.rpartition("\n")[2].strip()
    is_summary = "\n\n" not in text and len(text) >= _SUMMARY and _CUT_SENTENCE.search(last) is not None
    return is_summary or _ENDS.search(last[-200:]) is not None or _LAST_LINE.fullmatch(last) is not None


def may_be_stub(html: str) -> bool:
    """Whether the page is worth a look where a person knows that the blog sends beginnings alone."""
    from tui_blog.convert.plain import to_plain

    text = to_plain(html)
    return len(text) < SHORT or is_stub(text)
