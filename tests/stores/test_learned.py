"""The forms of the user's repairs: counted, withdrawn once, forgotten with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.model.events import Evidence, Learned
from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.database import Database

FORM = ("E0382", "/w", "primary: ‹$0›", "$0.clone()")
PROOF = Evidence("f00", 1, "a", 2, "b")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def only(database: Database) -> Learned:
    (found,) = learned.every(database)
    return found


def test_a_form_is_counted(database: Database) -> None:
    for _ in range(25):
        learned.see(database, *FORM)
    found = only(database)
    assert (found.seen, found.evidence, len(found.times)) == (25, 25, 20)


def test_workspaces_have_their_own(database: Database) -> None:
    learned.see(database, *FORM)
    learned.see(database, FORM[0], "/other", *FORM[2:])
    assert [f.seen for f in learned.every(database)] == [1, 1]


def test_a_repair_is_withdrawn_once(database: Database) -> None:
    pattern, number = learned.see(database, *FORM, PROOF)
    assert learned.evidence_for(database, "f00") == [(number, pattern, PROOF)]
    for _ in range(2):
        learned.withdraw(database, pattern, number)
    assert (only(database).withdrawn, only(database).evidence) == (1, 0)
    assert learned.evidence_for(database, "f00") == []


def test_what_comes_of_offers_is_counted(database: Database) -> None:
    pattern, _ = learned.see(database, *FORM)
    learned.count(database, pattern, "accepted")
    learned.count(database, pattern, "refused")
    assert (only(database).accepted, only(database).refused) == (1, 1)
    with pytest.raises(ValueError, match="seen"):
        learned.count(database, pattern, "seen")


def test_a_form_is_forgotten(database: Database) -> None:
    pattern, _ = learned.see(database, *FORM, PROOF)
    assert learned.remove(database, pattern) is True
    assert learned.remove(database, pattern) is False
    assert learned.every(database) == [] and learned.evidence_for(database, "f00") == []


def test_known_forms_stay_as_they_are(database: Database) -> None:
    learned.see(database, *FORM)
    given = Learned(7, *FORM, seen=9)
    new = Learned(8, "E0308", *FORM[1:], seen=2)
    assert learned.add(database, [given, new]) == 1
    assert [(f.code, f.seen) for f in learned.every(database)] == [("E0382", 1), ("E0308", 2)]
