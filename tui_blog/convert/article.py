"""The article of a web page: what its author wrote, without what the site puts around it."""

from dataclasses import dataclass
from datetime import datetime

from tui_blog.convert.article_choice import choose
from tui_blog.convert.article_head import author_of, published_of, title_of
from tui_blog.convert.article_page import read_page
from tui_blog.model.text import CleanText


@dataclass(frozen=True, slots=True)
class Article:
    """What a page holds for a reader."""

    title: CleanText
    """"" where the page does not tell."""
    html: str
    """The article's own markup, links and pictures absolute: foreign, for the converter alone; never ""."""
    author: CleanText
    published: datetime | None
    """Aware where the page names a zone, else as it stands, in UTC."""


def extract(markup: str, url: str) -> Article | None:
    """Find the article in the HTML of a page that was fetched from `url`; None where there is none.

    Platforms say where they put it (`article_places`); elsewhere it is where the paragraphs are
    (`article_density`), as trafilatura, asked for a second opinion, agrees. Its time is about linear in the
    page, however deep or broken that is. Never raises.
    """
    page = read_page(markup, url)
    title = title_of(page)
    html = choose(page, title)
    return Article(title, html, author_of(page), published_of(page)) if html else None
