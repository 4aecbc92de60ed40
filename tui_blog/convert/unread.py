"""What stands in a body but is no part of its text: scripts, forms, hidden parts, what plugins add."""

import re

from tui_blog.convert.elements import BLOCKS, DROP, HEADINGS, UNWRAP, Element, all_text, sweep

_NEVER_READ = frozenset(
    ("script", "style", "template", "svg", "canvas", "applet", "select", "textarea", "link", "meta", "base")
) | {"head", "title", "dialog", "map", "rp", "col", "colgroup", "track", "param", "wbr"}
_HIDDEN = """
    screen-reader-text sr-only visually-hidden visuallyhidden hide-text invisible assistive-text
"""
"""Classes of what only screen readers say, or scripts (Mastodon hides the ends of long addresses)."""

_SHARING = """
    feedflare sharedaddy jp-relatedposts jp-post-flair wp-block-jetpack-sharing-buttons wpcnt
    share-buttons ssba jetpack-likes-widget-wrapper wp-block-jetpack-related-posts
    wp-block-jetpack-subscriptions essb_links wp-block-jetpack-like addtoany_share_save_container
    addtoany_content a2a_kit addthis_toolbox fb-like addthis_inline_share_toolbox mashsb-container
    swp_social_panel shareaholic-canvas dpsp-share-text yarpp heateor_sss_sharing_container
    yarpp-related crp_related rp4wp-related-posts wp_rp_wrap zem_rp_wrap zemanta-related zemanta-pixie
    post-ratings printfriendly fb-share-button twitter-share-button mc4wp-form blogger-post-footer
"""
"""Classes of what plugins and feed services put under a post to have it shared, liked and followed."""

_OF_PLATFORMS = """
    kg-signup-card kg-audio-thumbnail kg-audio-player kg-video-overlay kg-video-player-container
    kg-toggle-card-icon kg-product-card-rating-star subscription-widget-wrap subscription-widget
    subscription-widget-wrap-editor image-link-expand wp-block-file__button crayon-toolbar
    crayon-plain-wrap margin-toggle mw-editsection mw-cite-backlink backrefs fn-bracket
"""
"""Classes of handles and players that do nothing here (Ghost, Substack, WordPress, MediaWiki, Docutils)."""

_ASIDE = frozenset((_HIDDEN + _SHARING + _OF_PLATFORMS).split())
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ASKING = re.compile(r"/subscribe\b|action=share|/comments\b", re.IGNORECASE)
_PERMALINKS = frozenset(("", "#", "¶", "§", "∞", "🔗", "⚓", "⚓︎", "link", "permalink"))
_LONGEST_FORM = 1_000


def drop_unread(root: Element) -> None:
    """Take out what is never read, is not seen, or asks for something."""
    for element in root.iter():
        if element.tag in _NEVER_READ or _is_unseen(element) or _asks(element):
            element.tag = DROP
        elif element.tag == "button":
            element.tag = UNWRAP if _is_text(element) else DROP
        elif element.tag == "noscript":
            element.tag = DROP if _repeats_picture(element) else UNWRAP
    sweep(root)
    for heading in root.iter(*HEADINGS):
        _drop_permalinks(heading)
    sweep(root)


def _is_unseen(element: Element) -> bool:
    if not element.attrib:
        return False
    classes = element.get("class")
    return (
        element.get("hidden") is not None
        or (classes is not None and not _ASIDE.isdisjoint(classes.split()))
        or _UNSEEN.search(element.get("style") or "") is not None
    )


def _asks(element: Element) -> bool:
    """A form asks for something (a subscription, a search); only a page that is one form is worth reading.

    Substack's buttons to subscribe, share and comment are paragraphs of their own.
    """
    if element.tag == "form":
        return len(all_text(element)) < _LONGEST_FORM
    if element.tag == "p" and "button-wrapper" in (element.get("class") or ""):
        return any(_ASKING.search(link.get("href") or "") for link in element.iter("a"))
    return False


def _is_text(button: Element) -> bool:
    """A heading that opens and closes what is under it is a button; so is a page's part that is clicked."""
    holder = next(button.iterancestors(*HEADINGS), None)
    return holder is not None or next(button.iterdescendants(*BLOCKS), None) is not None


def _repeats_picture(noscript: Element) -> bool:
    """True for what stands in for a lazy picture beside it, where no script would load that one.

    It mostly follows the picture, or what is around the picture; some plugins put it in front.
    """
    before, behind = noscript.getprevious(), noscript.getnext()
    if before is not None and before.tag in ("img", "picture"):
        return True
    source = next((picture.get("src") for picture in noscript.iter("img")), None)
    beside = (
        *([] if before is None else before.iter("img")),
        *([] if behind is None else behind.iter("img")),
    )
    return source is not None and any(source in picture.attrib.values() for picture in beside)


def _drop_permalinks(heading: Element) -> None:
    """A heading's link to itself is a sign that shows under the mouse."""
    for link in heading.iter("a"):
        is_here = "#" in (link.get("href") or "")
        if is_here and all_text(link).strip().lower() in _PERMALINKS and link.find(".//img") is None:
            link.tag = DROP
