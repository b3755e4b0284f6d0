"""A killed writer, a full or failing disk and a clock that jumps lose nothing that was promised."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rust_agent_lsp.stores.migrations import MIGRATIONS
from tests.reliability.lab import Failed, Lab
from tests.reliability.ledger import make

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures/databases"
VERSIONS = range(1, len(MIGRATIONS) + 1)
WRITES, KILLS = 200, 200
REPORT = r"AssertionError|StoreError|sqlite3\."


def fixture(version: int) -> Path:
    return FIXTURES / f"version-{version}.sql"


def test_the_disk_fails_at_each_of_the_first_writes(lab: Lab, soak: int) -> None:
    """Once ENOSPC, once EIO; at every third point it stays so."""
    points = WRITES * min(soak, 2)  # there are not many more writes in a trial
    found = lab.run("ledger", "disk", points)
    assert found["came"] >= 2 * WRITES


def test_the_writer_is_killed(lab: Lab, soak: int) -> None:
    """Half of them in the middle of a write, which arrives by half."""
    found = lab.run("ledger", "kill", KILLS * soak, 1)
    assert found["kills"] == KILLS * soak
    assert found["promised"] > found["kills"]


def test_the_clock_jumps(lab: Lab) -> None:
    assert lab.run("ledger", "clock")["promised"] == 48


def test_no_half_path_is_ever_trusted(lab: Lab) -> None:
    """Half of one would be a folder above the one that is meant."""
    assert lab.run("ledger", "trust")["came"] > 2


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_is_killed_at_each_step(lab: Lab, version: int) -> None:
    found = lab.run("upgrade", "kill", fixture(version))
    assert found["kills"] > 10
    assert found["rows"] == 2 * version


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_migration_is_never_edited(tmp_path: Path, version: int) -> None:
    make(tmp_path / "old", fixture(version).read_text("utf-8"))
    with sqlite3.connect(tmp_path / "old") as old, sqlite3.connect(":memory:") as new:
        for step in MIGRATIONS[:version]:
            step(new)
        schemas = [
            set(db.execute("SELECT type, name, sql FROM sqlite_master")) for db in (old, new)
        ]
    old.close()
    new.close()
    assert schemas[0] == schemas[1]


@pytest.mark.parametrize(
    ("bug", "trial"),
    [
        ("a failed write is acknowledged", ("ledger", "disk", 60)),
        ("rows are written one by one", ("ledger", "disk", 60)),
        ("a failed write is SQLite's error", ("ledger", "disk", 60)),
        ("rows are written one by one", ("ledger", "kill", 60, 1)),
        ("the log is removed at the start", ("ledger", "kill", 20, 1)),
        ("trusted folders are appended", ("ledger", "trust")),
        ("the journal is ordered by the clock", ("ledger", "clock")),
        ("an upgrade is not one transaction", ("upgrade", "kill", fixture(2))),
        ("an upgrade drops rows", ("upgrade", "kill", fixture(2))),
    ],
)
def test_seeded_bugs_are_reported(lab: Lab, bug: str, trial: tuple[object, ...]) -> None:
    with pytest.raises(Failed, match=REPORT):
        lab.run(*trial, bug=bug)  # type: ignore[arg-type]
