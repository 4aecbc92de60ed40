"""Words as a search sees them, and the places where a text holds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_blog.model.matching import pattern_of, shadow, snippet
from tui_blog.model.query import Clause, Query, parse
from tui_blog.model.terms import indexed_form, terms_of, words_of


def clauses(text: str) -> tuple[Clause, ...]:
    query = parse(text)
    assert isinstance(query, Query)
    return query.clauses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème BRÛLÉE", ["creme", "brulee"]),
        ("Straße", ["strasse"]),
        ("don't", ["don", "t"]),
        ("ＷＩＤＥ", ["wide"]),
        ("Ёлка", ["елка"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("שָׁלוֹם", ["שלום"]),
        ("Python入門", ["python", "入門"]),
        ("ガギグ", ["ガギグ"]),
        ("한국어", ["한국어"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(alphabet="aé日本語入門 한국ไทย-x", min_size=1))
def test_a_text_has_the_terms_of_its_own_words(text: str) -> None:
    """Whatever is typed out of a text is found by the index."""
    terms = set(indexed_form(text).replace("-", " ").split())
    for word in words_of(text):
        for term in terms_of(word):
            assert any(one.startswith(term[:-1]) for one in terms) if term.endswith("*") else term in terms


def test_a_snippet_shows_what_was_found_and_marks_it() -> None:
    text = f"{'Once upon a time. ' * 10}Then the Café\n closed for good.{' And so on.' * 20}"
    found = snippet(text, clauses("cafe clos*"), 60)
    assert found is not None
    assert found.text.startswith("…") and len(found.text) <= 60
    assert [found.text[start:end] for start, end in found.marks] == ["Café", "clos"]


def test_no_word_is_marked_inside_another_but_in_scripts_without_spaces() -> None:
    pattern = pattern_of(clauses("art 本語"))
    assert pattern is not None
    assert [match[0] for match in pattern.finditer(shadow("Art, start, party, 日本語"))] == ["art", "本語"]


def test_a_text_without_a_match_has_no_snippet() -> None:
    assert snippet("Nothing here.", clauses("tea"), 60) is None


def test_a_shadow_is_as_long_as_its_text() -> None:
    assert shadow("Straße İ ﬁ") == "strase i f"
