"""Foreign HTML in, clean Markdown out: the one way by which a body reaches the screen."""

from tui_blog.convert.body import read_body
from tui_blog.convert.markdown import literal, markdown_of
from tui_blog.convert.plain import plain_of
from tui_blog.model.text import CleanText, clean_block

ELEMENTS = 30_000
"""A body with more of them is shown as its mere text: no reader waits for its markup."""


def to_markdown(html: str, base_url: str) -> CleanText:
    """Convert the HTML of a post or comment, however broken or hostile, into Markdown that is safe to render.

    Links and pictures are absolute, as seen from `base_url` (the page's address). Text that happens to look
    like Markdown, an entity or a tag is escaped and stays text; no raw HTML is left. Never raises.

    >>> to_markdown("<h2>Hi</h2><p>a <b>b</b> *c* <a href='/d'>d</a>", "https://blog.example/")
    '## Hi\\n\\na **b** \\\\*c\\\\* [d](https://blog.example/d)'
    """
    if not html.strip():
        return CleanText("")
    root = read_body(html, base_url)
    if sum(1 for _ in root.iter()) > ELEMENTS:
        return clean_block(literal(plain_of(root)))
    return clean_block(markdown_of(root))
