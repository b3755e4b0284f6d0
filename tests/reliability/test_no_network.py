"""A whole session, with the compiler and the index, opens no socket of the internet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rust_agent_lsp.toolchain.locate import default_docs_root
from tests.reliability.traced import MISSING, Traced, environ_of, has_strace, internet

pytestmark = pytest.mark.skipif(not has_strace(), reason=MISSING)

TEXT = "fn main() {\n    let data = vec![1];\n    let kept = data;\n    data.len();\n}\n"
AT = {"line": 3, "character": 5}


def test_a_whole_session_opens_no_internet_socket(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    (root / "src").mkdir(parents=True)
    (root / "Cargo.toml").write_text('[package]\nname = "w"\nversion = "0.1.0"\nedition = "2021"\n')
    file = root / "src/main.rs"
    file.write_text(TEXT)
    editor = Traced(tmp_path / "trace", "network,execve", environ_of(tmp_path / "home"), tmp_path)
    try:
        options = {"workspaceTrusted": True}
        editor.initialize(rootUri=root.as_uri(), initializationOptions=options)
        document = {"uri": file.as_uri()}
        item = {**document, "languageId": "rust", "version": 1, "text": TEXT}
        editor.notify("textDocument/didOpen", {"textDocument": item})
        editor.notify("textDocument/didSave", {"textDocument": document})
        editor.expect(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and bool(m["params"]["diagnostics"])
            )
        )
        hover = editor.request("textDocument/hover", {"textDocument": document, "position": AT})
        assert "E0382" in str(hover["result"])
        where = {"textDocument": document, "range": {"start": AT, "end": AT}}
        editor.request("textDocument/codeAction", {**where, "context": {"diagnostics": []}})
        editor.execute("rustAgent.explain", {"code": "E0599"})
        editor.wait_for("index", "ready")
        told = editor.execute("rustAgent.ask", {"question": "what does E0382 mean"})
        assert told["answers"][0]["entry"] == "E0382"
        trace = editor.end()
    finally:
        editor.stop()
    assert "cargo" in trace and "index_worker" in trace, "the session was not whole"
    assert "ingest.run" in trace or default_docs_root() is None
    assert internet(trace) == []


def test_an_internet_socket_is_seen(tmp_path: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    command = ["strace", "-f", "-e", "trace=network", "-o", str(tmp_path / "trace")]
    subprocess.run([*command, sys.executable, "-c", code], check=True)
    assert internet((tmp_path / "trace").read_text())
