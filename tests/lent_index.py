"""The index of the shipped entries, built once for a test run and lent to every server in it.

Building it takes a core some ten seconds, which is all that most servers of the tests would do.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = "rust-agent-lsp"


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of our program with the index in it; only to be read."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home = shared / "lent-index"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "done").exists():
            folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "DATA")}
            subprocess.run(
                [sys.executable, "-m", "rust_agent_lsp", "knowledge", "build"],
                env={**os.environ, **folders, "PYTHONPATH": str(ROOT)},
                cwd=home, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            (home / "done").touch()
    return home / "cache" / APP


def lend(built: Path, cache_home: Path) -> None:
    """Make the index at `built` known to whoever has `cache_home` as its `XDG_CACHE_HOME`."""
    cache = cache_home / APP
    cache.mkdir(parents=True, exist_ok=True)
    for note in built.glob("found-*"):
        (cache / note.name).write_bytes(note.read_bytes())
        folder = note.read_text("utf-8")
        (cache / folder).symlink_to(built / folder)
