"""The wheel: what travels in it, and that it works outside of the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 48 << 20


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(out), str(ROOT)]
    subprocess.run(command, check=True)
    (found,) = out.glob("*.whl")
    return found


def test_contents(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "rust_agent_lsp/_knowledge/errors/E0382.md" in names
    assert "rust_agent_lsp/_models/minilm-static/model.safetensors" in names
    assert "rust_agent_lsp/cli/demo_project/src/main.rs" in names
    assert "rust_agent_lsp/py.typed" in names
    assert not [n for n in names if n.startswith(("tests/", "editors/", "knowledge/"))]
    assert wheel.stat().st_size < LIMIT


def test_installed_outside_of_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """In an empty environment; only the dependencies are lent by the one that runs the tests."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", wheel], check=True)
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (project / "Cargo.toml").write_text('[package]\nname = "p"\nedition = "2021"\n')
    (project / "src/main.rs").write_text("fn main() {\n    let n = 0;\n    n += 1;\n}\n")
    env = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")}
    for name in ("DATA", "CACHE", "CONFIG"):
        env[f"XDG_{name}_HOME"] = str(tmp_path / name)
    program = tmp_path / "venv/bin/rust-agent-lsp"
    done = subprocess.run(
        [program, "check", "--json", "--fix", "--yes", project],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["remaining"] == 0
    assert "`n`" in answer["diagnostics"][0]["explanation"]
    where = [python, "-c", "import rust_agent_lsp; print(rust_agent_lsp.__file__)"]
    told = subprocess.run(where, env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.startswith(str(tmp_path / "venv"))
