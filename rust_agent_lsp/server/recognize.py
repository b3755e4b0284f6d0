"""`rustAgent.recognize`: which patterns a text or an open file holds."""

from __future__ import annotations

import asyncio

from pygls.exceptions import JsonRpcInvalidParams

from rust_agent_lsp.features.recognize import recognize
from rust_agent_lsp.server.convert import Json, to_range
from rust_agent_lsp.server.documents import to_utf8, uri_to_path
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.syntax.lines import LineTable

COMMAND = "rustAgent.recognize"


async def recognize_patterns(session: Session, argument: Json) -> Json:
    """`rustAgent.recognize {"code"} | {"textDocument"}`: the patterns there, best first."""
    lines = _lines(session, argument)
    found = await asyncio.to_thread(recognize, lines.text)
    encoding = session.server.encoding
    return {
        "patterns": [
            {**pattern.as_json(), "range": to_range(lines, pattern.span, encoding)}
            for pattern in found
        ]
    }


def _lines(session: Session, argument: Json) -> LineTable:
    code, document = argument.get("code"), argument.get("textDocument")
    if isinstance(code, str):
        return LineTable(to_utf8(code))
    uri = document.get("uri") if isinstance(document, dict) else None
    path = uri_to_path(uri) if isinstance(uri, str) else None
    lines = session.workspaces.lines_of(path) if path is not None else None
    if lines is None:
        raise JsonRpcInvalidParams(f"{COMMAND} needs `code`, a text, or a `textDocument`")
    return lines
