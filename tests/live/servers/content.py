"""What the WordPress blog holds: the same posts and comments every time, each there for one reason.

Forty ordinary posts, one a day, and above them the posts that show one thing a reader has to cope with.
53 posts are public in all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SENTENCES = (
    "The harbour bell rings twice when the fog comes in.",
    "Somebody has moved the bench again, a hand's breadth to the left.",
    "A recipe is a letter to a person who is hungry later.",
    "The window above the bakery keeps its light on for the owls.",
    "Two of the three keys fit, and nobody knows the third door.",
    "He reads the timetable as others read the weather.",
    "The old pump gives water on Thursdays and rust on all other days.",
)

PUBLIC_POSTS = 53
ORDINARY_POSTS = 40
MANY_COMMENTS = 250
DEEPEST_LEVEL = 12


@dataclass(frozen=True, slots=True)
class SeedComment:
    """A comment of the seeded blog."""

    text: str
    author: str = "Mira"
    website: str = ""
    parent: int | None = None
    """The place of its parent among the comments of the same post."""
    status: str = "1"
    """As WordPress stores it: "1", "0", "spam" or "trash"."""
    kind: str = "comment"


@dataclass(frozen=True, slots=True)
class SeedPost:
    """A post of the seeded blog."""

    slug: str
    title: str
    html: str
    days_back: int
    """Before 31 January 2026, noon, UTC."""
    comments: tuple[SeedComment, ...] = ()
    author: str = "admin"
    labels: tuple[str, ...] = ()
    category: str = ""
    """Its place in the tree of categories ("Places/Kyoto"); "" for none."""
    status: str = "publish"
    comment_status: str = "open"
    password: str = ""
    sticky: bool = False
    kind: str = "post"


def paragraph(number: int, sentences: int = 4) -> str:
    """A paragraph that is the same for the same number."""
    return " ".join(SENTENCES[(number * 5 + i * 3) % len(SENTENCES)] for i in range(sentences))


def whole_blog() -> tuple[SeedPost, ...]:
    """Every post, oldest first, so that ids grow with the dates."""
    return tuple(sorted([*_ordinary(), *_special(), *_not_public()], key=lambda post: -post.days_back))


def _ordinary() -> Iterator[SeedPost]:
    for number in range(1, ORDINARY_POSTS + 1):
        yield SeedPost(
            slug=f"entry-{number:03}",
            title=f"Notebook entry {number:03}",
            html=f"<p>{paragraph(number)}</p>\n\n<p>{paragraph(number + 5)}</p>",
            days_back=20 + number,
            author="ana" if number % 2 else "admin",
            labels=(("slow", "maps", "rain")[number % 3],),
            category=("", "Places", "Places/Kyoto 京都", "Food & Drink")[number % 4],
            comments=tuple(SeedComment(f"Comment {i} on entry {number}.") for i in range(1, number % 4 + 1)),
        )


def _special() -> tuple[SeedPost, ...]:
    return (
        SeedPost("markup", "Every kind of markup", MARKUP, 1, author="ana", labels=("slow", "maps")),
        SeedPost("threads", "A long conversation", f"<p>{paragraph(1)}</p>", 2, tuple(_deep_thread())),
        SeedPost(
            "many-comments",
            "Two hundred and fifty comments",
            f"<p>{paragraph(2)}</p>",
            3,
            tuple(_many_comments()),
        ),
        SeedPost("no-comments", "Nobody has answered yet", f"<p>{paragraph(3)}</p>", 4),
        SeedPost(
            "closed",
            "Comments are closed here",
            f"<p>{paragraph(4)}</p>",
            5,
            (SeedComment("An early comment."), SeedComment("The last one.")),
            comment_status="closed",
        ),
        SeedPost(
            "secret",
            "Behind a password",
            "<p>The hidden text.</p>",
            6,
            (SeedComment("A hidden comment."),),
            password="sesame",
        ),
        SeedPost(
            "unicode", UNICODE_TITLE, UNICODE, 7, (SeedComment("とても良い記事です。 👏", "山田 太郎 🗻"),)
        ),
        SeedPost("untitled", "", "<p>A post without a title.</p>", 8),
        SeedPost("long-read", f"A very long read {'that goes on ' * 10}".strip(), _long_read(), 9),
        SeedPost(
            "excerpt",
            "A fold and a second page",
            "<p>Before the fold.</p>\n<!--more Go on-->\n<p>After the fold.</p>\n"
            "<!--nextpage-->\n<p>A second page.</p>",
            10,
        ),
        SeedPost("moderation", "Comments in every state", f"<p>{paragraph(6)}</p>", 11, EVERY_STATE),
        SeedPost("hostile", "A title with \x1b[31mescape\x1b[0m codes", HOSTILE, 12, HOSTILE_COMMENTS),
        SeedPost("pinned", "A pinned post", "<p>Read this first.</p>", 13, sticky=True),
    )


def _not_public() -> tuple[SeedPost, ...]:
    return (
        SeedPost("about", "About", "<p>A page, not a post.</p>", 14, kind="page"),
        SeedPost("draft", "Not finished", "<p>Half a sentence</p>", 15, status="draft"),
        SeedPost("private", "For the staff only", "<p>Private text.</p>", 16, status="private"),
    )


def _deep_thread() -> Iterator[SeedComment]:
    for level in range(1, DEEPEST_LEVEL + 1):
        parent = level - 2 if level > 1 else None
        yield SeedComment(f"Level {level} of the thread.", "Mira" if level % 2 else "Jo", parent=parent)
    yield SeedComment("A second answer at level 3.", "Lee", parent=1)


def _many_comments() -> Iterator[SeedComment]:
    for number in range(1, MANY_COMMENTS + 1):
        yield SeedComment(
            f"Comment number {number}. {paragraph(number, 1)}",
            f"Reader {number}",
            website="" if number % 10 else f"https://example.com/reader/{number}",
            parent=None if number % 5 else number - 4,
        )


def _long_read() -> str:
    return "\n".join(
        f"<h2>Chapter {chapter}</h2>\n" + "\n".join(f"<p>{paragraph(chapter + i)}</p>" for i in range(20))
        for chapter in range(1, 17)
    )


MARKUP = """\
<p>A paragraph with <strong>bold</strong>, <em>emphasis</em>, <code>inline code</code>,
<a href="https://example.com/page?a=1&amp;b=2">a link</a> and <a href="/about/">one inside the blog</a>.</p>
<h2>A second level heading</h2>
<ul><li>one</li><li>two<ul><li>two and a half</li></ul></li></ul>
<blockquote><p>A quotation.</p></blockquote>
<pre><code>if name &lt; "m" and name &gt; "a":
    return f"Hello, {name}"
