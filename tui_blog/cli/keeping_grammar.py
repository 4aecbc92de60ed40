"""The grammar of the verbs that keep order: marks, tags, undo."""

from tui_blog.cli.grammar import A_BLOG, A_POST, Verbs, add_verb, keep, positive
from tui_blog.cli.usage import Grammar
from tui_blog.model.retention import KEEPS

A_RULE = "the number that `tui-blog rules` prints"


def add_keeping_verbs(verbs: Verbs, common: Grammar) -> None:
    """mark, rules, searches, tags, undo, edit."""
    _add_mark(verbs, common)
    _add_rules(verbs, common)
    _add_searches(verbs, common)
    add_verb(verbs, common, "tags", "list the tags that blogs and posts bear")
    add_verb(
        verbs, common, "undo", "take the last change back: marks, tags, rules, kept searches, edits, removals"
    )
    edit = add_verb(verbs, common, "edit", "change what the library keeps of a blog")
    edit.add_argument("blog", metavar="BLOG", help=A_BLOG)
    edit.add_argument("--title", metavar="T", help="call it this (an empty one: as it calls itself)")
    edit.add_argument("--tag", action="append", default=[], metavar="T", help="file it under T (repeatable)")
    edit.add_argument("--untag", action="append", default=[], metavar="T", help="and under T no more")
    edit.add_argument("--keep", metavar="K", type=keep, help=f"keep {KEEPS}; from its next refresh on")


def _add_rules(verbs: Verbs, common: Grammar) -> None:
    rules = add_verb(verbs, common, "rules", "mark posts by rules as they arrive")
    rules.epilog = (
        "All are applied, in their order, to every post that arrives in a followed blog; `tui-blog undo` "
        "takes back what they did in one refresh."
    )
    actions = rules.add_subparsers(dest="action", metavar="ACTION", title="actions")
    add_verb(actions, common, "list", "list the rules (where nothing is said)")
    _add_deeds(add_verb(actions, common, "add", "make a rule: posts that a query finds are born with marks"))
    change = add_verb(actions, common, "change", "let a rule ask and do something else")
    change.add_argument("id", metavar="ID", type=positive, help=A_RULE)
    _add_deeds(change)
    remove = add_verb(actions, common, "remove", "drop a rule; what it has marked stays so")
    remove.add_argument("id", metavar="ID", type=positive, help=A_RULE)
    apply = add_verb(actions, common, "apply", "apply a rule, or all, to the posts that are here already")
    apply.add_argument("id", metavar="ID", type=positive, nargs="?", help="this rule only")


def _add_deeds(verb: Grammar) -> None:
    verb.add_argument("query", metavar="QUERY", nargs="+", help="which posts, as for `tui-blog search`")
    verb.add_argument("--read", action="store_const", const=True, help="they are read")
    verb.add_argument("--star", action="store_const", const=True, help="they have a star")
    verb.add_argument("--tag", action="append", default=[], metavar="T", help="they have a tag (repeatable)")
    verb.set_defaults(untag=[])


def _add_searches(verbs: Verbs, common: Grammar) -> None:
    searches = add_verb(verbs, common, "searches", "keep searches as lists of the library")
    actions = searches.add_subparsers(dest="action", metavar="ACTION", title="actions")
    add_verb(actions, common, "list", "list them, with what each finds unread (where nothing is said)")
    add = add_verb(actions, common, "add", "keep a search, or give one that is kept another name")
    add.add_argument("query", metavar="QUERY", nargs="+", help="what to look for, as for `tui-blog search`")
    add.add_argument("--title", metavar="T", default="", help="call it this; else it goes by its words")
    remove = add_verb(actions, common, "remove", "keep a search no more")
    remove.add_argument("search", metavar="SEARCH", nargs="+", help="its words, or its name")


def _add_mark(verbs: Verbs, common: Grammar) -> None:
    mark = add_verb(verbs, common, "mark", "mark posts read, star or tag them")
    mark.add_argument("posts", metavar="POST", nargs="*", help=A_POST)
    mark.add_argument("--all", action="store_true", help="all posts of the library, or of --blog")
    mark.add_argument("--blog", metavar="BLOG", help=f"with --all: of this blog only; {A_BLOG}")
    read = mark.add_mutually_exclusive_group()
    read.add_argument("--read", action="store_const", const=True, dest="read", help="they are read")
    read.add_argument("--unread", action="store_const", const=False, dest="read", help="they are unread")
    star = mark.add_mutually_exclusive_group()
    star.add_argument("--star", action="store_const", const=True, dest="star", help="give them a star")
    star.add_argument("--unstar", action="store_const", const=False, dest="star", help="take their stars")
    mark.add_argument("--tag", action="append", default=[], metavar="T", help="give them a tag (repeatable)")
    mark.add_argument("--untag", action="append", default=[], metavar="T", help="take a tag from them")
