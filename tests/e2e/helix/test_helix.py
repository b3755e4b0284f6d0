"""A real Helix with rust-analyzer and our server, as docs/editors/helix.md has a user set it up."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cargo_errors import cargo_errors
from tests.e2e.helix.session import Helix


@pytest.fixture
def editor(
    tmux: Path,
    hx: Path,
    broken: Path,
    rust_analyzer: Path,
    server_command: list[str],
    env: dict[str, str],
) -> Iterator[Helix]:
    """Helix on main.rs of the trusted project, once rust-analyzer has told of the moved value."""
    trust = [*server_command[:-1], "trust", str(broken)]
    subprocess.run(trust, env=env, check=True, capture_output=True)
    with Helix(tmux, hx, rust_analyzer, server_command, broken / "src" / "main.rs", env) as helix:
        helix.wait("borrow of moved value: `prices`", what="diagnostic")
        helix.select("prices.len")
        yield helix


def _choose_the_first(editor: Helix) -> None:
    """Take the first entry of the menu, which is ours, and wait for the question."""
    accepted = editor.open_fixes()
    assert "prices" in accepted[0]
    editor.press("Enter")
    question = editor.wait("Show diff", what="question before the edit")
    assert "accepts it. It keeps the meaning." in question


def test_a_confirmed_fix_changes_the_text_and_compiles(
    editor: Helix, broken: Path, env: dict[str, str]
) -> None:
    file = broken / "src" / "main.rs"
    before, errors = file.read_text("utf-8"), cargo_errors(broken, env)
    assert ("E0382", "src/main.rs") in errors

    _choose_the_first(editor)
    assert file.read_text("utf-8") == before
    editor.press("Enter")  # Apply
    editor.wait(r"main\.rs \[\+\]", what="edit")
    editor.command("write")
    editor.wait_gone(r"main\.rs \[\+\]", what="unsaved text")
    assert cargo_errors(broken, env) == errors - {("E0382", "src/main.rs")}

    editor.command("lsp-workspace-command rustAgent.undoFix {}")
    editor.wait(r"main\.rs \[\+\]", what="undone edit")
    editor.command("write")
    editor.wait_gone(r"main\.rs \[\+\]", what="unsaved text")
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("keys", [["Down", "Down", "Enter"], ["Escape"]], ids=["cancel", "close"])
def test_a_declined_fix_changes_and_journals_nothing(editor: Helix, keys: list[str]) -> None:
    _choose_the_first(editor)
    editor.press(*keys)
    editor.wait_gone("Show diff", what="question")
    # The journal is asked for after the answer, so nothing can follow it.
    editor.command("lsp-workspace-command rustAgent.journal {}")
    assert "Nothing has been applied yet." in editor.wait(r"shown/journal\.md", what="journal")
    editor.command("buffer-previous")
    assert "[+]" not in editor.wait(r"src/main\.rs", what="text")


def test_the_diff_is_shown_before_the_yes(editor: Helix) -> None:
    _choose_the_first(editor)
    editor.press("Down", "Enter")  # Show diff
    diff = editor.wait(r"shown/fix\.diff", what="diff")
    assert "-    let sum = total(prices);" in diff
    assert "+    let sum = total(&prices);" in diff


def test_hover_explains_in_the_users_names(editor: Helix) -> None:
    editor.open_fixes()  # only with these rust-analyzer's diagnostics reach us
    editor.press("Escape")
    editor.wait_gone("✓", what="menu")
    editor.type(" k")
    hover = editor.wait("E0382 · ", what="hover")
    assert "← prices owns the value" in hover
