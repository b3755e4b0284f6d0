"""Patterns straight from their Markdown files, light enough for the server."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.pattern import (
    CommonError,
    Competency,
    Dependency,
    Hole,
    HoleKind,
    Pattern,
    PatternFile,
    PatternKind,
)
from rust_agent_lsp.stores.knowledge import (
    knowledge_root,
    own_root,
    read_entry,
    section,
    split_entry,
)

CRATES = "crates.toml"
_SAFE_ID = re.compile(r"\A[a-z0-9][a-z0-9-]{0,99}\Z")
_FENCE = re.compile(r"^```(\w+)((?:,[^\n`]*)?)\n(.*?)^```$", re.S | re.M)


def pattern_files(root: Path) -> list[Path]:
    """Return every pattern file below the knowledge folder `root`, in a stable order."""
    return sorted((root / EntryKind.PATTERN.value).glob("*/*.md"))


@cache
def known_crates(root: Path) -> dict[str, Dependency]:
    """Return the crates that patterns may use: one version and one set of features each.

    Raises `KnowledgeError`.
    """
    path = root / EntryKind.PATTERN.value / CRATES
    try:
        return {
            name: Dependency(name, row["version"], tuple(row.get("features", ())))
            for name, row in tomllib.loads(read_entry(path)).items()
        }
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{path}: missing or malformed: {error}") from error


def parse_pattern(path: Path, text: str, crates: dict[str, Dependency]) -> Pattern:
    """Build a pattern from its file's text; its folder is its category.

    Raises `KnowledgeError` when something needed is missing or malformed.
    """
    header, body, _ = split_entry(path, text)
    try:
        return Pattern(
            id=path.stem,
            category=Competency(path.parent.name),
            kind=PatternKind(header["kind"]),
            title=header["title"],
            summary=" ".join(body.strip().partition("\n\n")[0].split()),
            why=section(body, "Why"),
            when=tuple(header["when"]),
            when_not=section(body, "When not"),
            level=header["level"],
            since=header["since"],
            body=body.strip() + "\n",
            template=tuple(block_files(section(body, "Template"))),
            example=tuple(block_files(section(body, "Example") or section(body, "Better"))),
            holes=tuple(map(_hole, header.get("holes", ()))),
            dependencies=tuple(crates[name] for name in header["dependencies"]),
            common_errors=tuple(
                CommonError(row["code"], row["way"]) for row in header.get("common_errors", ())
            ),
            **{name: tuple(header[name]) for name in _LISTS},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"{path}: header: missing or malformed: {error}") from error


_LISTS = ("aliases", "utterances", "antipatterns", "repairs", "related", "concepts", "lints")


def block_files(markdown: str) -> Iterator[PatternFile]:
    """Yield the fenced texts of a section, each with the path that its fence gives it."""
    for _language, marks, text in _FENCE.findall(markdown):
        named = re.search(r",file=([^,\n]+)", marks)
        yield PatternFile(named[1] if named else "", text)


def _hole(row: dict[str, Any]) -> Hole:
    return Hole(row["name"], HoleKind(row["kind"]), row["default"], row["description"])


class Patterns:
    """Read access to the patterns below one knowledge folder."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or knowledge_root()
        self._read: dict[str, Pattern] | None = None

    def all(self) -> dict[str, Pattern]:
        """Return all patterns by id. Raises `KnowledgeError` at the first malformed one."""
        if self._read is None:
            crates = known_crates(self._root)
            self._read = {
                path.stem: parse_pattern(path, read_entry(path), crates)
                for path in pattern_files(self._root)
            }
        return self._read

    def get(self, pattern_id: str) -> Pattern | None:
        """Return one pattern, shipped or the user's own, or None.

        Raises `KnowledgeError` when it is malformed.
        """
        if self._read is not None and (known := self._read.get(pattern_id)) is not None:
            return known
        if not _SAFE_ID.match(pattern_id):
            return None
        roots = (self._root, own_root())
        found = (p for r in roots for p in (r / EntryKind.PATTERN.value).glob(f"*/{pattern_id}.md"))
        path = next(found, None)
        if path is None:
            return None
        return parse_pattern(path, read_entry(path), known_crates(self._root))
