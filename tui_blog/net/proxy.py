"""The proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY), for the public net.

A proxy looks names up itself, so that the guard sees nothing but addresses that are written out.
"""

import ssl
from urllib.request import getproxies, proxy_bypass

import httpx

from tui_blog.errors import ConfigError
from tui_blog.net.address import host_of
from tui_blog.net.faults import cause_of


class Proxied(httpx.AsyncBaseTransport):
    """Sends through the proxy where one is named for the scheme and the host is not excepted."""

    def __init__(self, direct: httpx.AsyncBaseTransport, trust: ssl.SSLContext) -> None:
        self._direct = direct
        named = getproxies()
        self._proxies = {
            scheme: httpx.AsyncHTTPTransport(verify=trust, proxy=_address(proxy))
            for scheme in ("http", "https")
            if (proxy := named.get(scheme) or named.get("all"))
        }

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and give the head of its answer."""
        proxy = self._proxies.get(request.url.scheme)
        if proxy is None or proxy_bypass(host_of(request.url)):
            return await self._direct.handle_async_request(request)
        try:
            return await proxy.handle_async_request(request)
        except httpx.ConnectError as error:
            if cause_of(error, ssl.SSLError):
                raise
            raise httpx.ProxyError(str(error)) from error

    async def aclose(self) -> None:
        """Close every connection."""
        await self._direct.aclose()
        for proxy in self._proxies.values():
            await proxy.aclose()


def _address(proxy: str) -> str:
    address = proxy if "://" in proxy else f"http://{proxy}"
    if not address.startswith(("http://", "https://")):
        raise ConfigError(
            "The environment names a proxy that does not speak HTTP (SOCKS, perhaps). "
            "Set HTTP_PROXY and HTTPS_PROXY to an HTTP proxy, or unset ALL_PROXY."
        )
    return address
