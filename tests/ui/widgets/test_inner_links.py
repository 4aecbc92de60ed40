"""Following links within a text by keys: to a footnote and back, to a heading."""

from tests.ui.widgets.reading_room import paragraphs, post, reading, room, screen
from tui_blog.ui.widgets.reader.document_view import DocumentView

BODY = (
    f"Once[\\[1\\]](#note-1).\n\n{paragraphs(20)}\n\nAgain[\\[1\\]](#note-1), see [there](#there)."
    f"\n\n{paragraphs(20)}\n\n## There\n\n{paragraphs(20)}\n\n1. [↑](#ref-1) The note.\n\n{paragraphs(20)}"
)


def chosen(view: DocumentView) -> str:
    return view.chosen.text if view.chosen is not None else ""


async def test_enter_on_a_reference_goes_to_its_note_and_enter_again_comes_back() -> None:
    async with reading(post(BODY)) as (view, pilot):
        view.action_link(1)
        view.action_link(1)
        here = screen(view)
        assert any("Again[1]" in line for line in here)
        view.action_follow()
        assert screen(view)[0].strip() == "1. ↑ The note."
        assert chosen(view) == "↑"
        view.action_follow()
        assert screen(view)[0].strip().startswith("Again[1]")
        assert chosen(view) == "[1]"
        await pilot.pause()
        assert room(pilot).all_of(DocumentView.LinkWanted) == []


async def test_who_came_to_a_note_without_a_link_goes_to_its_first_reference() -> None:
    async with reading(post(BODY)) as (view, _):
        for _ in range(4):
            view.action_link(1)
        assert chosen(view) == "↑"
        view.action_follow()
        assert "Once[1]." in [line.strip() for line in screen(view)]
        assert chosen(view) == "[1]"


async def test_a_link_to_a_heading_goes_there() -> None:
    async with reading(post(BODY)) as (view, _):
        for _ in range(3):
            view.action_link(1)
        view.action_follow()
        assert screen(view)[0].strip() == "## There"


async def test_a_link_to_nowhere_stays() -> None:
    async with reading(post("[x](#nowhere) " + paragraphs(50))) as (view, pilot):
        view.action_link(1)
        before = screen(view)
        view.action_follow()
        await pilot.pause()
        assert screen(view) == before
        assert room(pilot).all_of(DocumentView.LinkWanted) == []
