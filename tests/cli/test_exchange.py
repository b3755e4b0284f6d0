"""Entries go out as plain JSON, and come in as the user's own where they prove themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from rust_agent_lsp.cli.exchange import _Desk, import_forms
from rust_agent_lsp.ingest.forms_out import all_forms
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.commands import find_command
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root, own_root
from rust_agent_lsp.stores.patterns import Patterns
from tests.cli.conftest import Run

PATTERN = {
    "pattern_id": "ownership-transfer",
    "category": "memory-management",
    "code_template": "pub fn take_ownership(s: String) -> usize { s.len() }",
    "explanation": "A function that takes a value owns it from then on. The caller has it no more.",
    "common_errors": ["use after move", "E0382: borrow after move"],
    "fixes": ["clone before move", "Borrow the value instead."],
    "related_patterns": ["borrowing", "builder"],
}
COMMAND = {
    "command": "git rebase -i HEAD~3",
    "category": "git-history",
    "purpose": "Interactive rebase last 3 commits",
    "use_cases": ["squash commits", "edit messages", "reorder"],
    "dangers": ["force push required", "conflicts possible"],
    "safe_alternatives": ["git merge --squash <branch>"],
}
ERROR = {
    "error": "E0382: use of moved value",
    "explanation": "Ownership went to another name. The first name has nothing left.",
    "example_code": 'fn main() { let a = String::new(); let _b = a; println!("{a}"); }',
    "fix": "Clone, borrow, or restructure",
    "pattern": "ownership-violation",
}
KEYS = {name: tuple(form) for name, form in (("p", PATTERN), ("c", COMMAND), ("e", ERROR))}


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))


@pytest.fixture
def desk() -> _Desk:
    """One that knows of no shipped entries."""
    made = _Desk()
    made._shipped = set()
    return made


def test_everything_goes_out_with_exactly_the_keys_of_the_forms() -> None:
    files = all_forms(knowledge_root(), own_root())
    assert {name.partition("/")[0] for name in files} == {"patterns", "knowledge"}
    for name, forms in files.items():
        kind = "p" if name.startswith("patterns") else "c" if "commands" in name else "e"
        assert {tuple(form) for form in forms} == {KEYS[kind]}, name
    errors = {e["error"].partition(":")[0]: e for e in files["knowledge/rust/errors.json"]}
    assert "```rust" in errors["E0382"]["fix"]
    assert "⟨" not in json.dumps(files["patterns/ownership.json"], ensure_ascii=False)
    commands = [c for name, forms in files.items() if "commands" in name for c in forms]
    assert len(commands) == len(list(knowledge_root().glob("commands/*/*.md")))


def test_a_pattern_comes_in_and_is_found(desk: _Desk) -> None:
    assert desk.take_in(PATTERN) == []
    pattern = Patterns().get("ownership-transfer")
    assert pattern is not None
    assert pattern.category == "ownership"
    assert pattern.related == ("builder",)
    assert [(e.code, e.way) for e in pattern.common_errors] == [
        ("E0382", "Borrow the value instead.")
    ]
    assert "- use after move: Clone before move." in pattern.body
    (form,) = all_forms(knowledge_root(), own_root())["patterns/ownership.json"][-1:]
    assert form["pattern_id"] == "ownership-transfer"
    assert form["explanation"].split() == PATTERN["explanation"].split()  # type: ignore[attr-defined]


def test_a_command_comes_in_and_is_found(desk: _Desk) -> None:
    assert desk.take_in(COMMAND) == []
    command = find_command("git-interactive-rebase-last-3-commits")
    assert command is not None
    assert command.command == COMMAND["command"]
    assert command.destructive
    assert command.dangers == ("Force push required.", "Conflicts possible.")


def test_an_error_comes_in_and_explains(desk: _Desk) -> None:
    assert desk.take_in(ERROR) == []
    own = Knowledge(own_root()).get(EntryKind.ERROR, "E0382")
    assert own is not None
    assert own.exemplars == ("borrow of moved value: `_`",)
    assert own.templates[0].says == ("Ownership went to another name.",)
    shipped = Knowledge().by_code("E0382")
    assert shipped is not None
    assert shipped.title != own.title, "the shipped entry goes first"


def test_what_went_out_comes_in_again(desk: _Desk) -> None:
    files = all_forms(knowledge_root())
    errors = files["knowledge/rust/errors.json"]
    (moved,) = (e for e in errors if e["error"].startswith("E0382:"))
    assert [c for c in desk.take_in(moved) if "style" not in c] == []


@pytest.mark.parametrize(
    ("form", "change", "why"),
    [
        (PATTERN, {"code_template": "fn f() { ... }"}, "should compile clean"),
        (PATTERN, {"category": "cooking"}, "category: one of ownership"),
        (PATTERN, {"pattern_id": "../../evil"}, "pattern_id"),
        (PATTERN, {"extra": "x"}, "extra"),
        (COMMAND, {"command": "git rebase --frobnicate"}, "no option --frobnicate"),
        (COMMAND, {"use_cases": ["one"]}, "use_cases"),
        (COMMAND, {"command": "git 'open"}, "not a command"),
        (ERROR, {"example_code": "fn main() {}"}, "should give E0382"),
        (ERROR, {"error": "../x: evil"}, "error"),
        (ERROR, {"fix": "Do this:\n\n```rust\nfn f() -> u8 {}\n```"}, "should compile clean"),
    ],
)
def test_what_does_not_hold_stays_out_and_it_says_why(
    desk: _Desk, form: dict[str, Any], change: dict[str, Any], why: str
) -> None:
    assert why in "; ".join(desk.take_in(form | change))
    assert not own_root().exists()


def test_a_shipped_entry_is_not_replaced() -> None:
    assert _Desk().take_in(ERROR) == ["there is a shipped entry E0382 already"]


def test_each_object_is_answered_for(tmp_path: Path) -> None:
    file = tmp_path / "forms.json"
    file.write_text(json.dumps([COMMAND, {"odd": 1}, 3]))
    console = Console(record=True, width=200)
    assert import_forms(file, console) == 1
    said = console.export_text()
    assert "git rebase -i HEAD~3: taken in" in said
    assert "object 2: neither" in said
    assert "object 3: not a JSON object" in said
    assert "1 of 3 taken in" in said


def test_on_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    assert run("knowledge", "import", "bad.json").returncode == 2
    done = run("knowledge", "export", "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/knowledge/git/commands.json").is_file()
    assert run("knowledge", "export", "out").returncode == 2
