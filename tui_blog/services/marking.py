"""The marks that a person sets, on a post or on a whole list, and how the last of it all is taken back."""

from collections.abc import Sequence

from tui_blog.model.marks import Mark, Undone
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.selection import EVERYTHING, Selection
from tui_blog.model.text import CleanText, clean_line, fold
from tui_blog.store.posts import PostStore
from tui_blog.store.undo import UndoStore

TITLE = 40
"""Characters of a title in a sentence."""

_KEPT = {
    "rule": ("is dropped again", "is as it was"),
    "search": ("is out of your library again", "is in your library as it was"),
}
"""What is so again where it had been made, and where it had been changed or dropped."""


class Marking:
    """Marks of posts; every change of them can be taken back, by any instance and after a restart."""

    def __init__(self, posts: PostStore, undo: UndoStore) -> None:
        self._posts = posts
        self._undo = undo

    def set(self, post_ids: Sequence[PostId], *marks: Mark) -> int:
        """Set or take marks of posts, all of them as one change; how many posts it changed."""
        return len(self._posts.mark(post_ids, *marks))

    def chosen(self, query: PostQuery, words: str, chosen: Selection) -> tuple[PostId, ...]:
        """The posts of a list that are chosen, only those with all `words` in their titles."""
        return self._posts.chosen(query, fold(words).split(), chosen)

    def everything(self, query: PostQuery) -> tuple[PostId, ...]:
        """All posts of a list."""
        return self._posts.chosen(query, [], EVERYTHING)

    def toggle(self, post_ids: Sequence[PostId], mark: Mark) -> tuple[int, bool]:
        """Set a mark, or take it where all posts had it; how many changed, and whether it was set."""
        changed = self._posts.mark(post_ids, mark)
        if changed:
            return len(changed), mark.on
        return len(self._posts.mark(post_ids, mark.taken_back())), not mark.on

    def tags_of(self, post_ids: Sequence[PostId]) -> tuple[CleanText, ...]:
        """The tags that all of these posts bear themselves."""
        return self._posts.common_tags(post_ids)

    def mark_all_read(self, query: PostQuery, words: str, arrived: PostId) -> int:
        """Mark read exactly what a list showed: only what had arrived with `arrived`."""
        return len(self._posts.mark_all_read(query, fold(words).split(), arrived))

    def undo(self) -> str | None:
        """Take the last change back; a sentence that says so, or None when there is nothing to undo.

        Where the library cannot be written now (StoreError), the change can be taken back later.
        """
        parts = self._undo.take_back()
        return "; ".join(map(_sentence, parts)) if parts else None


def _sentence(undone: Undone) -> str:
    """What is so again."""
    if undone.kind in _KEPT:
        gone, back = _KEPT[undone.kind]
        return f"The {undone.kind} “{clean_line(undone.title, TITLE)}” {gone if undone.on else back}"
    if undone.kind == "blog title":
        return f"The blog is called {_name(undone, 'blog')} again"
    if undone.kind == "blog keep":
        return f"As much of {_name(undone, 'blog')} is kept as before"
    is_one = undone.number == 1
    if undone.kind == "removal":
        return f"{_name(undone, 'blog')} {'is' if is_one else 'are'} in your library again"
    what = _name(undone, "blog" if undone.kind == "blog tag" else "post")
    return f"{what} {'is' if is_one else 'are'} {_state(undone)} again"


def _state(undone: Undone) -> str:
    match undone.kind:
        case "read":
            return "unread" if undone.on else "read"
        case "starred":
            return "without star" if undone.on else "starred"
        case _:
            return f"without the tag “{undone.tag}”" if undone.on else f"tagged “{undone.tag}”"


def _name(undone: Undone, noun: str) -> str:
    if undone.title:
        return f"“{clean_line(undone.title, TITLE)}”"
    return f"1 {noun}" if undone.number == 1 else f"{undone.number:,} {noun}s"
