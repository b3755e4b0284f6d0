"""Finds the real tools, and gives every test a home and a broken project of its own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.lent_index import built_index as built_index
from tests.lent_index import lend

ROOT = Path(__file__).parents[2]
XDG = ("CONFIG", "DATA", "STATE", "CACHE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def _tool(name: str) -> Path:
    tools = Path(os.environ.get("RUST_AGENT_TOOLS") or ROOT / ".tools").resolve()
    path = tools / "bin" / name
    if not path.exists():
        pytest.skip(
            f"{path} is missing: run `.ci/install-tools.sh {tools}` (Debian, root),"
            f" or set RUST_AGENT_TOOLS to a folder with bin/{name}"
        )
    return path


@pytest.fixture
def rust_analyzer() -> Path:
    return _tool("rust-analyzer")


@pytest.fixture
def nvim() -> Path:
    return _tool("nvim")


@pytest.fixture
def hx() -> Path:
    return _tool("hx")


@pytest.fixture
def tmux() -> Path:
    found = shutil.which("tmux")
    if found is None:
        pytest.skip("tmux is missing, and Helix has no other way to be driven: install tmux")
    return Path(found)


@pytest.fixture
def cargo() -> Path:
    found = shutil.which("cargo")
    if found is None:
        pytest.skip("cargo is missing: install Rust with rustup")
    return Path(found)


@pytest.fixture
def env(tmp_path: Path, cargo: Path, built_index: Path) -> dict[str, str]:
    """An environment whose home holds nothing of the user's but the way to the toolchain."""
    home = tmp_path / "home"
    real = Path.home()
    editors_own = ("XDG", "NVIM", "VIM")
    keep = {name: value for name, value in os.environ.items() if not name.startswith(editors_own)}
    folders = {f"XDG_{name}_HOME": home / name.lower() for name in XDG}
    folders["XDG_RUNTIME_DIR"] = home / "run"
    for folder in folders.values():
        folder.mkdir(parents=True, mode=0o700)
    lend(built_index, folders["XDG_CACHE_HOME"])
    return {
        **keep,
        **{name: str(folder) for name, folder in folders.items()},
        "HOME": str(home),
        "CARGO_HOME": os.environ.get("CARGO_HOME") or str(real / ".cargo"),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(real / ".rustup"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


@pytest.fixture
def server_command() -> list[str]:
    return [sys.executable, "-m", "rust_agent_lsp", "serve"]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A cargo project with three errors: E0382 and E0596 in main.rs, E0502 in inventory.rs."""
    project = tmp_path / "broken"
    shutil.copytree(ROOT / "tests" / "fixtures" / "projects" / "broken", project)
    return project
