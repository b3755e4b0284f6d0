"""Old data goes, what the user wrote or learned stays; a wipe leaves nothing of the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.retention import everything, forget_old, remove
from rust_agent_lsp.stores.snapshot import snapshot_of
from tests.reliability.ledger import make

TABLES = ("journal", "feedback", "agent_actions", "unanswered", "learning_sessions")
FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/databases/version-6.sql"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(*(tmp_path / name for name in ("data", "cache", "config", "log")))


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    places.data.mkdir()
    make(places.database, FIXTURE.read_text("utf-8"))
    opened = Database(places.database)
    with opened.write() as db:
        for table in (*TABLES, "confusions", "unknown_codes"):
            db.execute(f"UPDATE {table} SET timestamp = datetime('now', '-40 days')")  # noqa: S608
    yield opened
    opened.close()


def counts(database: Database) -> dict[str, int]:
    return {t: database.read(f"SELECT count(*) FROM {t}")[0][0] for t in TABLES}  # noqa: S608


def test_what_is_older_goes_but_not_what_the_user_wrote_or_learned(database: Database) -> None:
    before = counts(database)
    assert forget_old(database, 41) == 0
    assert forget_old(database, 0) == 0
    assert counts(database) == before
    assert forget_old(database, 39) > 0
    assert counts(database) == {
        "journal": 0,
        "feedback": 1,
        "agent_actions": 0,
        "unanswered": 0,
        "learning_sessions": 1,
    }
    assert database.read("SELECT reason FROM feedback")[0][0] == "I wanted a clone"


def test_nothing_old_is_no_write(database: Database) -> None:
    forget_old(database, 39)
    before = database.read("PRAGMA data_version")[0][0], places_bytes(database.path)
    assert forget_old(database, 39) == 0
    assert (database.read("PRAGMA data_version")[0][0], places_bytes(database.path)) == before


def places_bytes(path: Path) -> bytes:
    return path.with_name(path.name + "-wal").read_bytes()


def test_a_wipe_takes_all_and_nothing_else(database: Database, places: Places) -> None:
    places.redaction_key()
    places.trust(places.data)
    (places.data / "knowledge/errors").mkdir(parents=True)
    (places.data / "knowledge/errors/E9999.md").write_text("mine")
    (places.shadows / "ws").mkdir(parents=True)
    outside = places.data.parent / "precious"
    outside.mkdir()
    (outside / "file").write_text("keep")
    (places.data / "link").symlink_to(outside)
    (places.cache / "index").mkdir()
    assert snapshot_of(database.path).exists()
    kept = everything(places)
    paths = [k.path for k in kept]
    assert len(paths) == len(set(paths))
    assert paths.index(snapshot_of(database.path)) < paths.index(database.path)
    assert all(k.size >= 0 and k.what for k in kept)
    for one in kept:
        remove(one)
    assert everything(places) == []
    assert list(places.data.iterdir()) == []
    assert not places.trusted.exists()
    assert (outside / "file").read_text() == "keep"
    assert (places.cache / "index").is_dir()
    # A process that has it open goes on with a new one, not with the old data.
    assert counts(database)["feedback"] == 0
