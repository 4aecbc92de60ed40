"""Which links may be opened."""

SCHEMES = frozenset({"http", "https", "mailto", "gemini", "gopher"})


def openable(url: str) -> str | None:
    """The address, if it is one that may be opened; a terminal is sent it, so only printable ASCII passes."""
    address = url.strip()
    if not (address.isascii() and address.isprintable()) or " " in address:
        return None
    scheme, colon, rest = address.partition(":")
    return address if colon and rest and scheme.lower() in SCHEMES else None
