"""`demo`, `doctor` and `knowledge check`: their words and their exit codes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rust_agent_lsp import __version__
from rust_agent_lsp.cli import check_entries as command
from rust_agent_lsp.cli.app import make_app
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root
from tests.cli.conftest import Run


def test_the_demo_repairs_its_copy_and_leaves_nothing(
    run: Run, tmp_path: Path, environ: dict[str, str]
) -> None:
    environ["TMPDIR"] = str(tmp_path / "scratch")
    (tmp_path / "scratch").mkdir()
    done = run("demo", "--yes")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "0 errors left" in done.stdout and "cargo check" in done.stdout
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_demo_without_cargo_says_what_to_do(
    run: Run, tmp_path: Path, environ: dict[str, str]
) -> None:
    environ |= {name: str(tmp_path) for name in ("PATH", "HOME", "CARGO_HOME")}
    done = run("demo", "--yes")
    assert done.returncode == 2
    assert "rustup.rs" in done.stdout and "Traceback" not in done.stderr


def test_doctor_is_content_with_this_machine(run: Run) -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    for wanted in ("toolchain", "knowledge", "database", "cache", "sandbox", "rust-analyzer"):
        assert wanted in done.stdout
    assert "✗" not in done.stdout


def test_doctor_names_what_is_missing(run: Run, tmp_path: Path, environ: dict[str, str]) -> None:
    environ |= {name: str(tmp_path / "none") for name in ("PATH", "HOME", "CARGO_HOME")}
    data = Path(environ["XDG_DATA_HOME"])
    data.mkdir(parents=True)
    (data / "rust-agent-lsp").write_text("mine")
    done = run("doctor")
    assert done.returncode == 1
    assert "✗ toolchain" in done.stdout and "rustup.rs" in done.stdout
    assert "✗ database" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder with one good entry, the one that `knowledge check` sees."""
    root = tmp_path / "knowledge"
    (root / "errors").mkdir(parents=True)
    shutil.copy(knowledge_root() / "errors/E0384.md", root / "errors")
    monkeypatch.setattr(command, "knowledge_root", lambda: root)
    return root / "errors"


def checked(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(make_app(), ["knowledge", "check", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_good_entry_passes(entries: Path) -> None:
    code, said = checked(entries / "E0384.md")
    assert (code, "1 entries checked, 0 with complaints" in said) == (0, True), said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+++\n", ""),
        ("## Why", "## Whatever"),
        ("```rust,compile_fail,E0384", "```rust,compile_fail,E0382"),
        ("```rust\n", "```rust\nlet no = ;\n"),
    ],
    ids=["no header", "no heading", "another code", "does not compile"],
)
def test_a_broken_entry_fails_and_is_named(entries: Path, old: str, new: str) -> None:
    path = entries / "E0384.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = checked()
    assert code == 1
    assert "E0384.md" in said and "1 with complaints" in said


def test_a_file_that_is_no_entry_is_no_success(entries: Path, tmp_path: Path) -> None:
    other = tmp_path / "E0384.md"
    shutil.copy(entries / "E0384.md", other)
    code, said = checked(other)
    assert code == 1 and "0 entries" in said


def test_the_version_names_knowledge_and_toolchain(
    run: Run, tmp_path: Path, environ: dict[str, str]
) -> None:
    done = run("--version")
    count = sum(1 for _ in entry_files(knowledge_root()))
    form = rf"rust-agent-lsp {__version__} \(knowledge: {count} entries, \w{{8}}; rustc [\d.]+\)\n"
    assert re.fullmatch(form, done.stdout), done.stdout + done.stderr
    environ |= {name: str(tmp_path / "none") for name in ("PATH", "HOME", "CARGO_HOME")}
    assert run("--version").stdout.endswith("; no rustc found)\n")
