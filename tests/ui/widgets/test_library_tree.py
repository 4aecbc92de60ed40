"""The left pane: what it shows of the library, and what it says of the person's wishes."""

import pytest
from rich.cells import cell_len

from tests.ui.widgets.shelf import Shelf, cursor_at, picture
from tui_blog.model.text import CleanText, clean_line
from tui_blog.ui.widgets.lists.library_tree import LibraryEntry, LibraryTree


def tag(name: str, count: int, *, expanded: bool) -> LibraryEntry:
    return LibraryEntry(f"tag:{name}", clean_line(name), count, 0, "tag", expanded)


def blog(name: str, count: int, *, has_error: bool = False, depth: int = 1) -> LibraryEntry:
    return LibraryEntry(f"blog:{name}", clean_line(name), count, depth, "blog", has_error=has_error)


ALL = LibraryEntry("all", CleanText("All posts"), 128, 0, "all")
OUTBOX = LibraryEntry("outbox", CleanText("Outbox"), 0, 0, "outbox")
ESSAYS = (
    tag("essays", 0, expanded=True),
    blog("The Slow Web", 3),
    blog("Harbour Notes", 12, has_error=True),
)
PYTHON = tag("python", 16, expanded=False)
ENTRIES = (ALL, *ESSAYS, PYTHON, OUTBOX)


def tree(entries: tuple[LibraryEntry, ...] = ENTRIES) -> tuple[Shelf, LibraryTree]:
    shown = LibraryTree(id="library")
    shown.entries = entries
    return Shelf(shown), shown


def key(shown: LibraryTree) -> str:
    assert shown.highlighted is not None
    return shown.highlighted.key


async def test_the_library_reads_like_a_table_of_contents() -> None:
    app, shown = tree()
    async with app.run_test(size=(22, 7)):
        assert picture(shown) == [
            " All posts        128 ",
            " ▾ essays             ",
            "   The Slow Web     3 ",
            "   Harbour Notes ! 12 ",
            " ▸ python          16 ",
            " Outbox               ",
            " " * 22,
        ]


async def test_wide_labels_and_long_trees_fill_the_pane_exactly() -> None:
    blogs = tuple(
        blog(f"{n} 日本語の長いブログの名前", 10**n, has_error=n % 2 > 0, depth=n % 4) for n in range(9)
    )
    app, shown = tree(blogs)
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("G")
        lines = picture(shown)
        assert {cell_len(line) for line in lines} == {shown.view.width} != {20}, (
            "a scrollbar has its own room"
        )
        assert "10,000,000" in lines[-2]


async def test_enter_and_l_choose_and_moves_are_told() -> None:
    app, _ = tree()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("j", "enter", "G", "l", "g", "right")
    assert [message.entry.key for message in app.all_of(LibraryTree.Chosen)] == [
        "tag:essays",
        "outbox",
        "all",
    ]
    told = [message.entry.key for message in app.all_of(LibraryTree.Highlighted)]
    assert told == ["all", "tag:essays", "outbox", "all"]


async def test_space_folds_tags_and_nothing_else() -> None:
    app, _ = tree()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.press("space", "j", "space", "j", "space")
    assert [message.entry.key for message in app.all_of(LibraryTree.Toggled)] == ["tag:essays"]


async def test_the_mouse_folds_at_the_mark_and_chooses_beside_it() -> None:
    app, shown = tree()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.click("#library", offset=(1, 4))
        assert key(shown) == "tag:python"
        assert [message.entry for message in app.all_of(LibraryTree.Toggled)] == [PYTHON]
        assert app.all_of(LibraryTree.Chosen) == []
        await pilot.click("#library", offset=(4, 4))
    assert [message.entry for message in app.all_of(LibraryTree.Chosen)] == [PYTHON]
    assert app.all_of(LibraryTree.Chosen)[0].control is shown


@pytest.mark.parametrize(
    ("entries", "there"),
    [
        ((ALL, ESSAYS[0], PYTHON, OUTBOX), "tag:essays"),
        ((ALL, PYTHON, OUTBOX), "all"),
        ((OUTBOX,), "outbox"),
    ],
)
async def test_the_cursor_goes_up_when_its_entry_is_folded_away(
    entries: tuple[LibraryEntry, ...], there: str
) -> None:
    app, shown = tree()
    async with app.run_test(size=(30, 10)) as pilot:
        assert shown.highlight("blog:Harbour Notes")
        shown.entries = entries
        await pilot.pause()
        assert key(shown) == there
    assert app.all_of(LibraryTree.Highlighted)[-1].entry.key == there


async def test_new_counts_leave_the_cursor_in_its_place() -> None:
    app, shown = tree()
    async with app.run_test(size=(30, 10)) as pilot:
        shown.highlight("tag:python")
        told = len(app.all_of(LibraryTree.Highlighted))
        shown.entries = (
            ALL,
            blog("New", 1, depth=0),
            *ENTRIES[1:-2],
            tag("python", 15, expanded=False),
            OUTBOX,
        )
        await pilot.pause()
        assert (key(shown), cursor_at(shown)) == ("tag:python", 5)
        assert picture(shown)[5].endswith(" 15 ")
        assert not shown.highlight("blog:gone")
        assert len(app.all_of(LibraryTree.Highlighted)) == told + 1


async def test_an_empty_library_takes_every_key() -> None:
    app, shown = tree(())
    shown.empty_text = "No blogs yet"
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.press("j", "k", "space", "enter", "G", "ctrl+d")
        assert picture(shown)[2].strip() == "No blogs yet"
        assert (shown.highlighted, app.heard) == (None, [])


def test_each_list_has_keys_of_its_own() -> None:
    _, shown = tree()
    keys = {key: binding.id for key, binding in shown._bindings}
    assert keys["j"] == "library.down"
    assert keys["space"] == "library.fold"
    assert keys["f"] == "library.page_down"
