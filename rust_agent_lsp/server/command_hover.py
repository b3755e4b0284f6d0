"""The hover in shell scripts and what holds shell: what the command under the cursor does."""

from __future__ import annotations

import asyncio
from typing import Any

from rust_agent_lsp.features.explain_command import as_markdown
from rust_agent_lsp.features.shell_regions import LANGUAGES, SCRIPTS, regions
from rust_agent_lsp.matching.dangers import PIPES
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server.convert import Json, to_offset, to_range
from rust_agent_lsp.server.documents import Document
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.syntax.shell import ShellCommand, parse_shell


def is_shell(document: Document | None) -> bool:
    """Say whether a document is open for its commands only, not for any Rust."""
    return document is not None and document.language in LANGUAGES


async def command_hover(session: Session, document: Document, position: Any) -> Json | None:
    """Return what the command at an editor's position does, or None where none is or the setting
    `hover.commands` leaves this language out."""
    wanted = session.settings.hover_commands
    if wanted == "never" or (wanted == "scripts" and document.language not in SCRIPTS):
        return None
    if document.language.startswith("yaml") and not _is_workflow(document):
        return None
    offset = to_offset(document.lines, position, session.server.encoding)
    if offset is None:
        return None
    # Manuals are read here, once each; the loop goes on meanwhile.
    return await asyncio.to_thread(_explained, session, document, offset)


def _is_workflow(document: Document) -> bool:
    return document.path is not None and document.path.parts[-3:-1] == (".github", "workflows")


def _explained(session: Session, document: Document, offset: int) -> Json | None:
    for region, code in regions(document.text, document.language):
        if not region.start <= offset <= region.end:
            continue
        commands = parse_shell(code).commands
        here = [c for c in commands if c.span.start <= offset - region.start < c.span.end]
        if not here:
            return None
        command = min(here, key=lambda c: c.span.end - c.span.start)
        explained = session.explainer.command(command, _piped_from(commands, command))
        if not explained.known:
            return None
        span = Span(region.start + command.span.start, region.start + command.span.end)
        return {
            "contents": {"kind": "markdown", "value": as_markdown(explained)},
            "range": to_range(document.lines, span, session.server.encoding),
        }
    return None


def _piped_from(commands: tuple[ShellCommand, ...], command: ShellCommand) -> str:
    at = commands.index(command)
    return commands[at - 1].words[0].text if at and command.after in PIPES else ""
