"""What a terminal takes to its clipboard (OSC 52)."""

LONGEST = 99_992
"""Bytes of base64 that fit a sequence of 100,000: terminals with the lowest ceiling drop what is longer."""


def fitting(text: str) -> tuple[str, bool]:
    """As many whole lines of a text as a terminal takes, and whether that is all of it.

    >>> fitting("short")
    ('short', True)
    """
    most = LONGEST // 4 * 3
    raw = text.encode()
    if len(raw) <= most:
        return text, True
    cut = raw[:most].decode(errors="ignore")
    return cut.rpartition("\n")[0].rstrip("\n") or cut, False
