"""Runs the command line as a user does: in a process of its own, with folders of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lent_index import built_index as built_index
from tests.lent_index import lend

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = '[package]\nname = "broken"\nversion = "0.1.0"\nedition = "2021"\n'

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environ(tmp_path: Path, built_index: Path) -> dict[str, str]:
    """The environment of the command; a test may change it."""
    home = tmp_path / "home"
    lend(built_index, home / "cache")
    folders = {f"XDG_{n}_HOME": str(home / n.lower()) for n in ("DATA", "CACHE", "CONFIG", "STATE")}
    return {**os.environ, **folders, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"}


@pytest.fixture
def run(tmp_path: Path, environ: dict[str, str]) -> Run:
    """Run `rust-agent-lsp` with arguments; `stdin` is what the user types."""

    def command(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rust_agent_lsp", *map(str, arguments)],
            cwd=tmp_path,
            env=environ,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Make a cargo project; returns its folder."""

    def make(text: str | bytes) -> Path:
        root = tmp_path / "broken"
        (root / "src").mkdir(parents=True)
        (root / "Cargo.toml").write_text(MANIFEST)
        (root / "src/main.rs").write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make
