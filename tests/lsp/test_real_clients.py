"""What real editors announce must not trip the server."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.server.conftest import RawClient

CAPABILITIES = {
    "workspace": {
        "symbol": {"symbolKind": {"valueSet": [1, 2, 26]}, "tagSupport": {"valueSet": [1]}},
        "workspaceEdit": {"failureHandling": "textOnlyTransactional", "documentChanges": True},
    },
    "textDocument": {
        "completion": {"completionItemKind": {"valueSet": [1, 25]}},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}}
        },
        "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2]}},
    },
}


def test_lists_of_enum_numbers(home: Path) -> None:
    client = RawClient([sys.executable, "-m", "rust_agent_lsp", "serve"])
    result = client.initialize(capabilities=CAPABILITIES)
    assert result["capabilities"]["hoverProvider"] is True
    assert client.request("shutdown")["result"] is None
    client.notify("exit")
    assert client.process.wait(30) == 0
