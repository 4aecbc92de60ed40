"""The Atom feed of the sample blog, page by page back to its first post."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tui_blog.demo.address import Address
from tui_blog.demo.content import BLOG_AUTHOR, BLOG_SUBTITLE, BLOG_TAG, BLOG_TITLE, SamplePost
from tui_blog.demo.markup import Renderer
from tui_blog.demo.pages import page_count, page_of

ATOM = "http://www.w3.org/2005/Atom"
THREADING = "http://purl.org/syndication/thread/1.0"


class Feed:
    """Makes the feed: RFC 4287, paged as RFC 5005 §3 says, with the comment counts of RFC 4685."""

    def __init__(self, address: Address, renderer: Renderer, posts: Sequence[SamplePost]) -> None:
        self._at = address
        self._renderer = renderer
        self._posts = posts

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return page_count(self._posts)

    def etag(self, number: int, counts: Mapping[str, int]) -> str:
        """A strong validator for a page, found without rendering it."""
        told = [(post, counts.get(post.path, 0)) for post in page_of(self._posts, number)]
        return f'"{hashlib.sha256(repr((self._at, told)).encode()).hexdigest()[:32]}"'

    def page(self, number: int, counts: Mapping[str, int]) -> str:
        """A page of the feed, counted from 1; `counts` holds the comments shown under each path."""
        posts = page_of(self._posts, number)
        entries = "".join(self._entry(post, counts.get(post.path, 0)) for post in posts)
        return (
            f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{ATOM}" xmlns:thr="{THREADING}">\n'
            f"<id>{BLOG_TAG}/</id>\n<title>{BLOG_TITLE}</title>\n<subtitle>{BLOG_SUBTITLE}</subtitle>\n"
            f"<updated>{max(post.updated for post in posts).isoformat()}</updated>\n"
            f"<author><name>{BLOG_AUTHOR}</name></author>\n"
            f"{''.join(self._links(number))}{entries}</feed>\n"
        )

    def _links(self, number: int) -> Iterator[str]:
        yield f'<link rel="alternate" type="text/html" href="{self._at.home}"/>\n'
        pages = {
            "self": number,
            "first": 1,
            "previous": number - 1,
            "next": number + 1,
            "last": self.pages,
        }
        for relation, page in pages.items():
            if 1 <= page <= self.pages:
                yield f'<link rel="{relation}" href="{self._at.feed(page)}"/>\n'

    def _entry(self, post: SamplePost, count: int) -> str:
        return (
            f'<entry xml:lang="{post.language}">\n<id>{BLOG_TAG}{post.path}</id>\n'
            f"<title>{escape(post.title)}</title>\n"
            f'<link rel="alternate" type="text/html" href="{self._at.post(post)}"/>\n'
            f"{self._replies(post, count)}"
            f"<published>{post.published.isoformat()}</published>\n"
            f"<updated>{post.updated.isoformat()}</updated>\n"
            f"<author><name>{escape(post.author)}</name></author>\n"
            + "".join(f"<category term={quoteattr(label)}/>\n" for label in post.labels)
            + f'<content type="html">{escape(self._renderer.body(post))}</content>\n</entry>\n'
        )

    def _replies(self, post: SamplePost, count: int) -> str:
        if post.door == "closed":
            return ""
        page = f"{self._at.post(post)}#isso-thread"
        return (
            f'<link rel="replies" type="text/html" href="{page}" thr:count="{count}"/>\n'
            f"<thr:total>{count}</thr:total>\n"
        )
