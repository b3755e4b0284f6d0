"""How often a code-less compiler message, or its page's own words, finds the right error code.

The programs are the erroneous examples of the installed toolchain's error index, compiled here.
The first example of each code is indexed beside the page's first paragraph; the others are asked.
Run: python -m tests.bench.bench_retrieval [--programs FILE]   (FILE keeps the messages)
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rust_agent_lsp.stores.masking import mask

_BLOCK = re.compile(r'<code class="language-rust([^"]*compile_fail[^"]*)">(.*?)</code>', re.S)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_TAG = re.compile(r"<[^>]+>")


def docs_root() -> Path:
    sysroot = subprocess.run(
        ["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True
    ).stdout.strip()
    return Path(sysroot) / "share" / "doc" / "rust" / "html"


def text_of(fragment: str) -> str:
    return html.unescape(_TAG.sub("", fragment.replace("<code>", "`").replace("</code>", "`")))


def message_of(code: str, flags: str, program: str) -> str | None:
    """Return the headline that rustc gives with `code` for `program`, if it gives one."""
    edition = next(iter(re.findall(r"edition(\d{4})", flags)), "2015")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lib.rs"
        crate = "bin" if "fn main" in program else "lib"
        source.write_text(program)
        run = subprocess.run(
            ["rustc", "--edition", edition, "--error-format=json", "--emit=metadata",
             f"--crate-type={crate}", "--out-dir", folder, str(source)],
            capture_output=True, text=True, cwd=folder, timeout=60,
            env={"RUSTC_BOOTSTRAP": "1", "PATH": "/usr/bin:/bin", **_rust_env()},
        )  # fmt: skip
    for line in run.stderr.splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        if (said.get("code") or {}).get("code") == code:
            return str(said["message"])
    return None


def _rust_env() -> dict[str, str]:
    import os

    return dict(os.environ)


def programs(kept: Path | None) -> list[dict[str, object]]:
    """Return for each code its page's first paragraph and the messages of its examples."""
    if kept and kept.exists():
        return list(json.loads(kept.read_text()))
    jobs: list[tuple[str, str, list[tuple[str, str]]]] = []
    for page in sorted((docs_root() / "error_codes").glob("E????.html")):
        content = page.read_text()
        code = page.stem
        first = text_of(next(iter(_PARAGRAPH.findall(content.partition("</h1>")[2])), ""))
        blocks = [
            (flags, text_of(block)) for flags, block in _BLOCK.findall(content) if code in flags
        ]
        jobs.append((code, first, blocks))
    with ThreadPoolExecutor(2) as pool:
        found = [
            {
                "code": code,
                "about": first,
                "messages": [m for m in pool.map(lambda b: message_of(code, *b), blocks) if m],  # noqa: B023
            }
            for code, first, blocks in jobs
        ]
    if kept:
        kept.write_text(json.dumps(found, indent=1))
    return found
