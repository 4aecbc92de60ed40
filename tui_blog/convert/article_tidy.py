"""What stands within an article and is not of it: bars for sharing, lists of other posts, forms, bylines."""

import re
from collections.abc import Iterable

from tui_blog.convert.article_measure import BLOCKS, Measure, measured
from tui_blog.convert.article_words import is_added, is_byline, is_for_sharing, weight_of
from tui_blog.convert.elements import Element, all_text
from tui_blog.model.text import fold

_NEVER = frozenset(("nav", "aside", "footer", "fieldset", "link", "meta", "base", "object", "embed", "title"))
_DOUBTFUL = frozenset(("div", "form", "ul", "ol", "table", "section"))
_PLAYERS = re.compile(
    r"^(?:https?:)?//(?:[\w-]+\.)*(?:youtube\.com|youtube-nocookie\.com|vimeo\.com|dailymotion\.com|soundcloud\.com|"
    r"spotify\.com|bandcamp\.com|archive\.org|twitch\.tv|wikimedia\.org|v\.qq\.com|podcasts\.apple\.com)/",
    re.IGNORECASE,
)
_LONGEST_SHARING = 500
"""Characters of what can be a bar of buttons."""
_LONGEST_BYLINE = 100
_LONGEST_NOTICE = 40
_NOTICE = re.compile(
    r"\s*(?:ad(?:vertising|vertisement)?|anzeige|werbung|pub(?:licité)?|publicidad|pubblicità|advertentie|reklam[ae]?|"
    r"реклама|広告|广告|廣告|광고|sponsored|loading(?:…|\.{3})?|share(?: this)?:?)\s*",
    re.IGNORECASE,
)
_MANY_COMMAS = 10
"""Whatever has so many is text."""
_MANY_ITEMS = 100
_LABEL = 25
"""Characters of what is no sentence."""
_LINKED, _LINKED_GOOD = 0.2, 0.5
"""How much of a box may be linked, and of one whose names speak for it."""
_FEW_ROWS = 10


def not_of_it(
    tops: Iterable[Element], title: str, *, hard: bool, measures: dict[Element, Measure]
) -> set[Element]:
    """The elements within an article to be left out; `hard` also judges by the mixture of text and links."""
    out: set[Element] = set()
    for top in tops:
        out |= _plainly_not(top, title, hard=hard, measures=measures)
        if hard:
            out |= _doubtful(top, out)
    return out


def _plainly_not(top: Element, title: str, *, hard: bool, measures: dict[Element, Measure]) -> set[Element]:
    out: set[Element] = set()
    most = measures[top].chars / 2
    awaits_title, awaits_byline = bool(title), hard
    for element in top.iter():
        chars = measures[element].chars if element in measures else 0
        if chars > most:  # whatever it is called, the article is in it
            continue
        if element is not top and _is_never_text(element, chars):
            out.add(element)
        elif awaits_title and element.tag in ("h1", "h2") and fold(all_text(element)) == fold(title):
            out.add(element)  # whoever shows the article shows its title
            awaits_title = False
        elif awaits_byline and 0 < chars < _LONGEST_BYLINE and is_byline(element):
            out.add(element)
            awaits_byline = False
    return out


def _is_never_text(element: Element, chars: int) -> bool:
    if element.tag == "iframe":
        return _PLAYERS.match(element.get("src") or element.get("data-src") or "") is None
    if element.tag in _NEVER or (chars < _LONGEST_SHARING and is_for_sharing(element)):
        return True
    if chars < _LONGEST_NOTICE and element.tag in BLOCKS and _NOTICE.fullmatch(all_text(element)):
        return True
    return is_added(element)


def _doubtful(top: Element, out: set[Element]) -> set[Element]:
    """The lists, tables and boxes whose mixture of text, links and pictures is not that of an article."""
    measures = measured(top, out)
    doubtful: set[Element] = set()
    safe: set[Element] = set()  # with all that is in them
    for element in top.iter():
        if element.getparent() in safe or _is_safe(element):
            safe.add(element)
        elif element is not top and element.tag in _DOUBTFUL and (measure := measures.get(element)):
            doubtful |= {element} if _is_mixed(element, measure) else set()
    return doubtful


def _is_safe(element: Element) -> bool:
    return element.tag in ("pre", "code", "figure") or (element.tag == "table" and _holds_data(element))


def _holds_data(table: Element) -> bool:
    """A table of data has a caption or heads, or many rows; others only arrange a page."""
    if table.get("role") in ("presentation", "none") or table.get("datatable") == "0":
        return False
    if (
        table.get("summary")
        or next(table.iter("caption", "th", "thead", "tfoot", "colgroup", "col"), None) is not None
    ):
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = sum(1 for _ in table.iter("tr"))
    cells = sum(1 for _ in table.iter("td"))
    return rows >= _FEW_ROWS or cells > rows * 4 or (rows > 1 and cells > _FEW_ROWS)


def _is_mixed(element: Element, measure: Measure) -> bool:
    weight = weight_of(element)
    if weight < 0:
        return True
    if measure.commas >= _MANY_COMMAS:
        return False
    is_list = element.tag in ("ul", "ol") or measure.listed > 0.9 * measure.chars
    has_figure = next(element.iter("figure"), None) is not None
    if is_list and measure.pictures and measure.pictures == measure.items:
        return False  # a gallery
    if measure.pictures > 1 and measure.paragraphs < measure.pictures / 2 and not has_figure:
        return True
    if is_list:
        return False
    is_label = measure.chars < _LABEL and measure.headed < 0.9 * measure.chars and not has_figure
    if is_label and measure.linked and measure.pictures not in (1, 2):
        return True
    is_menu = measure.items - _MANY_ITEMS > measure.paragraphs
    return is_menu or measure.link_density > (_LINKED_GOOD if weight > 0 else _LINKED)
