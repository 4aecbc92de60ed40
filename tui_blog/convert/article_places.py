"""Where the platforms of blogs put a post's text in its page."""

from tui_blog.convert.article_page import Page
from tui_blog.convert.elements import Element, all_text

_PLACES: tuple[tuple[str, str], ...] = (
    # (an attribute, a word of its value), the surest first
    ("class", "post-body"),  # Blogger
    ("itemprop", "articleBody"),  # schema.org as microdata
    ("class", "entry-content"),  # WordPress, and the hAtom microformat
    ("class", "wp-block-post-content"),
    ("class", "gh-content"),  # Ghost
    ("class", "available-content"),  # Substack
    ("id", "article-body"),  # Forem
    ("class", "crayons-article__body"),
    ("class", "e-content"),  # the h-entry microformat: Micro.blog, WriteFreely, Jekyll's minima
    ("class", "blog-item-content"),  # Squarespace
    ("class", "post-content"),  # Hugo's and Jekyll's themes
    ("class", "post__content"),
    ("class", "article-content"),
    ("class", "markdown-body"),
    ("class", "eMessage"),  # uCoz
)
_ATTRIBUTES = ("class", "id", "itemprop")

ENOUGH = 60
"""Characters of text; what is shorter may be a mere teaser, and is looked for by other means."""

_MOST = 0.7
"""Of the text under one mark: where an element has so much of it, the others are teasers of other posts."""


def placed(page: Page) -> Element | None:
    """The element that a platform marks as the text of the one post of the page, or None."""
    marked: dict[tuple[str, str], list[Element]] = {place: [] for place in _PLACES}
    for element in page.body.iter():
        for attribute in _ATTRIBUTES:
            for word in (element.get(attribute) or "").split():
                if (attribute, word) in marked:
                    marked[attribute, word].append(element)
    return next(
        (found for elements in marked.values() if (found := _outstanding(elements)) is not None), None
    )


def _outstanding(elements: list[Element]) -> Element | None:
    """Of the elements that bear a mark the one that is the post; None where that cannot be told."""
    within = set(elements)
    sizes = [
        (len(" ".join(all_text(element).split())), element)
        for element in elements
        if within.isdisjoint(element.iterancestors())
    ]
    size, largest = max(sizes, key=lambda sized: sized[0], default=(0, None))
    return largest if size >= ENOUGH and size >= _MOST * sum(size for size, _ in sizes) else None
