"""`read --full` and `add --full-text`: whole posts from their pages."""

from tests.cli.blogs import LittleBlog, html
from tests.cli.commands import CommandLine
from tests.services.test_full_text import SENTENCE, STUB, WHOLE
from tests.world import entry

WORDS = SENTENCE[:40]


def stub(lamp: LittleBlog) -> None:
    lamp.feed(entry("lamps", "Lamps", "2024-12-24", STUB))
    lamp.server.on("/lamps/", html(f"<html><body><div class='entry-content'>{WHOLE}</div></body></html>"))


def test_a_stub_is_read_whole_where_that_is_asked_for(tui: CommandLine, lamp: LittleBlog) -> None:
    stub(lamp)
    tui("add", lamp.url)
    assert WORDS not in tui("read", "1").output
    ended = tui("read", "1", "--full")
    assert ended.code == 0 and WORDS in ended.output and "Read more" not in ended.output
    assert WORDS in tui("read", "1", "--json", "--offline").row["markdown"], "it is kept"
    assert WORDS in tui("read", "1", "--format", "html").output
    assert WORDS in tui("read", "1", "--format", "text").output


def test_a_blog_is_read_from_its_pages_always(tui: CommandLine, lamp: LittleBlog) -> None:
    stub(lamp)
    tui("add", lamp.url, "--full-text")
    assert WORDS in tui("read", "1").output


def test_a_page_that_has_no_more_is_said_so(tui: CommandLine, lamp: LittleBlog) -> None:
    stub(lamp)
    lamp.server.on("/lamps/", html("<p>It began.</p>"))
    tui("add", lamp.url)
    ended = tui("read", "1", "--full")
    assert ended.code == 0 and "It began *early*." in ended.output
    assert "has no more text than the feed" in ended.errors


def test_a_page_that_cannot_be_fetched_is_an_error_where_it_was_asked_for(
    tui: CommandLine, lamp: LittleBlog
) -> None:
    stub(lamp)
    lamp.server.on("/lamps/", html("", 404))
    tui("add", lamp.url, "--full-text")
    asked, by_itself = tui("read", "1", "--full"), tui("read", "1")
    assert asked.code == 1 and "404" in asked.errors and not asked.output
    assert by_itself.code == 0 and "It began" in by_itself.output and "404" in by_itself.errors
