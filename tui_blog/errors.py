"""Every way in which the world can fail us, each with a sentence for people.

Expected endings (a comment held, refused …) are values of `tui_blog.model`;
what stands here is raised. Foreign failures are renamed at the border of the
floor that meets them, so that nobody above sees an `httpx.` or a `KeyError`.
"""


class TuiBlogError(Exception):
    """The base of all that the program expects to go wrong; `str(error)` is a sentence for people.

    A sentence names what failed, why, and the way out. It is safe to print:
    whoever builds it from foreign text passes that text through `model.text`.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(TuiBlogError):
    """What the person asked for makes no sense as it was written (exit code 2)."""


class ConfigError(TuiBlogError):
    """The config file or an environment variable holds something that cannot be used."""


class NoSecret(TuiBlogError):
    """The secret of an account could not be had, or not be kept; its text is in no sentence."""


class NotInLibrary(TuiBlogError):
    """No blog or post of the library goes by what the person typed."""


class NotChangeable(TuiBlogError):
    """An own comment cannot be changed (any more), or not from here."""


# --- the network ---------------------------------------------------------------------------------


class NetworkError(TuiBlogError):
    """A request got no usable answer.

    `may_have_arrived` is False only where it is certain that the server has not
    seen the request (no address, no connection): then a comment was surely not
    taken. In every other case the outbox has to say "unknown".

    `at_our_end` is True where it is this machine that reaches nobody: no host is to blame then.
    """

    may_have_arrived = True
    at_our_end = False

    def __init__(self, sentence: str, url: str) -> None:
        super().__init__(sentence)
        self.url = url


class NotSent(NetworkError):
    """The request never left, or reached nobody."""

    may_have_arrived = False


class BadAddress(NotSent):
    """The text is not an address that can be fetched."""


class HostNotFound(NotSent):
    """The host's name has no address."""


class ConnectionRefused(NotSent):
    """Nobody answers at that address and port."""


class ConnectTimedOut(NotSent):
    """The connection was not made in time."""


class CertificateFault(NotSent):
    """The server could not prove that it is who it claims to be, or speaks no TLS."""


class ForbiddenAddress(NotSent):
    """A page of the public net led to a private address that the person did not type."""


class BodyForwarded(NotSent):
    """A host wanted what was written for it to be sent to another one."""


class OfflineNow(NotSent):
    """The program was told to stay offline."""

    at_our_end = True


class AnswerTimedOut(NetworkError):
    """The server took the connection and then kept us waiting; `phase` is "header" or "body"."""

    def __init__(self, sentence: str, url: str, phase: str) -> None:
        super().__init__(sentence, url)
        self.phase = phase


class ConnectionLost(NetworkError):
    """The connection broke before the answer was whole."""


class TooManyRedirects(NetworkError):
    """The server sends us in a circle."""


class BodyTooLarge(NetworkError):
    """The body passed the ceiling (counted after decompression)."""


class UnreadableAnswer(NetworkError):
    """The answer came, but is not what was asked for: a wrong shape, broken XML, no text."""


class StatusError(NetworkError):
    """The server answered with an error status; `status` is its number."""

    def __init__(self, sentence: str, url: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(sentence, url)
        self.status = status
        self.retry_after = retry_after
        """Seconds the server asked us to wait (Retry-After, RFC 9110 §10.2.3), if it did."""


class NoFeedFound(TuiBlogError):
    """The page is there, but no way to its posts was found."""


class UnreadablePicture(TuiBlogError):
    """A file is no picture that can be shown: damaged, of another kind, or with too many pixels."""


class NoFullText(TuiBlogError):
    """A post's page has no more of its text than the feed."""


# --- the library ---------------------------------------------------------------------------------


class StoreError(TuiBlogError):
    """The library could not be read or written."""


class ReadOnlyStore(StoreError):
    """The data directory or its file may not be written."""


class DiskFull(StoreError):
    """There is no room left for what was to be kept."""


class NewerStore(StoreError):
    """The file was made by a newer version of the program."""


class BusyStore(StoreError):
    """Another instance held the library for too long."""


class DamagedStore(StoreError):
    """The file is not a database, or a damaged one."""
