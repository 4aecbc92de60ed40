"""The one module that knows every floor: it builds the services out of their parts."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from tui_blog.config import Config
from tui_blog.paths import Paths
from tui_blog.services.reading import Reading
from tui_blog.services.running import LazyDriver, Run
from tui_blog.services.services import Services
from tui_blog.store.blogs import BlogStore
from tui_blog.store.choices import ChoiceStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore
from tui_blog.store.saved_searches import SavedSearchStore

if TYPE_CHECKING:
    from tui_blog.services.accounts import Accounts
    from tui_blog.services.browsing import Browsing
    from tui_blog.services.changing import Changing
    from tui_blog.services.commenting import Commenting
    from tui_blog.services.exporting import Exporting
    from tui_blog.services.following import Following
    from tui_blog.services.full_text import FullText
    from tui_blog.services.inspecting import Inspecting
    from tui_blog.services.library import Library
    from tui_blog.services.lists import Lists
    from tui_blog.services.marking import Marking
    from tui_blog.services.pictures import Pictures
    from tui_blog.services.refreshing import Refreshing
    from tui_blog.services.rules import Rules
    from tui_blog.services.searching import Searching
    from tui_blog.services.sending import Sending
    from tui_blog.services.signing import Signing
    from tui_blog.store.articles import ArticleStore
    from tui_blog.store.drafts import DraftStore
    from tui_blog.store.earlier import EarlierStore
    from tui_blog.store.instances import InstanceLock
    from tui_blog.store.outbox import OutboxStore
    from tui_blog.store.replies import ReplyStore
    from tui_blog.store.rules import RuleStore
    from tui_blog.store.search_index import SearchIndex

Clock = Callable[[], datetime]
Tell = Callable[[str], None]


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def build_services(
    config: Config, paths: Paths, clock: Clock = now, run: Run | None = None, tell: Tell | None = None
) -> Services:
    """Open the library and put the services together; nothing of the network is imported yet.

    `run` takes the place of the driver where a test answers by itself; `tell` hears of every request,
    and why one was not made.
    """
    return LibraryServices(config, paths, clock, run, tell)


class LibraryServices:
    """The services over one library (see `Services`); made one by one, for the first list needs only two."""

    def __init__(
        self, config: Config, paths: Paths, clock: Clock, run: Run | None = None, tell: Tell | None = None
    ) -> None:
        self._config = config
        self._paths = paths
        self.clock = clock
        self._database = Database.open(paths.database, clock)
        self._blogs = BlogStore(self._database)
        self._posts = PostStore(self._database)
        self._searches = SavedSearchStore(self._database)
        self._choices = ChoiceStore(self._database)
        self._tell = tell
        self._run = run or LazyDriver(config, lambda: self._accounts, tell)

    @cached_property
    def library(self) -> "Library":
        """Whole blogs."""
        from tui_blog.services.library import Library

        return Library(self._run, self._blogs, self._posts, self._searches, lambda: self.refreshing)

    @cached_property
    def reading(self) -> Reading:
        """Lists and posts."""
        return Reading(self._posts, self._choices, lambda: self._articles, lambda: self._earlier)

    @cached_property
    def marking(self) -> "Marking":
        """The person's marks, and undo."""
        from tui_blog.services.marking import Marking
        from tui_blog.store.undo import UndoStore

        return Marking(self._posts, UndoStore(self._database))

    @cached_property
    def refreshing(self) -> "Refreshing":
        """New posts and archives."""
        from tui_blog.services.batches import Batches
        from tui_blog.services.patience import Patience
        from tui_blog.services.refreshing import Refreshing
        from tui_blog.store.wishes import WishStore

        patience = Patience(WishStore(self._database), self.clock, self._tell)
        batches = Batches(self._database.together)
        return Refreshing(
            self._run,
            self._blogs,
            self._posts,
            patience,
            batches,
            self.rules,
            self.searching.expect,
            self.clock,
        )

    @cached_property
    def rules(self) -> "Rules":
        """What is done with posts as they arrive."""
        from tui_blog.services.rules import Rules

        return Rules(self._rules, self.searching.understood)

    @cached_property
    def browsing(self) -> "Browsing":
        """Labels, authors, months, and a blog's own search."""
        from tui_blog.services.browsing import Browsing

        return Browsing(self._run, self._posts, self.clock)

    @cached_property
    def searching(self) -> "Searching":
        """Posts by what they say."""
        from tui_blog.services.searching import Searching
        from tui_blog.store.search import SearchStore

        return Searching(self._blogs, SearchStore(self._database), self._index, self._searches)

    @cached_property
    def full_text(self) -> "FullText":
        """Whole posts from their pages."""
        from tui_blog.services.full_text import FullText

        return FullText(self._run, self._articles)

    @cached_property
    def pictures(self) -> "Pictures":
        """Pictures of posts."""
        from tui_blog.services.pictures import Pictures
        from tui_blog.store.picture_files import PictureFiles

        return Pictures(self._run, PictureFiles(self._paths.picture_dir))

    @cached_property
    def commenting(self) -> "Commenting":
        """Threads and drafts."""
        from tui_blog.services.commenting import Commenting
        from tui_blog.store.threads import ThreadStore

        stores = ThreadStore(self._database), self._drafts, self._outbox, self._replies, self._choices
        return Commenting(self._run, *stores, self._accounts, self.clock)

    @cached_property
    def sending(self) -> "Sending":
        """The outbox."""
        from tui_blog.services.sending import Sending

        return Sending(self._run, self._outbox, self._drafts, self._accounts, self._instance, self.following)

    @cached_property
    def changing(self) -> "Changing":
        """Own comments, changed and taken back."""
        from tui_blog.services.changing import Changing
        from tui_blog.store.changes import ChangeStore
        from tui_blog.store.threads import ThreadStore

        stores = self._outbox, ChangeStore(self._database), ThreadStore(self._database)
        return Changing(self._run, *stores, self._accounts, self._instance, self.clock)

    @cached_property
    def following(self) -> "Following":
        """What became of comments on their blogs."""
        from tui_blog.services.following import Following

        outbox, replies, drafts = self._outbox, self._replies, self._drafts
        return Following(self._run, outbox, replies, drafts, self._accounts, self.clock)

    @cached_property
    def inspecting(self) -> "Inspecting":
        """What stands behind an address."""
        from tui_blog.services.inspecting import Inspecting

        return Inspecting(self._run, self._accounts)

    @cached_property
    def signing(self) -> "Signing":
        """The accounts that sign."""
        from tui_blog.services.signing import Signing
        from tui_blog.store.accounts import AccountStore
        from tui_blog.store.system_keyring import SystemKeyring

        return Signing(self._run, self._accounts, AccountStore(self._database), SystemKeyring())

    @cached_property
    def lists(self) -> "Lists":
        """Lists of blogs, from other programs and for them."""
        from tui_blog.services.lists import Lists

        return Lists(self._run, self._blogs, self.clock)

    @cached_property
    def exporting(self) -> "Exporting":
        """All that the library holds, as records."""
        from tui_blog.services.exporting import Exporting
        from tui_blog.store.threads import ThreadStore

        written = ThreadStore(self._database), self._outbox, self._drafts
        kept = self._rules, self._searches
        return Exporting(self._blogs, self._posts, self._articles, *written, *kept, self.clock)

    def close(self) -> None:
        """Close the library; nothing may be asked afterwards."""
        if "_instance" in vars(self):
            self._instance.close()
        self._database.close()

    @cached_property
    def _accounts(self) -> "Accounts":
        from tui_blog.services.accounts import Accounts
        from tui_blog.store.accounts import AccountStore

        return Accounts(self._config.accounts, AccountStore(self._database).all())

    @cached_property
    def _articles(self) -> "ArticleStore":
        from tui_blog.store.articles import ArticleStore

        return ArticleStore(self._database)

    @cached_property
    def _earlier(self) -> "EarlierStore":
        from tui_blog.store.earlier import EarlierStore

        return EarlierStore(self._database)

    @cached_property
    def _drafts(self) -> "DraftStore":
        from tui_blog.store.drafts import DraftStore

        return DraftStore(self._database)

    @cached_property
    def _outbox(self) -> "OutboxStore":
        from tui_blog.store.outbox import OutboxStore

        return OutboxStore(self._database)

    @cached_property
    def _replies(self) -> "ReplyStore":
        from tui_blog.store.replies import ReplyStore

        return ReplyStore(self._database)

    @cached_property
    def _rules(self) -> "RuleStore":
        from tui_blog.store.rules import RuleStore

        return RuleStore(self._database, self._index)

    @cached_property
    def _index(self) -> "SearchIndex":
        from tui_blog.store.search_index import SearchIndex

        return SearchIndex(self._database)

    @cached_property
    def _instance(self) -> "InstanceLock":
        from tui_blog.store.instances import InstanceLock

        return InstanceLock(self._paths.data_dir)
