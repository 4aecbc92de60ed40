"""The keys of the reader, named once."""

from textual.binding import Binding, BindingType


def _key(name: str, keys: str, action: str, description: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, description, id=f"reader.{name}", tooltip=tooltip, show=show)


ADVANCE = "A page down, and on to the next post at the end; folds or unfolds the current comment"

READER_KEYS: list[BindingType] = [
    _key("down", "j,down", "down", "Down", "A line down, or the next comment"),
    _key("up", "k,up", "up", "Up", "A line up, or the previous comment"),
    _key("advance", "space", "advance", "Read on or fold", ADVANCE),
    _key("page_down", "f,pagedown", "page(1)", "Page down", "A page down"),
    _key("page_up", "b,pageup", "page(-1)", "Page up", "A page up"),
    _key("half_page_down", "ctrl+d", "half_page(1)", "Half page down", "Half a page down"),
    _key("half_page_up", "ctrl+u", "half_page(-1)", "Half page up", "Half a page up"),
    _key("top", "g,home", "top", "Top", "To the beginning of the post"),
    _key("end", "G,end", "end", "End", "To the end of the comments"),
    _key("next_heading", "right_curly_bracket", "next_heading", "Next heading", "To the next heading"),
    _key("previous_heading", "left_curly_bracket", "previous_heading", "Last heading", "To the one before"),
    _key("next_link", "tab", "link(1)", "Next link", "To the next link; Enter follows it"),
    _key("previous_link", "shift+tab", "link(-1)", "Last link", "To the link before"),
    _key("links", "u", "number_links", "Links", "Number the links on the screen; again: list all links"),
    _key("follow", "enter", "follow", "Follow", "Go where the chosen link leads", show=True),
    _key("browse", "o", "browse", "In the browser", "Open the chosen link in the browser", show=True),
    _key("select", "V", "select", "Select", "Select lines from here on, to copy them with y"),
    _key("copy", "y", "copy_selection", "Copy", "Copy the selected lines", show=True),
    _key("unchoose", "escape,q", "unchoose", "Let go", "Let go of a selection, a link or a search"),
    _key("picture", "v", "want('picture')", "View picture", "A picture alone, as large as the screen"),
    _key("pictures", "i", "want('pictures')", "Pictures", "Show pictures in the text, or their words alone"),
    _key("find", "slash", "want('find')", "Find", "Look for words in the post and its comments"),
    _key("next_match", "n", "match(1)", "Next match", "To the next place of the words", show=True),
    _key("previous_match", "N", "match(-1)", "Last match", "To the place before"),
    _key("next_change", "n", "change(1)", "Next change", "To what changed next, while changes are shown"),
    _key("previous_change", "N", "change(-1)", "Last change", "To what changed before"),
    _key("contents", "t", "want('contents')", "Contents", "The headings of the post"),
    _key(
        "history_back", "less_than_sign", "want('back')", "Back", "To the post that a link was followed from"
    ),
    _key("history_forward", "greater_than_sign", "want('forward')", "Forward", "To the post gone back from"),
    _key("comments", "c", "comments", "Comments", "To the comments under the post", show=True),
    _key(
        "next_thread", "right_square_bracket", "top_level(1)", "Next thread", "To the next that answers none"
    ),
    _key("previous_thread", "left_square_bracket", "top_level(-1)", "Previous thread", "To the one before"),
    _key("parent", "P", "parent", "Parent", "To the comment that the current one answers"),
    _key("next_new", "comma", "next_new", "Next new", "To the next comment that came since the last visit"),
    _key(
        "order", "E", "want('order')", "Sort comments", "The newest threads first, or the oldest; remembered"
    ),
    _key("reply", "r", "reply", "Reply", "Answer the current comment", show=True),
    _key("edit", "e", "change_own(False)", "Edit", "Change your own comment", show=True),
    _key("delete", "d", "change_own(True)", "Delete", "Take your own comment back; asks first", show=True),
    _key("write", "enter", "write", "Write", "Write a comment under this post", show=True),
    _key("leave", "escape,q", "leave", "Leave comments", "Back to reading the post"),
]
