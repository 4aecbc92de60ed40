"""How services reach the network, by one callable that runs a flow, and how they leave the event loop."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from tui_blog.model.flow import Flow

P = ParamSpec("P")
T = TypeVar("T")


class Run(Protocol):
    """Run a flow to its end and give its result; raises TuiBlogError alone."""

    async def __call__(self, flow: "Flow[T]", *, typed_url: str | None = None) -> T:
        """`typed_url` is the address that the person gave: it alone may lead to private hosts."""
        ...


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Have work done off the event loop, by services that a command also asks which needs no loop.

    Asyncio is a third of what such a command would import.
    """
    import asyncio

    return await asyncio.to_thread(work, *args, **kwargs)
