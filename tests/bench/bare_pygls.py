"""The least that a pygls server can be: what our start is compared to."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> None:
    return None


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
def code_action(_params: types.CodeActionParams) -> list[types.CodeAction]:
    return []


if __name__ == "__main__":
    server.start_io()
