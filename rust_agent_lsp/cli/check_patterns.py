"""`knowledge check` for patterns: what was proven once is remembered by its content."""

from __future__ import annotations

import hashlib
import inspect
from pathlib import Path

from rust_agent_lsp.ingest import check_patterns, lint_patterns
from rust_agent_lsp.ingest.check_patterns import Workbench, check_pattern, with_formatting
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.stores.knowledge import knowledge_root, parse_entry
from rust_agent_lsp.stores.patterns import known_crates, parse_pattern, pattern_files
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import own_toolchain


class PatternChecks:
    """Checks patterns one by one; `skipped` says what could not be checked, and why."""

    def __init__(self, docs_root: Path | None, update: bool) -> None:
        self._docs = docs_root
        self._update = update
        self._crates = known_crates(knowledge_root())
        self._bench = Workbench(self._crates)
        self._proven = Places.of_user().cache / "patterns"
        self.skipped: set[str] = set()

    def check(self, path: Path) -> list[str]:
        """Return the complaints about one pattern; with `update`, format its programs first."""
        text = path.read_text(encoding="utf-8")
        if self._update and (better := with_formatting(text)) != text:
            path.write_text(better, encoding="utf-8")
            text = better
        mark = self._proven / self._key(text, path)
        if mark.is_file():
            return []
        complaints = lint_patterns.lint_pattern(path, text, self._docs, self._crates)
        if not complaints:
            entry = parse_entry(path, EntryKind.PATTERN, text)
            complaints = style_complaints(path, entry, text, None)
        if complaints:
            return complaints
        proof = check_pattern(path, text, self._bench)
        if proof.skipped:
            self.skipped.add(proof.skipped)
        elif not proof.complaints:
            self._proven.mkdir(parents=True, exist_ok=True)
            mark.touch()
        return list(proof.complaints)

    def check_library(self) -> list[str]:
        """Return what is wrong between all patterns."""
        try:
            patterns = {
                path: parse_pattern(path, path.read_text(encoding="utf-8"), self._crates)
                for path in pattern_files(knowledge_root())
            }
        except KnowledgeError:
            return []  # told with its file
        return lint_patterns.library_complaints(patterns)

    def _key(self, text: str, path: Path) -> str:
        """Return what changes when the verdict may: the text, the compiler, the checker."""
        parts = [own_toolchain().version, f"{path.parent.name}/{path.stem}", text]
        parts += [repr(sorted(self._crates.values(), key=lambda crate: crate.name))]
        parts += map(inspect.getsource, _CHECKERS)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


_CHECKERS = (check_patterns, lint_patterns)
