"""Reading in the reader: keys in, places and messages out."""

import re
from contextlib import suppress

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tests.ui.widgets.reading_room import (
    everything,
    heard,
    paragraphs,
    post,
    reading,
    room,
    said,
    screen,
    settled,
    with_thread,
)
from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_blocks import MANY_LINES
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.widgets.reader.layout import GIANT
from tui_blog.ui.widgets.reader.place import Place


def first_words(view: DocumentView) -> str:
    """What the reader's eye falls on: the first line of the screen that has text."""
    return next(line for line in screen(view) if line).strip()


# --- what is shown -------------------------------------------------------------------------------


async def test_a_post_stands_on_the_page_as_a_blog_prints_it() -> None:
    async with reading(post("The body."), size=(40, 12)) as (view, _):
        assert screen(view) == [
            " Thursday, 19 December 2024",
            "",
            " Why letters still matter",
            " by Ada · 6 min",
            "",
            " The body.",
            "",
            " " + "─" * 37,
            "",
            " No comments:",
            "",
            " Post a Comment",
        ]


async def test_an_empty_reader_is_blank() -> None:
    async with reading() as (view, pilot):
        await pilot.press("j", "space", "G", "g", "right_curly_bracket", "c", "right_square_bracket", "P")
        assert screen(view) == [""] * view.size.height
        assert view.find_headings() == ()


async def test_titles_are_text_not_markup() -> None:
    document = post("Body.", title=CleanText("[red]Hello[/] :smile: \\[b]"), byline=CleanText("[/x]"))
    async with reading(document) as (view, _):
        assert " [red]Hello[/] :smile: \\[b]" in screen(view)
        assert " [/x]" in screen(view)


async def test_a_document_shown_before_the_reader_has_a_size_waits_for_it() -> None:
    async with reading() as (view, pilot):
        view.display = False
        await pilot.pause()
        view.show(post(paragraphs(30)), at=0.5)
        view.display = True
        await settled(pilot)
        assert view.position == pytest.approx(0.5, abs=0.03)


# --- moving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("j", 1),
        ("down,down", 2),
        ("j,j,k", 1),
        ("j,up", 0),
        ("f", 23),
        ("pagedown,b", 0),
        ("space", 23),
        ("space,space,pageup", 23),
        ("ctrl+d", 12),
        ("ctrl+d,ctrl+d,ctrl+u", 12),
        ("G,g", 0),
        ("end,home", 0),
    ],
)
async def test_keys_go_through_the_text(keys: str, line: int) -> None:
    async with reading(post(paragraphs(50))) as (view, pilot):
        await pilot.press(*keys.split(","))
        assert view.scroll_offset.y == line


async def test_end_shows_the_last_line_of_a_text_that_is_not_laid_out_yet() -> None:
    async with reading() as (view, pilot):
        view.show(post(paragraphs(400)))
        view.action_end()
        assert view.laid_out is not None and not view.laid_out.is_complete
        assert screen(view)[-2:] == [" Post a Comment", ""]
        await settled(pilot)
        assert screen(view)[-2:] == [" Post a Comment", ""]


async def test_a_place_is_kept_while_the_text_above_it_is_laid_out() -> None:
    async with reading() as (view, pilot):
        view.show(post(paragraphs(400, words=37)), at=0.7)
        await pilot.pause()
        seen = screen(view)
        await settled(pilot)
        assert view.laid_out is not None and view.laid_out.is_complete
        assert screen(view) == seen


async def test_headings_are_stations() -> None:
    body = "\n\n".join(f"## Part *{number}*\n\n{paragraphs(6)}" for number in range(4))
    async with reading(post(body)) as (view, pilot):
        await pilot.press("right_curly_bracket")
        assert screen(view)[0] == " ## Part 0"
        await pilot.press("right_curly_bracket", "right_curly_bracket")
        assert screen(view)[0] == " ## Part 2"
        await pilot.press("j", "left_curly_bracket")
        assert screen(view)[0] == " ## Part 2"
        await pilot.press("left_curly_bracket")
        assert screen(view)[0] == " ## Part 1"


async def test_headings_can_be_listed_and_gone_to() -> None:
    body = f"# One *and* `more`\n\n{paragraphs(20)}\n\n- # not in a list\n\n### Two\n\n{paragraphs(20)}"
    async with reading(post(body)) as (view, _):
        found = view.find_headings()
        assert [(heading.level, heading.text) for heading in found] == [(1, "One and `more`"), (3, "Two")]
        view.go_to_position(found[1].at)
        assert screen(view)[0] == " ### Two"


