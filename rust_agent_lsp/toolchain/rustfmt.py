"""Formats code that we write into a workspace as the workspace's own rustfmt does."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.locate import Toolchain, locate
from rust_agent_lsp.toolchain.process import Policy, State, run_confined, without_secrets
from rust_agent_lsp.toolchain.workspace import edition

log = logging.getLogger(__name__)

SECONDS = 3.0
"""How long rustfmt may take; the code is then left as it is."""
_CONFIGURATIONS = ("rustfmt.toml", ".rustfmt.toml")
_FILE = "inserted.rs"
_HAS_EDITION_2024 = (1, 85)

Formatter = Callable[[str], str]


def as_it_is(code: str) -> str:
    """Return code unchanged: the formatter where there is none."""
    return code


def formatter(path: Path) -> Formatter:
    """Return what formats Rust items for the file `path`, whose folder must be trusted.

    It runs the rustfmt beside the folder's own rustc, confined, with the configuration that lies
    nearest, and leaves the code as it is where rustfmt is missing, fails or takes too long.
    """
    known: dict[str, str] = {}

    def format_(code: str) -> str:
        if code not in known:
            known[code] = _formatted(code, path) or code
        return known[code]

    return format_


def _formatted(code: str, path: Path) -> str | None:
    try:
        toolchain = locate(path.parent)
    except ToolchainError:
        return None
    program = toolchain.rustc.with_name("rustfmt")
    if not os.access(program, os.X_OK):
        return None
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as name:
        folder = Path(name).resolve()
        file = folder / _FILE
        file.write_text(code, encoding="utf-8", newline="")
        argv = [str(program), "--quiet", "--edition", _edition(path, toolchain)]
        argv += [*_configuration(path), str(file)]
        environment = without_secrets(os.environ) | {"TMPDIR": str(folder)}
        never = threading.Event()
        done = run_confined(argv, folder, environment, Policy((folder,)), never, SECONDS)
        if done.state is not State.DONE or done.returncode:
            log.info("rustfmt left the code as it is: %s", done.stderr[-500:])
            return None
        return file.read_text(encoding="utf-8")


def _edition(path: Path, toolchain: Toolchain) -> str:
    lone = "2024" if toolchain.release >= _HAS_EDITION_2024 else "2021"
    return edition(path, lone)


def _configuration(path: Path) -> tuple[str, ...]:
    for folder in path.absolute().parents:
        if any((folder / name).is_file() for name in _CONFIGURATIONS):
            return "--config-path", str(folder)
    return ()
