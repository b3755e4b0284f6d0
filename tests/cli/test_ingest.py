"""`ingest --path`: what is no book is refused at once; what is one is kept on the user's list."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.stores.given_folders import given_folders
from tests.cli.conftest import Run


def test_what_is_no_book_is_refused_before_anything_is_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder, reason in (("nowhere", "no such folder"), ("empty", "SUMMARY.md")):
        done = run("ingest", "--path", folder)
        assert done.returncode == 2
        assert reason in done.stdout
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "home" / "cache").exists(), "nothing was indexed"
    assert given_folders(tmp_path / "home" / "data" / "rust-agent-lsp") == ()