# --- place ---------------------------------------------------------------------------------------


async def test_a_post_opens_where_it_was_left() -> None:
    document = post(paragraphs(60))
    async with reading(document) as (view, pilot):
        await pilot.press("space", "space", "space", "j")
        left_at, words = view.position, first_words(view)
        view.show(post("Another post."))
        await settled(pilot)
        assert view.position == 0.0
        view.show(document, at=left_at)
        await settled(pilot)
        assert first_words(view) == words


async def test_the_place_survives_any_chain_of_widths() -> None:
    async with reading(post(paragraphs(80)), size=(80, 24)) as (view, pilot):
        await pilot.press(*["space"] * 5)
        words, line, position = first_words(view), view.scroll_offset.y, view.position
        for size in ((40, 24), (120, 40), (20, 10), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert view.position == position
        assert (first_words(view), view.scroll_offset.y) == (words, line)


async def test_the_same_paragraph_is_on_top_at_another_width() -> None:
    async with reading(post(paragraphs(80)), size=(80, 24)) as (view, pilot):
        view.go_to(Place(Key("text", "40")))
        assert screen(view)[0].startswith(" Paragraph 40.")
        await pilot.resize_terminal(33, 24)
        await settled(pilot)
        assert screen(view)[0].startswith(" Paragraph 40.")


async def test_the_end_stays_the_end_at_another_width() -> None:
    async with reading(post(paragraphs(80))) as (view, pilot):
        await pilot.press("G")
        await pilot.resize_terminal(50, 24)
        await settled(pilot)
        await pilot.press("G")
        assert screen(view)[-2] == " Post a Comment"


async def test_positions_are_fractions_of_the_text() -> None:
    async with reading(post(paragraphs(100)), at=0.25) as (view, _):
        assert view.position == pytest.approx(0.25, abs=0.01)
        assert first_words(view).startswith("Paragraph 2")
        view.go_to_position(1.0)
        assert view.position <= 1.0
        assert "No comments:" in " ".join(screen(view))


async def test_a_changed_post_is_shown_at_the_same_place() -> None:
    async with reading(post(paragraphs(60))) as (view, pilot):
        await pilot.press("space", "space")
        words = first_words(view)
        view.show(post(paragraphs(60), title=CleanText("Corrected!")), keep_place=True)
        await settled(pilot)
        assert first_words(view) == words


async def test_the_place_is_told_once_the_reader_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentView, "REST", 0.01)
    async with reading(post(paragraphs(60))) as (view, pilot):
        for _ in range(10):
            view.action_down()
        told = await heard(pilot, DocumentView.PositionChanged)
        assert told.fraction == view.position > 0
        assert len(room(pilot).all_of(DocumentView.PositionChanged)) == 1


async def test_opening_a_post_tells_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentView, "REST", 0.001)
    async with reading(post(paragraphs(60)), at=0.5) as (_, pilot):
        await settled(pilot)
        assert room(pilot).all_of(DocumentView.PositionChanged) == []


# --- the end -------------------------------------------------------------------------------------


async def test_the_bottom_is_told_once() -> None:
    async with reading(post(paragraphs(20))) as (_, pilot):
        assert room(pilot).all_of(DocumentView.BottomReached) == []
        await pilot.press("G", "g", "G")
        await pilot.pause()
        assert len(room(pilot).all_of(DocumentView.BottomReached)) == 1


async def test_a_post_that_fits_the_screen_is_at_its_bottom() -> None:
    async with reading(post("Short.")) as (view, pilot):
        assert len(room(pilot).all_of(DocumentView.BottomReached)) == 1
        view.show(post("Another."))
        await pilot.pause()
        assert len(room(pilot).all_of(DocumentView.BottomReached)) == 2


async def test_space_goes_on_only_from_the_very_end() -> None:
    async with reading(post(paragraphs(20))) as (view, pilot):
        presses = 0
        while not view.is_at_end:
            await pilot.press("space")
            presses += 1
            assert room(pilot).all_of(DocumentView.EndPassed) == []
        assert presses > 1
        await pilot.press("f")
        assert room(pilot).all_of(DocumentView.EndPassed) == []
        await pilot.press("space")
        await pilot.pause()
        assert len(room(pilot).all_of(DocumentView.EndPassed)) == 1


# --- links and keys ------------------------------------------------------------------------------


