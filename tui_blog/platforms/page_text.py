"""The text within a web page whose marks tell where it stands."""

import html

from lxml import etree
from lxml import html as lxml_html

from tui_blog.platforms.feeds.xml import Element


def of_class(root: Element, name: str) -> Element | None:
    """The first element that bears a class; None where there is none."""
    return next((each for each in root.iter() if bears(each, name)), None)


def bears(element: Element, name: str) -> bool:
    """Whether an element bears a class."""
    return name in (element.get("class") or "").split()


def inner_html(holder: Element, url: str) -> str:
    """The HTML within an element of the page at `url`, its addresses made absolute; foreign."""
    try:
        holder.make_links_absolute(url, handle_failures="ignore")
        children = "".join(lxml_html.tostring(child, encoding="unicode") for child in holder)
    except (etree.LxmlError, ValueError):
        return ""
    return (html.escape(holder.text or "", quote=False) + children).strip()
