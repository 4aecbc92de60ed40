"""What a person types into a search, and what it is taken for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_blog.model.query import Clause, Query, QueryFault, parse


def understood(text: str) -> Query:
    query = parse(text)
    assert isinstance(query, Query), query
    return query


def test_words_phrases_beginnings_and_what_is_not_wanted() -> None:
    assert understood('slow "Web page" lett* -Tea').clauses == (
        Clause("text", "slow", ("slow",)),
        Clause("text", "Web page", ("web", "page")),
        Clause("text", "lett", ("lett",), is_begun=True),
        Clause("text", "Tea", ("tea",), is_negated=True),
    )


def test_operators_take_words_and_phrases() -> None:
    query = understood('author:"Ada Byron" -label:draft blog:lamp TAG:essays')
    told = [(clause.field, clause.words, clause.is_negated) for clause in query.clauses]
    assert told == [
        ("author", ("ada", "byron"), False),
        ("label", ("draft",), True),
        ("blog", ("lamp",), False),
        ("tag", ("essays",), False),
    ]


def test_marks_and_days() -> None:
    query = understood("is:unread -is:starred has:picture -has:comments since:2024-02 until:2024")
    assert (query.is_read, query.is_starred, query.has_picture, query.has_comments) == (
        False,
        False,
        True,
        False,
    )
    assert (query.since, query.until) == (datetime(2024, 2, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC))


def test_not_since_a_day_is_before_it() -> None:
    assert understood("-since:2024").until == datetime(2024, 1, 1, tzinfo=UTC)


def test_an_address_is_no_operator() -> None:
    assert understood("https://blog.example/a").clauses[0].words == ("https", "blog", "example", "a")


def test_typographic_quotation_marks_do_too() -> None:
    assert understood("“slow web”").clauses[0].words == ("slow", "web")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("athor:ada", "There is no athor: in a search. Did you mean author:?"),
        ("is:unred", "is: goes with unread, read and starred. Did you mean unread?"),
        ("has:video", "has: goes with comments and picture."),
        ("since:soon", "since: wants a day, a month or a year, like since:2024-12."),
        ("label:", "label: wants a word behind it, like label:letters."),
        ('tea "slow web', "The last quotation mark stands alone. A phrase is closed by a second one."),
        ("  ", "Say what to look for: words, “a phrase”, or things like author:ada and is:unread."),
    ],
)
def test_what_is_no_query_gets_a_sentence(text: str, sentence: str) -> None:
    assert parse(text) == QueryFault(sentence)


@given(st.text())
def test_any_text_is_a_query_or_a_fault(text: str) -> None:
    assert isinstance(parse(text), Query | QueryFault)
