"""Rules: what the person wants to be done with posts as soon as they arrive."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tui_blog.errors import NotInLibrary
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.query import Query, QueryFault
from tui_blog.model.rule import Rule
from tui_blog.model.text import clean_line
from tui_blog.store.rules import RuleStore

_MISSING = "There is no rule {}. `tui-blog rules` lists them."

Understood = Callable[[str], Query | QueryFault]


class Rules:
    """Keeps rules; everything here takes time, and belongs off the event loop."""

    def __init__(self, store: RuleStore, understood: Understood) -> None:
        """`understood` tells what a query asks for, as a search does."""
        self._store = store
        self._understood = understood

    def all(self) -> tuple[Rule, ...]:
        """In their order, each with its fault where its query is not understood any more."""
        return tuple(self._judged(rule)[1] for rule in self._store.all())

    def left_out(self) -> tuple[str, ...]:
        """A sentence for each that does nothing any more."""
        return tuple(
            f"Rule {rule.id}, “{rule.query}”, is left out: {rule.fault}" for rule in self.all() if rule.fault
        )

    def add(self, text: str, marks: Sequence[Mark]) -> Rule | QueryFault:
        """Make a rule, unless its query is none."""
        understood = self._understood(text)
        return understood if isinstance(understood, QueryFault) else self._store.add(clean_line(text), marks)

    def change(self, number: int, text: str, marks: Sequence[Mark]) -> Rule | QueryFault:
        """Let a rule ask and do something else, unless its new query is none (NotInLibrary)."""
        understood = self._understood(text)
        if isinstance(understood, QueryFault):
            return understood
        if not self._store.change(number, clean_line(text), marks):
            raise NotInLibrary(_MISSING.format(number))
        return self.rule(number)

    def remove(self, number: int) -> Rule:
        """Drop a rule (NotInLibrary)."""
        rule = self.rule(number)
        self._store.remove(number)
        return rule

    def rule(self, number: int) -> Rule:
        """The rule of that number (NotInLibrary)."""
        for rule in self.all():
            if rule.id == number:
                return rule
        raise NotInLibrary(_MISSING.format(number))

    def apply(self, rule: Rule) -> int:
        """Apply a rule to what the library holds already; how many posts it changed."""
        understood, _ = self._judged(rule)
        return 0 if understood is None else self._store.apply(understood, rule)

    def at_work(self) -> "RulesAtWork":
        """The rules as they stand, for the posts of one refresh."""
        judged = map(self._judged, self._store.all())
        return RulesAtWork(self._store, [(query, rule) for query, rule in judged if query is not None])

    def _judged(self, rule: Rule) -> tuple[Query | None, Rule]:
        understood = self._understood(rule.query)
        if isinstance(understood, QueryFault):
            return None, replace(rule, fault=clean_line(understood.sentence))
        return understood, rule


class RulesAtWork:
    """Applies rules to the posts of one refresh; what they do there is one change that can be taken back."""

    def __init__(self, store: RuleStore, rules: Sequence[tuple[Query, Rule]]) -> None:
        self._store = store
        self._rules = rules
        self._change: int | None = None

    def arrived(self, post_ids: Sequence[PostId]) -> None:
        """Give new posts the marks that they are to have, within the transaction that stores them."""
        if self._rules and post_ids:
            self._change = self._store.arrived(post_ids, self._rules, self._change, self._forget)

    def _forget(self) -> None:
        self._change = None
