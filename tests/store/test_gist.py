"""What of two bodies is the same for a reader."""

import pytest

from tests.work import TIMES, growth
from tui_blog.store.gist import LONGEST, gist_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a b</p>", "<div>\n a\u00a0b</div>"),
        ("<p>caf&eacute;</p>", "<p>caf\u00e9</p>"),
        ('<a href="/a?utm_medium=x&amp;id=1">t</a>', "<a href='/a?id=1' rel=nofollow>t</a>"),
        ('<a href="https://e.example/a?_wpnonce=12">t</a>', '<a href="http://www.e.example/a/#x">t</a>'),
        (
            '<img src="https://i0.cdn.example/a.png?w=1">',
            '<img src="https://i2.cdn.example/x/a.png">',
        ),
        ("<p>t</p><img src=//count.example/1 width=1 height='1'>", "<p>t</p>"),
        ("<p>t</p><script>if (1<2) f()</script><style>a{}</style>", "<p>t</p>"),
        ("<p>t</p><!-- 0.3 s -->", "<p>t</p>"),
        ("<p>Points: 5, 1,203 comments</p>", "<p>Points: 61, 7 comments</p>"),
    ],
)
def test_they_say_the_same(one: str, other: str) -> None:
    assert gist_of(one) == gist_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a</p>", ""),
        ("<p>5 lamps</p>", "<p>6 lamps</p>"),
        ('<a href="/a">t</a>', '<a href="/b">t</a>'),
        ('<a href="/?id=1">t</a>', '<a href="/?id=2">t</a>'),
        ('<img src="a.png">', '<img src="b.png">'),
        ("<p>a</p><script></script><p>b</p>", "<p>a</p>"),
    ],
)
def test_they_say_something_else(one: str, other: str) -> None:
    assert gist_of(one) != gist_of(other)


def test_the_words_alone_know_no_links() -> None:
    assert words_of('<a href="/a">t</a>') == words_of('<a href="/b">t</a>') == "t"


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<script>", "9", "1,", "<a href=", "<a href= >", " ", "comments ", '"']
)
def test_the_work_grows_no_faster_than_the_body(piece: str) -> None:
    assert growth(gist_of, lambda size: piece * size, 4_000) < 3 * TIMES


def test_a_body_past_all_measure_is_compared_as_it_came() -> None:
    long = "<p>" + "word " * (LONGEST // 4)
    assert gist_of(long) == gist_of(long.replace(" ", "\n"))
    assert gist_of(long) != gist_of(long + "x")
