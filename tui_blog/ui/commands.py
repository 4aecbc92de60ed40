"""The palette's commands: whatever a key does now, by its name."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider


class KeyCommands(Provider):
    """One command for each active binding; a key is named once and found here too."""

    def _active(self) -> Iterator[ActiveBinding]:
        """What the screen does comes first, how a pane is moved last."""
        seen = set[str]()
        for active in sorted(self.screen.active_bindings.values(), key=lambda a: a.node is not self.screen):
            name = active.binding.id or ""
            if name and active.enabled and active.binding.description and name not in seen:
                seen.add(name)
                yield active

    async def discover(self) -> Hits:
        """All of them, before a letter is typed."""
        for active in self._active():
            yield DiscoveryHit(active.binding.description, self._running(active), help=active.binding.tooltip)

    async def search(self, query: str) -> Hits:
        """Those whose name or description matches."""
        matcher = self.matcher(query)
        for active in self._active():
            name, what = active.binding.description, active.binding.tooltip
            score = max(matcher.match(name), matcher.match(what))
            if score > 0:
                yield Hit(score, matcher.highlight(name), self._running(active), help=what)

    def _running(self, active: ActiveBinding) -> Callable[[], Awaitable[bool]]:
        return partial(self.app.run_action, active.binding.action, active.node)