</code></pre>
<table><tr><th>Name</th><th>Count</th></tr><tr><td>Apples</td><td>12</td></tr></table>
<script>document.title = "a script ran";</script><style>p { color: red }</style>
"""

UNICODE_TITLE = "Ünïcödé “quotes” & signs 日本語 עברית 👩‍👩‍👧‍👦"

UNICODE = (
    "<p>日本語の文章は単語の間に空白がありません。</p><p dir='rtl'>שלום עולם</p>"
    "<p>Combining: e\u0301; wide: ＡＢＣ; bidi control: \u202etxet desrever\u202c.</p>"
)

EVERY_STATE = (
    SeedComment("An approved comment."),
    SeedComment("A comment that waits for approval.", status="0"),
    SeedComment("An approved answer to the waiting comment.", parent=1),
    SeedComment("Buy cheap watches.", "Spammer", status="spam"),
    SeedComment("A comment in the bin.", status="trash"),
    SeedComment("as was written here", "Another blog", "https://example.com/other", kind="pingback"),
)

HOSTILE = (
    "<p>Text with \x1b[2J\x1b[Hterminal escapes, \x1b]0;a new window title\x07 and a backspace \x08.</p>"
    "<p>[bold]Console markup[/bold] [link=https://example.com]and a link[/link] {braces} %s</p>"
)

HOSTILE_COMMENTS = (
    SeedComment(
        "\x1b[31mred\x1b[0m \x1b]8;;https://example.com/\x07a link\x1b]8;;\x07 [red]console markup[/red]",
        "\x1b[7mMallory\x1b[0m",
    ),
)
