"""`team`: says what is set, and works on without its server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def config(environ: dict[str, str]) -> Path:
    folder = Path(environ["XDG_CONFIG_HOME"]) / "rust-agent-lsp"
    folder.mkdir(parents=True)
    return folder


def test_without_a_team_it_says_what_to_write(run: Run, config: Path) -> None:
    for command in ("status", "push", "pull"):
        done = run("team", command)
        assert done.returncode == 2 and str(config / "team.toml") in done.stderr


def test_a_workspace_names_no_server(run: Run, config: Path, tmp_path: Path) -> None:
    """The command runs in `tmp_path`, which holds what a hostile workspace would."""
    hostile = 'url = "http://127.0.0.1:9"\nauthor = "mallory"\n'
    for place in ("team.toml", ".rust-agent-lsp/team.toml", ".config/rust-agent-lsp/team.toml"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(hostile, encoding="utf-8")
    assert run("team", "status").returncode == 2


def test_with_the_server_down_it_says_so(run: Run, config: Path) -> None:
    text = 'url = "http://127.0.0.1:9"\nauthor = "alice"\n'
    (config / "team.toml").write_text(text, encoding="utf-8")
    done = run("team", "status", "--json")
    assert done.returncode == 0, done.stderr
    known = json.loads(done.stdout)
    assert known["key"].startswith("alice ssh-ed25519 ")
    assert "could not be used" in known["server"] and known["accepted"] == 0
    failed = run("team", "pull")
    assert failed.returncode == 2 and "could not be used" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert json.loads(run("team", "list", "--json").stdout) == []
    assert run("team", "push").returncode == 0  # nothing to send, so nobody is asked
