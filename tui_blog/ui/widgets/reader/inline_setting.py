"""Sets what runs within a line of Markdown: emphasis, links, code, pictures."""

from collections.abc import Iterable

from markdown_it.tree import SyntaxTreeNode
from rich.style import Style
from rich.text import Text

from tui_blog.model.text import clean_block, clean_line
from tui_blog.ui.widgets.reader.inks import BOLD, ITALIC, STRUCK, Inks
from tui_blog.ui.widgets.reader.links import followable, openable

EMPHASES = {"strong": BOLD, "em": ITALIC, "s": STRUCK}

PICTURE = "▣"


def set_inline(nodes: Iterable[SyntaxTreeNode], inks: Inks) -> Text:
    """Make one text of inline nodes; nothing that they hold is lost or taken for markup of ours."""
    text = Text()
    for node in nodes:
        _append(text, node, Style.null(), inks)
    return text


def _append(text: Text, node: SyntaxTreeNode, style: Style, inks: Inks) -> None:
    match node.type:
        case "inline":
            _append_all(text, node, style, inks)
        case "softbreak":
            text.append(" ", style)
        case "hardbreak":
            text.append("\n", style)
        case "strong" | "em" | "s":
            _append_all(text, node, style + EMPHASES[node.type], inks)
        case "code_inline":
            # Backquotes stay: where there are no colours, nothing else would tell it apart.
            text.append(f"`{_clean(node)}`", style + inks.code)
        case "link":
            _append_link(text, node, style, inks)
        case "image":
            _append_picture(text, node, style, inks)
        case _:
            text.append(_clean(node), style)


def _append_all(text: Text, node: SyntaxTreeNode, style: Style, inks: Inks) -> None:
    for child in node.children:
        _append(text, child, style, inks)


def _append_link(text: Text, node: SyntaxTreeNode, style: Style, inks: Inks) -> None:
    """Append a link's text; one that must not be opened stays plain text."""
    url = followable(str(node.attrs.get("href", "")))
    _append_all(text, node, style + inks.link + Style(link=url) if url else style, inks)


def _append_picture(text: Text, node: SyntaxTreeNode, style: Style, inks: Inks) -> None:
    """Append what stands for a picture: a sign and its description, else the name of its file."""
    url = openable(str(node.attrs.get("src", "")))
    name = clean_line(url.partition("?")[0].rsplit("/", 1)[-1], 60) if url else ""
    described = "".join(map(_clean, node.children)).strip() or name or "picture"
    if url and not style.link:  # A picture within a link leads where the link leads.
        style += inks.link + Style(link=url)
    text.append(f"{PICTURE} {described}", style)


def _clean(node: SyntaxTreeNode) -> str:
    """Text of a node through the door for foreign text: reading Markdown decodes entities and %-signs."""
    return clean_block(node.content)
