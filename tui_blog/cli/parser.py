"""The command line's grammar: verbs, their arguments, the options that all of them share."""

import argparse

from tui_blog import __version__
from tui_blog.cli.grammar import A_BLOG, A_POST, Verbs, add_order, add_verb, keep, positive
from tui_blog.cli.usage import Grammar, verb_meant
from tui_blog.model.text import clean_line

FORMATS = ("markdown", "text", "html")
DESCRIPTION = (
    "The terminal's blog browser. Without a verb it opens the library, or the blog, post or feed at URL."
)
EXAMPLES = """examples:
  tui-blog https://blog.example            open a blog, followed or not
  tui-blog posts blog.example --archive    list its posts, back to the first
  tui-blog read https://blog.example/post  print a post
  tui-blog posts --unread --json           what is unread, for programs

exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted; `tui-blog comment --help` lists its own."""

QUERIES = """a query, quoted for the shell, is made of:
  slow web         both words             "slow web"    next to each other
  -web             not that word          lett*         words that begin so
  author:ada       label:letters          blog:lamp     tag:essays
  is:unread        is:read, is:starred    has:comments  has:picture
  since:2024-01    from then on           until:2024    up to and including
Accents and case do not matter. A query that begins with - stands behind --."""


def build_parser(only: str | None = None) -> tuple[Grammar, Verbs]:
    """The grammar, and that of each verb, or of the `only` one that is wanted and its family."""
    common = _common()
    parser = Grammar(
        prog="tui-blog",
        description=DESCRIPTION,
        parents=[common],
        usage="tui-blog [URL | VERB …] [options]",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tui-blog {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs", prog="tui-blog")
    for family, add_verbs in _FAMILIES.items():
        if only is None or only in family:
            add_verbs(verbs, common)
    return parser, verbs


def parse(arguments: list[str]) -> argparse.Namespace:
    """Parse the arguments; a first word that is no verb is taken for a URL if it can be one (UsageError)."""
    word = _first_positional(arguments)
    # Nobody waits for the grammar of verbs that are not used.
    only = word if word in VERBS else "open"
    parser, verbs = build_parser(None if _may_ask_for_help(arguments) else only)
    _refuse_broken_text(parser, arguments)
    if word is not None and word not in VERBS:
        if not looks_like_url(word):
            parser.refuse(_no_such_verb(word))
        arguments = ["open", *arguments]
    namespace, strange = parser.parse_known_args(arguments, _defaults())
    if strange:
        verbs.choices.get(namespace.verb, parser).refuse_strange(strange[0])
    namespace.verb = namespace.verb or "open"
    return namespace


def _may_ask_for_help(arguments: list[str]) -> bool:
    """Whether `-h` may be there, as in `-vh`: the help lists every verb."""
    return any(word.startswith("-") and "h" in word for word in arguments)


def looks_like_url(word: str) -> bool:
    """An address has a dot, a colon or a slash, and no space; a mistyped verb or a title has none."""
    return any(sign in word for sign in ".:/") and not any(map(str.isspace, word.strip()))


def _refuse_broken_text(parser: Grammar, arguments: list[str]) -> None:
    """Bytes that are no text in the terminal's encoding (Python keeps them as surrogates, PEP 383)."""
    try:
        "".join(arguments).encode()
    except UnicodeEncodeError:
        parser.refuse("The command line holds bytes that are not UTF-8.")


def _first_positional(arguments: list[str]) -> str | None:
    """The first word that is not an option nor an option's value."""
    words = iter(arguments)
    for word in words:
        if word in {"--config", "--data-dir"}:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _no_such_verb(word: str) -> str:
    return f"There is no verb “{clean_line(word, 40)}”, and it is no address.{verb_meant(word, VERBS)}"


def _defaults() -> argparse.Namespace:
    return argparse.Namespace(
        json=False, config=None, data_dir=None, offline=False, verbose=0, verb=None, url=None
    )


def _common() -> Grammar:
    """Options that stand before or after the verb alike (hence no defaults of their own)."""
    common = Grammar(add_help=False, argument_default=argparse.SUPPRESS)
    options = common.add_argument_group("common options")
    options.add_argument("--json", action="store_true", help="for programs: one JSON object a line")
    options.add_argument("--config", metavar="FILE", help="the config file (TUI_BLOG_CONFIG)")
    options.add_argument("--data-dir", metavar="DIR", help="where all state is kept (TUI_BLOG_DATA_DIR)")
    options.add_argument("--offline", action="store_true", help="use what is stored, ask nobody")
    options.add_argument("-v", "--verbose", action="count", help="say more on standard error")
    return common


def _add_opening_verbs(verbs: Verbs, common: Grammar) -> None:
    opening = verbs.add_parser("open", prog="tui-blog", parents=[common], allow_abbrev=False)
    opening.add_argument("url", metavar="URL")
    add_verb(verbs, common, "demo", "open the built-in sample blog; needs no network")


def _add_library_verbs(verbs: Verbs, common: Grammar) -> None:
    from tui_blog.model.retention import KEEPS

    inspect = add_verb(verbs, common, "inspect", "say what a site is and offers")
    inspect.add_argument("url", metavar="URL")
    add = add_verb(verbs, common, "add", "follow a blog")
    add.add_argument("url", metavar="URL")
    add.add_argument("--title", default="", help="call it this")
    add.add_argument("--tag", action="append", default=[], metavar="T", help="file it under T (repeatable)")
    add.add_argument(
        "--way", metavar="N", type=positive, default=1, help="by the Nth of the ways that `inspect` lists"
    )
    add.add_argument("--keep", metavar="K", type=keep, help=f"keep {KEEPS}")
    add.add_argument(
        "--full-text", action="store_true", help="fill the posts that its feed cuts from their pages"
    )
    remove = add_verb(verbs, common, "remove", "stop following a blog and take out its posts")
    remove.add_argument("blog", metavar="BLOG", help=A_BLOG)
    add_verb(verbs, common, "blogs", "list the library's blogs")
    refresh = add_verb(verbs, common, "refresh", "fetch what is new")
    refresh.add_argument("blogs", metavar="BLOG", nargs="*", help="only these, whether they are due or not")
    refresh.add_argument("--now", action="store_true", help="also those that are not due yet")


def _add_list_verbs(verbs: Verbs, common: Grammar) -> None:
    bring = add_verb(verbs, common, "import", "follow the blogs of a list: OPML, or newsboat's urls")
    bring.add_argument("file", metavar="FILE|URL", help="the list (- for standard input)")
    export = add_verb(verbs, common, "export", "write the library's blogs as OPML, or all of it")
    export.add_argument(
        "--everything",
        action="store_true",
        help="blogs, posts, marks, comments, drafts, rules, searches: as JSON Lines",
    )
    export.add_argument("file", metavar="FILE", nargs="?", help="where to (standard output by default)")


def _add_posts_verb(verbs: Verbs, common: Grammar) -> None:
    posts = add_verb(verbs, common, "posts", "list posts")
    posts.add_argument(
        "target", metavar="BLOG|URL", nargs="?", help="of this blog only: an id, a title, or a URL"
    )
    posts.add_argument("--archive", action="store_true", help="go back past the feed to the first post")
    posts.add_argument("--unread", action="store_true", help="only unread ones")
    posts.add_argument("--starred", action="store_true", help="only starred ones")
    posts.add_argument("--tag", metavar="T", help="only with this tag, their own or their blog's")
    posts.add_argument("--since", metavar="D", help="from this day on (2024, 2024-12 or 2024-12-19; UTC)")
    posts.add_argument("--until", metavar="D", help="up to and including this day")
    add_order(posts)
    posts.add_argument("--limit", metavar="N", type=positive, help="at most N")
    posts.add_argument("--count", action="store_true", help="print how many there are, and none of them")
    posts.add_argument("--in", dest="part", metavar="PART", help="only of this label, author … (see `parts`)")
    posts.add_argument("--search", metavar="Q", help="only those that the blog's own search finds")


def _add_reading_verbs(verbs: Verbs, common: Grammar) -> None:
    parts = add_verb(verbs, common, "parts", "list a blog's labels, authors, months and pages")
    parts.add_argument("blog", metavar="BLOG|URL", help="an id, a title, or a URL")
    read = add_verb(verbs, common, "read", "print one post, whole")
    read.add_argument(
        "--changes", action="store_true", help="with what the blog has changed since you read it here"
    )
    read.add_argument("post", metavar="POST|URL", help=A_POST)
    read.add_argument("--format", choices=FORMATS, default="markdown", help="Markdown where nothing is said")
    read.add_argument(
        "--full", action="store_true", help="from its page, where the feed has only the beginning"
    )
    comments = add_verb(verbs, common, "comments", "print the thread under a post")
    comments.add_argument("post", metavar="POST|URL", help=A_POST)


def _add_search_verb(verbs: Verbs, common: Grammar) -> None:
    search = add_verb(verbs, common, "search", "find posts of the library by what they say")
    search.formatter_class = argparse.RawDescriptionHelpFormatter
    search.epilog = QUERIES
    search.add_argument("query", metavar="QUERY", nargs="+", help="what to look for")
    add_order(search)
    search.add_argument("--limit", metavar="N", type=positive, help="at most N")


def _add_keeping_verbs(verbs: Verbs, common: Grammar) -> None:
    from tui_blog.cli.keeping_grammar import add_keeping_verbs

    add_keeping_verbs(verbs, common)


def _add_writing_verbs(verbs: Verbs, common: Grammar) -> None:
    from tui_blog.cli.writing_grammar import add_writing_verbs

    add_writing_verbs(verbs, common)


def _add_machine_verbs(verbs: Verbs, common: Grammar) -> None:
    config = add_verb(verbs, common, "config", "show the settings")
    config.add_argument(
        "action",
        choices=("path", "show", "keys", "check"),
        nargs="?",
        default="show",
        help="where the file is, what holds (the default), which keys do what, or whether all is right",
    )
    doctor = add_verb(verbs, common, "doctor", "say what works here, and whether the library is in order")
    doctor.add_argument("--compact", action="store_true", help="make the library's file small")


_FAMILIES = {
    ("open", "demo"): _add_opening_verbs,
    ("inspect", "add", "remove", "blogs", "refresh"): _add_library_verbs,
    ("import", "export"): _add_list_verbs,
    ("posts",): _add_posts_verb,
    ("parts", "read", "comments"): _add_reading_verbs,
    ("search",): _add_search_verb,
    ("mark", "rules", "searches", "tags", "undo", "edit"): _add_keeping_verbs,
    ("comment", "outbox", "drafts", "account"): _add_writing_verbs,
    ("config", "doctor"): _add_machine_verbs,
}
"""Whose grammar is made together, in the order of the help."""

VERBS = tuple(verb for family in _FAMILIES for verb in family)
