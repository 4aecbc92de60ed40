"""The grammar of the verbs that write: comments, what became of them, the accounts that sign them."""

from tui_blog.cli.grammar import A_POST, Verbs, add_verb
from tui_blog.cli.usage import Grammar

FIELDS = ("name", "email", "website")
"""What a writer may be asked for; each is an option of `comment`."""

COMMENT_CODES = (
    "exit codes: 0 published (its address is printed), 3 held for moderation, 4 login needed, 5 refused, "
    "6 unknown and 8 to be tried later (kept in the outbox), 7 only a browser can do it (its address printed)"
)
ACCOUNT_CODES = (
    "Without --command or --stdin the secret is typed, unseen; the system's keyring keeps it. "
    "exit codes: 0 done, 1 failed, 2 wrong usage, 4 its server does not accept the account"
)
KINDS = ("wordpress", "mastodon", "github", "bluesky", "discourse", "microblog", "lemmy", "drupal")
"""Whose accounts there are (see `model.account.AccountKind`)."""


def add_writing_verbs(verbs: Verbs, common: Grammar) -> None:
    """comment, outbox, drafts, account."""
    _add_comment(verbs, common)
    _add_outbox(verbs, common)
    add_verb(verbs, common, "drafts", "list the drafts that are kept")
    _add_account(verbs, common)


def _add_comment(verbs: Verbs, common: Grammar) -> None:
    comment = add_verb(verbs, common, "comment", "write a comment")
    comment.epilog = COMMENT_CODES
    comment.add_argument("post", metavar="POST|URL", help=A_POST)
    comment.add_argument(
        "--reply-to", metavar="ID", help="answer this comment (`tui-blog comments` prints ids)"
    )
    text = comment.add_mutually_exclusive_group(required=True)
    text.add_argument("--body", metavar="T", help="the text, in Markdown")
    text.add_argument("--body-file", metavar="F", help="the text is in this file (- for standard input)")
    text.add_argument("--editor", action="store_true", help="write it in $VISUAL or $EDITOR")
    text.add_argument("--delete", metavar="ID", help="take your own comment back instead")
    comment.add_argument("--edit", metavar="ID", help="put the text in the place of your own comment's")
    for field in FIELDS:
        comment.add_argument(f"--{field}", help=f"your {field}; else the one last used there")
    comment.add_argument("--dry-run", action="store_true", help="show what would be sent, send nothing")
    comment.add_argument(
        "--again", action="store_true", help="post it though the same words are there, or on their way"
    )


def _add_outbox(verbs: Verbs, common: Grammar) -> None:
    outbox = add_verb(verbs, common, "outbox", "what was written and what became of it")
    outbox.add_argument(
        "action",
        choices=("list", "send", "drop"),
        nargs="?",
        default="list",
        help="list it (the default), send what waits, or drop a row",
    )
    outbox.add_argument("id", nargs="?", help="the row to send or drop")


def _add_account(verbs: Verbs, common: Grammar) -> None:
    account = add_verb(verbs, common, "account", "keep the accounts that sign your comments")
    account.epilog = ACCOUNT_CODES
    account.add_argument(
        "action",
        choices=("add", "list", "remove", "check"),
        nargs="?",
        default="list",
        help="add one, list all (the default), remove one, or ask its server who you are",
    )
    account.add_argument(
        "origin", metavar="ORIGIN", nargs="?", help="scheme and host, like https://blog.example"
    )
    account.add_argument("--user", metavar="U", help="the account's user name")
    kinds = f"whose account it is: {', '.join(KINDS)} (the first, unless it is said)"
    account.add_argument("--kind", choices=KINDS, metavar="KIND", help=kinds)
    secret = account.add_mutually_exclusive_group()
    secret.add_argument("--command", metavar="CMD", help="the secret is what this command prints")
    secret.add_argument("--stdin", action="store_true", help="the secret comes on standard input")
