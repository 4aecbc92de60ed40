"""A query in the words of FTS5: which terms of the index a post has that fits."""

from tui_blog.model.blog import BlogId
from tui_blog.model.matching import is_exact
from tui_blog.model.query import Clause, Query
from tui_blog.model.terms import terms_of
from tui_blog.store.search_terms import AUTHOR, BLOG, LABEL, PICTURE, POST

EVERY_POST = f'"{POST}"'
"""A query that names no term."""

HAS_UNWANTED = "NOT"
"""Stands, in capitals, in a query with terms that no post may have, and in no other: terms are folded."""

BLOGS_AS_TERMS = 50
"""FTS5 takes no more than 256 alternatives; of so many blogs, one with a post that fits is near anyway."""


def match_of(query: Query) -> str:
    """What FTS5 is asked; what it cannot say without places of words is asked of each post."""
    wanted, unwanted = list[str](), list[str]()
    for clause in query.of("text", "author", "label"):
        if not clause.is_negated:
            wanted += _terms(clause)
        elif is_exact(clause) or clause.field != "text":
            unwanted.append(f"({' AND '.join(_terms(clause))})")
    wanted += [_any(blogs) for blogs in query.blogs if len(blogs) <= BLOGS_AS_TERMS]
    if 0 < len(query.other_blogs) <= BLOGS_AS_TERMS:
        unwanted.append(_any(query.other_blogs))
    if query.has_picture is not None:
        (wanted if query.has_picture else unwanted).append(_quoted(PICTURE))
    found = " AND ".join(wanted) or EVERY_POST
    return f"({found}) {HAS_UNWANTED} ({' OR '.join(unwanted)})" if unwanted else found


_MARKS = {"text": "", "author": AUTHOR, "label": LABEL}


def _terms(clause: Clause) -> list[str]:
    """The terms that a post has which fits, or may fit."""
    terms = list(clause.words)  # names are indexed by their words
    if clause.field == "text":
        terms = [term for word in clause.words for term in terms_of(word)]
    if clause.is_begun and terms[-1] == clause.words[-1]:
        terms[-1] += "*"
    return [_quoted(_MARKS[clause.field] + term) for term in dict.fromkeys(terms)]


def _quoted(term: str) -> str:
    return f'"{term[:-1]}" *' if term.endswith("*") else f'"{term}"'


def _any(blogs: frozenset[BlogId]) -> str:
    """One of these blogs; where there are none, a term that no post has."""
    return f"({' OR '.join(_quoted(f'{BLOG}{blog}') for blog in sorted(blogs)) or _quoted(BLOG)})"
