"""Add a blog: a URL in, what was found out, and the choice to follow it."""

from collections.abc import Awaitable, Callable
from textwrap import wrap

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.widgets import Button, Input, OptionList, ProgressBar, Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.site import Site, Way
from tui_blog.services.inspecting import Inspection
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.words import counted

HOLDS_WORDS = {"posts": "Feed", "part": "Feed of a part", "comments": "Feed of comments"}
BESIDE = 48
"""Cells beside the names, in the width of the dialogue."""

WHY_LINES = 5
"""As many as leave room for the ways at 24 lines; `inspect` tells all."""

ACCESS_WORDS = {
    "anonymous": "open to everyone",
    "login": "for people with an account",
    "browser": "in a browser only",
    "closed": "closed on the newest post",
    "unknown": "could not be asked",
}


class AddBlogScreen(Dialog[Site | None]):
    """Asks for a URL, shows what stands behind it, and returns the site to follow, or None."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = [
        Binding("escape", "cancel", "Cancel", id="add.cancel", tooltip="Stop looking, add nothing"),
        Binding("down", "ways", "Ways", show=False, id="add.ways",
                tooltip="From the address to the ways to its posts, to choose another one"),
    ]  # fmt: skip

    address = query_one("#address", Input)
    ways = query_one("#ways", OptionList)
    finding = query_one("#finding", Static)
    hint = query_one("#next", Static)
    follow = query_one("#follow", Button)

    def __init__(self, inspect: Callable[[str], Awaitable[Inspection]]) -> None:
        super().__init__()
        self._inspect = inspect
        self._site: Site | None = None

    def compose(self) -> ComposeResult:
        """One line to type in, one place for the answer."""
        with Vertical(classes="dialog"):
            yield Static("Add a blog", classes="dialog--title")
            yield Input(placeholder="Its address, or that of any post or feed of it", id="address")
            yield ProgressBar(show_percentage=False, show_eta=False)
            yield Static("Enter looks it up.", id="finding", markup=False)
            yield OptionList(id="ways", markup=False)
            yield Static("", id="next", classes="dialog--hint")
            with Horizontal(classes="dialog--buttons"):
                yield Button("Follow", variant="primary", id="follow", disabled=True)
                yield Button("Cancel  Esc", id="cancel")

    @on(Input.Changed, "#address")
    def _forget(self) -> None:
        """Another address: what was found belongs to the old one."""
        self._site = None
        self.follow.disabled = True
        self.remove_class("-several")
        self.hint.update("")

    @on(Input.Submitted, "#address")
    def _look_up(self) -> None:
        if self._site is not None:
            self._follow()
        elif self.address.value.strip():
            self._look(self.address.value.strip())

    @work(exclusive=True, group="look up")
    async def _look(self, url: str) -> None:
        """Ask the address what it is; a failure is a sentence, and the address stays."""
        self.add_class("-looking")
        self.finding.update("Looking …  (Esc stops)")
        try:
            self._show(await self._inspect(url))
        except TuiBlogError as error:
            self.finding.update(str(error))
        finally:
            self.remove_class("-looking")

    def _show(self, found: Inspection) -> None:
        self._site = found.site
        self.follow.disabled = False
        self.finding.update(describe(found))
        several = len(found.site.ways) > 1
        self.set_class(several, "-several")
        self.ways.set_options([way_line(way, found) for way in found.site.ways])
        self.ways.highlighted = 0
        self.hint.update("Enter follows it; ↓ chooses another way." if several else "Enter follows it.")

    def action_ways(self) -> None:
        """On to the ways, where there are several."""
        if self.has_class("-several"):
            self.ways.focus()

    @on(OptionList.OptionSelected, "#ways")
    @on(Button.Pressed, "#follow")
    def _follow(self) -> None:
        """Follow the site by the way that is chosen."""
        if self._site is not None:
            self.dismiss(self._site.by(self._site.ways[self.ways.highlighted or 0]))

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave without adding; a look-up under way dies with this screen."""
        self.dismiss(None)


def describe(found: Inspection) -> str:
    """What was found out, and why it is held to be so, in a few lines."""
    access = ACCESS_WORDS[found.access.value if found.access else "unknown"]
    system = f"{found.system_name}, {access}" if found.system else "no system that is known here"
    return "\n".join(
        [
            found.site.title or found.site.url,
            "",
            *_listed("Platform", found.platform),
            *_listed("Posts", _reach(found)),
            *_listed("Comments", system),
            *_listed("Why", *found.site.reasons)[:WHY_LINES],
        ]
    )


def way_line(way: Way, found: Inspection) -> str:
    """One way to the posts, for the list of them."""
    if way.source.kind != "feed":
        return f"{found.platform}, its own way"
    return f"{HOLDS_WORDS[way.holds]}  {way.title or way.source.url}"


def _listed(name: str, *sentences: str) -> list[str]:
    """A name, and beside it what is to be said."""
    lines = [line for sentence in sentences for line in wrap(sentence, BESIDE)]
    return [f"{name if number == 0 else '':<8}  {line}" for number, line in enumerate(lines)]


def _reach(found: Inspection) -> str:
    if found.total is not None:
        return f"{counted(found.total, 'post')}, back to the first"
    newest = f"{len(found.newest):,} newest"
    if found.beyond:
        return f"{newest}, older ones are looked for on its pages"
    return f"{newest}, older ones can be fetched" if found.archive else f"{newest}, all that its feed holds"
