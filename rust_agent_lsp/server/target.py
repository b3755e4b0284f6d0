"""The diagnostic that a command means: the compiler's own at a position, in the newest text."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.features.desk import FixDesk
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server import confirm
from rust_agent_lsp.server.convert import Json, to_offset
from rust_agent_lsp.server.documents import Document
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.toolchain.check import Status


@dataclass(frozen=True, slots=True)
class Target:
    """A diagnostic, with the workspace and the texts that it speaks of."""

    diagnostic: Diagnostic
    root: Path
    overlay: dict[Path, bytes]
    desk: FixDesk


async def find_target(session: Session, argument: Json, *, lint: bool = False) -> Target | str:
    """Return the narrowest error or warning at `textDocument` and `position`, or for the user why
    there is none.

    `code`, where it is given, must be the diagnostic's; `lint` asks for a lint. Others' reports
    may be worded otherwise or be late, so that the compiler itself is asked.
    """
    nothing = f"There is no {'lint' if lint else 'diagnostic'} here."
    place = _place(session, argument)
    if place is None or place[0].path is None:
        return nothing
    document, path, here = place[0], place[0].path, Span(place[1], place[1])
    desk = session.desk(path)
    if desk is None:
        return session.workspaces.refusal(path, session.settings)
    session.look(path, session.diagnostics.at(path, document.text, here))
    root = session.workspaces.root_of(path)
    overlay = session.workspaces.overlay(root)
    result = await asyncio.to_thread(desk.wait_for_check, overlay, confirm.VERDICT_SECONDS)
    if result is None:
        return "The text has changed meanwhile; try again."
    if result.status is not Status.OK:
        return result.detail
    found = [
        d
        for d in result.diagnostics
        if d.path == path
        and _touches(d, here)
        and (d.is_lint or not lint)
        and ("code" not in argument or d.code == argument["code"])
    ]
    if not found:
        return nothing
    narrowest = min(found, key=lambda d: d.span.end - d.span.start)
    return Target(narrowest, root, overlay, desk)


def _touches(diagnostic: Diagnostic, here: Span) -> bool:
    if diagnostic.severity not in (Severity.ERROR, Severity.WARNING):
        return False
    hint = diagnostic.hint
    return diagnostic.span.touches(here) or (hint is not None and hint.touches(here))


def _place(session: Session, argument: Json) -> tuple[Document, int] | None:
    """Return the document that a command names and the byte offset in it."""
    given = argument.get("textDocument")
    uri = given.get("uri") if isinstance(given, dict) else None
    document = session.server.documents.get(str(uri))
    if document is None:
        return None
    offset = to_offset(document.lines, argument.get("position"), session.server.encoding)
    return None if offset is None else (document, offset)


def place_of(uri: str, start: Json, diagnostic: Diagnostic) -> Json:
    """Return the argument that leads `find_target` to `diagnostic`."""
    return {"textDocument": {"uri": uri}, "position": start, "code": diagnostic.code}
