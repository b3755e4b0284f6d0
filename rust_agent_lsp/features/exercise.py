"""Exercises: the failing blocks of an entry as files to repair, judged by the compiler."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.ingest.fences import Block, blocks, options_of, wanted
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.toolchain.snippet import check_snippet

MOST = 2
"""How many exercises a lesson ends with."""

_HEAD = re.compile(r"^// Exercise ([\w-]+) (\d+):")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_ITEM = re.compile(r"\b(?:fn|struct|enum|trait|union|macro_rules!)\s+(\w+)")
# What silences an error without repairing anything.
_EVASION = re.compile(
    r"\b(todo|unimplemented|unreachable|panic)!|#!?\[(allow|expect)\b|\b(unsafe)\b|#!?\[(cfg)\("
)
_LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Exercise:
    """One task: repair `block` so that it compiles and still does what it is there for."""

    entry: Entry
    number: int
    block: Block

    @property
    def name(self) -> str:
        """The name of the file to work in."""
        return f"{self.entry.id}-{self.number}.rs"

    @property
    def text(self) -> str:
        """What the file holds at the beginning."""
        return (
            f"// Exercise {self.entry.id} {self.number}: {self.entry.title}\n"
            "// Repair it so that it compiles, and keep what it does. Save it to have it checked,\n"
            f"// or run: rust-agent-lsp exercise --check {self.name}\n\n{self.block.code}"
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the compiler makes of a solution: `reason` says what is missing, empty when solved."""

    reason: str
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def solved(self) -> bool:
        """Whether nothing is missing."""
        return not self.reason


def exercises(entry: Entry) -> list[Exercise]:
    """Return the exercises of an entry, at most two; none where no file can show the error."""
    failing = [
        block
        for block in blocks(Path(entry.id), entry.body)
        if block.marks[:1] in (("compile_fail",), ("lint",)) and "nightly" not in block.marks
    ]
    return [Exercise(entry, number, block) for number, block in enumerate(failing[:MOST], 1)]


def numbered(entry: Entry, number: int) -> Exercise | None:
    """Return one exercise of an entry, counted from one; None where there are fewer."""
    return next((e for e in exercises(entry) if e.number == number), None)


def exercise_of(text: str, knowledge: Knowledge) -> Exercise | None:
    """Return the exercise that a file is about, by its first line; None for other files."""
    head = _HEAD.match(text)
    if head is None:
        return None
    entries = (knowledge.get(kind, head[1]) for kind in (EntryKind.ERROR, EntryKind.LINT))
    entry = next((e for e in entries if e is not None), None)
    return numbered(entry, int(head[2])) if entry else None


def judge(exercise: Exercise, text: str, path: Path) -> Judgement:
    """Compile a solution. Blocks. Raises `ToolchainError` without a toolchain."""
    said = check_snippet(text, options_of(exercise.block), path=path)
    lint = wanted(exercise.block) if "lint" in exercise.block.marks else ""
    wrong = tuple(d for d in said if d.severity is Severity.ERROR or (lint and d.code == lint))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        return Judgement(f"The compiler says: {wrong[0].message}{more}.", wrong)
    return Judgement(_evaded(exercise.block.code, text))


def _evaded(before: str, after: str) -> str:
    """Return why a compiling text is no solution; empty when it is one."""
    before, after = _COMMENT.sub("", before), _COMMENT.sub("", after)
    known = {found[0] for found in _EVASION.finditer(before)}
    for found in _EVASION.finditer(after):
        if found[0] not in known:
            return f"It compiles, but `{found[0]}` only silences the error. Repair the cause."
    items = _ITEM.findall(before)
    missing = [name for name in items if not re.search(rf"\b{name}\b", after)]
    # A repair may rename or join a few items.
    if len(missing) > len(items) / 2:
        return f"It compiles, but `{missing[0]}` is gone. Keep what the program does."
    if len("".join(after.split())) < _LEAST_SHARE * len("".join(before.split())):
        return "It compiles, but much of the program is gone. Keep what it does."
    return ""
