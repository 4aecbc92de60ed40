"""Add a blog: a URL in, what was found out, and the choice to follow it."""

from collections.abc import Awaitable, Callable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.widgets import Button, Input, ProgressBar, Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.site import Site
from tui_blog.services.inspecting import Inspection
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.words import counted

NAMES = {"feed": "a blog with a feed", "wordpress": "WordPress", "blogger": "Blogger", "isso": "Isso"}
ACCESS_WORDS = {
    "anonymous": "open to everyone",
    "login": "for people with an account",
    "browser": "in a browser only",
    "closed": "closed on the newest post",
    "unknown": "could not be asked",
}


class AddBlogScreen(Dialog[Site | None]):
    """Asks for a URL, shows what stands behind it, and returns the site to follow, or None."""

    BINDINGS = [Binding("escape", "cancel", "Cancel", id="add.cancel", tooltip="Stop looking, add nothing")]

    address = query_one("#address", Input)
    finding = query_one("#finding", Static)
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
            with Horizontal(classes="dialog--buttons"):
                yield Button("Follow", variant="primary", id="follow", disabled=True)
                yield Button("Cancel  Esc", id="cancel")

    @on(Input.Changed, "#address")
    def _forget(self) -> None:
        """Another address: what was found belongs to the old one."""
        self._site = None
        self.follow.disabled = True

    @on(Input.Submitted, "#address")
    def _look_up(self) -> None:
        if self._site is not None:
            self.dismiss(self._site)
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

    @on(Button.Pressed, "#follow")
    def _follow(self) -> None:
        self.dismiss(self._site)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave without adding; a look-up under way dies with this screen."""
        self.dismiss(None)


def describe(found: Inspection) -> str:
    """What was found out, in a few lines."""
    system = NAMES.get(found.system or "", found.system)
    access = ACCESS_WORDS[found.access.value if found.access else "unknown"]
    return "\n".join(
        [
            found.site.title or found.site.url,
            "",
            f"Platform  {NAMES.get(found.site.platform, found.site.platform)}",
            f"Posts     {_reach(found)}",
            f"Comments  {f'{system}, {access}' if system else 'no system that is known here'}",
            "",
            "Enter follows it.",
        ]
    )


def _reach(found: Inspection) -> str:
    if found.total is not None:
        return f"{counted(found.total, 'post')}, back to the first"
    newest = f"{len(found.newest)} newest"
    return f"{newest}, older ones can be fetched" if found.archive else f"{newest}, all that its feed holds"
