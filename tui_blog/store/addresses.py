"""Addresses made comparable: two URLs that lead to one page have one address."""

from urllib.parse import urlsplit


def address_of(url: str) -> str:
    """A URL without what does not tell pages apart, for comparing alone; "" for what is no address.

    Scheme, `www.`, default port, fragment, `utm_` parameters and a closing slash go; the host is in lower
    case. Without a scheme it may be written as people write it; then "@ada@host.example" is nobody's page.

    >>> address_of("http://www.Example.org/a/?utm_source=feed&p=1#more")
    'example.org/a?p=1'
    """
    try:
        parts = urlsplit(url.strip() if "://" in url else f"//{url.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    is_profile = "://" not in url and "@" in parts.netloc
    if not host or is_profile:
        return ""
    shown_port = "" if port in {None, 80, 443} else f":{port}"
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("utm_")]
    query = f"?{'&'.join(kept)}" if kept else ""
    return f"{host.removeprefix('www.')}{shown_port}{parts.path.rstrip('/')}{query}"
