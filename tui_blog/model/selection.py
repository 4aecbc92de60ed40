"""Posts chosen from a list, however long: by the places that they lie between, not one by one."""

from dataclasses import dataclass, replace
from typing import Self

from tui_blog.model.post_key import NEWEST, OLDEST, PostId, PostKey


@dataclass(frozen=True, slots=True)
class PostRun:
    """The posts of a list from the newest to the oldest of two places, both included."""

    newest: PostKey
    oldest: PostKey

    @classmethod
    def between(cls, one: PostKey, other: PostKey) -> Self:
        """The run between two places, whichever of them is the newer."""
        return cls(one, other) if _place(one) >= _place(other) else cls(other, one)

    def __contains__(self, key: PostKey) -> bool:
        return _place(self.oldest) <= _place(key) <= _place(self.newest)


@dataclass(frozen=True, slots=True)
class Selection:
    """Runs that do not overlap."""

    runs: tuple[PostRun, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __contains__(self, key: PostKey) -> bool:
        return any(key in run for run in self.runs)

    def with_run(self, run: PostRun) -> Self:
        """This and that."""
        return replace(self, runs=(*self.without(run).runs, run))

    def without(self, run: PostRun) -> Self:
        """What is left when a run is taken out; of a run that it lies in, both ends stay."""
        return replace(self, runs=tuple(piece for old in self.runs for piece in _cut(old, run)))


EVERYTHING = Selection((PostRun(NEWEST, OLDEST),))


def _cut(old: PostRun, out: PostRun) -> tuple[PostRun, ...]:
    if _place(out.oldest) > _place(old.newest) or _place(out.newest) < _place(old.oldest):
        return (old,)
    above = PostRun(old.newest, _beside(out.newest, 1))
    below = PostRun(_beside(out.oldest, -1), old.oldest)
    return tuple(piece for piece in (above, below) if _place(piece.newest) >= _place(piece.oldest))


def _beside(key: PostKey, step: int) -> PostKey:
    """The place next to a post's own; that no post need be there does no harm."""
    return PostKey(key.sorted_at, PostId(key.id + step))


def _place(key: PostKey) -> tuple[int, int]:
    return key.sorted_at, key.id
