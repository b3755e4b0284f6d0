"""The server's methods, as pygls and the editor know them; `server.handlers` does their work.

The reply to `initialize` needs none of that. So it is loaded only with what comes next, which
saves the editor as long a wait as pygls itself takes to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from rust_agent_lsp import __version__
from rust_agent_lsp.server.protocol import AgentServer
from rust_agent_lsp.stores.places import Places

if TYPE_CHECKING:
    from rust_agent_lsp.server.convert import Json
    from rust_agent_lsp.server.handlers import Handlers

COMMANDS = (
    "rustAgent.applyFix",
    "rustAgent.fixAll",
    "rustAgent.suppress",
    "rustAgent.undoFix",
    "rustAgent.journal",
    "rustAgent.explain",
    "rustAgent.exercise",
    "rustAgent.ask",
    "rustAgent.insertPattern",
    "rustAgent.recognize",
    "rustAgent.learnCrates",
    "rustAgent.feedback",
    "rustAgent.wasHelpful",
    "rustAgent.rules",
    "rustAgent.status",
)
"""What `handlers.COMMANDS` handles."""


def make_server(places: Places) -> AgentServer:
    """Return a server with all methods registered, not yet serving."""
    server = AgentServer("rust-agent-lsp", __version__)
    late = _Late(server, places)
    _register_lifecycle(server, late)
    _register_documents(server, late)
    _register_features(server, late)
    for name in COMMANDS:
        _register_command(server, late, name)
    return server


class _Late:
    """The handlers, loaded when they are first called for."""

    def __init__(self, server: AgentServer, places: Places) -> None:
        self._server = server
        self._places = places
        self._made: Handlers | None = None
        self.options: dict[str, Any] = {}

    def __call__(self) -> Handlers:
        if self._made is None:
            from rust_agent_lsp.server.handlers import Handlers

            self._made = Handlers(self._server, self._places, self.options)
            self._server.lifecycle.on_exit(self._made.session.close)
        return self._made


def _register_lifecycle(server: AgentServer, late: _Late) -> None:
    @server.feature(types.INITIALIZE)
    def _initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options
        late.options = options if isinstance(options, dict) else {}

    @server.feature(types.INITIALIZED)
    async def _initialized(_params: types.InitializedParams) -> None:
        await late().initialized()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def _configuration(params: types.DidChangeConfigurationParams) -> None:
        await late().configuration_changed(params)

    @server.feature("rustAgent/trust")
    async def _trust(params: Any) -> None:
        await late().trust(params)


def _register_documents(server: AgentServer, late: _Late) -> None:
    @server.feature("rustAgent/diagnostics")
    def _forwarded(params: Any) -> None:
        late().forwarded(params)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        late().opened(params)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        late().changed(params)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(params: types.DidSaveTextDocumentParams) -> None:
        late().saved(params)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        late().closed(params)


def _register_features(server: AgentServer, late: _Late) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> Any:
        return await late().hover(params)

    options = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def _code_action(params: types.CodeActionParams) -> Any:
        return await late().code_action(params)

    @server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)
    def _progress_cancelled(params: types.WorkDoneProgressCancelParams) -> None:
        late().progress_cancelled(params)


def _register_command(server: AgentServer, late: _Late, name: str) -> None:
    @server.command(name)
    async def _run(argument: Json) -> Json:
        return await late().command(name, argument)
