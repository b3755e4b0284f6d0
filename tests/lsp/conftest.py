"""A real server over the real protocol, with a client that answers as a test wants."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.lent_index import built_index as built_index
from tests.lent_index import lend

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0

BROKEN = """\
fn consume(data: Vec<i32>) -> usize {
    data.len()
}

fn main() {
    let data = vec![1, 2, 3];
    let n = consume(data);
    println!("{n} of {data:?}");
    let secret = "hunter2-not-for-the-journal";
    secret = "again";
    println!("{secret}");
}
"""
MOVED = {"line": 7, "character": 24}
ASSIGNED = {"line": 9, "character": 5}


class Editor:
    """What a test sees of an editor: one open file, the questions asked, the edits made."""

    def __init__(self, client: LanguageClient, root: Path, text: str) -> None:
        self.client = client
        self.root = root
        self.path = root / "src/main.rs"
        self.uri = self.path.as_uri()
        self.text = text
        self.version = 1
        self._numbers = itertools.count()
        self.answers: list[Any] = []
        self.questions: list[str] = []
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.applies = True
        self.on_question: Callable[[], None] = lambda: None

        # pygls marks the functions that it registers, which bound methods do not allow.
        @client.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
        def _asked(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
            return self._asked(params)

        @client.feature(types.WORKSPACE_APPLY_EDIT)
        def _edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            return self._edit(params)

    def _asked(self, params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        self.questions.append(params.message)
        self.on_question()
        answer = self.answers.pop(0)
        return types.MessageActionItem(answer) if answer else None

    def _edit(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.edits.append(params)
        if self.applies:
            for change in params.edit.document_changes or ():
                assert isinstance(change, types.TextDocumentEdit)
                assert change.text_document.version == self.version
                edits = [e for e in change.edits if isinstance(e, types.TextEdit)]
                self.change(*((e.range, e.new_text) for e in reversed(edits)))
        # Neovim says so after a No as well: only the text itself can be believed.
        return types.ApplyWorkspaceEditResult(applied=True)

    def open(self) -> None:
        item = types.TextDocumentItem(self.uri, "rust", self.version, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def save(self) -> None:
        self.path.write_text(self.text, encoding="utf-8")
        identifier = types.TextDocumentIdentifier(self.uri)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))

    async def save_and_wait(self) -> None:
        """Save, and wait until the server's own check has published what it found."""
        self.client.diagnostics.pop(self.uri, None)
        self.save()
        async with asyncio.timeout(PATIENCE):
            while self.uri not in self.client.diagnostics:
                await asyncio.sleep(0.05)

    def change(self, *edits: tuple[types.Range, str]) -> None:
        """Make edits (from the last to the first), all positions plain ASCII."""
        self.version += 1
        for where, new in edits:
            start, end = self._offset(where.start), self._offset(where.end)
            self.text = self.text[:start] + new + self.text[end:]
        whole = types.TextDocumentContentChangeWholeDocument(self.text)
        identifier = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))

    def forward(self, diagnostics: list[dict[str, Any]], version: int | None = None) -> None:
        params = {
            "uri": self.uri,
            "version": self.version if version is None else version,
            "positionEncoding": "utf-16",
            "diagnostics": diagnostics,
        }
        self.client.protocol.notify("rustAgent/diagnostics", params)

    async def hover(self, position: dict[str, int]) -> str | None:
        found = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(self.uri), types.Position(**position))
        )
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def actions(self, position: dict[str, int]) -> list[dict[str, Any]]:
        at = types.Position(**position)
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri),
            types.Range(at, at),
            types.CodeActionContext([]),
        )
        protocol = self.client.protocol
        number = f"actions-{next(self._numbers)}"
        answer = protocol.send_request("textDocument/codeAction", params, msg_id=number)
        # lsprotocol 2025.0.0 reads every CodeAction as a Command; take the plain result.
        protocol._result_types.pop(number)
        found = await asyncio.wrap_future(answer)
        return [_plain(action) for action in found or []]

    async def final_actions(self, position: dict[str, int]) -> list[dict[str, Any]]:
        """Ask until nothing is pending."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = await self.actions(position)
                if not any(a["data"]["verification"] == "pending" for a in found):
                    return found
                await asyncio.sleep(0.05)

    async def run(self, command: str, argument: dict[str, Any] | None = None) -> Any:
        params = types.ExecuteCommandParams(command, [argument or {}])
        return _plain(await self.client.workspace_execute_command_async(params))

    async def choose(self, action: dict[str, Any]) -> Any:
        return await self.run(action["command"]["command"], action["command"]["arguments"][0])

    def _offset(self, position: types.Position) -> int:
        lines = self.text.splitlines(keepends=True)
        return sum(map(len, lines[: position.line])) + position.character


def _plain(value: Any) -> Any:
    """Turn typed values, and pygls' namedtuples for untyped ones, back into JSON."""
    if attrs.has(type(value)):
        fields = ((f.name, getattr(value, f.name)) for f in attrs.fields(type(value)))
        return {_camel(name): _plain(item) for name, item in fields if item is not None}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def project(folder: Path, text: str = BROKEN) -> Path:
    (folder / "src").mkdir(parents=True)
    (folder / "src/main.rs").write_text(text, encoding="utf-8")
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "broken"\nversion = "0.1.0"\nedition = "2021"\n', encoding="utf-8"
    )
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built_index: Path) -> Path:
    """Keep the server's data, cache and configuration apart from the user's."""
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    lend(built_index, tmp_path / "home" / "cache")
    return tmp_path / "home"


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[sys.executable, "-m", "rust_agent_lsp", "serve"])
)
async def lsp(lsp_client: LanguageClient, home: Path) -> AsyncIterator[None]:
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
async def start(lsp: LanguageClient, tmp_path: Path) -> Callable[..., Any]:
    """Start a session: `await start(trusted=…, text=…, **options)` gives the `Editor`."""

    async def begin(
        trusted: bool | None = True,
        text: str = BROKEN,
        capabilities: types.ClientCapabilities | None = None,
        **options: Any,
    ) -> Editor:
        root = project(tmp_path / "broken", text)
        if trusted is not None:
            options["workspaceTrusted"] = trusted
        await lsp.initialize_session(
            types.InitializeParams(
                capabilities=capabilities or types.ClientCapabilities(),
                root_uri=root.as_uri(),
                initialization_options=options,
            )
        )
        editor = Editor(lsp, root, text)
        editor.open()
        return editor

    return begin
