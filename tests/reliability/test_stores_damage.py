"""What is damaged on the disk is seen, set aside and replaced; the server lives on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability import spoiled_index
from tests.reliability.lab import Failed, Lab

CLOSED, OPEN, INDEX = 300, 30, 60


def test_a_damaged_database(lab: Lab, soak: int) -> None:
    """Bits turned over, cut, scribbled over, deleted; the log and the snapshot as well."""
    found = lab.run("damage", "closed", CLOSED * soak, 1)
    assert found["restored"] > CLOSED // 5
    assert found["unhurt"] > CLOSED // 5


def test_a_database_that_is_damaged_while_open(lab: Lab, soak: int) -> None:
    found = lab.run("damage", "open", OPEN * soak, 1)
    assert found["trials"] == OPEN * soak


def test_a_damaged_index(tmp_path: Path, soak: int) -> None:
    """One in twenty of them kills whoever reads it."""
    found = spoiled_index.run(tmp_path, INDEX * soak)
    print(found)
    assert found["rebuilt"] + found["whole"] == INDEX * soak
    assert found["rebuilt"] > INDEX // 5
    assert found["deaths"] >= INDEX // 20


@pytest.mark.parametrize(
    ("bug", "trial"),
    [
        ("no snapshot is taken", "closed"),
        ("a snapshot is not restored", "closed"),
        ("the schema is not compared", "closed"),
        ("damage met later is not repaired", "open"),
        ("a replaced file is not noticed", "open"),
    ],
)
def test_seeded_bugs_of_the_database_are_reported(lab: Lab, bug: str, trial: str) -> None:
    with pytest.raises(Failed, match=r"AssertionError|StoreError|sqlite3\.|FileNotFoundError"):
        lab.run("damage", trial, 300 if trial == "closed" else 10, 1, bug=bug)


@pytest.mark.parametrize("bug", ["an index is not proved", "a reader's death changes nothing"])
def test_seeded_bugs_of_the_index_are_reported(tmp_path: Path, bug: str) -> None:
    with pytest.raises(Failed, match=r"AssertionError|StoreError|dies again|ValueError"):
        spoiled_index.run(tmp_path, INDEX, bug)
