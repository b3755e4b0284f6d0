"""Which errors and lints of a toolchain have an entry; runs against newer toolchains as well."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.pattern import Pattern, PatternKind
from rust_agent_lsp.toolchain.locate import Toolchain

CLIPPY_GROUPS = ("style", "complexity", "suspicious", "correctness", "perf")
LARGER = 20
"""From how many lines on a template of one file counts as more than a snippet."""
_RETIRED = re.compile(r"no longer emitted")
_LINT = re.compile(r"^ +([a-z][\w-]+) +(warn|deny|forbid|allow) ", re.M)
_GROUP = re.compile(r"^ +clippy::([a-z]+)  (clippy::.*)$", re.M)


@dataclass(frozen=True, slots=True)
class Known:
    """What a toolchain knows: error codes it still gives, codes it gives no more, the lints that
    are on by default (rustc's as they are, clippy's with `clippy::`)."""

    emitted: frozenset[str]
    retired: frozenset[str]
    rustc_lints: frozenset[str]
    clippy_lints: frozenset[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is missing, and what we have that the toolchain does not know (any more)."""

    missing_codes: tuple[str, ...]
    missing_retired: tuple[str, ...]
    missing_rustc_lints: tuple[str, ...]
    missing_clippy_lints: tuple[str, ...]
    unknown: tuple[str, ...]
    wrongly_retired: tuple[str, ...]
    full: int


def known_to(toolchain: Toolchain, docs_root: Path) -> Known:
    """Ask rustc and clippy for their lints and read the installed error index for the codes."""
    pages = {p.stem: p for p in (docs_root / "error_codes").glob("E????.html")}
    retired = {
        code
        for code, page in pages.items()
        if _RETIRED.search(page.read_text(encoding="utf-8", errors="replace"))
    }
    rustc = _said(toolchain.rustc, "-W", "help")
    clippy = _said(toolchain.clippy_driver, "-W", "help") if toolchain.clippy_driver else ""
    groups = dict(_GROUP.findall(clippy))
    return Known(
        emitted=frozenset(pages.keys() - retired),
        retired=frozenset(retired),
        rustc_lints=frozenset(
            name.replace("-", "_")
            for name, level in _LINT.findall(rustc)
            if level != "allow" and name != "warnings"  # a group, which is never reported
        ),
        clippy_lints=frozenset(
            lint.strip().replace("-", "_")
            for group in CLIPPY_GROUPS
            for lint in groups.get(group, "").split(",")
            if lint.strip()
        ),
    )


def coverage(entries: Collection[Entry], known: Known) -> Coverage:
    """Hold the entries against what the toolchain knows."""
    full = [entry for entry in entries if not entry.retired]
    ours = {code for entry in full for code in entry.codes}
    ours_retired = {code for entry in entries if entry.retired for code in entry.codes}
    codes = {code for code in ours | ours_retired if re.fullmatch(r"E\d{4}", code)}
    return Coverage(
        missing_codes=tuple(sorted(known.emitted - ours)),
        missing_retired=tuple(sorted(known.retired - ours_retired - ours)),
        missing_rustc_lints=tuple(sorted(known.rustc_lints - ours)),
        missing_clippy_lints=tuple(sorted(known.clippy_lints - ours)),
        unknown=tuple(sorted(codes - known.emitted - known.retired)),
        wrongly_retired=tuple(sorted(ours_retired & known.emitted)),
        full=sum(entry.kind in (EntryKind.ERROR, EntryKind.LINT) for entry in full),
    )


def larger_templates(patterns: Iterable[Pattern]) -> list[str]:
    """Return the ids of the templates for whole programs, modules or sets of files."""
    return [
        pattern.id
        for pattern in patterns
        if pattern.kind is PatternKind.TEMPLATE
        and (
            len(pattern.template) > 1
            or sum(file.text.count("\n") for file in pattern.template) >= LARGER
        )
    ]


def _said(*command: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False
    )
    return done.stdout
