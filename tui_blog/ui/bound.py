"""Everything that binds keys, in the order in which help lists it."""

from textual.dom import DOMNode

from tui_blog.ui.screens.add_blog import AddBlogScreen
from tui_blog.ui.screens.archive import ArchiveScreen
from tui_blog.ui.screens.bring_list import BringListScreen
from tui_blog.ui.screens.choice import ChoiceScreen
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.confirm import ConfirmScreen
from tui_blog.ui.screens.dialog import ListDialog
from tui_blog.ui.screens.hand_off import HandOffScreen
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.outbox import OutboxScreen
from tui_blog.ui.screens.parts import PartsScreen
from tui_blog.ui.screens.picture import PictureScreen
from tui_blog.ui.screens.rename import RenameScreen
from tui_blog.ui.screens.rule import RuleScreen
from tui_blog.ui.screens.rules import RulesScreen
from tui_blog.ui.screens.tag import TagScreen
from tui_blog.ui.screens.welcome import WelcomeScreen
from tui_blog.ui.widgets.filter_line import FilterLine
from tui_blog.ui.widgets.find_line import FindLine
from tui_blog.ui.widgets.lists.library_tree import LibraryTree
from tui_blog.ui.widgets.lists.month_list import MonthList
from tui_blog.ui.widgets.lists.outbox_list import OutboxList
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.widgets.search_line import SearchLine

SECTIONS: tuple[tuple[str, type[DOMNode]], ...] = (
    ("Everywhere", MainScreen),
    ("Library", LibraryTree),
    ("Posts", PostList),
    ("Search", SearchLine),
    ("Name of a search", RenameScreen),
    ("Filter", FilterLine),
    ("Posts by month", ArchiveScreen),
    ("Months", MonthList),
    ("Reader", DocumentView),
    ("Write a comment", CommentScreen),
    ("To the browser", HandOffScreen),
    ("Outbox", OutboxScreen),
    ("Own comments", OutboxList),
    ("Add a blog", AddBlogScreen),
    ("Import a list", BringListScreen),
    ("In this blog", PartsScreen),
    ("Tags", TagScreen),
    ("Rules", RulesScreen),
    ("A rule", RuleScreen),
    ("Contents and links", ChoiceScreen),
    ("Lists in dialogues", ListDialog),
    ("Find in a post", FindLine),
    ("A picture alone", PictureScreen),
    ("A question", ConfirmScreen),
    ("Welcome", WelcomeScreen),
)

BOUND = tuple(node for _, node in SECTIONS)
