from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.drafts import DraftStore
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.posts import PostStore
from tui_blog.store.threads import ThreadStore

NOW = datetime(2024, 12, 20, 12, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database.open(path, clock, patience=0.05)
    yield opened
    opened.close()


@pytest.fixture
def blogs(database: Database) -> BlogStore:
    return BlogStore(database)


@pytest.fixture
def posts(database: Database) -> PostStore:
    return PostStore(database)


@pytest.fixture
def threads(database: Database) -> ThreadStore:
    return ThreadStore(database)


@pytest.fixture
def drafts(database: Database) -> DraftStore:
    return DraftStore(database)


@pytest.fixture
def outbox(database: Database) -> OutboxStore:
    return OutboxStore(database)
