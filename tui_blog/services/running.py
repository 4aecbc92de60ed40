"""How services reach the network, by one callable that runs a flow, and how they leave the event loop."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from tui_blog.config import Config
    from tui_blog.model.flow import Flow
    from tui_blog.net.driver import Driver
    from tui_blog.services.accounts import Accounts

P = ParamSpec("P")
T = TypeVar("T")


class Run(Protocol):
    """Run a flow to its end and give its result; raises TuiBlogError alone."""

    async def __call__(self, flow: "Flow[T]", *, typed_url: str | None = None) -> T:
        """`typed_url` is the address that the person gave: it alone may lead to private hosts."""
        ...


class LazyDriver:
    """Runs flows; httpx is imported and the driver made when the first flow comes."""

    def __init__(
        self, config: "Config", accounts: Callable[[], "Accounts"], tell: Callable[[str], None] | None = None
    ) -> None:
        """`accounts` is asked when a request may be signed; `tell` hears of every one."""
        self._config = config
        self._accounts = accounts
        self._tell = tell
        self._driver: Driver | None = None

    async def __call__(self, flow: "Flow[T]", *, typed_url: str | None = None) -> T:
        """Run a flow (see `Run`)."""
        if self._driver is None:
            from tui_blog.net.driver import Driver
            from tui_blog.net.limits import Limits

            self._driver = Driver(
                Limits.of_patience(self._config.timeout),
                credentials=lambda origin: self._accounts().credentials(origin),
                offline=self._config.offline,
            )
        if self._tell:
            from tui_blog.net.telling import told

            flow = told(flow, self._tell)
        return await self._driver.run(flow, typed_url=typed_url)


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Have work done off the event loop, by services that a command also asks which needs no loop.

    Asyncio is a third of what such a command would import.
    """
    import asyncio

    return await asyncio.to_thread(work, *args, **kwargs)
