"""How services reach the network: one callable that runs a flow."""

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from tui_blog.model.flow import Flow

T = TypeVar("T")


class Run(Protocol):
    """Run a flow to its end and give its result; raises TuiBlogError alone."""

    async def __call__(self, flow: "Flow[T]", *, typed_url: str | None = None) -> T:
        """`typed_url` is the address that the person gave: it alone may lead to private hosts."""
        ...
