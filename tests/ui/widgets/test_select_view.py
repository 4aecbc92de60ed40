"""Selecting what is read and copying it: by keys and by the mouse, without the line breaks of the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from tests.ui.widgets.reading_room import heard, paragraphs, post, reading, room, said, settled, with_thread
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_view import DocumentView

TEXT = """The first paragraph is long enough to be broken on a screen of sixty columns, and has [a
link](https://example.org/) in it.

> A quote that is long enough to be broken on a screen of sixty columns as well, and more.

- an item that is long enough to be broken on a screen of sixty columns, or so it seems
- another

```python
print("a line of code that is long enough to be folded on a screen of sixty columns")
```

| Where | Days |
| --- | --- |
| Skerry | 3 |"""


@asynccontextmanager
async def copying(
    document: Document, size: tuple[int, int] = (60, 40)
) -> AsyncIterator[tuple[DocumentView, Pilot[None], list[str]]]:
    """A reader, and what it wanted to be copied."""
    copies: list[str] = []
    async with reading(document, size=size) as (view, pilot):
        post_message = view.post_message

        def hear(message: object) -> bool:
            if isinstance(message, DocumentView.CopyWanted):
                copies.append(message.text)
            return post_message(message)  # type: ignore[arg-type]

        view.post_message = hear  # type: ignore[method-assign]
        yield view, pilot, copies


async def test_what_is_copied_is_the_text_without_the_screen_s_line_breaks() -> None:
    async with copying(post(TEXT)) as (_, pilot, copies):
        await pilot.press("V", "G", "y")
    (copy,) = copies
    assert "sixty columns, and has a link in it." in copy
    assert (
        "\n> A quote that is long enough to be broken on a screen of sixty columns as well, and more.\n"
        in copy
    )
    assert (
        " • an item that is long enough to be broken on a screen of sixty columns, or so it seems\n • an"
        in copy
    )
    assert '\nprint("a line of code that is long enough to be folded on a screen of sixty columns")\n' in copy
    assert "Skerry │ 3" in copy
    assert copy.startswith(
        "Thursday, 19 December 2024\n\nWhy letters still matter\nby Ada · 6 min\n\nThe first"
    )


async def test_a_selection_grows_and_shrinks_by_lines_and_is_let_go() -> None:
    async with copying(post(paragraphs(20)), (60, 20)) as (view, pilot, copies):
        await pilot.press("V", "j", "j", "k", "y")
        assert view.selection is None
        await pilot.press("f", "V", "b", "escape", "y")
        assert view.selection is None
    assert copies == ["Thursday, 19 December 2024"]


async def test_space_selects_on_by_screens() -> None:
    async with copying(post(paragraphs(20)), (60, 20)) as (view, pilot, copies):
        await pilot.press("V", "space", "space", "y")
        assert view.scroll_offset.y > 0
    assert "Paragraph 0." in copies[0] and "Paragraph 3." in copies[0] and "Paragraph 19." not in copies[0]


async def test_a_selection_begins_with_the_current_comment() -> None:
    async with copying(with_thread(said("1", text="One."), said("2", text="Two."))) as (_, pilot, copies):
        await pilot.press("c", "V", "y")
    assert copies == ["Author 1 · 20 Dec 2024\nOne."]


async def test_the_mouse_selects_lines_and_past_the_edge_the_text_comes_along() -> None:
    async with copying(post(paragraphs(20)), (60, 20)) as (view, pilot, copies):
        await pilot.mouse_down(view, offset=(5, 2))
        await pilot.hover(view, offset=(9, 3))
        await pilot.mouse_up(view, offset=(9, 3))
        assert view.selection is not None
        await pilot.press("y")
        await pilot.mouse_down(view, offset=(5, 5))
        await pilot.hover(view, offset=(9, 19))
        await pilot.hover(view, offset=(10, 19))
        assert view.scroll_offset.y > 0
    assert copies == ["Why letters still matter\nby Ada · 6 min"]


async def test_letting_go_of_the_mouse_follows_no_link() -> None:
    async with copying(post("[A link](https://example.org/)\n\nWords.")) as (view, pilot, _):
        await pilot.mouse_down(view, offset=(3, 4))
        await pilot.hover(view, offset=(3, 5))
        await pilot.mouse_up(view, offset=(3, 5))
        await pilot.pause()
        assert view.selection is not None and not room(pilot).all_of(DocumentView.LinkWanted)
        await pilot.click(view, offset=(3, 5))
        assert (await heard(pilot, DocumentView.LinkWanted)).url == "https://example.org/"


async def test_at_another_width_nothing_is_selected_any_more() -> None:
    async with copying(post(paragraphs(3))) as (view, pilot, copies):
        await pilot.press("V", "j", "j")
        await pilot.resize_terminal(50, 30)
        await settled(pilot)
        assert view.selection is None
        await pilot.press("y")
    assert copies == []


@pytest.mark.parametrize("markdown", ["שלום עולם, " * 12, "> " + "שלום עולם, " * 12])
async def test_text_from_right_to_left_is_copied_in_its_own_order(markdown: str) -> None:
    async with copying(post(markdown)) as (_, pilot, copies):
        await pilot.press("V", "G", "y")
    assert ("שלום עולם, " * 12).strip() in copies[0]
