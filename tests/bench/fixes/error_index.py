"""The erroneous examples of the installed error index, in the form in which they still fail."""

from __future__ import annotations

import html
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench._common import TAG, docs_root
from tests.bench.fixes.program import LONE_EDITION, Program, has_main

_BLOCK = re.compile(r'<code class="language-rust([^"]*)">(.*?)</code>', re.S)
# mdBook puts examples without `main` into one, with lines that the page hides.
_WRAPPED = re.compile(
    r'\A<span class="boring">#!\[allow\(unused\)\]\n</span><span class="boring">fn main\(\) \{\n'
    r'</span>(.*?)\n?<span class="boring">\}</span>\s*\Z',
    re.S,
)
_CODE = re.compile(r"E\d{4}")
_NIGHTLY = {"E0554", "E0658"}


def programs(wanted: Callable[[str], bool]) -> Iterator[Program | str]:
    """Yield every example with a `wanted` name that still fails with its code, or why it is
    left out."""
    for name, code, marks, block in _blocks(docs_root()):
        if wanted(name):
            yield _living(name, code, marks, block)


def _blocks(root: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield `(name, code, marks, html)` of every block marked as failing with its own code."""
    for page in sorted((root / "error_codes").glob("E????.html")):
        failing = [
            (marks, block)
            for marks, block in _BLOCK.findall(page.read_text(encoding="utf-8"))
            if "compile_fail" in marks and page.stem in marks
        ]
        for number, (marks, block) in enumerate(failing, 1):
            yield f"{page.stem}-{number}", page.stem, marks, block


def _living(name: str, code: str, marks: str, block: str) -> Program | str:
    """Return the example in the first form in which rustc gives its code and no other.

    Otherwise in the form with the fewest errors; or why it is left out.
    """
    found: list[tuple[int, int, Program]] = []
    nightly = False
    for program in _forms(name, code, marks, block):
        given = _codes(program)
        if not _NIGHTLY.isdisjoint({*given} - {code}):
            nightly = True
        elif set(given) == {code}:
            return program
        elif code in given:
            found.append((len(given), len(found), program))
    if found:
        return min(found)[2]
    return "needs a nightly feature" if nightly else "gives its code no more"


def _forms(name: str, code: str, marks: str, block: str) -> Iterator[Program]:
    """Yield the forms to try: as the page shows it, else within `main`; newest edition first."""
    wrapped = _WRAPPED.match(block)
    texts = [_plain(wrapped[1]) + "\n"] if wrapped else []
    texts.append(_plain(block) + "\n")
    marked = re.search(r"edition(\d{4})", marks)
    for edition in [marked[1]] if marked else [LONE_EDITION, "2021", "2015"]:
        for text in texts:
            yield Program(name, text, edition, has_main(text), code)
    yield Program(name, texts[0], "2021", True, code)


def _codes(program: Program) -> list[str | None]:
    """Return the code of each error, None for an error without one; lints do not count."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lone_file.rs"
        source.write_text(program.text, encoding="utf-8")
        run = subprocess.run(
            ["rustc", "--edition", program.edition, "--error-format=json", "--emit=metadata",
             f"--crate-type={'bin' if program.binary else 'lib'}", "-Awarnings", source.name],
            capture_output=True, text=True, check=False, cwd=folder, timeout=60,
        )  # fmt: skip
    said = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    errors = [m for m in said if m.get("level") == "error" and m["spans"]]
    codes = [m["code"]["code"] if m["code"] else None for m in errors]
    return [code for code in codes if code is None or _CODE.fullmatch(code)]


def _plain(block: str) -> str:
    return html.unescape(TAG.sub("", block))
