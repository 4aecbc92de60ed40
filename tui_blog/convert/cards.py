"""Cards of a body: a link that holds a title, a description and a source becomes a quote with a link."""

from dataclasses import dataclass

from lxml import etree

from tui_blog.convert.elements import Element, all_text, put_text


@dataclass(frozen=True, slots=True)
class _Card:
    """By which classes a platform tells the parts of a card."""

    title: str
    words: tuple[str, ...]
    source: tuple[str, ...]


_CARDS = {
    "kg-bookmark-container": _Card(
        "kg-bookmark-title", ("kg-bookmark-description",), ("kg-bookmark-author", "kg-bookmark-publisher")
    ),
    "kg-file-card-container": _Card(
        "kg-file-card-title", ("kg-file-card-caption",), ("kg-file-card-filename", "kg-file-card-filesize")
    ),
    "embedded-post": _Card(
        "embedded-post-title", ("embedded-post-body",), ("embedded-post-publication-name",)
    ),
}
"""Ghost's bookmarks and files, Substack's posts within posts."""

_SOUND = "kg-audio-title"


def settle_cards(root: Element, base_url: str) -> None:
    """Make a quote of every card, and name what only a browser shows. Players must still be there."""
    for link in list(root.iter("a")):
        card = next((_CARDS[name] for name in (link.get("class") or "").split() if name in _CARDS), None)
        if card is not None:
            _settle_card(link, card)
    for block in list(root.iter("div")):
        classes = (block.get("class") or "").split()
        if _SOUND in classes:
            _name_sound(block)
        elif "poll-embed" in classes and not all_text(block).strip():
            _settle_poll(block, base_url)


def _settle_card(link: Element, card: _Card) -> None:
    title = _part(link, card.title)
    if not title:
        return
    words = [part for name in card.words if (part := _part(link, name))]
    source = ", ".join(part for name in card.source if (part := _part(link, name)))
    href = link.get("href") or ""
    put_text(link, "blockquote", "")
    _add(link, "a", title).set("href", href)
    for text in words:
        _add(link, "span", text)
    if source:
        _add(link, "em", source)


def _part(card: Element, name: str) -> str:
    for element in card.iter():
        if name in (element.get("class") or "").split():
            return " ".join(all_text(element).split())
    return ""


def _add(quote: Element, tag: str, text: str) -> Element:
    part = etree.SubElement(etree.SubElement(quote, "p"), tag)
    part.text = text
    return part


def _name_sound(title: Element) -> None:
    """Ghost writes the title of a sound beside its player."""
    holder = title.getparent()
    sound = holder.find("audio") if holder is not None else None
    if sound is not None and all_text(title).strip():
        sound.set("title", " ".join(all_text(title).split()))
        put_text(title, "span", "")


def _settle_poll(poll: Element, base_url: str) -> None:
    """Substack's polls are made by a script: the reader learns that there is one, on the post's page."""
    put_text(poll, "p", "")
    link = etree.SubElement(poll, "a", href=base_url)
    link.text = "▶ Poll"
