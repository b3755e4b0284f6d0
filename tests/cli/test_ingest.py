"""`ingest --path`: what is no book and no questions is refused at once, before anything is done."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.stores.given_folders import given_folders
from tests.cli.conftest import Run


def test_what_is_no_book_is_refused_before_anything_is_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "none.jsonl").write_text('{"question": "Why?", "answer": "No.", "score": -1}\n')
    (tmp_path / "bomb.xml").write_text('<!DOCTYPE posts [<!ENTITY a "b">]><posts>&a;</posts>')
    (tmp_path / "table.csv").write_text("question,answer\n")
    for folder, reason in (
        ("nowhere", "no such folder"),
        ("empty", "SUMMARY.md"),
        ("none.jsonl", "good answer"),
        ("bomb.xml", "entities"),
        ("table.csv", "JSON Lines"),
    ):
        done = run("ingest", "--path", folder)
        assert done.returncode == 2
        assert reason in " ".join(done.stdout.split())
        assert "Traceback" not in done.stderr
    cache = tmp_path / "home" / "cache" / "rust-agent-lsp"
    assert not (cache / "concepts").exists(), "nothing was read"
    assert not (cache / "documentation").exists(), "nothing was indexed"
    assert given_folders(tmp_path / "home" / "data" / "rust-agent-lsp") == ()
