"""Pictures, videos and other media of a body: found where they hide, named where they cannot be shown."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from tui_blog.convert.links import Element, resolved

_LAZY = ("data-lazy-src", "data-src", "data-original", "data-orig-src", "data-hi-res-src", "data-url")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_CANDIDATES = re.compile(r",\s+|(?<=[wx]),")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_PIXEL_HOSTS = re.compile(
    r"//(?:pixel\.wp\.com|stats\.wordpress\.com|b\.scorecardresearch\.com|feeds\.feedburner\.com/~r|"
    r"[\w.]*/?medium\.com/_/stat|blogger\.googleusercontent\.com/tracker|www\.google-analytics\.com)",
    re.IGNORECASE,
)
_SMILEY = re.compile(r"\b(?:emoji|wp-smiley|latex|smiley)\b")
_SIZE = re.compile(r"\s*0*([01])(?:px)?\s*")
_PLAYERS = ("iframe", "embed", "object", "video", "audio")
_SERVICES = {
    "youtube.com": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "soundcloud.com": "SoundCloud",
    "spotify.com": "Spotify",
    "bandcamp.com": "Bandcamp",
    "dailymotion.com": "Dailymotion",
    "archive.org": "Internet Archive",
    "podcasts.apple.com": "Apple Podcasts",
    "twitch.tv": "Twitch",
}
_YOUTUBE_EMBED = re.compile(r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})")


def settle_pictures(root: Element, base_url: str) -> None:
    """Give every picture its final address and text; those that only count readers are taken out."""
    for picture in root.iter("img"):
        source = _source(picture, base_url)
        alt = picture.get("alt") or picture.get("title") or ""
        is_pixel = _is_pixel(picture, source)
        is_smiley = _SMILEY.search(picture.get("class") or "") is not None
        picture.attrib.clear()
        if is_pixel or is_smiley or not source:
            picture.tag, picture.text = "span", "" if is_pixel else alt
        else:
            picture.set("src", source)
            picture.set("alt", alt)


def _source(picture: Element, base_url: str) -> str:
    """Where the picture really is: scripts would have moved that into `src` (lazy loading)."""
    lazy = [picture.get(name) for name in _LAZY]
    sets = [_largest(picture.get(name) or "") for name in _LAZY_SETS]
    holder = next(picture.iterancestors("picture"), None)  # libxml2 puts what follows a source into it
    if holder is not None:
        sets += [_largest(source.get("srcset") or "") for source in holder.iter("source")]
    found = (resolved(url, base_url) for url in (*lazy, picture.get("src"), *sets))
    return next((url for url in found if url.startswith("http")), "")


def _largest(srcset: str) -> str:
    """The picture of the highest width or density of a `srcset` (WHATWG HTML §4.8.4.2.1)."""
    best, largest = "", -1.0
    for candidate in _CANDIDATES.split(srcset[:8000]):
        url, _, size = candidate.strip().partition(" ")
        width = float(digits[0]) if (digits := _NUMBER.match(size.strip())) else 1.0
        if url and width > largest:
            best, largest = url, width
    return best


def _is_pixel(picture: Element, source: str) -> bool:
    sizes = (picture.get("width") or "", picture.get("height") or "")
    return any(_SIZE.fullmatch(size) for size in sizes) or bool(_PIXEL_HOSTS.search(source))


def settle_players(root: Element, base_url: str) -> None:
    """Put a link with a name in place of every embedded video, sound or page."""
    for player in list(root.iter(*_PLAYERS)):
        url = next((url for source in _sources(player) if (url := resolved(source, base_url))), "")
        name = " ".join((player.get("title") or player.get("aria-label") or "").split())
        if any(ancestor.tag in _PLAYERS for ancestor in player.iterancestors()) or not url:
            player.tag = "x-drop"
            continue
        tail = player.tail
        player.clear()
        player.tag, player.tail = "p", tail
        link = etree.SubElement(player, "a", href=_watch_address(url))
        link.text = f"▶ {_named(url, name)}"


def _sources(player: Element) -> Iterator[str | None]:
    yield from (player.get(name) for name in ("src", "data-src", "data-lazy-src", "data"))
    for inner in player.iter("source", "embed", "iframe"):
        yield inner.get("src")


def _named(url: str, title: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    service = next((name for end, name in _SERVICES.items() if host == end or host.endswith(f".{end}")), host)
    return f"{service}: {title}" if title and title.lower() not in service.lower() else service


def _watch_address(url: str) -> str:
    """An embedded player's page is empty in most browsers; the video has a page of its own."""
    video = _YOUTUBE_EMBED.match(url)
    return f"https://www.youtube.com/watch?v={video[1]}" if video and video[1] != "videoseries" else url
