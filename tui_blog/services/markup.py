"""A person writes Markdown; each comment system takes what it takes."""

from tui_blog.model.comment import Markup
from tui_blog.model.text import CleanText, clean_block


def as_sent(body: str, markup: Markup) -> str:
    """The text as it goes over the wire: HTML for WordPress, the Markdown itself for the rest."""
    if markup != "html":
        return body.strip()
    from tui_blog.convert.compose import markdown_to_html

    return markdown_to_html(body)


def preview_markdown(body: str, markup: Markup) -> CleanText:
    """The text as the thread will show it: through the same conversions as on its way there and back."""
    from tui_blog.convert.compose import markdown_to_html
    from tui_blog.convert.html import to_markdown

    if markup == "plain":
        return clean_block(body.strip())
    return to_markdown(markdown_to_html(body), "")
