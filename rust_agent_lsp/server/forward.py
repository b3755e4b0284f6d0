"""Takes in what an editor client forwards of rust-analyzer's diagnostics (DESIGN §4)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from rust_agent_lsp.matching.normalize import normalize
from rust_agent_lsp.model.diagnostic import Diagnostic, Source
from rust_agent_lsp.server.convert import Json, Reader
from rust_agent_lsp.server.documents import uri_to_path
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.syntax.lines import Encoding, LineTable

log = logging.getLogger(__name__)

QUIET_SECONDS = 0.25
"""How long the diagnostics of a workspace must stay as they are before fixes are looked for."""


def take(session: Session, params: Json) -> None:
    """Let the diagnostics of one `rustAgent/diagnostics` replace all earlier ones of its file."""
    path = uri_to_path(str(params.get("uri")))
    if path is None:
        return
    document, version = session.server.documents.at_path(path), params.get("version")
    if document is not None and isinstance(version, int) and version < document.version:
        log.info("diagnostics of %s are of version %s: dropped", path, version)
        return
    session.silence()
    encoding, items = params.get("positionEncoding"), params.get("diagnostics")
    known: dict[str, Encoding] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}
    reader = Reader(session.workspaces.lines_of, known.get(str(encoding), session.server.encoding))
    given = reader.forwarded(path, items if isinstance(items, list) else [])
    found = normalize(given, Source.FORWARDED)
    lines = session.workspaces.lines_of(path) or LineTable(b"")
    session.diagnostics.put(Source.FORWARDED, path, lines.text, found)
    session.learner.took(Source.FORWARDED, path, lines.text, found)
    session.foresee(found)
    if not found:
        return
    root = session.workspaces.root_of(path)
    if root in session.waiting:
        session.waiting[root].cancel()
    loop = asyncio.get_running_loop()
    session.waiting[root] = loop.call_later(QUIET_SECONDS, _look, session, path, found)


def _look(session: Session, path: Path, found: Sequence[Diagnostic]) -> None:
    try:
        session.look(path, found)
    except Exception:  # nobody waits for a timer; the next request tries again
        log.exception("the fixes of %s are not looked for ahead", path)
