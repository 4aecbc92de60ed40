"""The one module that knows every floor: it builds the services out of their parts."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tui_blog.config import Config
from tui_blog.errors import TuiBlogError
from tui_blog.model.flow import Flow, Request, Response, watched
from tui_blog.paths import Paths
from tui_blog.services.accounts import Accounts
from tui_blog.services.commenting import Commenting
from tui_blog.services.inspecting import Inspecting
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.services.refreshing import Refreshing
from tui_blog.services.running import Run
from tui_blog.services.sending import Sending
from tui_blog.services.services import Services
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.drafts import DraftStore
from tui_blog.store.instances import InstanceLock
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.posts import PostStore
from tui_blog.store.threads import ThreadStore

if TYPE_CHECKING:
    from tui_blog.net.driver import Driver
    from tui_blog.net.limits import Limits

T = TypeVar("T")
Clock = Callable[[], datetime]
Tell = Callable[[str], None]


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def build_services(
    config: Config, paths: Paths, clock: Clock = now, run: Run | None = None, tell: Tell | None = None
) -> Services:
    """Open the library and put the services together; nothing of the network is imported yet.

    `run` takes the place of the driver where a test answers by itself; `tell` hears of every request.
    """
    database = Database.open(paths.database, clock)
    blogs, posts, drafts = BlogStore(database), PostStore(database), DraftStore(database)
    outbox, accounts = OutboxStore(database), Accounts(config.accounts)
    run = run or LazyDriver(config, accounts, tell)
    refreshing = Refreshing(run, blogs, posts, clock)
    instance = InstanceLock(paths.data_dir)

    def close() -> None:
        instance.close()
        database.close()

    return Services(
        library=Library(run, blogs, posts, refreshing),
        refreshing=refreshing,
        reading=Reading(posts),
        commenting=Commenting(run, ThreadStore(database), drafts, outbox, accounts, clock),
        sending=Sending(run, outbox, drafts, accounts, instance),
        inspecting=Inspecting(run, accounts),
        clock=clock,
        close=close,
    )


class LazyDriver:
    """Runs flows; httpx is imported and the driver made when the first flow comes."""

    def __init__(self, config: Config, accounts: Accounts, tell: Tell | None = None) -> None:
        self._config = config
        self._accounts = accounts
        self._tell = tell
        self._driver: Driver | None = None

    async def __call__(self, flow: Flow[T], *, typed_url: str | None = None) -> T:
        """Run a flow (see `services.running.Run`)."""
        if self._driver is None:
            from tui_blog.net.driver import Driver

            self._driver = Driver(
                _limits(self._config.timeout),
                credentials=self._accounts.credentials,
                offline=self._config.offline,
            )
        if self._tell:
            flow = watched(flow, answered=partial(_tell_answer, self._tell))
        return await self._driver.run(flow, typed_url=typed_url)


def _limits(timeout: float) -> "Limits":
    """The ceilings for a person's patience, in the proportions of the usual ones."""
    from tui_blog.net.limits import Limits

    return Limits(connect=timeout / 2, silence=timeout, total=timeout * 3)


def _tell_answer(tell: Tell, request: Request, answer: Response | TuiBlogError) -> None:
    from tui_blog.net.credentials import without_userinfo

    asked = without_userinfo(request.url)
    if isinstance(answer, TuiBlogError):
        tell(f"{request.method} {asked}: {answer}")
    else:
        moved = "" if answer.url == request.url else f", {answer.url}"
        tell(f"{request.method} {asked}: {answer.status}, {len(answer.body)} bytes{moved}")
