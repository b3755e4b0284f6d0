"""One broken program and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MAIN = re.compile(r"^[ \t]*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?fn\s+main\b", re.M)
_EDITION = re.compile(r"^//@?\s*edition:\s*(\d{4})", re.M)
LONE_EDITION = "2024"
"""The edition that a file without a package is compiled with."""
PROGRAMS = Path(__file__).parent / "programs"
"""Our own broken programs, each with its repair beside it."""
SECOND = Path(__file__).parent / "second"
"""A second set of them, in two folders: the half to make rules after, and `held-out`."""
OURS = (PROGRAMS, SECOND)
_FIXED = ".fixed.rs"


@dataclass(frozen=True)
class Program:
    """A program that fails to compile.

    `code` is the code that its page or maker promises, None for whatever comes first; `group` is
    what the report counts it under, the code where empty; `output` is what the program must print
    once it is repaired, None where that is not known; `fixed` is how a programmer repaired it, a
    program that prints the same.
    """

    name: str
    text: str
    edition: str = LONE_EDITION
    binary: bool = True
    code: str | None = None
    group: str = ""
    output: str | None = None
    fixed: str | None = None

    @property
    def lone(self) -> bool:
        """Whether it fails by itself as the engine compiles a lone file, without a package."""
        return self.edition == LONE_EDITION and self.binary == has_main(self.text)


def has_main(text: str) -> bool:
    """Say whether `text` is a program, not a library."""
    return bool(_MAIN.search(text))


def in_folder(folder: Path, edition: str) -> Iterator[Program]:
    """Yield every `.rs` file below `folder`; a comment `// edition: 2018` overrules `edition`.

    `NAME.fixed.rs` is no program but the repair of `NAME.rs` beside it; a program that has one is
    counted under its sub-folder.
    """
    for path in sorted(folder.rglob("*.rs")):
        if path.name.endswith(_FIXED):
            continue
        text = _text(path)
        marked = _EDITION.search(text)
        beside = path.with_suffix(_FIXED)
        fixed = _text(beside) if beside.exists() else None
        inner = path.parent.relative_to(folder)
        yield Program(
            str(path.relative_to(folder)),
            text,
            marked[1] if marked else edition,
            has_main(text),
            group="/".join(inner.parts) if fixed is not None else "",
            fixed=fixed,
        )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
