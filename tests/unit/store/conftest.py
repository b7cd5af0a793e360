from collections.abc import Iterator
from pathlib import Path

import pytest

from eventpal.paths import Home
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import SourceStore
from eventpal.store.vectors import VectorStore
from tests.keyrings import MemoryKeyring
from tests.unit.store.store_work import KEY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    database = Database(tmp_path / "home" / "eventpal.db", KEY)
    yield database
    database.close()


@pytest.fixture
def events(database: Database) -> EventStore:
    return EventStore(database)


@pytest.fixture
def sources(database: Database) -> SourceStore:
    return SourceStore(database)


@pytest.fixture
def history(database: Database) -> History:
    return History(database)


@pytest.fixture
def vectors(database: Database) -> VectorStore:
    return VectorStore(database)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def ring() -> MemoryKeyring:
    return MemoryKeyring()
