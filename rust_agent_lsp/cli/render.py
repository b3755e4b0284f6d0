"""How diagnostics, explanations and diffs look in a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.fixes.workshop import Finding, Texts
from rust_agent_lsp.matching.explain import explain
from rust_agent_lsp.matching.match import Matcher
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.model.text import Location
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.syntax.lines import LineTable

Json = dict[str, Any]


class Renderer:
    """Explains the diagnostics of one workspace, with the places as the user knows them."""

    def __init__(self, root: Path, console: Console, docs_root: Path | None) -> None:
        self._root = root
        self._console = console
        self._docs_root = docs_root
        self._matcher = Matcher(Knowledge(complain=lambda text: console.print(text, markup=False)))

    def explanation(self, diagnostic: Diagnostic, texts: Texts, fixes: Iterable[Fix]) -> str:
        """Return the Markdown that a hover would show."""

        def line_of(place: Location) -> int | None:
            source = texts.open_file(place.path)
            return source.line_number(place.span.start) if source else None

        def line_at(place: Location) -> tuple[int, str] | None:
            source = texts.open_file(place.path)
            return LineTable(source.text).shown(place.span.start) if source else None

        match = self._matcher.match(diagnostic, line_of)
        return explain(diagnostic, match, tuple(fixes), self._docs_root, line_at).markdown

    def show(self, finding: Finding, texts: Texts) -> None:
        """Print where the error is and what it means."""
        self._console.rule(f"[bold red]{self.place(finding.diagnostic, texts)}", align="left")
        self._console.print(finding.diagnostic.rendered.rstrip(), highlight=False, markup=False)
        markdown = self.explanation(finding.diagnostic, texts, finding.fixes)
        self._console.print(Markdown(markdown.partition("\n\nRead more:")[0]))

    def show_fix(self, fix: Fix, texts: Texts) -> None:
        """Print a fix: its title and cost, and the diff in colour."""
        self._console.print(feature.title(fix), style="bold green", markup=False, highlight=False)
        if fix.candidate.cost:
            self._console.print(f"Cost: {fix.candidate.cost}", highlight=False, markup=False)
        self._console.print(Syntax(feature.diff(fix, texts, self._root), "diff", theme="ansi_dark"))

    def place(self, diagnostic: Diagnostic, texts: Texts) -> str:
        """Return `src/main.rs:7:12` for a diagnostic."""
        source = texts.open_file(diagnostic.path)
        if source is None:
            return self.short(diagnostic.path)
        line, column = LineTable(source.text).position(diagnostic.span.start, "utf-32")
        return f"{self.short(diagnostic.path)}:{line + 1}:{column + 1}"

    def short(self, path: Path) -> str:
        """Return `path` as seen from the workspace."""
        return str(path.relative_to(self._root) if path.is_relative_to(self._root) else path)

    def as_json(self, finding: Finding, texts: Texts) -> Json:
        """Return a finding in the form of DESIGN's command line; the range is LSP's, in UTF-16."""
        diagnostic = finding.diagnostic
        source = texts.open_file(diagnostic.path)
        lines = LineTable(source.text if source else b"")
        ends = (lines.position(at, "utf-16") for at in (diagnostic.span.start, diagnostic.span.end))
        start, end = ({"line": line, "character": character} for line, character in ends)
        return {
            "file": self.short(diagnostic.path),
            "range": {"start": start, "end": end},
            "code": diagnostic.code,
            "message": diagnostic.message,
            "explanation": self.explanation(diagnostic, texts, finding.fixes),
            "fixes": [fix_json(fix) for fix in finding.fixes],
        }


def fix_json(fix: Fix) -> Json:
    """Return a fix in the form of DESIGN's command line."""
    return {
        "title": feature.title(fix),
        "rule": fix.candidate.rule,
        "safety": fix.candidate.safety.value,
        "verification": fix.verdict.verification.value,
    }
