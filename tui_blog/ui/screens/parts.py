"""Ways into a blog besides its newest posts: a part of it is chosen, or its search asked; then a post."""

from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.blog import Blog
from tui_blog.model.cursor import Cursor
from tui_blog.model.post_key import PostId
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.browsing import Browsing, Found
from tui_blog.ui.screens.dialog import ListDialog
from tui_blog.ui.words import short_date

GROUP = "parts"
KIND_WORDS = {
    "label": "Label", "category": "Category", "tag": "Tag", "author": "Author", "month": "Month",
    "pages": "Pages",
}  # fmt: skip
MORE = "More …"


@dataclass(frozen=True, slots=True)
class _Place:
    """Which posts are listed, and where the next page of them begins."""

    source: SourceRef
    name: str
    next: Cursor | None = None


class PartsScreen(ListDialog[PostId | None]):
    """Lists a blog's parts, then the posts in one of them; returns the post to open, or None."""

    BINDINGS = [
        Binding("escape", "back", "Back", id="parts.back", tooltip="From the posts to the parts; then out"),
        Binding("down", "list", "List", show=False, id="parts.list", tooltip="From the search to the list"),
        Binding("slash", "search", "Search", show=False, id="parts.search", tooltip="Go to the search"),
    ]

    title_line = query_one("#title", Static)
    words = query_one("#words", Input)
    hint = query_one("#hint", Static)

    def __init__(self, browsing: Browsing, blog: Blog) -> None:
        super().__init__()
        self._browsing = browsing
        self._blog = blog
        self._parts: tuple[Part, ...] = ()
        self._posts: list[StoredPost] = []
        self._place: _Place | None = None

    def compose(self) -> ComposeResult:
        """The blog's search, where it has one, above a list of its parts or of posts."""
        with Vertical(classes="dialog"):
            yield Static(id="title", classes="dialog--title", markup=False)
            yield Input(placeholder="Search this blog", id="words")
            yield OptionList(id="lines", markup=False)
            yield Static("", id="hint", classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Ask the blog for its parts."""
        self.words.display = self._browsing.can_search(self._blog)
        self._ask()

    # --- the parts -------------------------------------------------------------------------------

    @work(exclusive=True, group=GROUP)
    async def _ask(self) -> None:
        self.title_line.update(f"In {self._blog.title}")
        self.hint.update("Asking the blog …")
        try:
            self._parts = await self._browsing.parts(self._blog)
        except TuiBlogError as error:
            self.hint.update(str(error))
            return
        self._show_parts()

    def _show_parts(self) -> None:
        self._place = None
        self.title_line.update(f"In {self._blog.title}")
        self.lines.set_options([_part_line(part) for part in self._parts])
        self.hint.update(self._what_to_do())
        (self.lines if self._parts else self.words).focus()
        self.lines.highlighted = 0 if self._parts else None

    def _what_to_do(self) -> str:
        if self._parts:
            return "Enter lists its posts · / searches · Esc closes" if self.words.display else _KEYS
        if self.words.display:
            return "This blog tells of no labels or authors; Enter searches it."
        return "This blog tells of no labels or authors, and has no search that can be asked from here."

    @on(OptionList.OptionSelected, "#lines")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if self._place is None:
            part = self._parts[event.option_index]
            self._list(_Place(part.source, f"{KIND_WORDS[part.kind]} {part.name}"))
        elif event.option_index < len(self._posts):
            self.dismiss(self._posts[event.option_index].id)
        else:
            self._more()

    @on(Input.Submitted, "#words")
    def _search(self, event: Input.Submitted) -> None:
        if query := event.value.strip():
            self._list(_Place(self._browsing.search(self._blog, query), f"“{query}”"))

    # --- the posts in one of them ----------------------------------------------------------------

    def _list(self, place: _Place) -> None:
        self._posts = []
        self._place = place
        self.title_line.update(f"In {self._blog.title}: {place.name}")
        self.lines.clear_options()
        self._fetch(place)

    def _more(self) -> None:
        if self._place is not None and self._place.next is not None:
            self._fetch(self._place)

    @work(exclusive=True, group=GROUP)
    async def _fetch(self, place: _Place) -> None:
        self.hint.update("Fetching …  (Esc stops)")
        try:
            found = await self._browsing.page(self._blog, place.source, place.next)
        except TuiBlogError as error:
            self.hint.update(str(error))
            return
        self._show_posts(place, found)

    def _show_posts(self, place: _Place, found: Found) -> None:
        shown = len(self._posts)
        self._posts += found.posts
        self._place = _Place(place.source, place.name, found.next)
        self.lines.set_options([*map(_post_line, self._posts), *([MORE] if found.next else [])])
        self.hint.update("Enter opens it · Esc goes back" if self._posts else "Nothing was found.")
        if self._posts:
            self.lines.focus()
            self.lines.highlighted = min(shown, len(self._posts) - 1)

    # --- keys ------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """From the posts back to the parts, and from there out; what is being fetched is let go."""
        self.workers.cancel_group(self, GROUP)
        if self._place is None:
            self.dismiss(None)
        else:
            self._show_parts()

    def action_list(self) -> None:
        """From the search down to the list."""
        self.lines.focus()

    def action_search(self) -> None:
        """Up to the search."""
        if self.words.display:
            self.words.focus()


_KEYS = "Enter lists its posts · Esc closes"


def _part_line(part: Part) -> str:
    count = "" if part.count is None else f"  ({part.count})"
    return f"{KIND_WORDS[part.kind]:<9} {part.name}{count}"


def _post_line(stored: StoredPost) -> str:
    post = stored.post
    return f"{short_date(post.published):>11}  {post.title or post.excerpt[:80] or post.url}"
