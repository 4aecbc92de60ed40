"""What is wrong with a command line, said in one sentence with the way out."""

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from tui_blog.errors import UsageError
from tui_blog.model.text import clean_line

_CHOICE = r"(?s)argument \S+: invalid choice: '(?P<word>.*)' \(choose from (?P<known>.*)\)"
_PLAIN = (
    (
        r"the following arguments are required: QUERY",
        r"QUERY is missing; one that begins with - stands behind --.",
    ),
    (r"the following arguments are required: (.+)", r"\1 is missing."),
    (r"one of the arguments (.+) is required", r"One of \1 is needed."),
    (r"argument (\S+): expected one argument", r"\1 wants a value."),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 and \2 do not go together."),
    (r"(?s)argument (\S+): ignored explicit argument .+", r"\1 takes no value."),
    (r"(?s)argument (\S+): (.+)", r"\1: \2."),
)
"""What argparse says, and how it is said to people."""

_ELSEWHERE = {
    "refresh": ("update", "fetch", "reload", "sync"),
    "add": ("subscribe", "follow"),
    "remove": ("unsubscribe", "unfollow", "delete", "rm"),
    "blogs": ("list", "ls", "feeds"),
    "read": ("show", "view", "cat"),
    "search": ("find", "grep"),
    "mark": ("star", "tag"),
    "comment": ("reply", "write"),
    "account": ("login",),
}
"""What other programs call our verbs."""


class Grammar(argparse.ArgumentParser):
    """A parser that raises UsageError: one sentence, where argparse prints all its options before it."""

    def error(self, message: str) -> NoReturn:
        """Refuse a command line; what argparse says is put into plain words."""
        self.refuse(_in_plain_words(message))

    def refuse(self, sentence: str) -> NoReturn:
        """Refuse a command line for this reason."""
        raise UsageError(f"{sentence} See `{self.prog} --help`.")

    def refuse_strange(self, word: str) -> NoReturn:
        """Refuse a word that has no place here; of an option the nearest one is told."""
        name = word.partition("=")[0]
        if not name.startswith("-"):
            self.refuse(f"“{clean_line(word, 40)}” is one word too many.")
        options = re.findall(r"(?<!\S)--[\w-]+", self.format_help())
        self.refuse(f"There is no option “{clean_line(name, 40)}”.{meant(name, options)}")


def meant(word: str, known: Iterable[str]) -> str:
    """ " Did you mean …?" with the nearest of the known words; "" where none is near."""
    from difflib import get_close_matches

    words = list(known)
    begun = [each for each in words if each.startswith(word)]
    near = begun if len(begun) == 1 else get_close_matches(word, words, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def verb_meant(word: str, verbs: Iterable[str]) -> str:
    """ " Did you mean …?" with the verb that does what other programs do by this word, or the nearest one."""
    own = next((verb for verb, words in _ELSEWHERE.items() if word in words), "")
    return f" Did you mean {own}?" if own else meant(word, verbs)


def _in_plain_words(message: str) -> str:
    if choice := re.fullmatch(_CHOICE, message):
        known = choice["known"].replace("'", "")
        word = choice["word"]
        return f"“{clean_line(word, 40)}” is none of {known}.{meant(word, known.split(', '))}"
    for pattern, words in _PLAIN:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, words, message)
    return f"{message[:1].upper()}{message[1:]}."
