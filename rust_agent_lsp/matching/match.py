"""From a diagnostic to the entry that explains it: exact keys first, similar texts last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.entry import Entry, EntryKind, Template
from rust_agent_lsp.model.template import Filled, fill, fixed_length
from rust_agent_lsp.model.text import Location
from rust_agent_lsp.stores.knowledge import Knowledge

LineOf = Callable[[Location], int | None]
# Finds the entry of a message by its wording and meaning; None when nothing is near enough.
Search = Callable[[str], tuple[EntryKind, str] | None]

LEAST_WORDING = 12
"""How many letters of its own a template needs to speak for a diagnostic without a code."""


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
        self._templates = lru_cache(maxsize=1)(self._load_templates)

    def warm(self) -> None:
        """Read all templates ahead, which the first diagnostic without a code would wait for."""
        self._templates()

    def match(self, diagnostic: Diagnostic, line_of: LineOf) -> Match | None:
        """Return the entry that explains `diagnostic`, or None. A code is never overridden."""
        if diagnostic.code is not None:
            entry = self._knowledge.by_code(diagnostic.code)
            by = By.LINT if diagnostic.is_lint else By.CODE
            return Match(entry, by, best_fill(entry, diagnostic, line_of)) if entry else None
        return self._by_template(diagnostic, line_of) or self._similar(diagnostic)

    def _by_template(self, diagnostic: Diagnostic, line_of: LineOf) -> Match | None:
        """Find a diagnostic without a code by its wording, the most specific template first."""
        for template, entry in self._templates():
            filled = fill(template, diagnostic, line_of)
            if filled is not None:
                return Match(entry, By.TEMPLATE, filled)
        return None

    def _similar(self, diagnostic: Diagnostic) -> Match | None:
        if self._search is None:
            return None
        found = self._search(diagnostic.message)
        entry = self._knowledge.get(*found) if found else None
        return Match(entry, By.SIMILAR, None) if entry else None

    def _load_templates(self) -> tuple[tuple[Template, Entry], ...]:
        folder = self._knowledge.root / EntryKind.ERROR.value
        names = sorted(path.stem for path in folder.glob("*.md"))
        entries = (self._knowledge.get(EntryKind.ERROR, name) for name in names)
        pairs = [(t, entry) for entry in entries if entry for t in entry.templates]
        specific = [pair for pair in pairs if fixed_length(pair[0].message) >= LEAST_WORDING]

        def order(pair: tuple[Template, Entry]) -> tuple[bool, int]:
            # What has a code of its own is as a rule not meant by a diagnostic without one.
            return bool(pair[1].codes), -fixed_length(pair[0].message)

        return tuple(sorted(specific, key=order))


def best_fill(entry: Entry, diagnostic: Diagnostic, line_of: LineOf) -> Filled | None:
    """Fill the first template of `entry` that fits the diagnostic's wording."""
    fits = (fill(template, diagnostic, line_of) for template in entry.templates)
    return next((filled for filled in fits if filled is not None), None)
