"""The language in which a person searches: words, "phrases", -not, begun*, and operators like author:ada."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Literal

from tui_blog.model.blog import BlogId
from tui_blog.model.days import span_of
from tui_blog.model.terms import words_of
from tui_blog.model.text import clean_line

Field = Literal["text", "author", "label", "blog", "tag"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a post must have, or must not have."""

    field: Field
    text: str
    """As it was typed."""
    words: tuple[str, ...]
    """Folded, next to each other."""
    is_negated: bool = False
    is_begun: bool = False
    """The last word may go on."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; a post that is found fits all of it."""

    text: str
    """As it was typed."""
    clauses: tuple[Clause, ...] = ()
    is_read: bool | None = None
    is_starred: bool | None = None
    has_comments: bool | None = None
    has_picture: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is past it."""
    blogs: tuple[frozenset[BlogId], ...] = ()
    """The clauses on blogs and tags, looked up: a post is of a blog of each of these."""
    other_blogs: frozenset[BlogId] = frozenset()
    """And of none of these."""
    tags: tuple[frozenset[str], ...] = ()
    """The clauses on tags that posts bear themselves: a post, or its blog, bears one of each of these."""
    other_tags: frozenset[str] = frozenset()
    """And none of these."""

    def of(self, *fields: Field) -> tuple[Clause, ...]:
        """The clauses that concern these fields."""
        return tuple(clause for clause in self.clauses if clause.field in fields)


@dataclass(frozen=True, slots=True)
class QueryFault:
    """Why a text is no query; a sentence with the way out."""

    sentence: str


FIELDS: tuple[Field, ...] = ("author", "label", "blog", "tag")
OPERATORS = (*FIELDS, "is", "has", "since", "until")
IS = ("unread", "read", "starred")
HAS = ("comments", "picture")

NOTHING = QueryFault("Say what to look for: words, “a phrase”, or things like author:ada and is:unread.")

_PIECE = re.compile(
    r"""(?P<minus>-?)(?:(?P<name>[^\W\d_]+):(?!//))?(?:"(?P<phrase>[^"]*)"|(?P<open>"[^"]*$)|(?P<word>[^\s"]*))"""
)


def parse(text: str) -> Query | QueryFault:
    """Read what was typed; “typographic” quotation marks count as plain ones.

    >>> parse("slow -web").clauses[1].is_negated, parse("athor:ada").sentence
    (True, 'There is no athor: in a search. Did you mean author:?')
    """
    query, plain = Query(clean_line(text)), re.sub("[“”„«»]", '"', text)
    for piece in _PIECE.finditer(plain):
        if piece["open"] is not None:
            return QueryFault("The last quotation mark stands alone. A phrase is closed by a second one.")
        if not piece[0].strip("- "):
            continue
        taken = _operator(query, piece) if piece["name"] else _clause(query, piece, "text")
        if isinstance(taken, QueryFault):
            return taken
        query = taken
    return query if query != Query(query.text) else NOTHING


def _operator(query: Query, piece: re.Match[str]) -> Query | QueryFault:
    name = piece["name"].lower()
    match name:
        case "author" | "label" | "blog" | "tag":
            return _clause(query, piece, name)
        case "is":
            return _state(query, piece)
        case "has":
            return _possession(query, piece)
        case "since" | "until":
            return _date(query, piece, name)
    return QueryFault(f"There is no {clean_line(name, 30)}: in a search.{_meant(name, OPERATORS, ':')}")


def _clause(query: Query, piece: re.Match[str], field: Field) -> Query | QueryFault:
    value = _value(piece)
    words = tuple(words_of(value))
    if not words:
        if field == "text":  # a dash or a bracket between words says nothing
            return query
        return QueryFault(f"{field}: wants a word behind it, like {_EXAMPLES[field]}.")
    begun = piece["phrase"] is None and value.endswith("*")
    clause = Clause(field, value.rstrip("*"), words, bool(piece["minus"]), begun)
    return replace(query, clauses=(*query.clauses, clause))


_EXAMPLES: dict[Field, str] = {
    "author": "author:ada", "label": "label:letters", "blog": 'blog:"slow lamp"', "tag": "tag:essays",
}  # fmt: skip


def _state(query: Query, piece: re.Match[str]) -> Query | QueryFault:
    value, wanted = _value(piece).lower(), not piece["minus"]
    match value:
        case "read":
            return replace(query, is_read=wanted)
        case "unread":
            return replace(query, is_read=not wanted)
        case "starred":
            return replace(query, is_starred=wanted)
    return QueryFault(f"is: goes with {_listed(IS)}.{_meant(value, IS)}")


def _possession(query: Query, piece: re.Match[str]) -> Query | QueryFault:
    value, wanted = _value(piece).lower(), not piece["minus"]
    match value:
        case "comments" | "comment":
            return replace(query, has_comments=wanted)
        case "picture" | "pictures":
            return replace(query, has_picture=wanted)
    return QueryFault(f"has: goes with {_listed(HAS)}.{_meant(value, HAS)}")


def _date(query: Query, piece: re.Match[str], name: Literal["since", "until"]) -> Query | QueryFault:
    span = span_of(_value(piece))
    if span is None:
        return QueryFault(f"{name}: wants a day, a month or a year, like {name}:2024-12.")
    # -since:2024 is what was before it.
    if (name == "since") != bool(piece["minus"]):
        return replace(query, since=span[0 if name == "since" else 1])
    return replace(query, until=span[1 if name == "until" else 0])


def _value(piece: re.Match[str]) -> str:
    return piece["word"] if piece["phrase"] is None else piece["phrase"]


def _meant(word: str, known: tuple[str, ...], sign: str = "") -> str:
    near = get_close_matches(word, known, n=1)
    if near:
        return f" Did you mean {near[0]}{sign}?"
    return f" Known are {_listed(tuple(f'{one}{sign}' for one in known))}." if sign else ""


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
