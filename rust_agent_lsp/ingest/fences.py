"""The fenced Rust blocks of an entry, and how each is to be compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.toolchain.snippet import Options


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced Rust block: `marks` are the words after `rust`, `line` counts from one."""

    path: Path
    line: int
    marks: tuple[str, ...]
    code: str


def blocks(path: Path, text: str) -> list[Block]:
    """Return the fenced Rust blocks of an entry file."""
    found = []
    for fence in re.finditer(r"^```rust([^\n]*)\n(.*?)^```$", text, re.S | re.M):
        marks = tuple(m.strip() for m in fence[1].split(",") if m.strip())
        found.append(Block(path, text.count("\n", 0, fence.start()) + 1, marks, fence[2]))
    return found


def wanted(block: Block) -> str:
    """Return the code or lint that a failing block names, empty for an error without a code."""
    name = block.marks[1] if len(block.marks) > 1 else ""
    return "" if name == "nightly" or name.startswith("edition") else name


def edition_of(block: Block) -> str:
    """Return the edition of a block, by default the newest."""
    named = (m.removeprefix("edition") for m in block.marks if m.startswith("edition"))
    return next(named, "2024")


def options_of(block: Block) -> Options:
    """Return how the block is compiled: its edition, toolchain and lint."""
    lint = wanted(block) if "lint" in block.marks else ""
    return Options(
        edition=edition_of(block),
        nightly="nightly" in block.marks,
        clippy=lint.startswith("clippy::"),
        allow=() if lint else ("unused", "dead_code"),
        warn=(lint,) if lint else (),
    )
