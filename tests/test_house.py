"""The house rules that tools can hold: style, types, layers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
    ],
    ids=lambda command: "-".join(command[:2]),
)
def test_tool_is_content(command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_server_process_stays_light() -> None:
    """Proven at run time: what the server imports, lazily imported rules included."""
    program = (
        "import sys\n"
        "import rust_agent_lsp.server.handlers\n"
        "from rust_agent_lsp.fixes.registry import all_rules\n"
        "all_rules()\n"
        "heavy = {'chromadb', 'torch', 'sentence_transformers', 'model2vec', 'numpy', 'pydantic'}\n"
        "print(*sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_ci_runs_the_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run = (ROOT / ".ci/run").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.endswith("&& .venv/bin/pytest")]
    assert len(commands) == 1, "the README has exactly one command that runs the tests"
    assert commands[0] in run


def test_workflow_actions_are_pinned_by_commit() -> None:
    used = [
        (file.name, line.strip())
        for file in (ROOT / ".github").rglob("*.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*-?\s*uses:", line)
    ]
    assert len(used) > 15
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
    assert [one for one in used if not pinned.search(one[1])] == []
