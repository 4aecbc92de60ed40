"""Videos, sounds and embedded pages of a body: links with a name, to where they can be seen or heard."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import etree

from tui_blog.convert.elements import DROP, Element
from tui_blog.convert.links import resolved
from tui_blog.model.text import clean_line

_PLAYERS = ("iframe", "embed", "object", "video", "audio", "lite-youtube")
_OF_AMP = ("amp-iframe", "amp-video", "amp-audio", "amp-img")
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
    "ted.com": "TED",
    "codepen.io": "CodePen",
}
_PAGES = (
    (re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/(?!videoseries)([\w-]{6,}).*"),
     r"https://www.youtube.com/watch?v=\1"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)\?(?:.*&)?h=(\w+).*"), r"https://vimeo.com/\1/\2"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+).*"), r"https://vimeo.com/\1"),
    (re.compile(r"https?://open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+).*"), r"https://open.spotify.com/\1"),
    (re.compile(r"https?://(?:www\.)?dailymotion\.com/embed/video/(\w+).*"),
     r"https://www.dailymotion.com/video/\1"),
    (re.compile(r"https?://archive\.org/embed/([^?]+).*"), r"https://archive.org/details/\1"),
)  # fmt: skip
"""The player's page of a service is empty in most browsers; what it plays has a page of its own."""

_NOTHING_TO_SEE = re.compile(
    r"//(?:www\.)?(?:facebook\.com/(?:v[\d.]+/)?plugins/(?:like|share|follow|page|send)|googletagmanager\.com|"
    r"platform\.twitter\.com/widgets/(?:tweet_button|follow)|[\w.]*doubleclick\.net|[\w.]*googlesyndication\.com|"
    r"widgets\.wp\.com/likes|[\w-]+\.substack\.com/embed|apis\.google\.com/)",
    re.IGNORECASE,
)
_IDLE_NAME = re.compile(
    r"(?:(?:vimeo|youtube|spotify|video|audio|embed|player|embedded|content|iframe|facebook|twitter|html5)[\s-]*)+",
    re.IGNORECASE,
)
"""What services call each of their players, whatever it plays."""

_IDLE_START = re.compile(r"^Spotify Embed: |^Play: ")
_NO_SIZE = re.compile(r"\s*0*[01](?:px)?\s*")
_BARE_ADDRESS = re.compile(r"https?://\S+")


def settle_players(root: Element, base_url: str) -> None:
    """Put a link with a name in place of every embedded video, sound or page."""
    for element in list(root.iter(*_OF_AMP, "amp-youtube", "div")):
        if element.tag == "amp-youtube":
            element.tag = "lite-youtube"
        elif element.tag in _OF_AMP:
            element.tag = str(element.tag).removeprefix("amp-")
        elif "wp-block-embed__wrapper" in (element.get("class") or ""):
            _settle_address(element)
    for player in list(root.iter(*_PLAYERS)):
        url = next((url for source in _sources(player) if (url := resolved(source, base_url))), "")
        if (
            any(ancestor.tag in _PLAYERS for ancestor in player.iterancestors())
            or not url
            or _is_idle(player, url)
        ):
            player.tag = DROP
            continue
        page = _page(url)
        name = _named(page, player)
        tail = player.tail
        player.clear()
        player.tag, player.tail = "p", tail
        link = etree.SubElement(player, "a", href=page)
        link.text = f"▶ {name}"


def _settle_address(wrapper: Element) -> None:
    """WordPress leaves the mere address where it could not embed anything."""
    text = (wrapper.text or "").strip()
    if not len(wrapper) and _BARE_ADDRESS.fullmatch(text):
        wrapper.text = None
        etree.SubElement(wrapper, "iframe", src=text)


def _sources(player: Element) -> Iterator[str | None]:
    if video := player.get("videoid") or player.get("data-videoid"):
        yield f"https://www.youtube.com/embed/{video}"
    yield from (player.get(name) for name in ("src", "data-src", "data-lazy-src", "data"))
    for inner in player.iter("source", "embed", "iframe"):
        yield inner.get("src")


def _is_idle(player: Element, url: str) -> bool:
    """A page of no size counts readers; others have people like and follow."""
    sizes = (player.get("width") or "", player.get("height") or "")
    is_page = player.tag == "iframe"
    return is_page and (any(map(_NO_SIZE.fullmatch, sizes)) or _NOTHING_TO_SEE.search(url) is not None)


def _page(url: str) -> str:
    if "//cdn.embedly.com/" in url:  # Medium embeds everything by this service, which tells the page
        told = parse_qs(urlsplit(url).query).get("url", [""])[0]
        url = resolved(told, url) or url
    for player, page in _PAGES:
        if found := player.fullmatch(url):
            return found.expand(page)
    return url


def _named(url: str, player: Element) -> str:
    """The service, else the file, else the host; with the title of what is played, where it has one."""
    title = clean_line(player.get("title") or player.get("aria-label") or player.get("playlabel") or "", 200)
    title = clean_line(_IDLE_START.sub("", title))
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    service = next((name for end, name in _SERVICES.items() if host == end or host.endswith(f".{end}")), "")
    file = clean_line(unquote(parts.path.rpartition("/")[2]), 60)
    name = service or (file if player.tag in ("audio", "video") and "." in file else host)
    is_told = title and not _IDLE_NAME.fullmatch(title) and title.lower() not in name.lower()
    return f"{name}: {title}" if is_told else name
