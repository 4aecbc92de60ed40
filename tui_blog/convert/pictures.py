"""Pictures of a body: found where scripts would have loaded them from; those that count readers are gone."""

import re

from tui_blog.convert.formulas import bare_tex
from tui_blog.convert.links import Element, resolved

_LAZY = (
    *("data-lazy-src", "data-src", "data-original", "data-orig-src", "data-hi-res-src", "data-url"),
    *("data-lazy", "data-lazyload", "data-actualsrc", "data-echo"),
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_CANDIDATES = re.compile(r",\s+|(?<=\d[wx]),")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_PIXEL_HOSTS = re.compile(
    r"//(?:(?:pixel|stats)\.(?:wp|wordpress)\.com|feeds\.wordpress\.com/1\.0|[bs]b?\.scorecardresearch\.com|"
    r"(?:feeds\.feedburner\.com|feedproxy\.google\.com)/~|feedads\.g\.doubleclick\.net|ad\.doubleclick\.net|"
    r"[\w.]*/?medium\.com/_/stat|blogger\.googleusercontent\.com/tracker|www\.google-analytics\.com|"
    r"www\.facebook\.com/tr\b|pixel\.quantserve\.com|feedpress\.me/|[\w.]*feedsportal\.com/|"
    r"feeds\.feedblitz\.com/_/|rss\.buysellads\.com|eotrx\.substackcdn\.com)",
    re.IGNORECASE,
)
"""Pictures that count readers or sell something, by where feed services and platforms keep them."""

_SMILEY = re.compile(r"\b(?:emoji|emojione|wp-smiley|smiley)\b")
_FORMULA = re.compile(r"(?:^|\s)(?:latex|tex|mwe-math-fallback-image\S*|ql-img-\S+-formula|math-img)(?:\s|$)")
_SIZE = re.compile(r"\s*0*([01])(?:px)?\s*")


def settle_pictures(root: Element, base_url: str) -> None:
    """Give every picture its final address and text; those that only count readers are taken out."""
    for picture in root.iter("img"):
        source = _source(picture, base_url)
        alt = picture.get("alt") or picture.get("title") or ""
        is_pixel = _is_pixel(picture, source)
        classes = picture.get("class") or ""
        is_smiley = _SMILEY.search(classes) is not None
        picture.attrib.clear()
        if alt and not is_pixel and _FORMULA.search(classes):
            picture.tag, picture.text = "code", bare_tex(alt)
        elif is_pixel or is_smiley or not source:
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
        named = (source.get(name) for source in holder.iter("source") for name in _LAZY_SETS)
        sets += [_largest(candidates) for candidates in named if candidates]
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
