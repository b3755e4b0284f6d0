"""Builds and runs one program of our own, confined: an example shows what it claims only so."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.toolchain.crates import cargo_variables
from rust_agent_lsp.toolchain.locate import own_toolchain
from rust_agent_lsp.toolchain.process import Policy, run_confined
from rust_agent_lsp.toolchain.snippet import FILE_NAME, said_of_snippet

RUN_SECONDS = 10
_BUILD_SECONDS = 300
_TIMED_OUT = 124
_ENVIRONMENT = ("HOME", "PATH", "CARGO_HOME", "RUSTUP_HOME")


@dataclass(frozen=True, slots=True)
class Ran:
    """What the compiler said, and how the program ended: `returncode` is None if it was not built.

    A panic is 101, a run that took too long 124.
    """

    diagnostics: list[Diagnostic]
    returncode: int | None
    output: str


def build_and_run(
    code: str, arguments: Sequence[str] = (), run: bool = True, network: bool = False
) -> Ran:
    """Compile a program with rustc's further `arguments` and run it in an empty folder.

    It may write there only, and reach no network unless `network`. Raises `ToolchainError`
    without a toolchain.
    """
    toolchain = own_toolchain()
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as name:
        folder = Path(name).resolve()
        (folder / FILE_NAME).write_text(code, encoding="utf-8", newline="")
        built = subprocess.run(
            [
                *(str(toolchain.rustc), "--edition", "2024", "--crate-type", "bin"),
                *("--error-format", "json", "-Cdebuginfo=0", "-Aunused", "-Adead_code"),
                *(*arguments, "-o", "program", FILE_NAME),
            ],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_BUILD_SECONDS,
        )
        said = said_of_snippet(built.stderr)
        if built.returncode or not run:
            return Ran(said, None if built.returncode else 0, "")
        place = folder / "run"
        place.mkdir()
        argv = [str(folder / "program")]
        code_, output = run_command(argv, place, {"PATH": "/usr/bin:/bin"}, (place,), network)
    return Ran(said, code_, output)


def run_command(
    argv: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    write: Sequence[Path],
    network: bool = False,
    seconds: float = RUN_SECONDS,
) -> tuple[int, str]:
    """Run a command that may only write below `write`; return its exit code and its output."""
    if network:
        return _run_freely(argv, cwd, env, seconds)
    done = run_confined(argv, cwd, env, Policy(tuple(write)), threading.Event(), seconds)
    output = (done.stdout + done.stderr).decode(errors="replace")
    return (done.returncode if done.state == "done" else _TIMED_OUT), output


def cargo_environment(target: Path) -> dict[str, str]:
    """Return the environment for cargo: what it needs and nothing of the user's settings."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return kept | cargo_variables(own_toolchain(), target)


def _run_freely(
    argv: Sequence[str], cwd: Path, env: Mapping[str, str], seconds: float
) -> tuple[int, str]:
    # The sandbox has no loopback device, which servers need.
    with subprocess.Popen(
        argv,
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
            returncode = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            returncode = _TIMED_OUT
    return returncode, output.decode(errors="replace")
