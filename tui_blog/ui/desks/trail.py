"""The way that a reader came, from post to post along links."""

from tui_blog.model.post_key import PostId


class Trail:
    """Goes back and forward, as a browser does."""

    def __init__(self) -> None:
        self._behind: list[PostId] = []
        self._ahead: list[PostId] = []

    def left(self, post_id: PostId) -> None:
        """A link was followed out of a post: that is one step back now, and there is nothing ahead."""
        self._behind.append(post_id)
        self._ahead.clear()

    def step(self, here: PostId, *, back: bool) -> PostId | None:
        """One step back or forward from a post; None where the way ends."""
        come_from, other = (self._behind, self._ahead) if back else (self._ahead, self._behind)
        if not come_from:
            return None
        other.append(here)
        return come_from.pop()
