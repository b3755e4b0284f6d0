"""The patterns that an error leads to, as the user reads of them in hovers and lessons."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from rust_agent_lsp.matching.error_patterns import PLACES, link_of, links
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.pattern import Pattern, PatternKind
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.syntax.tree import SourceFile

log = logging.getLogger(__name__)

MOST = 6
"""How many patterns a lesson names."""


class RelatedPatterns:
    """Leads from errors and lints to patterns; may be used in any thread."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._read: dict[str, Pattern | None] = {}

    def line(self, diagnostic: Diagnostic, source: SourceFile | None) -> str:
        """Return the line of a hover: "E0502 inside a loop: *Split the borrow*"; else nothing."""
        link = link_of(diagnostic, source)
        pattern = self._get(link.pattern) if link is not None else None
        if link is None or pattern is None:
            return ""
        where = f" {PLACES[link.within]}" if link.within else ""
        return (
            f"**Pattern** This is {diagnostic.code}{where}:"
            f" *{pattern.title}* (`{pattern.id}`). {pattern.summary}"
        )

    def section(self, entry: Entry) -> str:
        """Return the part of a lesson that names the patterns; reads the library at first."""
        rows = list(self._rows(entry))[:MOST]
        return "## Patterns\n\n" + "\n".join(rows) if rows else ""

    def _rows(self, entry: Entry) -> Iterator[str]:
        first = [row.pattern for code in entry.codes for row in links().get(code, ())]
        told: set[str] = set()
        for name in (*entry.patterns, *first):
            pattern = self._get(name)
            if pattern is not None and name not in told:
                told.add(name)
                yield f"- *{pattern.title}* (`{name}`): {_way(pattern, entry) or pattern.summary}"
        try:
            library = self._patterns.all()
        except KnowledgeError as error:
            log.warning("%s", error)
            return
        for name, pattern in library.items():
            way = _way(pattern, entry)
            if way and name not in told and pattern.kind is PatternKind.IDIOM:
                yield f"- *{pattern.title}* (`{name}`): {way}"

    def _get(self, name: str) -> Pattern | None:
        if name not in self._read:
            try:
                self._read[name] = self._patterns.get(name)
            except KnowledgeError as error:
                log.warning("%s", error)
                self._read[name] = None
        return self._read[name]


def _way(pattern: Pattern, entry: Entry) -> str:
    return next((e.way for e in pattern.common_errors if e.code in entry.codes), "")
