"""The date above a post stands in the blog's own language and on the blog's own day."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.blogger_blog import KETTLE, BloggerBlog
from tests.world import BLOG, HOME, LETTERS, World, feed, page
from tui_blog.model.post_list import PostQuery
from tui_blog.services.dateline import dateline

LATE = datetime(2024, 12, 19, 23, 30, tzinfo=timezone(timedelta(hours=9)))
"""Still the 19th in Tokyo; two in the afternoon in London."""


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Donnerstag, 19. Dezember 2024"),
        ("de-AT", "Donnerstag, 19. Dezember 2024"),
        ("pt-BR", "quinta-feira, 19 de dezembro de 2024"),
        ("ja", "2024年12月19日木曜日"),
        ("ru-XX", "четверг, 19 декабря 2024 г."),
        ("en-GB", ""),
        ("", ""),
        ("tlh", ""),
        ("de-x-foo-bar-baz-qux", "Donnerstag, 19. Dezember 2024"),
    ],
)
def test_a_date_as_the_blog_prints_it(language: str, line: str) -> None:
    assert dateline(LATE, language) == line


def test_no_date_no_line() -> None:
    assert dateline(None, "de") == ""


async def opened_line(world: World, url: str) -> str:
    blog = (await world.services.library.add(await world.services.library.find(url))).blog
    row = world.services.reading.window(PostQuery(blog.id), limit=1).rows[0]
    return world.services.reading.open_now(row.id).dateline


async def test_a_feed_tells_its_language(world: World) -> None:
    told = feed(LETTERS).replace("<feed ", '<feed xml:lang="fi" ')
    world.web.pages[f"{BLOG}/feed.xml"] = page(told, "application/atom+xml")
    assert await opened_line(world, BLOG) == "torstai 19. joulukuuta 2024"


async def test_where_the_feed_is_silent_the_page_tells(world: World) -> None:
    world.web.pages[f"{BLOG}/"] = page(HOME.replace("<html>", "<html lang='sv-SE'>"))
    assert await opened_line(world, BLOG) == "torsdag 19 december 2024"


async def test_a_blogger_blog_is_in_the_language_of_its_page(world: World) -> None:
    blog = BloggerBlog()
    world.web.pages |= blog.pages()
    world.web.pages[f"{KETTLE}/"] = page(f"<html lang='es'><head>{blog._head()}</head></html>")
    assert await opened_line(world, f"{KETTLE}/") == "sábado, 4 de enero de 2020"


async def test_a_blog_that_changes_its_language_is_followed(world: World) -> None:
    assert await opened_line(world, BLOG) == ""
    told = feed(LETTERS).replace("<feed ", '<feed xml:lang="fi" ')
    world.web.pages[f"{BLOG}/feed.xml"] = page(told, "application/atom+xml")
    blog = world.services.library.blogs()[0]
    await world.services.refreshing.refresh_one(blog)
    assert world.services.library.blogs()[0].language == "fi"
