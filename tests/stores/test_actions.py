"""What was done is written down where it happens, without a word of the user's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.model.answer import Answer, AnswerKind, Answers
from rust_agent_lsp.model.events import AppliedFix, Feedback, TargetKind
from rust_agent_lsp.stores import actions, feedback, journal
from rust_agent_lsp.stores.database import Database

FIX = AppliedFix(
    fix_id="f1",
    rule="borrow_argument",
    title="Borrow `secret`",
    safety="safe",
    verification="passed",
    code="E0382",
    message="borrow of moved value: `secret`",
    cause="",
    workspace="/w",
    edits=(),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def test_fixes_undos_refusals_answers_and_judgements(database: Database) -> None:
    number = journal.add(database, FIX)
    for _ in range(2):  # told by the command, and seen in the text
        journal.mark_undone(database, number)
    actions.note(database, actions.refusal("declare_mutable", "E0384"))
    found = Answers((Answer(AnswerKind.ERROR, "secret", "secret", 0.9, entry="E0382"),), True)
    actions.note(database, actions.answer(found, 12.34))
    actions.note(database, actions.answer(Answers((), confident=False), 1))
    feedback.add(
        database,
        Feedback(False, TargetKind.FIX, "f1", "borrow_argument", "E0382", "/w", reason="secret"),
    )
    noted = actions.since(database, 1)
    assert [(a.kind, a.success) for a in noted] == [
        ("fix", True),
        ("undo", False),
        ("refusal", False),
        ("answer", True),
        ("answer", False),
        ("feedback", False),
    ]
    assert noted[0].context == noted[1].context == {"rule": "borrow_argument", "code": "E0382"}
    assert noted[3].context == {"ms": 12.3, "kind": "error", "entry": "E0382"}
    assert [bool(a.opportunity) for a in noted] == [False, True, True, False, True, True]
    rows = database.read("SELECT * FROM agent_actions")
    assert "secret" not in json.dumps([tuple(row) for row in rows])


def test_an_undo_of_nothing_is_no_action(database: Database) -> None:
    journal.mark_undone(database, 7)
    assert actions.since(database, 1) == []


def test_a_damaged_context_is_empty(database: Database) -> None:
    with database.write() as db:
        db.execute(
            "INSERT INTO agent_actions (action_type, success, context) VALUES ('fix', 1, '{\"a')"
        )
    assert [a.context for a in actions.since(database, 1)] == [{}]
