"""Which of the learned forms count where, and how far they move up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.propose import propose
from rust_agent_lsp.learning.habits import number_of
from rust_agent_lsp.learning.weights import Weights
from rust_agent_lsp.model.diagnostic import Applicability, Diagnostic, Severity, Suggestion
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span, apply_edits
from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.syntax.tree import SourceFile

HERE, ELSEWHERE = "/w/here", "/w/elsewhere"
PATH = Path("/w/here/src/main.rs")
TEXT = "pub fn f(name: &str) -> String { name }\n"
SOURCE = SourceFile.parse(PATH, TEXT.encode())
AT = TEXT.index("name }")
ERROR = Diagnostic("E0308", Severity.ERROR, "mismatched types", PATH, Span(AT, AT + 4))
PLACE = "primary: ‹$0›"
OWNED, CLONED = "$0.to_owned()", "$0.clone()"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def see(database: Database, after: str, workspace: str = HERE, times: int = 1) -> int:
    for _ in range(times):
        pattern, _ = learned.see(database, "E0308", workspace, PLACE, after)
    return pattern


def candidates(database: Database) -> list[Candidate]:
    return list(Weights(database, HERE).habits.candidates(ERROR, SOURCE))


def texts(database: Database) -> list[str]:
    return [
        apply_edits(SOURCE.text, c.edits[0].edits).decode()[AT:-3] for c in candidates(database)
    ]


def test_a_habit_is_a_candidate_in_the_users_names(database: Database) -> None:
    number = see(database, OWNED)
    (found,) = candidates(database)
    assert found.rule == f"learned.{number}"
    assert found.title == "As you did before: `name.to_owned()` in line 1"
    assert found.safety == Safety.CHANGES_BEHAVIOUR and found.habit > 0.4
    assert number_of(found.rule) == number and number_of("clone") is None


def test_the_firmer_habit_comes_first(database: Database) -> None:
    see(database, CLONED)
    see(database, OWNED, times=3)
    assert texts(database) == ["name.to_owned()", "name.clone()"]


def test_another_workspaces_habit_counts_less_and_only_where_there_is_none(
    database: Database,
) -> None:
    see(database, CLONED, ELSEWHERE, times=5)
    (found,) = candidates(database)
    assert 0 < found.habit < 0.1
    see(database, OWNED)
    assert texts(database) == ["name.to_owned()"]


def test_once_elsewhere_is_no_habit(database: Database) -> None:
    see(database, CLONED, ELSEWHERE)
    assert candidates(database) == []


def test_what_was_withdrawn_does_not_count(database: Database) -> None:
    number = see(database, OWNED)
    learned.withdraw(database, number, None)
    assert candidates(database) == []


def test_a_rule_that_means_the_same_moves_up_instead(database: Database) -> None:
    see(database, "$0.to_string()")

    def of(diagnostic: Diagnostic, source: SourceFile) -> Iterator[Candidate]:
        yield from Weights(database, HERE).habits.candidates(diagnostic, source)
        yield from Weights(database, HERE).habits.candidates(diagnostic, source)

    edit = FileEdit(PATH, (Edit.insert(AT + 4, ".to_string()"),))
    suggestion = Suggestion("try using a conversion", (edit,), Applicability.MACHINE_APPLICABLE)
    error = replace(ERROR, suggestions=(suggestion,))
    found = propose(error, lambda _: SOURCE, habits=of)
    same = [c for c in found if c.habit]
    assert len(same) == 1 and found[0] is same[0]
    assert number_of(same[0].rule) is None


def test_a_form_that_fails_takes_no_offer_away(database: Database) -> None:
    def broken(_diagnostic: Diagnostic, _source: SourceFile) -> Iterator[Candidate]:
        raise ValueError("a bug")

    assert propose(ERROR, lambda _: SOURCE, habits=broken) == propose(ERROR, lambda _: SOURCE)