async def test_a_click_on_a_link_is_told_with_its_address() -> None:
    async with reading(post("[the harbour](https://example.org/a) and [not](javascript:x)")) as (_, pilot):
        await pilot.click("#reader", offset=(3, 5))
        await pilot.click("#reader", offset=(19, 5))
        assert [said.url for said in room(pilot).all_of(DocumentView.LinkWanted)] == ["https://example.org/a"]


async def test_a_terminal_is_given_the_addresses_of_links_and_no_other_escapes() -> None:
    async with reading(post("[the harbour](https://example.org/a) [no](file:///x)")) as (view, _):
        sent = view.render_line(5).render(view.app.console)
        assert re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\", sent) == ["https://example.org/a", ""]
        assert "\x1b" not in re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[\d;]*m", "", sent)


async def test_keys_that_mean_nothing_here_go_to_the_screen() -> None:
    async with reading(with_thread(said("1"))) as (_, pilot):
        await pilot.press("r", "enter", "q")
        assert room(pilot).keys_left == ["r", "enter", "q"]


def test_each_key_has_a_name_a_word_and_a_sentence() -> None:
    from textual.binding import Binding

    bindings = [binding for binding in DocumentView.BINDINGS if isinstance(binding, Binding)]
    assert len(bindings) == len(DocumentView.BINDINGS) == len({binding.id for binding in bindings})
    assert all(binding.id and binding.id.startswith("reader.") for binding in bindings)
    assert all(binding.description and binding.tooltip for binding in bindings)


# --- length --------------------------------------------------------------------------------------


async def test_a_giant_block_is_laid_out_behind_the_reader() -> None:
    giant = "word " * GIANT
    async with reading() as (view, pilot):
        view.show(post(f"Before.\n\n{giant}\n\nAfter."))
        assert screen(view)[7] == " …"
        await settled(pilot)
        assert screen(view)[7].startswith(" word word")
        assert sum(line.count("word") for line in everything(view)) == GIANT


LONG = post("\n".join(f"- Line {number}" for number in range(2 * MANY_LINES)) + f"\n\n{paragraphs(200)}")
"""A post whose blocks take a while to find."""


async def read(pilot: Pilot[None]) -> None:
    """Wait until a long post is read."""
    with suppress(WorkerCancelled):
        await pilot.app.workers.wait_for_complete(
            [worker for worker in pilot.app.workers if worker.group == "reading"]
        )
    await settled(pilot)


async def test_a_long_post_is_read_behind_its_title_and_opens_where_it_was_left() -> None:
    async with reading() as (view, pilot):
        view.show(LONG, at=0.8)
        assert screen(view)[2:6] == [" Why letters still matter", " by Ada · 6 min", "", " …"]
        assert view.position == 0.8
        await read(pilot)
        assert view.position == pytest.approx(0.8, abs=0.01)
        assert "word word" in "\n".join(screen(view))
        assert room(pilot).all_of(DocumentView.BottomReached) == []


async def test_who_goes_to_the_comments_before_a_long_post_is_read_stays_there() -> None:
    async with reading() as (view, pilot):
        view.show(LONG, at=0.5)
        view.go_to_comments()
        await read(pilot)
        assert " No comments:" in screen(view)


async def test_a_long_post_that_was_left_does_not_come_after_all() -> None:
    async with reading() as (view, pilot):
        view.show(LONG)
        view.show(post("Short."))
        await read(pilot)
        assert " Short." in screen(view)
        assert "Line 1" not in "\n".join(everything(view))


async def test_another_post_may_come_while_a_long_one_is_laid_out() -> None:
    async with reading() as (view, pilot):
        view.show(post(f"{'word ' * GIANT}\n\n{paragraphs(300)}"))
        await pilot.pause()
        view.show(post("Short."))
        await settled(pilot)
        assert " Short." in screen(view)
        assert len(everything(view)) == 13


async def test_an_empty_document_can_be_shown_after_a_long_one() -> None:
    async with reading(post(paragraphs(50)), at=0.5) as (view, pilot):
        view.show(Document())
        await settled(pilot)
        assert screen(view) == [""] * view.size.height


async def test_a_long_post_shows_its_beginning_while_the_rest_is_read() -> None:
    async with reading() as (view, pilot):
        view.show(post(paragraphs(MANY_LINES)))
        assert any("Paragraph 0." in line for line in screen(view))
        view.action_page(1)
        seen = screen(view)
        assert any("Paragraph" in line for line in seen)
        await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
        await settled(pilot)
        assert screen(view) == seen
        assert view.laid_out is not None and len(view.laid_out.blocks) > MANY_LINES
