"""Compiles one small program of our own: a block of an entry, a rule's example.

Only for code that we ship; a user's code is checked in the shadow workspace, confined.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.toolchain.locate import own_toolchain
from rust_agent_lsp.toolchain.rustc_json import parse_messages

_MAIN = re.compile(r"^(?:pub )?(?:async )?fn main[(<]", re.M)
FILE_NAME = "snippet.rs"
# As cargo does it for a package that has one feature.
_CHECK_CFG = ("--check-cfg", "cfg(docsrs,test)", "--check-cfg", 'cfg(feature, values("json"))')


@dataclass(frozen=True, slots=True)
class Options:
    """How to compile: `allow` and `warn` are lints; `clippy` runs clippy's driver instead.

    `arguments` are further ones for rustc, say where crates are.
    """

    edition: str = "2024"
    nightly: bool = False
    clippy: bool = False
    allow: tuple[str, ...] = ("unused", "dead_code")
    warn: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()


def check_snippet(
    code: str,
    options: Options = Options(),
    cache: Path | None = None,
    path: Path = Path(FILE_NAME),
) -> list[Diagnostic]:
    """Return what the compiler says of `code`; the diagnostics are about the file `path`.

    A program when it has `fn main`, else a library. With `cache`, a folder, what the same compiler
    said of the same code is read from there. Raises `ToolchainError` without a toolchain.
    """
    toolchain = own_toolchain(options.nightly)
    driver = toolchain.clippy_driver if options.clippy else toolchain.rustc
    argv = (
        str(driver or toolchain.rustc),
        *("--edition", options.edition),
        *("--crate-type", "bin" if _MAIN.search(code) else "lib"),
        *("--emit", "metadata", "--error-format", "json", "-o", "out.rmeta"),
        *(f"-A{name}" for name in options.allow),
        *(f"-W{name}" for name in options.warn),
        *options.arguments,
        *(_CHECK_CFG if "unexpected_cfgs" in options.warn else ()),
        FILE_NAME,
    )
    key = hashlib.sha256("\0".join((toolchain.version, *argv, code)).encode()).hexdigest()
    kept = cache / key if cache else None
    if kept is not None and kept.is_file():
        said = kept.read_bytes()
    else:
        said = _compile(argv, code)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            partial.write_bytes(said)
            partial.replace(kept)
    return said_of_snippet(said, path)


def said_of_snippet(said: bytes, path: Path = Path(FILE_NAME)) -> list[Diagnostic]:
    """Return what the compiler printed of the file FILE_NAME, as of `path`.

    Places inside macros of std keep their own files.
    """
    return parse_messages(
        said.splitlines(), path.parent, lambda name: path if name == FILE_NAME else Path(name)
    )


def _compile(argv: tuple[str, ...], code: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        (Path(folder) / FILE_NAME).write_text(code, encoding="utf-8", newline="")
        done = subprocess.run(
            argv, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
    return done.stderr
