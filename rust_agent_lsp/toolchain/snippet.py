"""Compiles one small program of our own: a block of an entry, a rule's example.

Only for code that we ship; a user's code is checked in the shadow workspace, confined.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.toolchain.locate import Toolchain, locate
from rust_agent_lsp.toolchain.rustc_json import parse_messages

_MAIN = re.compile(r"^(?:pub )?(?:async )?fn main\(", re.M)
FILE_NAME = "snippet.rs"


@dataclass(frozen=True, slots=True)
class Options:
    """How to compile: `lints` are allowed (`-A`); `clippy` runs clippy's driver instead."""

    edition: str = "2024"
    nightly: bool = False
    clippy: bool = False
    allow: tuple[str, ...] = ("unused", "dead_code")
    warn: tuple[str, ...] = ()


def check_snippet(code: str, options: Options = Options()) -> list[Diagnostic]:
    """Return what the compiler says of `code`; the diagnostics' path is `snippet.rs`.

    A program when it has `fn main`, else a library. Raises `ToolchainError` without a toolchain.
    """
    toolchain = _toolchain(options.nightly)
    driver = toolchain.clippy_driver if options.clippy else toolchain.rustc
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        root = Path(folder)
        (root / FILE_NAME).write_text(code, encoding="utf-8", newline="")
        crate_type = "bin" if _MAIN.search(code) else "lib"
        done = subprocess.run(
            [
                str(driver or toolchain.rustc),
                *("--edition", options.edition, "--crate-type", crate_type),
                *("--emit", "metadata", "--error-format", "json", "-o", "out.rmeta"),
                *(f"-A{name}" for name in options.allow),
                *(f"-W{name}" for name in options.warn),
                FILE_NAME,
            ],
            cwd=root,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    return parse_messages(done.stderr.splitlines(), Path(), Path)


def _toolchain(nightly: bool) -> Toolchain:
    environ = dict(os.environ)
    if nightly:
        environ["RUSTUP_TOOLCHAIN"] = "nightly"
    # A folder of nobody: no rust-toolchain file or override of a project may decide here.
    return locate(Path(tempfile.gettempdir()), environ)
