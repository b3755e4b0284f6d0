"""What the user gave us survives crashes, corruption, newer versions and several processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores import database as module
from rust_agent_lsp.stores.database import MIGRATIONS, Database
from rust_agent_lsp.stores.snapshot import snapshot_of

ROOT = Path(__file__).resolve().parents[2]
INSERT = "INSERT INTO agent_actions (action_type, success, context) VALUES ('test', 1, ?)"

WRITER = f"""
import sys
from pathlib import Path
from rust_agent_lsp.stores.database import Database
database = Database(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    with database.write() as db:
        db.execute("{INSERT}", (f"{{sys.argv[2]}}-{{number}}",))
    print(number, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Start a process that opens the database, waits for a line, and writes."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.readline() == "open\n"
    process.stdin.write("go\n")
    process.stdin.flush()


def contexts(path: Path) -> set[str]:
    database = Database(path)
    rows = database.read("SELECT context FROM agent_actions")
    database.close()
    assert database.set_aside is None
    return {row[0] for row in rows}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "agent.sqlite3"


def fill(path: Path, *values: str) -> None:
    database = Database(path)
    for value in values:
        with database.write() as db:
            db.execute(INSERT, (value,))
    database.close()


def test_a_new_file_has_every_table_and_the_mode_that_lets_others_read(path: Path) -> None:
    database = Database(path)
    tables = {row[0] for row in database.read("SELECT name FROM sqlite_master WHERE type='table'")}
    assert tables >= {"journal", "feedback", "agent_actions", "learning_sessions"}
    assert database.read("PRAGMA journal_mode")[0][0] == "wal"
    assert database.read("PRAGMA user_version")[0][0] == len(MIGRATIONS)
    database.close()


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_older_schema_is_brought_up_to_date_and_keeps_its_rows(
    path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MIGRATIONS", MIGRATIONS[:version])
    old = Database(path)
    if version:
        with old.write() as db:
            db.execute(
                "INSERT INTO journal (workspace, message, cause, fix_id, rule, title, safety,"
                " verification, edits) VALUES ('/w', 'm', 'c', 'f', 'r', 't', 's', 'v', '[]')"
            )
    old.close()
    monkeypatch.undo()
    new = Database(path)
    assert new.read("PRAGMA user_version")[0][0] == len(MIGRATIONS)
    assert len(new.read("SELECT * FROM journal")) == (1 if version else 0)
    new.close()


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, "kept")

    def fails(db: sqlite3.Connection) -> None:
        db.execute("DROP TABLE agent_actions")
        db.execute("SELECT nonsense")

    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, fails))
    with pytest.raises(StoreError, match=r"agent\.sqlite3"):
        Database(path)
    monkeypatch.undo()
    assert contexts(path) == {"kept"}


def test_a_newer_schema_is_only_read(path: Path) -> None:
    fill(path, "kept")
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    before = path.read_bytes()
    database = Database(path)
    assert database.read_only and "newer version" in database.notice
    assert [row[0] for row in database.read("SELECT context FROM agent_actions")] == ["kept"]
    with pytest.raises(StoreError, match="newer version"), database.write() as db:
        db.execute(INSERT, ("new",))
    database.close()
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.glob("*corrupt*")) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"this is no database at all, whatever its name says" * 100,
        lambda text: text[:100] + b"\xff" * 4000 + text[4100:],
        lambda text: text[: len(text) // 2],
    ],
    ids=["garbage", "overwritten", "cut off"],
)
def test_a_corrupt_file_without_a_snapshot_is_set_aside(path: Path, spoil: object) -> None:
    fill(path, *(f"value {n} " + "x" * 300 for n in range(50)))
    snapshot_of(path).unlink()
    assert callable(spoil)
    spoilt = spoil(path.read_bytes())
    path.write_bytes(spoilt)
    database = Database(path)
    assert database.set_aside is not None and database.set_aside.read_bytes() == spoilt
    assert database.read("SELECT * FROM agent_actions") == []
    database.close()
    path.write_bytes(spoilt)
    again = Database(path)
    assert again.set_aside not in (None, database.set_aside)
    assert database.set_aside.read_bytes() == spoilt
    again.close()


def test_a_header_that_forbids_writing_costs_no_row(path: Path) -> None:
    fill(path, "kept")
    spoilt = path.read_bytes()
    spoilt = spoilt[:18] + b"\3" + spoilt[19:]
    path.write_bytes(spoilt)
    fill(path, "new")
    assert contexts(path) == {"kept", "new"}
    assert [p.read_bytes() for p in path.parent.glob("*corrupt*")] == [spoilt]


