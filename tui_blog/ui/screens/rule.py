"""One rule: which posts it is for, how many there are of them now, and what is done with them."""

from asyncio import sleep, to_thread
from collections.abc import Iterator
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Checkbox, Input, Label, Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.marks import Mark
from tui_blog.model.query import QueryFault
from tui_blog.model.saved_search import COUNTED
from tui_blog.model.text import CleanText, clean_line
from tui_blog.services.searching import Searching
from tui_blog.ui.screens.dialog import Dialog
from tui_blog.ui.screens.tag import LONGEST
from tui_blog.ui.words import counted

LULL = 0.3
"""Seconds without a key after which is counted what the query finds."""

NO_QUERY = "Which posts? Words, author:, label:, blog: and what else a search takes."
NO_DEED = "What is done with them? They may arrive read, with a star or with tags."


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as the person wants it."""

    query: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def tags(self) -> tuple[CleanText, ...]:
        """Those among the marks."""
        return tuple(mark.tag for mark in self.marks if mark.kind == "tag")


class Tick(Checkbox, inherit_bindings=False):
    """A checkbox that is told apart without colours too: Textual greys the cross of an empty one.

    Enter is left to the dialogue.
    """

    def render(self) -> Content:
        """Leave the box empty where nothing is ticked."""
        self.BUTTON_INNER = "X" if self.value else " "
        return super().render()

    def key_space(self) -> None:
        """Tick it; no binding, for those look for the focus only when the next key may have moved it."""
        self.toggle()


class RuleScreen(Dialog[RuleDraft | None]):
    """Asks what a rule is to be; returns it, its query understood, or None."""

    BINDINGS = [
        Binding("escape", "close", "Cancel", id="rule.close", tooltip="Leave the rules as they are"),
        Binding("enter,ctrl+s", "keep", "Keep", id="rule.keep", tooltip="Keep the rule"),
        # Before the field hears of it, so that what is typed next cannot come to where the cursor was.
        Binding("tab", "app.focus_next", "Next field", priority=True, show=False, id="rule.next_field",
                tooltip="To the next field"),
        Binding("shift+tab", "app.focus_previous", "Previous field", priority=True, show=False,
                id="rule.previous_field", tooltip="To the field before"),
    ]  # fmt: skip

    words = query_one("#rule-query", Input)
    finding = query_one("#rule-finding", Static)
    read = query_one("#rule-read", Checkbox)
    star = query_one("#rule-star", Checkbox)
    tags = query_one("#rule-tags", Input)

    def __init__(self, title: str, draft: RuleDraft, searching: Searching) -> None:
        super().__init__()
        self._title = title
        self._draft = draft
        self._searching = searching

    def compose(self) -> ComposeResult:
        """A query with what it finds; below, what is done."""
        kinds = {mark.kind for mark in self._draft.marks}
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title")
            yield Input(
                self._draft.query, placeholder="author:bo label:ads", select_on_focus=False, id="rule-query"
            )
            yield Static(NO_QUERY, id="rule-finding", markup=False)
            with Horizontal(id="rule-deeds"):
                yield Label("They arrive")
                yield Tick("read", "read" in kinds, id="rule-read", compact=True)
                yield Tick("with a star", "starred" in kinds, id="rule-star", compact=True)
            yield Input(
                _line(self._draft.tags),
                placeholder="Tags, between commas",
                select_on_focus=False,
                id="rule-tags",
            )
            yield Static(
                "Enter keeps it · Tab goes on, Space ticks · Esc closes", classes="dialog--hint", markup=False
            )

    def on_mount(self) -> None:
        """The query comes first."""
        self.words.focus()

    # --- what it finds ---------------------------------------------------------------------------

    @on(Input.Changed, "#rule-query")
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    @work(exclusive=True, group="rule count")
    async def _look(self, text: str) -> None:
        """Say how many posts fit, or why it is no query; what can be asked takes a moment's rest."""
        if not text.strip():
            self.finding.update(NO_QUERY)
            return
        await sleep(LULL)
        try:
            found = await to_thread(self._searching.count, text)
        except TuiBlogError as error:
            self.finding.update(str(error))
        else:
            self.finding.update(found.sentence if isinstance(found, QueryFault) else _fitting(found))

    # --- what is done ----------------------------------------------------------------------------

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Return the rule, once it asks for something and does something."""
        self.when_typed((self.words, self.read, self.star, self.tags), self._keep)

    def _keep(self) -> None:
        draft = RuleDraft(clean_line(self.words.value), tuple(self._marks()))
        understood = self._searching.understood(draft.query)
        if isinstance(understood, QueryFault):
            self._refuse(understood.sentence if draft.query else NO_QUERY, self.words)
        elif not draft.marks:
            self._refuse(NO_DEED, self.read)
        else:
            self.dismiss(draft)

    def _refuse(self, sentence: str, at: Input | Checkbox) -> None:
        self.workers.cancel_group(self, "rule count")
        self.finding.update(sentence)
        at.focus()

    def _marks(self) -> Iterator[Mark]:
        if self.read.value:
            yield Mark("read", True)
        if self.star.value:
            yield Mark("starred", True)
        is_same = self.tags.value == _line(self._draft.tags)  # one from elsewhere may have a comma
        tags = self._draft.tags if is_same else _tags(self.tags.value)
        yield from (Mark("tag", True, tag) for tag in tags)

    def action_close(self) -> None:
        """Leave the rules as they are."""
        self.dismiss(None)


def _fitting(found: int) -> str:
    if not found:
        return "No post of your library fits yet."
    number = f"More than {COUNTED} posts" if found > COUNTED else counted(found, "post")
    return f"{number} of your library {'fits' if found == 1 else 'fit'}."


def _line(tags: tuple[CleanText, ...]) -> str:
    return ", ".join(tags)


def _tags(line: str) -> tuple[CleanText, ...]:
    """The tags of a line, each once."""
    return tuple(dict.fromkeys(tag for part in line.split(",") if (tag := clean_line(part, LONGEST))))
