"""Which links may be opened, and which lead to another place of the same text."""

SCHEMES = frozenset({"http", "https", "mailto", "gemini", "gopher"})
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def openable(url: str) -> str | None:
    """The address, if it is one that may be opened; a terminal is sent it, so only printable ASCII passes."""
    address = url.strip()
    if not (address.isascii() and address.isprintable()) or " " in address:
        return None
    scheme, colon, rest = address.partition(":")
    return address if colon and rest and scheme.lower() in SCHEMES else None


def followable(url: str) -> str | None:
    """The address, if it is one that may be opened, or a place of the text ("#ref-1")."""
    address = url.strip()
    if is_inner(address):
        return address if address.isascii() and address.isprintable() and " " not in address else None
    return openable(address)


def is_inner(url: str) -> bool:
    """Whether a link leads to another place of the text that it stands in."""
    return url.startswith("#") and len(url) > 1


def is_picture_file(url: str) -> bool:
    """Whether an address looks like that of a picture that can be shown."""
    path = url.partition("#")[0].partition("?")[0]
    return url.startswith(("http://", "https://")) and path.lower().endswith(PICTURES)
