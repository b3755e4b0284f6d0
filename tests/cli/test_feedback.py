"""Judging, notes, corrections and rules on the command line."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.knowledge import knowledge_root
from tests.cli.conftest import Run

BROKEN = """\
fn consume(data: Vec<i32>) -> usize {
    data.len()
}

fn main() {
    let data = vec![1, 2, 3];
    let n = consume(data);
    println!("{n} of {data:?}");
}
"""


def rows(tmp_path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(tmp_path / "home/data/rust-agent-lsp/agent.sqlite3") as db:
        return db.execute(sql).fetchall()


def test_what_was_written_is_listed_and_can_be_forgotten(run: Run, tmp_path: Path) -> None:
    said = run(
        "feedback", "say", "E0382", "--not-helpful", "--problem", "unclear", "--reason", "who?"
    )
    assert (said.returncode, said.stdout) == (0, "kept (E0382)\n"), said.stderr
    assert run("feedback", "say", "E0382", "--helpful").returncode == 0
    (note,) = json.loads(run("feedback", "notes", "--json").stdout)
    assert (note["entry"], note["problem"], note["text"]) == ("E0382", "unclear", "who?")
    assert "E0382 (unclear): who?" in run("feedback", "notes").stdout
    assert run("feedback", "forget", str(note["id"])).returncode == 0
    assert run("feedback", "forget", str(note["id"])).returncode == 2
    assert json.loads(run("feedback", "notes", "--json").stdout) == []
    assert rows(tmp_path, "SELECT helpful FROM feedback") == [(0,), (1,)]


@pytest.mark.parametrize("target", ["E9999", "rule:no_such_rule", "answer:", "../E0382"])
def test_what_there_is_not_is_not_judged(run: Run, target: str) -> None:
    assert run("feedback", "say", target, "--not-helpful").returncode == 2


def test_corrections_are_patches_that_apply(run: Run, tmp_path: Path) -> None:
    """Both as `git apply` and as `patch` understand it; the entry stays one of ours."""
    shutil.copytree(knowledge_root() / "errors", tmp_path / "repo/knowledge/errors")
    entry = tmp_path / "repo/knowledge/errors/E0382.md"
    quoted = '"has exactly one owner" -> "has one owner at a time"'
    for reason in ("who owns it --> then?\n# A heading", quoted):
        assert run("feedback", "say", "E0382", "--not-helpful", "--reason", reason).returncode == 0
    retired = next(
        path.stem for path in sorted(entry.parent.glob("*.md")) if "retired = true" in _text(path)
    )
    assert run("feedback", "say", retired, "--not-helpful", "--reason", "old").returncode == 0
    done = run("review", "--corrections", "out")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        ["E0382.patch", f"{retired}.patch"]
    )
    repository = tmp_path / "repo"
    subprocess.run(["git", "init", "-q"], cwd=repository, check=True)
    for patch in (tmp_path / "out").iterdir():
        subprocess.run(["git", "apply", str(patch)], cwd=repository, check=True)
    after = _text(entry)
    assert "Every value has one owner at a time, and" in after
    assert "<!-- A reader: who owns it —› then? # A heading -->" in after
    assert lint_entry(entry, EntryKind.ERROR, after, None) == []
    gone = entry.with_name(f"{retired}.md")
    assert lint_entry(gone, EntryKind.ERROR, _text(gone), None) == []


def test_a_rule_is_switched_off_by_its_record_and_on_again(run: Run) -> None:
    for _ in range(5):
        said = run("feedback", "say", "rule:clone_moved_value", "--not-helpful")
        assert said.returncode == 0, said.stderr
    assert "clone_moved_value: off, by its record; 5 of 5" in run("rules", "list").stdout
    assert run("rules", "on", "clone_moved_value").returncode == 0
    assert "clone_moved_value: on; 0 of 0" in run("rules", "list").stdout
    assert run("rules", "off", "clone_moved_value", "--everywhere").returncode == 0
    (one,) = json.loads(run("rules", "list", "--json").stdout)
    assert (one["rule"], one["by"]) == ("clone_moved_value", "")  # the word on this project stays
    there = run("rules", "list", "--path", "..")
    assert "clone_moved_value: off, by you" in there.stdout


def test_a_rule_that_is_off_offers_nothing(run: Run, project: Callable[..., Path]) -> None:
    root = project(BROKEN)

    def offered() -> list[str]:
        found = json.loads(run("check", root, "--json").stdout)
        return [fix["rule"] for d in found["diagnostics"] for fix in d["fixes"]]

    first = offered()[0]
    assert run("rules", "off", first, "--path", root).returncode == 0
    assert first not in offered()


def test_why_not_shows_another_fix_and_is_kept(
    run: Run, project: Callable[..., Path], tmp_path: Path
) -> None:
    root = project(BROKEN)
    done = run("check", root, "--fix", stdin="why\n4\nI want it cloned\ny\n")
    assert "What was wrong?" in done.stdout
    assert "data.clone()" in (root / "src/main.rs").read_text(), done.stdout
    kept = rows(tmp_path, "SELECT helpful, problem, reason FROM feedback")
    assert kept == [(0, "style", "I want it cloned")]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
