"""Where the parts of the sample blog are found on its port."""

from dataclasses import dataclass
from typing import Literal

from tui_blog.demo.content import Door, SamplePost

ISSO_MOUNTS: dict[Literal["open", "moderated"], str] = {"open": "/isso", "moderated": "/isso-moderated"}
"""The two comment servers of the blog: Isso moderates all threads or none."""

FEED_PATH = "/feed.atom"


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses of a sample blog that answers on `port` of the loopback interface."""

    port: int

    @property
    def base(self) -> str:
        """The blog's origin, without a slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> str:
        """The home page."""
        return f"{self.base}/"

    def page(self, number: int) -> str:
        """A page of the home page's archive; 1 is the home page itself."""
        return self.home if number == 1 else f"{self.base}/page/{number}/"

    def feed(self, number: int = 1) -> str:
        """A page of the feed; 1 is the one to subscribe to."""
        return f"{self.base}{FEED_PATH}" + (f"?page={number}" if number > 1 else "")

    def post(self, post: SamplePost) -> str:
        """A post's page."""
        return f"{self.base}{post.path}"

    def label(self, label: str) -> str:
        """The page of all posts with that label."""
        return f"{self.base}/labels/{label}/"

    def isso(self, door: Door) -> str | None:
        """The comment server behind such a door, without a closing slash; None where it is closed."""
        return None if door == "closed" else f"{self.base}{ISSO_MOUNTS[door]}"