@pytest.mark.parametrize("harm", ["garbage", "empty", "gone"])
def test_the_last_snapshot_takes_the_place_of_a_lost_file(path: Path, harm: str) -> None:
    fill(path, "kept")
    fill(path)  # the start that takes the snapshot
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"garbage" * 1000 if harm == "garbage" else b"")
    database = Database(path)
    assert [row[0] for row in database.read("SELECT context FROM agent_actions")] == ["kept"]
    assert "its last snapshot took its place" in database.notice
    assert (database.set_aside is not None) == (harm == "garbage")
    database.close()
    assert contexts(path) == {"kept"}


def test_a_file_that_was_replaced_is_followed(path: Path) -> None:
    """By another process that found it corrupt, or by the user; nothing goes into the old one."""
    database = Database(path)
    path.rename(path.with_name("moved"))
    fill(path, "by another")
    with database.write() as db:
        db.execute(INSERT, ("by us",))
    database.close()
    assert contexts(path) == {"by another", "by us"}


def test_a_snapshot_is_taken_every_few_writes(path: Path) -> None:
    database = Database(path)
    for number in range(module.SNAPSHOT_EVERY):
        with database.write() as db:
            db.execute(INSERT, (f"{number}",))
    database.close()
    assert len(contexts(snapshot_of(path))) == module.SNAPSHOT_EVERY


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    database = Database(path)
    assert database.set_aside is None
    database.close()


@pytest.mark.parametrize("in_the_way", ["data", "data/agent.sqlite3"])
def test_what_cannot_be_opened_is_one_clear_error(
    tmp_path: Path, path: Path, in_the_way: str
) -> None:
    """A file stands where the folder belongs, or a folder where the file does."""
    if in_the_way == "data":
        (tmp_path / "data").write_text("mine")
    else:
        path.mkdir(parents=True)
    with pytest.raises(StoreError, match=r"agent\.sqlite3"):
        Database(path)
    if in_the_way == "data":
        assert (tmp_path / "data").read_text() == "mine"


def test_a_failed_write_leaves_nothing_of_it(path: Path) -> None:
    database = Database(path)
    with pytest.raises(StoreError, match="could not be written"), database.write() as db:
        db.execute(INSERT, ("half",))
        db.execute("INSERT INTO nothing VALUES (1)")
    with pytest.raises(KeyError), database.write() as db:
        db.execute(INSERT, ("half",))
        raise KeyError
    with database.write() as db:
        db.execute(INSERT, ("whole",))
    database.close()
    assert contexts(path) == {"whole"}


def test_a_failed_read_is_a_store_error(path: Path) -> None:
    database = Database(path)
    with pytest.raises(StoreError, match="could not be read"):
        database.read("SELECT * FROM nothing")
    database.close()


def test_values_are_never_part_of_the_sql(path: Path) -> None:
    fill(path, "'); DROP TABLE agent_actions; --")
    assert contexts(path) == {"'); DROP TABLE agent_actions; --"}


def test_nothing_acknowledged_is_lost_when_a_writer_is_killed(path: Path) -> None:
    process = writer(path, "w", 100_000)
    assert process.stdout is not None
    begin(process)
    for _ in range(30):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().splitlines()
    assert process.wait() == -signal.SIGKILL
    told = 30 + len([line for line in rest if line])
    assert contexts(path) >= {f"w-{number}" for number in range(told)}


def test_several_processes_write_at_once(path: Path) -> None:
    """All of them create the file, too."""
    processes = [writer(path, f"p{n}", 25) for n in range(4)]
    for process in processes:
        begin(process)
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert contexts(path) == {f"p{p}-{n}" for p in range(4) for n in range(25)}


def test_several_processes_find_one_corrupt_file(path: Path) -> None:
    """None of them sets the new file of another aside."""
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    processes = [writer(path, f"p{n}", 5) for n in range(4)]
    for process in processes:
        begin(process)
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert len(list(path.parent.glob("*corrupt*"))) == 1
    assert contexts(path) == {f"p{p}-{n}" for p in range(4) for n in range(5)}


def test_a_full_disk_is_a_store_error_and_the_next_write_works(path: Path) -> None:
    database = Database(path)
    pages = database.read("PRAGMA page_count")[0][0]
    database.read(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full"), database.write() as db:
        db.execute(INSERT, ("x" * 100_000,))
    database.read("PRAGMA max_page_count = 100000")
    with database.write() as db:
        db.execute(INSERT, ("small",))
    database.close()
    assert contexts(path) == {"small"}


def test_only_the_user_may_read_it(path: Path) -> None:
    """The journal tells what somebody works on: nobody else's business."""
    fill(path, "mine")
    assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0
    assert path.stat().st_uid == os.getuid()
