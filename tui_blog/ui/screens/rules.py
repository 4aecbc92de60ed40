"""The rules: what is done with posts as they arrive; made, changed, applied and dropped."""

from asyncio import to_thread
from collections.abc import Coroutine

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import OptionList, Static

from tui_blog.errors import TuiBlogError
from tui_blog.model.query import QueryFault
from tui_blog.model.rule import Rule
from tui_blog.services.marking import Marking
from tui_blog.services.rules import Rules
from tui_blog.services.searching import Searching
from tui_blog.ui.key_names import key_name
from tui_blog.ui.screens.dialog import ListDialog
from tui_blog.ui.screens.rule import RuleDraft, RuleScreen
from tui_blog.ui.words import counted

KEYS = "+ adds · Enter changes · a applies · d drops · U undoes · Esc closes"
NONE_YET = "No rule yet. A rule marks posts that fit a search as they arrive: read, with a star, with a tag."


class RulesScreen(ListDialog[None]):
    """Lists rules in the order in which they are applied; each change of them can be taken back."""

    BINDINGS = [
        Binding("escape,q,h,left", "close", "Close", id="rules.close", tooltip="Back to the posts"),
        Binding("plus", "add", "Add", id="rules.add", tooltip="Make a rule, of the search that is shown"),
        Binding("a", "apply", "Apply", id="rules.apply",
                tooltip="Apply this rule to the posts that are here already"),
        Binding("d", "drop", "Drop", id="rules.drop", tooltip="Drop this rule; what it has marked stays so"),
        Binding("U", "undo", "Undo", id="rules.undo", tooltip="Take the last change back, of rules or marks"),
    ]  # fmt: skip

    none = query_one("#no-rules", Static)

    def __init__(self, rules: Rules, searching: Searching, marking: Marking, search: str) -> None:
        """`search` is the one that is shown, of which a rule may be made; "" where none is."""
        super().__init__()
        self._rules = rules
        self._searching = searching
        self._marking = marking
        self._search = search
        self._shown: tuple[Rule, ...] = ()

    def compose(self) -> ComposeResult:
        """The rules, the keys."""
        with Vertical(classes="dialog"):
            yield Static("Rules for posts as they arrive", classes="dialog--title")
            yield OptionList(id="rules", markup=False)
            yield Static(NONE_YET, id="no-rules")
            yield Static(KEYS, classes="dialog--hint")

    def on_mount(self) -> None:
        """Read the rules."""
        self.none.display = False
        self._run(self._show())

    async def _show(self) -> str:
        self._shown = await to_thread(self._rules.all)
        at = self.lines.highlighted or 0
        self.lines.set_options(map(_text, self._shown))
        self.lines.display, self.none.display = bool(self._shown), not self._shown
        self.lines.highlighted = min(at, len(self._shown) - 1) if self._shown else None
        self.lines.focus()
        return ""

    @work(group="rules")
    async def _run(self, work: Coroutine[object, object, str]) -> None:
        """Do something, say what it came to, and show the rules as they are then."""
        try:
            if sentence := await work:
                self.notify(sentence)
                await self._show()
        except TuiBlogError as error:
            self.notify(str(error), severity="error", timeout=12)

    @property
    def _chosen(self) -> Rule | None:
        at = self.lines.highlighted
        return None if at is None or at >= len(self._shown) else self._shown[at]

    # --- making and changing ---------------------------------------------------------------------

    def action_add(self) -> None:
        """Ask for a rule."""
        self._ask("A new rule", RuleDraft(self._search), None)

    @on(OptionList.OptionSelected, "#rules")
    def _change(self) -> None:
        if rule := self._chosen:
            self._ask(f"Rule {rule.id}", RuleDraft(rule.query, rule.marks), rule)

    def _ask(self, title: str, draft: RuleDraft, rule: Rule | None) -> None:
        def answered(wanted: RuleDraft | None) -> None:
            if wanted is not None:
                self._run(self._keep(wanted, rule))

        self.app.push_screen(RuleScreen(title, draft, self._searching), answered)

    async def _keep(self, wanted: RuleDraft, rule: Rule | None) -> str:
        if rule is None:
            kept = await to_thread(self._rules.add, wanted.query, wanted.marks)
            done = f"Kept. {key_name(self, 'rules.apply')} applies it to the posts that are here already."
        else:
            kept = await to_thread(self._rules.change, rule.id, wanted.query, wanted.marks)
            done = f"Changed. {self._undo_key} takes it back."
        return kept.sentence if isinstance(kept, QueryFault) else done

    # --- the rule under the cursor ---------------------------------------------------------------

    def action_apply(self) -> None:
        """Give the posts that are here already what the rule gives."""
        if rule := self._chosen:
            self._run(self._apply(rule))

    async def _apply(self, rule: Rule) -> str:
        if rule.fault:
            return rule.fault
        await self._index_all()
        number = await to_thread(self._rules.apply, rule)
        if not number:
            return "There is no post here that it changes."
        return f"{counted(number, 'post')} changed. {self._undo_key} takes it back."

    async def _index_all(self) -> None:
        """Index what came in just now: what is not indexed no query finds."""
        if waiting := await to_thread(self._searching.waiting):
            self.notify(f"{counted(waiting, 'post')} {'is' if waiting == 1 else 'are'} indexed first …")
        while await to_thread(self._searching.index_some):
            pass

    def action_drop(self) -> None:
        """Drop the rule."""
        if rule := self._chosen:
            self._run(self._drop(rule))

    async def _drop(self, rule: Rule) -> str:
        await to_thread(self._rules.remove, rule.id)
        return f"Dropped; what it has marked stays so. {self._undo_key} brings it back."

    def action_undo(self) -> None:
        """Take the last change back."""
        self._run(self._undo())

    async def _undo(self) -> str:
        sentence = await to_thread(self._marking.undo)
        return f"{sentence}." if sentence else "Nothing to undo."

    @property
    def _undo_key(self) -> str:
        return key_name(self, "rules.undo")

    def action_close(self) -> None:
        """Back to the posts."""
        self.dismiss(None)


def _text(rule: Rule) -> str:
    """The query, below it what is done, or why nothing is."""
    names = {"read": "read", "starred": "with a star"}
    deeds = [names.get(mark.kind, f"#{mark.tag}") for mark in rule.marks]
    return f"{rule.query}\n  → {rule.fault or ', '.join(deeds)}"
