"""The palette's commands: whatever a key does now, by its name, and what has no key."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider


class Command(NamedTuple):
    """A command of the palette."""

    name: str
    what: str
    run: Callable[[], Awaitable[Any] | Any]
    key: str = ""

    @property
    def help(self) -> str:
        """Its key, and what it does."""
        return f"{self.key} · {self.what}" if self.key else self.what


class KeyCommands(Provider):
    """One command for each active binding; a key is named once and found here too."""

    def _commands(self) -> Iterator[Command]:
        """What the screen does comes first, how a pane is moved next, what has no key last."""
        seen = set[str]()
        for active in sorted(self.screen.active_bindings.values(), key=lambda a: a.node is not self.screen):
            binding = active.binding
            if binding.id and active.enabled and binding.description and binding.id not in seen:
                seen.add(binding.id)
                key = self.app.get_key_display(binding)
                yield Command(binding.description, binding.tooltip, self._running(active), key)
        yield Command("Theme", "Change the colours for this run", self.app.action_change_theme)

    async def discover(self) -> Hits:
        """All of them, before a letter is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.name, command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose name or description matches."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.name), matcher.match(command.what))
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, help=command.help)

    def _running(self, active: ActiveBinding) -> Callable[[], Awaitable[bool]]:
        return partial(self.app.run_action, active.binding.action, active.node)
