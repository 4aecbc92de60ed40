"""What the line for words to look for tells; apart from it, so that the first screen need not load it."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class SearchTyped(Message):
    """These words are looked for now."""

    words: str


class SearchKept(Message):
    """The reader wants to go through what was found."""


class SearchEnded(Message):
    """Nothing is looked for any more."""
