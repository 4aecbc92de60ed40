"""Titles, names and excerpts: one clean line out of what may hold markup, or only look like it."""

import pytest

from tests.work import growth
from tui_blog.model.text import LINE_CEILING, clean_block, clean_line, excerpt_from_html, line_from_html


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Caf&eacute; &amp; cake", "Café & cake"),
        ("<em>Old</em> news", "Old news"),
        ("one<br>two<br/>three", "one two three"),
        ("&lt;b&gt; is bold", "<b> is bold"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("I <3 you", "I <3 you"),
        ("Use <template> today", "Use <template> today"),
        ("The <main> element", "The <main> element"),
        ("<script>alert(1)</script>Title", "Title"),
        ("a<!-- hidden -->b", "ab"),
        ("a <!-- never closed", "a"),
        ("List<String> & Map<K,V>", "List<String> & Map<K,V>"),
        ("an unfinished <b", "an unfinished <b"),
        ("a[bold]b[/bold]", "a[bold]b[/bold]"),
    ],
)
def test_a_title(sent: str, shown: str) -> None:
    assert line_from_html(sent) == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<p>One</p><p>two <b>th</b>ree", "One two three"),
        ("<style>p { color: red }</style><p>Text", "Text"),
        ("<script>if (a < b) alert(1)</script><p>Text", "Text"),
        ("<script>never closed <p>Text", ""),
        ("<!-- a --><h1>Head</h1>body", "Head body"),
        ("<ul><li>a<li>b</ul>", "a b"),
        ("a<wbr>b c<sup>2</sup>", "ab c2"),
        ("&lt;p&gt; is an element", "<p> is an element"),
        ("", ""),
        ("<img src='x.png'>", ""),
    ],
)
def test_an_excerpt(sent: str, shown: str) -> None:
    assert excerpt_from_html(sent) == shown


def test_an_excerpt_is_found_behind_a_long_script() -> None:
    assert excerpt_from_html(f"<script>{'x = 1; ' * 5_000}</script><p>At last.</p>") == "At last."


def test_an_excerpt_is_found_behind_many_tags() -> None:
    assert excerpt_from_html('<div class="box">' * 500 + "At last.") == "At last."


@pytest.mark.parametrize("make", [clean_line, line_from_html, excerpt_from_html])
def test_what_is_too_long_is_cut_with_an_ellipsis(make: type) -> None:
    line = make("word " * 1_000_000, 40)
    assert len(line) <= 40
    assert line.endswith("…")


@pytest.mark.parametrize("make", [clean_line, line_from_html, excerpt_from_html])
def test_what_fits_exactly_is_not_cut(make: type) -> None:
    assert make("x" * 40, 40) == "x" * 40


def test_a_title_is_bounded_by_itself() -> None:
    assert len(clean_line("x" * 100_000)) == LINE_CEILING


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "</",
        "<!--",
        "<script>",
        "<style></style>",
        "&",
        "&#27;",
        "<b>x",
        "<x",
        "\x1b]",
        "\x1b[",
        "\x1bP0;",
        "a\u0301",
    ],
)
@pytest.mark.parametrize("make", [clean_block, lambda text: line_from_html(text, 10**6), excerpt_from_html])
def test_the_work_grows_no_faster_than_the_text(make: type, piece: str) -> None:
    assert growth(make, lambda size: piece * size, 5_000) < 12
