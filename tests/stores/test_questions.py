"""Unanswered questions and unknown codes are counted, and hold nothing of the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.stores import questions
from rust_agent_lsp.stores.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("How do I  brew tea?", "How do I brew tea?"),
        ("why E0382 in `my_token`?", "why E0382 in `_`?"),
        ('push with password "hunter2 and more"', "push with password …"),
        ("mail anna@example.org at https://u:p@host/x?y", "mail … at …"),
        ("delete /home/anna/keys and ~/notes", "delete … and …"),
        ("use ghp_16C7e42F292c6912E7710c838347Ae178B4a", "use …"),
        ("port 8080 after 3 tries", "port 0 after 0 tries"),
        ("what is Rc<RefCell<T>>", "what is Rc<RefCell<T>>"),
    ],
)
def test_what_is_the_users_own_is_taken_out(question: str, kept: str) -> None:
    assert questions.redacted(question) == kept


def test_like_questions_are_one(database: Database) -> None:
    for question in ("how do I fly?", "How do I fly?", "how do I swim?", '"…"', "  "):
        questions.note_unanswered(database, question)
    found = questions.unanswered(database, 7)
    assert [(q.question, q.times) for q in found] == [("how do I fly?", 2), ("how do I swim?", 1)]


def test_an_unknown_code_keeps_what_was_said_of_it(database: Database) -> None:
    for said in ("", "official text", ""):
        questions.note_unknown(database, "E9999", said)
    assert [(c.code, c.said, c.times) for c in questions.unknown(database)] == [
        ("E9999", "official text", 3)
    ]
