"""rules: what is done with posts as they arrive."""

import argparse
from asyncio import to_thread
from functools import partial

from tui_blog.cli.keeping_verbs import marks_of
from tui_blog.cli.output import Output
from tui_blog.cli.search_verb import index_all
from tui_blog.cli.session import Session
from tui_blog.errors import UsageError
from tui_blog.model.query import QueryFault
from tui_blog.model.rule import Rule
from tui_blog.ui.words import counted


async def rules(session: Session, arguments: argparse.Namespace) -> int:
    """List rules, make, change or drop one, or apply them to what is here."""
    match arguments.action:
        case "add" | "change":
            return await _keep(session, arguments)
        case "remove":
            rule = session.services.rules.remove(arguments.id)
            session.output.record(_record(rule), f"Rule {rule.id} is dropped.")
            return 0
        case "apply":
            return await _apply(session, arguments)
    return _list(session)


def _list(session: Session) -> int:
    every = session.services.rules.all()
    for rule in every:
        _print(session.output, rule)
    if not every:
        session.output.hint("No rule yet: `tui-blog rules add 'author:bo' --read` makes one.")
    return 0


async def _keep(session: Session, arguments: argparse.Namespace) -> int:
    kept, query = session.services.rules, " ".join(arguments.query)
    marks = marks_of(arguments)
    if not marks:
        raise UsageError("Say what is done with these posts: --read, --star or --tag T.")
    keep = partial(kept.change, arguments.id) if arguments.action == "change" else kept.add
    rule = await to_thread(keep, query, marks)
    if isinstance(rule, QueryFault):
        raise UsageError(rule.sentence)
    _print(session.output, rule)
    return 0


async def _apply(session: Session, arguments: argparse.Namespace) -> int:
    """Apply one rule, or all, to the posts that are here already."""
    kept = session.services.rules
    chosen = [kept.rule(arguments.id)] if arguments.id else kept.all()
    await index_all(session.services, session.output)
    changed = 0
    for rule in chosen:
        changed += await to_thread(kept.apply, rule)
        if rule.fault:
            session.output.note(rule.fault)
    session.output.record({"changed": changed}, f"{counted(changed, 'post')} changed.")
    return 1 if chosen and all(rule.fault for rule in chosen) else 0


def _print(output: Output, rule: Rule) -> None:
    output.record(_record(rule), f"{rule.id:>4}  {rule.query}  →  {', '.join(_deeds(rule))}")
    if rule.fault:
        output.hint(rule.fault)


def _record(rule: Rule) -> dict[str, object]:
    kinds = {mark.kind for mark in rule.marks}
    return {
        "id": str(rule.id),
        "query": rule.query,
        "read": "read" in kinds,
        "star": "starred" in kinds,
        "tags": [mark.tag for mark in rule.marks if mark.kind == "tag"],
        "error": rule.fault or None,
    }


def _deeds(rule: Rule) -> list[str]:
    words = {"read": "read", "starred": "star"}
    return [words.get(mark.kind, f"tag {mark.tag}") for mark in rule.marks]
