"""Several processes write to one library at once: nothing is lost, every count is right."""

import subprocess
import sys
from pathlib import Path

from tests.store.conftest import NOW
from tests.store.samples import add_blog, document
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore
from tui_blog.store.soundness import Check, Soundness

ROOT = Path(__file__).parents[2]

WRITER = """
import random, sys
from pathlib import Path
from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, document, line
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostQuery
from tui_blog.model.post_page import PostPage
from tui_blog.model.retention import keep_of
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore
from tui_blog.store.undo import UndoStore

path, name = Path(sys.argv[1]), sys.argv[2]
database, some = Database.open(path, clock, patience=60), random.Random(name)
blogs, posts, undo = BlogStore(database), PostStore(database), UndoStore(database)
mine = add_blog(blogs, name)
posts.mark([PostId(int(name))], Mark("tag", True, line(f"of {name}")))
for turn in range(100):
    post = PostId(some.randint(4, 60))
    match some.randrange(9):
        case 0: posts.set_read([post], some.random() < 0.5)
        case 1: posts.set_starred([post], some.random() < 0.5)
        case 2: posts.mark([post], Mark("tag", some.random() < 0.7, line(some.choice("ab"))))
        case 3:
            given, taken = map(line, some.sample("ab", 2))
            blogs.edit(mine.id, tags=[given], no_tags=[taken])
        case 4: posts.mark_all_read(PostQuery(), [], posts.newest_id())
        case 5: blogs.remove(mine.id)
        case 6: mine = add_blog(blogs, name)
        case 7: posts.upsert(mine.id, document(*(turn * 9 + n for n in range(9))), NOW)
        case 8:
            blogs.edit(mine.id, keep=keep_of(some.choice(["3", "12", "6m", "all"])))
            blogs.drop_behind(mine.id, PostPage(()))
add_blog(blogs, name)
database.close()
"""


def test_three_processes_write_at_once_and_every_count_is_right(
    path: Path, database: Database, blogs: BlogStore, posts: PostStore
) -> None:
    """Each tags one post that the others leave alone, and 300 random changes fly between them."""
    posts.upsert(add_blog(blogs, "shared", tags=["a"]).id, document(*range(1, 61)), NOW)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(number)], cwd=Path(__file__).parents[2]
        )
        for number in (1, 2, 3)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    assert Soundness(database).checks() == tuple(
        Check(what, 0) for what in ("file", "references", "counts", "lists", "tags", "search index")
    )
    assert {f"of {number}" for number in (1, 2, 3)} <= {tag.name for tag in blogs.tags()}
    assert database.was_changed_elsewhere() and not database.was_changed_elsewhere()


def test_a_wrong_count_is_found(database: Database, blogs: BlogStore, posts: PostStore) -> None:
    posts.upsert(add_blog(blogs).id, document(1, 2), NOW)
    with database.writing() as connection:
        connection.execute("UPDATE shelves SET unread = 7 WHERE id = 1")
        connection.execute("DELETE FROM unindexed")
        connection.execute("DELETE FROM listing WHERE shelf_id <> 1 AND post_id = 1")
    wrong = {check.what: check.wrong for check in Soundness(database).checks() if check.wrong}
    assert wrong == {"counts": 1, "lists": 1, "search index": 2}


def test_compacting_gives_the_room_of_removed_blogs_back(
    database: Database, blogs: BlogStore, posts: PostStore
) -> None:
    for name in ("one", "two"):
        posts.upsert(add_blog(blogs, name).id, document(*range(300)), NOW)
    blogs.remove(blogs.all()[0].id)
    done = Soundness(database).compact()
    assert done.removed == 1 and done.after < done.before
    assert [check for check in Soundness(database).checks() if check.wrong] == []
    assert [blog.posts for blog in blogs.all()] == [300]
