"""The pages of the sample blog, made as the classic blog engines make theirs."""

from collections.abc import Mapping, Sequence
from html import escape

from tui_blog.demo.address import Address
from tui_blog.demo.content import BLOG_SUBTITLE, BLOG_TITLE, PAGE_SIZE, SamplePost, long_date
from tui_blog.demo.markup import Renderer


def page_count(posts: Sequence[SamplePost]) -> int:
    """How many pages of PAGE_SIZE posts there are."""
    return -(-len(posts) // PAGE_SIZE)


def page_of(posts: Sequence[SamplePost], number: int) -> Sequence[SamplePost]:
    """The posts of a page, counted from 1."""
    return posts[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


class Pages:
    """Makes the HTML of every page; it knows addresses and texts, nothing of HTTP."""

    def __init__(self, address: Address, renderer: Renderer) -> None:
        self._at = address
        self._renderer = renderer

    def home(self, posts: Sequence[SamplePost], number: int, counts: Mapping[str, int]) -> str:
        """One page of all posts, newest first; `counts` holds the comments shown under each path."""
        teasers = "\n".join(self._teaser(post, counts) for post in page_of(posts, number))
        links = self._paging(number, page_count(posts))
        return self._document(BLOG_TITLE, f"{teasers}\n{links}")

    def label(self, label: str, posts: Sequence[SamplePost], counts: Mapping[str, int]) -> str:
        """All posts of a label."""
        teasers = "\n".join(self._teaser(post, counts) for post in posts)
        heading = f'<p class="status-message">Posts labelled <b>{escape(label)}</b></p>'
        return self._document(f"{BLOG_TITLE}: {label}", f"{heading}\n{teasers}")

    def post(self, post: SamplePost) -> str:
        """A post with its thread, or with the sentence that it has none."""
        canonical = f'<link rel="canonical" href="{self._at.post(post)}">'
        article = self._article(post, self._renderer.body(post))
        return self._document(f"{post.name} · {BLOG_TITLE}", f"{article}\n{self._thread(post)}", canonical)

    def missing(self) -> str:
        """What stands where nothing is."""
        home = f'<a href="{self._at.home}">Back to the first page</a>'
        return self._document("Not found", f"<p>There is no such page here. {home}.</p>")

    def _article(self, post: SamplePost, body: str) -> str:
        return (
            f'<article class="post h-entry" lang="{post.language}">\n'
            f'<h2 class="date-header"><time datetime="{post.published.isoformat()}">'
            f"{long_date(post.published)}</time></h2>\n"
            f"{self._heading(post)}"
            f'<div class="post-body e-content">\n{body}</div>\n'
            f'<p class="post-footer">Posted by <span class="p-author">{escape(post.author)}</span> '
            f"· Labels: {self._labels(post)}</p>\n</article>"
        )

    def _heading(self, post: SamplePost) -> str:
        if not post.title:
            return ""
        link = f'<a class="u-url" href="{self._at.post(post)}">{escape(post.title)}</a>'
        return f'<h1 class="post-title p-name">{link}</h1>\n'

    def _labels(self, post: SamplePost) -> str:
        return ", ".join(f'<a rel="tag" href="{self._at.label(label)}">{label}</a>' for label in post.labels)

    def _teaser(self, post: SamplePost, counts: Mapping[str, int]) -> str:
        url = self._at.post(post)
        more = f'<p class="jump-link"><a href="{url}">Read more</a>'
        if post.door != "closed":
            more += f' · <a href="{url}#isso-thread">{_comments(counts.get(post.path, 0))}</a>'
        return self._article(post, f"{self._renderer.lead(post)}{more}</p>\n")

    def _thread(self, post: SamplePost) -> str:
        """Isso's snippet: the script finds the section, the section names the thread."""
        endpoint = self._at.isso(post.door)
        if endpoint is None:
            return '<p class="comments-closed">Comments on this post are closed.</p>'
        return (
            f'<script data-isso="{endpoint}/" data-isso-reply-to-self="true" '
            f'src="{endpoint}/js/embed.min.js"></script>\n'
            f'<section id="isso-thread" data-isso-id="{post.path}" data-title="{escape(post.name)}">'
            "<noscript>The comments are shown by a script.</noscript></section>"
        )

    def _paging(self, number: int, last: int) -> str:
        newer = f'<a rel="prev" href="{self._at.page(number - 1)}">Newer posts</a>' if number > 1 else ""
        older = f'<a rel="next" href="{self._at.page(number + 1)}">Older posts</a>' if number < last else ""
        return f'<nav class="paging">{newer} {older}</nav>'

    def _document(self, title: str, main: str, head: str = "") -> str:
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n"
            f'<link rel="alternate" type="application/atom+xml" title="{BLOG_TITLE}" '
            f'href="{self._at.feed()}">\n'
            f'<link rel="stylesheet" href="{self._at.base}/style.css">\n{head}\n</head>\n<body>\n'
            f'<header><p class="blog-title"><a href="{self._at.home}">{BLOG_TITLE}</a></p>\n'
            f'<p class="blog-subtitle">{BLOG_SUBTITLE}</p></header>\n'
            f"<main>\n{main}\n</main>\n</body>\n</html>\n"
        )


def _comments(count: int) -> str:
    return {0: "No comments", 1: "1 comment"}.get(count, f"{count} comments")
