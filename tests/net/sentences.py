"""What every sentence for people has to be."""

import re

from tui_blog.errors import NetworkError

_FROM_THE_MACHINE = re.compile(
    r"Errno|errno|Traceback|object at|Error\b|Exception|\bNone\b|[<>{}]|\('|b'|ssl\.c"
)


def reads_well(error: NetworkError, *names: str) -> None:
    """One to three plain sentences that name what they speak of and tell the way out."""
    sentence = str(error)
    assert not _FROM_THE_MACHINE.search(sentence), sentence
    assert sentence.isprintable(), sentence
    assert sentence.endswith("."), sentence
    assert "  " not in sentence, sentence
    assert len(sentence) < 300, sentence
    assert all(name in sentence for name in names), sentence
    assert sentence.count(". ") >= 1 or "for good" in sentence or "legal" in sentence, sentence
