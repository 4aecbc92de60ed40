"""The line between the public net and the person's own: what a page may lead to.

A page of the public net must not make this machine ask its own services, its
router or the cloud's metadata server (server-side request forgery). So public
and private addresses are reached over separate connections (see `wires`), and
each run of a flow has a `Passage` that says when the private ones are open.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

_CARRIES_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""Prefixes whose last 32 bits are an IPv4 address: NAT64 (RFC 6052) and IPv4-compatible (RFC 4291)."""


class NotHere(Exception):
    """The host has no address of the kind that was asked for; nothing was sent."""


class Passage:
    """Where one run of a flow may go: the public net, and what the person himself pointed at.

    A host that has once been met in a run stays what it was, public or private, so that a name that
    changes its address in the middle (DNS rebinding) leads nowhere.
    """

    def __init__(self, typed_host: str | None) -> None:
        self._typed = typed_host
        self._private: dict[str, bool] = {}

    def is_private(self, host: str) -> bool:
        """Known to be private, by its look or because it was met there."""
        return self._private.get(host, looks_private(host))

    def admits(self, host: str) -> bool:
        """May this host be reached at a private address?

        Yes for the host that the person typed, and for every host once the person typed a private one.
        """
        if self._private.get(host) is False:
            return False
        return self._typed is not None and (host == self._typed or self.is_private(self._typed))

    def met(self, host: str, *, private: bool) -> None:
        """Remember at which kind of address a host was reached."""
        self._private.setdefault(host, private)


def looks_private(host: str) -> bool:
    """True for a private address written out, and for localhost (RFC 6761 §6.3)."""
    if is_loopback(host):
        return True
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """True where what is sent never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_public(address: IPAddress) -> bool:
    """True for an address of the public net; an IPv6 address that carries an IPv4 one is judged by both."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if not all(is_public(carried) for carried in _carried(address)):
            return False
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...]:
    if address.sixtofour:
        return (address.sixtofour,)
    if any(address in network for network in _CARRIES_IPV4):
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    return ()
