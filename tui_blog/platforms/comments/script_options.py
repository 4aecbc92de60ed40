"""What a page's script hands to a widget: the object literal after a call, read as far as it is plain.

No script is run. Only strings, numbers, truth values and lists of strings are taken; what would have to be
computed (`location.pathname`, a function) is left out, as if it were not there.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from tui_blog.platforms.page_marks import scripts
from tui_blog.platforms.pages import Page

Option = str | float | bool | tuple[str, ...]
Options = Mapping[str, Option]

_TOKEN = re.compile(
    r"\s+|//[^\n]*|/\*.*?\*/"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"
    r"|(?P<word>-?[\w$.]+)|(?P<sign>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WORDS = {"true": True, "false": False}
_MOST_CALLS = 50
_MOST_TOKENS = 5_000
"""Of one literal; each call in a script begins one, which may never end."""
_OPENING, _CLOSING = "([{", ")]}"


def options_after(page: Page, call: re.Pattern[str]) -> Iterator[Options]:
    """The object literals that follow `call` in the scripts within a page, in their order.

    `call` ends where the literal must begin: `Waline.init(`, `remark_config =`.
    """
    places = ((script, found.end()) for script in scripts(page) for found in call.finditer(script))
    for script, place in islice(places, _MOST_CALLS):
        yield read_object(script[place:])


def text_of(options: Options, name: str) -> str:
    """An option that is a string; "" where it is none."""
    value = options.get(name)
    return value if isinstance(value, str) else ""


def list_of(options: Options, name: str) -> tuple[str, ...] | None:
    """An option that is a list of strings; None where it is none."""
    value = options.get(name)
    return value if isinstance(value, tuple) else None


def read_object(script: str) -> Options:
    """The plain entries of the object literal with which a script begins; none where it begins otherwise.

    >>> read_object("{el: '#c', path: location.pathname, 'meta': ['nick', 'mail'], dark: true} );")
    {'el': '#c', 'meta': ('nick', 'mail'), 'dark': True}
    """
    every = (found[0] for found in _TOKEN.finditer(script) if found.lastgroup)
    tokens = islice(every, _MOST_TOKENS)
    return dict(_entries(tokens)) if next(tokens, "") == "{" else {}


def _entries(tokens: Iterator[str]) -> Iterator[tuple[str, Option]]:
    """The entries up to the closing brace; `held` is what stands since the last colon or comma."""
    key, held, depth = "", list[str](), 0
    for token in tokens:
        if depth == 0 and token in (",", "}"):
            value = _value(held)
            if key and value is not None:
                yield key, value
            if token == "}":
                return
            key, held = "", []
        elif depth == 0 and token == ":" and not key and len(held) == 1:
            key, held = _literal(held[0]) or held[0], []
        else:
            depth += (token in _OPENING) - (token in _CLOSING)
            held.append(token)


def _value(tokens: list[str]) -> Option | None:
    if len(tokens) > 1 and (tokens[0], tokens[-1]) == ("[", "]"):
        items = [_literal(token) for token in tokens[1:-1] if token != ","]
        return tuple(item for item in items if item is not None) if None not in items else None
    if len(tokens) != 1:
        return None
    if _NUMBER.fullmatch(tokens[0]):
        return float(tokens[0])
    return _WORDS.get(tokens[0], _literal(tokens[0]))


def _literal(token: str) -> str | None:
    """What a string literal says; None for any other token, and for a template with something to fill in."""
    if token[0] not in "\"'`" or (token[0] == "`" and "${" in token):
        return None
    return _ESCAPE.sub(lambda found: _character(found[1] or found[2], found[3]), token[1:-1])


def _character(code: str | None, plain: str | None) -> str:
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(plain or "", plain or "")
