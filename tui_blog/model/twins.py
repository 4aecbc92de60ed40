"""Posts that a document holds twice."""

from collections.abc import Iterable

from tui_blog.model.post import Post


def without_twins(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Drop repetitions: of posts that agree in guid, address, title and date the latest wording stays.

    Posts that share a guid and differ in anything else are several (feeds.md §9.2, rule 2); the library tells
    them apart, for it knows which guids were shared in earlier documents.
    """
    latest: dict[object, Post] = {}
    for post in posts:
        name = post.guid, post.url, post.title, post.published
        known = latest.get(name)
        if known is None or _is_later(post, known):
            latest[name] = post
    return tuple(latest.values())


def _is_later(one: Post, other: Post) -> bool:
    return one.updated is not None and other.updated is not None and one.updated > other.updated
