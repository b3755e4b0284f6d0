"""The erroneous examples of the installed error index, in the form in which they still fail."""

from __future__ import annotations

import html
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench._common import TAG, docs_root

_BLOCK = re.compile(r'<code class="language-rust([^"]*)">(.*?)</code>', re.S)
# mdBook puts examples without `main` into one, with lines that the page hides.
_WRAPPED = re.compile(
    r'\A<span class="boring">#!\[allow\(unused\)\]\n</span><span class="boring">fn main\(\) \{\n'
    r'</span>(.*?)\n?<span class="boring">\}</span>\s*\Z',
    re.S,
)
_MAIN = re.compile(r"^[ \t]*(?:pub\s+)?(?:async\s+)?fn\s+main\b", re.M)
_CODE = re.compile(r"E\d{4}")
_NIGHTLY = {"E0554", "E0658"}
LONE_EDITION = "2024"
"""The edition that a file without a package is compiled with."""


@dataclass(frozen=True)
class Example:
    """One erroneous example; `name` is its code and number on the page."""

    name: str
    code: str
    text: str
    edition: str
    program: bool

    @property
    def lone(self) -> bool:
        """Whether the file fails by itself as the engine compiles a lone file."""
        return self.edition == LONE_EDITION and self.program == bool(_MAIN.search(self.text))


def blocks(root: Path | None = None) -> Iterator[tuple[str, str, str, str]]:
    """Yield `(name, code, marks, html)` of every block marked as failing with its own code."""
    for page in sorted(((root or docs_root()) / "error_codes").glob("E????.html")):
        failing = [
            (marks, block)
            for marks, block in _BLOCK.findall(page.read_text(encoding="utf-8"))
            if "compile_fail" in marks and page.stem in marks
        ]
        for number, (marks, block) in enumerate(failing, 1):
            yield f"{page.stem}-{number}", page.stem, marks, block


def living(name: str, code: str, marks: str, block: str) -> Example | str:
    """Return the example in the first form in which rustc gives its code and no other.

    Otherwise in the form with the fewest errors; or why it is left out.
    """
    found: list[tuple[int, int, Example]] = []
    nightly = False
    for example in _forms(name, code, marks, block):
        given = _codes(example)
        if not _NIGHTLY.isdisjoint({*given} - {code}):
            nightly = True
        elif set(given) == {code}:
            return example
        elif code in given:
            found.append((len(given), len(found), example))
    if found:
        return min(found)[2]
    return "needs a nightly feature" if nightly else "gives its code no more"


def _forms(name: str, code: str, marks: str, block: str) -> Iterator[Example]:
    """Yield the forms to try: as the page shows it, else within `main`; newest edition first."""
    wrapped = _WRAPPED.match(block)
    texts = [_plain(wrapped[1]) + "\n"] if wrapped else []
    texts.append(_plain(block) + "\n")
    marked = re.search(r"edition(\d{4})", marks)
    for edition in [marked[1]] if marked else [LONE_EDITION, "2021", "2015"]:
        for text in texts:
            yield Example(name, code, text, edition, bool(_MAIN.search(text)))
    yield Example(name, code, texts[0], "2021", True)


def _codes(example: Example) -> list[str | None]:
    """Return the code of each error, None for an error without one; lints do not count."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lone_file.rs"
        source.write_text(example.text, encoding="utf-8")
        run = subprocess.run(
            ["rustc", "--edition", example.edition, "--error-format=json", "--emit=metadata",
             f"--crate-type={'bin' if example.program else 'lib'}", "-Awarnings", source.name],
            capture_output=True, text=True, check=False, cwd=folder, timeout=60,
        )  # fmt: skip
    said = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    errors = [m for m in said if m.get("level") == "error" and m["spans"]]
    codes = [m["code"]["code"] if m["code"] else None for m in errors]
    return [code for code in codes if code is None or _CODE.fullmatch(code)]


def _plain(block: str) -> str:
    return html.unescape(TAG.sub("", block))
