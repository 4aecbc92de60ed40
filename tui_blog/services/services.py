"""All services together, as screens and commands are given them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
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
    from tui_blog.services.reading import Reading
    from tui_blog.services.refreshing import Refreshing
    from tui_blog.services.rules import Rules
    from tui_blog.services.searching import Searching
    from tui_blog.services.sending import Sending
    from tui_blog.services.signing import Signing


class Services(Protocol):
    """What the program can do; built by `wiring`, where each part is made when it is first asked for."""

    @property
    def library(self) -> "Library":
        """Whole blogs."""
        ...

    @property
    def reading(self) -> "Reading":
        """Lists and posts."""
        ...

    @property
    def marking(self) -> "Marking":
        """The person's marks, and undo."""
        ...

    @property
    def refreshing(self) -> "Refreshing":
        """New posts and archives."""
        ...

    @property
    def rules(self) -> "Rules":
        """What is done with posts as they arrive."""
        ...

    @property
    def browsing(self) -> "Browsing":
        """Labels, authors, months, and a blog's own search."""
        ...

    @property
    def searching(self) -> "Searching":
        """Posts by what they say."""
        ...

    @property
    def full_text(self) -> "FullText":
        """Whole posts from their pages."""
        ...

    @property
    def pictures(self) -> "Pictures":
        """Pictures of posts."""
        ...

    @property
    def commenting(self) -> "Commenting":
        """Threads and drafts."""
        ...

    @property
    def sending(self) -> "Sending":
        """The outbox."""
        ...

    @property
    def changing(self) -> "Changing":
        """Own comments, changed and taken back."""
        ...

    @property
    def following(self) -> "Following":
        """What became of comments on their blogs."""
        ...

    @property
    def inspecting(self) -> "Inspecting":
        """What stands behind an address."""
        ...

    @property
    def signing(self) -> "Signing":
        """The accounts that sign."""
        ...

    @property
    def lists(self) -> "Lists":
        """Lists of blogs, from other programs and for them."""
        ...

    @property
    def exporting(self) -> "Exporting":
        """All that the library holds, as records."""
        ...

    @property
    def clock(self) -> Callable[[], datetime]:
        """The time, as all of them see it."""
        ...

    def close(self) -> None:
        """Close the library; nothing may be asked afterwards."""
        ...
