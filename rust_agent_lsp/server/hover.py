"""The hover: what the diagnostic under the cursor means, in the user's names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.features.notes import as_markdown
from rust_agent_lsp.features.state import find_twin
from rust_agent_lsp.matching.explain import explain
from rust_agent_lsp.matching.match import Match
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server.convert import Json, to_offset, to_range
from rust_agent_lsp.server.lessons import note_met
from rust_agent_lsp.server.session import Session, Shown
from rust_agent_lsp.syntax.tree import SourceFile

MOST = 3
QUICK = 32 * 1024
"""Up to how many bytes a text that was not parsed yet is parsed within a hover."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A diagnostic at a position with its explanation."""

    diagnostic: Diagnostic
    match: Match | None
    markdown: str


def hover(session: Session, uri: str, position: Any) -> Json | None:
    """Return the hover at an editor's position, or None where no diagnostic is."""
    document = session.server.documents.get(uri)
    here = explained(session, uri, position)
    if not here or document is None:
        return None
    first = here[0]
    if first.match is not None:
        entry, root = first.match.entry, session.workspaces.root_of(first.diagnostic.path)
        shown = Shown(
            TargetKind.ENTRY,
            entry.id,
            entry.id,
            first.diagnostic.code,
            root,
            first.diagnostic.location,
        )
        session.note_shown(shown)
        note_met(session, first.diagnostic, first.match)
    return {
        "contents": {"kind": "markdown", "value": "\n\n---\n\n".join(e.markdown for e in here)},
        "range": to_range(document.lines, first.diagnostic.span, session.server.encoding),
    }


def explained(session: Session, uri: str, position: Any) -> list[Explained]:
    """Return the diagnostics at an editor's position with their explanations, narrowest first."""
    document = session.server.documents.get(uri)
    if document is None or document.path is None:
        return []
    offset = to_offset(document.lines, position, session.server.encoding)
    if offset is None:
        return []
    here = session.diagnostics.at(document.path, document.text, Span(offset, offset))
    return [_explain(session, diagnostic) for diagnostic in here[:MOST]]


def _explain(session: Session, diagnostic: Diagnostic) -> Explained:
    path = diagnostic.path
    desk = session.desk(path)
    fixes: tuple[Fix, ...] = ()
    if desk is not None:
        overlay = session.workspaces.overlay(session.workspaces.root_of(path))
        result = desk.checked(overlay)
        # The compiler's own version has exact labels where rust-analyzer's are flattened.
        diagnostic = (result and find_twin(diagnostic, result.diagnostics)) or diagnostic
        finding = desk.answer(diagnostic, overlay).finding
        fixes = finding.fixes if finding else ()
    match = session.matcher.match(diagnostic, session.workspaces.line_number)
    official = "" if match else session.official.find(diagnostic.code)
    line_at = session.workspaces.line_at
    pattern = session.related.line(diagnostic, _source(session, path)) if match else ""
    text = explain(diagnostic, match, fixes, session.docs_root, line_at, official, pattern)
    noted = as_markdown(session.notes.get(text.entry_id, ()))
    return Explained(diagnostic, match, f"{text.markdown}\n\n{noted}" if noted else text.markdown)


def _source(session: Session, path: Path) -> SourceFile | None:
    """Return an open file with its tree, None where that would take too long now."""
    document = session.server.documents.at_path(path)
    if document is None:
        return None
    if document.is_parsed or len(document.text) <= QUICK:
        return document.source
    session.parse_soon(document)
    return None
