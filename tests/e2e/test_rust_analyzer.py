"""A real rust-analyzer beside our server: what it says is explained, repaired and asked about."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cargo_errors import cargo_errors
from tests.e2e.lsp_client import PATIENCE, LspClient

# The two negotiate different units, as they do in a real editor.
THEIRS, OURS = "utf-8", "utf-16"


def _initialize(client: LspClient, root: Path, encoding: str, **options: Any) -> None:
    result = client.request(
        "initialize",
        {
            "processId": None,
            "rootUri": root.as_uri(),
            "workspaceFolders": [{"uri": root.as_uri(), "name": root.name}],
            "initializationOptions": options,
            "capabilities": {
                "general": {"positionEncodings": [encoding]},
                "textDocument": {
                    "publishDiagnostics": {
                        "relatedInformation": True, "versionSupport": True, "dataSupport": True,
                        "codeDescriptionSupport": True, "tagSupport": {"valueSet": [1, 2]},
                    },
                    "codeAction": {
                        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                        "dataSupport": True, "isPreferredSupport": True, "disabledSupport": True,
                    },
                    "hover": {"contentFormat": ["markdown", "plaintext"]},
                },
                "window": {
                    "showMessage": {"messageActionItem": {"additionalPropertiesSupport": True}}
                },
                "workspace": {
                    "applyEdit": True, "workspaceEdit": {"documentChanges": True},
                    "configuration": True,
                },
            },
        },
    )  # fmt: skip
    assert result["capabilities"].get("positionEncoding", "utf-16") == encoding
    client.notify("initialized", {})


@dataclass
class Editor:
    """The open file as an editor holds it, between rust-analyzer and our server."""

    file: Path
    theirs: LspClient
    ours: LspClient
    version: int = 1
    answer: str = "Apply"
    asked: list[dict[str, Any]] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.file.read_text()
        self.uri = self.file.as_uri()
        self.ours.answers["window/showMessageRequest"] = self._choose
        self.ours.answers["workspace/applyEdit"] = self._apply
        document = {"uri": self.uri, "languageId": "rust", "version": 1, "text": self.text}
        for client in (self.theirs, self.ours):
            client.notify("textDocument/didOpen", {"textDocument": document})

    def forward(self, code: str) -> list[dict[str, Any]]:
        """Wait until rust-analyzer reports `code`, and hand all that it reports to our server."""

        def found() -> dict[str, Any] | None:
            published = self.theirs.diagnostics(self.uri)
            codes = [d.get("code") for d in published["diagnostics"]] if published else []
            return published if code in codes else None

        published = self.theirs.wait(found, f"{code} from rust-analyzer")
        self.ours.notify("rustAgent/diagnostics", {**published, "positionEncoding": THEIRS})
        return [d for d in published["diagnostics"] if d["severity"] == 1]

    def position(self, needle: str, within: str) -> dict[str, int]:
        """Return the utf-16 position of `needle` in the only line that holds `within`."""
        lines = self.text.split("\n")
        (number,) = (n for n, line in enumerate(lines) if within in line)
        before = lines[number][: lines[number].index(needle)]
        return {"line": number, "character": len(before.encode("utf-16-le")) // 2}

    def hover(self, position: dict[str, int]) -> str:
        result = self.ours.request("textDocument/hover", self._at(position))
        return str(result["contents"]["value"]) if result else ""

    def actions(self, position: dict[str, int]) -> list[dict[str, Any]]:
        """Ask again until no answer is pending."""
        params = {
            "textDocument": {"uri": self.uri},
            "range": {"start": position, "end": position},
            "context": {"diagnostics": [], "triggerKind": 1},
        }

        deadline = time.monotonic() + PATIENCE
        while True:
            offered: list[dict[str, Any]] = self.ours.request("textDocument/codeAction", params)
            if not any(a["data"]["verification"] == "pending" for a in offered):
                return offered
            assert time.monotonic() < deadline, f"still pending: {offered}"
            time.sleep(0.2)

    def choose(self, action: dict[str, Any]) -> Any:
        command = action["command"]
        return self.ours.request(
            "workspace/executeCommand",
            {"command": command["command"], "arguments": command["arguments"]},
        )

    def journal(self) -> str:
        params = {"command": "rustAgent.journal", "arguments": [{}]}
        return str(self.ours.request("workspace/executeCommand", params)["markdown"])

    def _at(self, position: dict[str, int]) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri}, "position": position}

    def _choose(self, params: dict[str, Any]) -> dict[str, Any] | None:
        self.asked.append(params)
        return next((a for a in params["actions"] if a["title"] == self.answer), None)

    def _apply(self, params: dict[str, Any]) -> dict[str, Any]:
        self.edits.append(params["edit"])
        for change in params["edit"]["documentChanges"]:
            assert change["textDocument"] == {"uri": self.uri, "version": self.version}
            self.text = _edited(self.text, change["edits"])
        self.version += 1
        change = {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": self.text}],
        }
        for client in (self.ours, self.theirs):
            client.notify("textDocument/didChange", change)
        return {"applied": True}


def _edited(text: str, edits: list[dict[str, Any]]) -> str:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode("utf-16-le")) // 2)
    raw = text.encode("utf-16-le")

    def offset(position: dict[str, int]) -> int:
        return 2 * (starts[position["line"]] + position["character"])

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        start, end = (offset(edit["range"][side]) for side in ("start", "end"))
        raw = raw[:start] + edit["newText"].encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


@pytest.fixture
def editor(
    broken: Path, rust_analyzer: Path, server_command: list[str], env: dict[str, str]
) -> Iterator[Editor]:
    with (
        LspClient([str(rust_analyzer)], broken, env) as theirs,
        LspClient(server_command, broken, env) as ours,
    ):
        _initialize(theirs, broken, THEIRS)
        _initialize(ours, broken, OURS, workspaceTrusted=True)
        yield Editor(broken / "src" / "main.rs", theirs, ours)


def test_hover_explains_what_rust_analyzer_reported(editor: Editor) -> None:
    editor.forward("E0382")
    # Behind the "€": a position taken for bytes would miss it.
    hover = editor.hover(editor.position("prices.len", within="prices.len"))
    assert "`prices`" in hover
    assert "E0382" in hover


def test_no_hover_without_a_diagnostic(editor: Editor) -> None:
    editor.forward("E0382")
    assert editor.hover(editor.position("fn total", within="fn total")) == ""


@pytest.mark.parametrize(
    ("code", "needle", "line"),
    [("E0382", "prices.len", "prices.len"), ("E0596", "names", "names.push")],
)
def test_a_confirmed_fix_repairs_the_error(
    editor: Editor, env: dict[str, str], code: str, needle: str, line: str
) -> None:
    editor.forward(code)
    offered = editor.actions(editor.position(needle, within=line))
    passed = [a for a in offered if a["data"]["verification"] == "passed"]
    assert passed, offered

    editor.choose(passed[0])

    (question,) = editor.asked
    assert [a["title"] for a in question["actions"]] == ["Apply", "Show diff", "Cancel"]
    assert len(editor.edits) == 1
    project = editor.file.parents[1]
    before = cargo_errors(project, env)
    editor.file.write_text(editor.text)
    assert cargo_errors(project, env) == before - {(code, "src/main.rs")}
    assert code in editor.journal()


@pytest.mark.parametrize("answer", ["Cancel", "dismissed"])
def test_a_no_changes_nothing(editor: Editor, answer: str) -> None:
    editor.forward("E0596")
    position = editor.position("names", within="names.push")
    passed = [a for a in editor.actions(position) if a["data"]["verification"] == "passed"]
    editor.answer = answer

    editor.choose(passed[0])

    assert len(editor.asked) == 1
    assert editor.edits == []
    assert "E0596" not in editor.journal()
