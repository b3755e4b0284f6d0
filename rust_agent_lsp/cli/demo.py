"""`rust-agent-lsp demo`: a small broken project explained and repaired before your eyes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.cli.check import COULD_NOT_RUN, Run
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.check import Status
from rust_agent_lsp.toolchain.locate import locate

PROJECT = Path(__file__).parent / "demo_project"


def demo(
    yes: Annotated[bool, typer.Option(help="Do not ask; apply the best fix each time.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the repaired project and say where.")] = False,
) -> None:
    """Copy a broken cargo project to a temporary folder, explain and repair it there.

    Exit 0 only if the last `cargo check` passes.
    """
    console = Console()
    folder = Path(tempfile.mkdtemp(prefix="rust-agent-demo-"))
    try:
        root = folder / "library"
        shutil.copytree(PROJECT, root)
        (root / "Cargo.toml.demo").rename(root / "Cargo.toml")
        console.print(f"A copy of the broken demo project is in {root}", highlight=False)
        run = Run(root, console)
        report = run.repair(fix=True, yes=yes or not console.is_terminal)
        if report.result.status is not Status.OK:
            raise typer.Exit(COULD_NOT_RUN)
        raise typer.Exit(_cargo_check(root, console))
    except ToolchainError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(COULD_NOT_RUN) from error
    finally:
        if keep:
            console.print(f"Kept in {folder}", highlight=False)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _cargo_check(root: Path, console: Console) -> int:
    """Run the user's own `cargo check` in the repaired project and return its exit code."""
    toolchain = locate(root)
    console.print("$ cargo check --offline --all-targets", style="bold")
    done = subprocess.run(
        [str(toolchain.cargo), "check", "--offline", "--all-targets"],
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    console.print(done.stderr.rstrip(), highlight=False, markup=False)
    return done.returncode
