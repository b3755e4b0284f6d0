"""What the cursor stands on where no diagnostic is: the hover of a construct, and its page."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from rust_agent_lsp.features.concept_hover import Page
from rust_agent_lsp.features.steps import lead_on
from rust_agent_lsp.matching.construct import Construct, construct_at
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.server.command_hover import is_shell
from rust_agent_lsp.server.convert import Json, to_offset, to_range
from rust_agent_lsp.server.documents import Document
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.syntax.tree import SourceFile

_log = logging.getLogger(__name__)


async def concept_hover(session: Session, document: Document | None, position: Any) -> Json | None:
    """Return what the construct at an editor's position is, or None where none is known or the
    setting `hover.concepts` is off."""
    if document is None or not session.settings.hover_concepts:
        return None
    offset = to_offset(document.lines, position, session.server.encoding)
    if offset is None:
        return None
    session.teacher.begin_reading()
    source = await document.parsed()
    # The table is read here, and the documentation's database; the loop goes on meanwhile.
    found = await asyncio.to_thread(_told, session, source, offset)
    if found is None:
        return None
    construct, text = found
    return {
        "contents": {"kind": "markdown", "value": text},
        "range": to_range(document.lines, construct.span, session.server.encoding),
    }


async def construct_page(session: Session, uri: str, position: Any) -> Page:
    """Return the page of the construct at an editor's position; an empty one where none is known.

    A name of the standard library's waits until the documentation is read.
    """
    document = session.server.documents.get(uri)
    if document is None or is_shell(document):
        return Page("")
    offset = to_offset(document.lines, position, session.server.encoding)
    if offset is None:
        return Page("")
    construct = await asyncio.to_thread(construct_at, await document.parsed(), offset)
    if construct is None:
        return Page("")
    if construct.row is None and "::" in construct.path:
        await session.teacher.documentation()
    else:
        session.teacher.begin_reading()
    try:
        return await asyncio.to_thread(session.constructs.page, construct, session.docs_root)
    except StoreError as error:
        session.editor.say_once("docs", f"The documentation could not be read: {error}")
        return Page("")


async def way_beside(session: Session, entry: Entry) -> str:
    """Return what comes before and after an entry's lesson; empty until the documentation is
    read."""
    try:
        return await asyncio.to_thread(_way, session, entry.docs, session.docs_root)
    except StoreError as error:
        session.editor.say_once("docs", f"The documentation could not be read: {error}")
        return ""


def _told(session: Session, source: SourceFile, offset: int) -> tuple[Construct, str] | None:
    construct = construct_at(source, offset)
    if construct is None:
        return None
    try:
        text = session.constructs.short(construct, session.docs_root)
    except StoreError as error:
        # Here in a thread nobody can be told; the page of the same construct says it.
        text = ""
        _log.warning("no hover: %s", error)
    return (construct, text) if text else None


def _way(session: Session, places: tuple[str, ...], docs_root: Path | None) -> str:
    return lead_on(session.teacher.library.concepts, places, docs_root)
