"""What comment servers go by when a page does not name its thread."""

from urllib.parse import unquote, urlsplit

from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.pages import Page


def path_of(page: Page) -> CleanText:
    """The page's path, decoded, its closing slash as in the address that a browser shows."""
    return clean_line(unquote(urlsplit(page.fetched).path) or "/")
