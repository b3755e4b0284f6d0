"""`rust-agent-lsp doctor`: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from rust_agent_lsp import __version__
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import locate
from rust_agent_lsp.toolchain.process import confinement


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `needed` ones make the exit code 1 when they fail."""

    good: bool
    name: str
    detail: str
    needed: bool = True


def doctor() -> None:
    """Check toolchain, rust-analyzer, stores and sandbox. Exit 1: something needed is missing."""
    console = Console()
    console.print(f"rust-agent-lsp {__version__}", highlight=False)
    failed = False
    for finding in _findings(Places.of_user()):
        mark = "✓" if finding.good else "✗" if finding.needed else "–"
        console.print(f" {mark} {finding.name}: {finding.detail}", markup=False, highlight=False)
        failed |= finding.needed and not finding.good
    raise typer.Exit(1 if failed else 0)


def _findings(places: Places) -> Iterator[Finding]:
    yield from _toolchain()
    yield _rust_analyzer()
    yield _knowledge()
    yield _database(places)
    yield _writable("cache", places.cache)
    confined = confinement()
    yield Finding(
        confined != "none",
        "sandbox",
        f"checks run under {confined}"
        if confined != "none"
        else "none on this system: build scripts of trusted workspaces run with your rights",
        needed=False,
    )


def _toolchain() -> Iterator[Finding]:
    try:
        toolchain = locate(Path.home())
    except RustAgentError as error:
        yield Finding(False, "toolchain", str(error))
        return
    yield Finding(True, "toolchain", f"{toolchain.version} ({toolchain.cargo})")
    docs = toolchain.docs_root
    yield Finding(
        docs is not None,
        "documentation",
        str(docs) if docs else "missing: run `rustup component add rust-docs`",
        needed=False,
    )
    clippy = toolchain.cargo_clippy is not None
    detail = "installed" if clippy else "missing: run `rustup component add clippy`"
    yield Finding(clippy, "clippy", detail, needed=False)


def _rust_analyzer() -> Finding:
    found = shutil.which("rust-analyzer")
    if found is None:
        text = "not on PATH; run `rustup component add rust-analyzer` unless your editor brings it"
        return Finding(False, "rust-analyzer", text, needed=False)
    done = subprocess.run(
        [found, "--version"], capture_output=True, text=True, check=False, cwd=Path.home()
    )
    lines = (done.stdout or done.stderr).strip().splitlines()
    if done.returncode != 0:
        why = lines[0] if lines else "it does not start"
        return Finding(False, "rust-analyzer", f"{found}: {why}", needed=False)
    return Finding(True, "rust-analyzer", f"{lines[0] if lines else ''} ({found})")


def _knowledge() -> Finding:
    knowledge = Knowledge()
    count = sum(1 for _ in entry_files(knowledge.root))
    return Finding(count > 0, "knowledge", f"{count} entries in {knowledge.root}")


def _database(places: Places) -> Finding:
    try:
        database = Database(places.database)
    except RustAgentError as error:
        return Finding(False, "database", str(error))
    detail, sound = database.notice or str(places.database), not database.read_only
    database.close()
    return Finding(sound, "database", detail)


def _writable(name: str, folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding(False, name, f"{folder} cannot be written: {error}")
    return Finding(True, name, str(folder))
