"""Which bodies of feeds are only beginnings."""

import pytest

from tests.work import TIMES, growth
from tui_blog.convert.html import to_markdown
from tui_blog.convert.stub import LONGEST, SHORT, is_stub, may_be_stub

TEXT = "The lamp was lit early that evening, for the days had grown short, and nobody minded at all. "


@pytest.mark.parametrize(
    "end",
    ["[&#8230;]", "[...]", "<a href='/x'>Continue reading &rarr;</a>", "<a href=/x>Read more...</a>",
     "<p><a href='/x'>Continue reading “How the lamps went out”</a></p>", "(<a href='/x'>read more</a>)",
     "<p>Weiterlesen »</p>", "<p>Lire la suite</p>", "<p>Leer más →</p>", "<p>Leia mais</p>",
     "<p>Leggi tutto</p>", "<p>Lees verder</p>",
     "<p>Läs mer</p>", "<p>Czytaj dalej</p>", "<p>Читать далее</p>",
     "<p>続きを読む</p>", "<p>阅读全文</p>", "<p>더 읽기</p>",
     "[&#8230;]<p>The post <a href='/x'>Lamps</a> appeared first on <a href='/'>The Web</a>.</p>"],
)  # fmt: skip
def test_what_ends_with_a_way_on_is_a_beginning(end: str) -> None:
    assert is_stub(to_markdown(f"<p>{TEXT}</p><p>{TEXT} {end}", "https://blog.example/"))


@pytest.mark.parametrize("text", ["", "  \n", f"{TEXT * 2}and then …", f"{TEXT * 2}and then..."])
def test_nothing_and_a_summary_that_breaks_off_are_beginnings(text: str) -> None:
    assert is_stub(text)


@pytest.mark.parametrize(
    "text",
    ["Whole.", "I wonder…", "I read more books than ever.", "See [1]", f"{TEXT}\n\nTo be continued …",
     f"Read more\n\n{TEXT}", f"{TEXT * 40} […]", "```\nread more\n```"],
)  # fmt: skip
def test_whole_posts_are_none(text: str) -> None:
    assert not is_stub(text)


def test_where_a_blog_is_known_for_it_whatever_is_short_may_be_one() -> None:
    assert may_be_stub("<p>Short.</p>") and may_be_stub("")
    assert may_be_stub(f"<p>{TEXT * 9}</p><p>Read more</p>")
    assert not may_be_stub(f"<p>{'x' * SHORT}</p>")


@pytest.mark.parametrize("piece", ["read ", "[…] ", "The post ", "[a](", "continue ", " "])
def test_telling_takes_no_longer_than_the_text(piece: str) -> None:
    size = LONGEST // len(piece) // TIMES
    assert growth(lambda text: [is_stub(text) for _ in range(20)], lambda n: piece * n, size) < 4 * TIMES
