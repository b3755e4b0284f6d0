"""From a diagnostic to the entry that explains it: exact keys first, similar texts last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.template import Filled, fill
from rust_agent_lsp.model.text import Location
from rust_agent_lsp.stores.knowledge import Knowledge

LineOf = Callable[[Location], int | None]
# Searches the index for a masked message: ids of entries, best first, empty when it is not there.
Search = Callable[[str, Sequence[EntryKind]], Sequence[tuple[EntryKind, str]]]


class By(StrEnum):
    """Which key found the entry."""

    CODE = "code"
    LINT = "lint"
    TEMPLATE = "template"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry for a diagnostic; `filled` is None where no template knows the wording."""

    entry: Entry
    by: By
    filled: Filled | None


class Matcher:
    """Finds entries; `search` is asked only when no exact key fits."""

    def __init__(self, knowledge: Knowledge, search: Search | None = None) -> None:
        self._knowledge = knowledge
        self._search = search
        self._without_code = lru_cache(maxsize=1)(self._load_without_code)

    def match(self, diagnostic: Diagnostic, line_of: LineOf) -> Match | None:
        """Return the entry that explains `diagnostic`, or None. A code is never overridden."""
        if diagnostic.code is not None:
            entry = self._knowledge.by_code(diagnostic.code)
            by = By.LINT if diagnostic.is_lint else By.CODE
            return Match(entry, by, best_fill(entry, diagnostic, line_of)) if entry else None
        for entry in self._without_code():
            filled = best_fill(entry, diagnostic, line_of)
            if filled is not None:
                return Match(entry, By.TEMPLATE, filled)
        return self._similar(diagnostic)

    def _similar(self, diagnostic: Diagnostic) -> Match | None:
        if self._search is None:
            return None
        kinds = (EntryKind.ERROR, EntryKind.LINT)
        for kind, entry_id in self._search(diagnostic.message, kinds):
            entry = self._knowledge.get(kind, entry_id)
            if entry is not None:
                return Match(entry, By.SIMILAR, None)
        return None

    def _load_without_code(self) -> tuple[Entry, ...]:
        """Read the entries for diagnostics that carry no code: their file name is no code."""
        folder = self._knowledge.root / EntryKind.ERROR.value
        names = sorted(p.stem for p in folder.glob("*.md") if not p.stem[1:].isdigit())
        found = (self._knowledge.get(EntryKind.ERROR, name) for name in names)
        return tuple(entry for entry in found if entry is not None)


def best_fill(entry: Entry, diagnostic: Diagnostic, line_of: LineOf) -> Filled | None:
    """Fill the first template of `entry` that fits the diagnostic's wording."""
    fits = (fill(template, diagnostic, line_of) for template in entry.templates)
    return next((filled for filled in fits if filled is not None), None)
