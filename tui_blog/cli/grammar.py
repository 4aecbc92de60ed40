"""What the grammars of all verbs are made of."""

import argparse
from typing import TYPE_CHECKING, TypeAlias

from tui_blog.cli.usage import Grammar
from tui_blog.model.text import clean_line

if TYPE_CHECKING:
    from tui_blog.model.retention import Keep

Verbs: TypeAlias = "argparse._SubParsersAction[Grammar]"

A_POST = "an id that `tui-blog posts` prints, or a URL"
A_BLOG = "an id, a title or its beginning, or a URL"


def add_verb(verbs: Verbs, common: Grammar, name: str, what: str) -> Grammar:
    """A verb with the common options."""
    description = f"{what[0].upper()}{what[1:]}."
    return verbs.add_parser(name, parents=[common], help=what, description=description, allow_abbrev=False)


def add_order(verb: Grammar) -> None:
    """Which post of a list comes first."""
    verb.add_argument(
        "--sort", choices=("newest", "oldest"), default="newest", help="which come first (the newest)"
    )


def keep(text: str) -> "Keep":
    """How much of a blog is kept."""
    from tui_blog.model.retention import KEEPS, keep_of

    if (found := keep_of(text)) is None:
        raise argparse.ArgumentTypeError(f"it goes with {KEEPS}, not with “{clean_line(text, 40)}”")
    return found


def positive(text: str) -> int:
    """A whole number from 1 on that SQLite takes."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 2**63):
        raise argparse.ArgumentTypeError(f"a whole number is wanted, 1 or more, not “{clean_line(text, 40)}”")
    return int(text)
