"""What the installed toolchain itself has to say of an error code or a lint."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.docs_html import open_page, section
from rust_agent_lsp.toolchain.locate import Toolchain, own_toolchain

_SECONDS = 20
_LINT_PAGES = ("warn-by-default", "deny-by-default", "allowed-by-default")


def own_text(code: str, toolchain: Toolchain | None = None) -> str | None:
    """Return the toolchain's explanation of an error code, a rustc lint or a `clippy::` lint as
    Markdown; None when it has none. Blocks.

    By default the user's default toolchain is asked; no workspace is looked at. Raises
    `ToolchainError` when there is no toolchain.
    """
    toolchain = toolchain or own_toolchain()
    if re.fullmatch(r"E\d{4}", code):
        return _ask(str(toolchain.rustc), "--explain", code)
    if re.fullmatch(r"clippy::\w+", code):
        clippy = toolchain.cargo_clippy
        name = code.removeprefix("clippy::")
        return _ask(str(clippy), "clippy", "--explain", name) if clippy else None
    if re.fullmatch(r"[a-z]\w+", code) and toolchain.docs_root is not None:
        return _lint_section(toolchain.docs_root, code)
    return None


def _ask(*argv: str) -> str | None:
    try:
        done = subprocess.run(
            argv,
            cwd=tempfile.gettempdir(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainError(f"{argv[0]} could not be asked: {error}") from error
    said = done.stdout.decode(errors="replace").strip()
    return said if done.returncode == 0 and said else None


def _lint_section(docs_root: Path, lint: str) -> str | None:
    for name in _LINT_PAGES:
        page = docs_root / "rustc" / "lints" / "listing" / f"{name}.html"
        if page.is_file() and (text := section(open_page(page), lint.replace("_", "-"))):
            return text
    return None
