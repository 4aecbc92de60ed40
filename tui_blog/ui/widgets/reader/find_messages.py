"""What the line for words to look for tells; apart from it, so that the first screen need not load it."""

from textual.message import Message


class SearchTyped(Message):
    """These words are looked for now."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class SearchKept(Message):
    """The reader wants to go through what was found."""


class SearchEnded(Message):
    """Nothing is looked for any more."""
