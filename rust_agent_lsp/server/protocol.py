"""The language server below its features: states, documents, commands, position encoding."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any

from cattrs import Converter
from lsprotocol import converters, types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import (
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.lsp.server import LanguageServer

from rust_agent_lsp.server.documents import DocumentStore, uri_to_path
from rust_agent_lsp.server.lifecycle import Lifecycle
from rust_agent_lsp.server.rpc import RpcProtocol
from rust_agent_lsp.syntax.lines import Encoding

logger = logging.getLogger(__name__)

_ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
_LARGEST = 2**31 - 1


class _State(Enum):
    NEW = auto()
    READY = auto()
    SHUT_DOWN = auto()


class AgentProtocol(RpcProtocol):
    """The methods that every language server has, by the specification.

    A feature registered for one of them runs after the work done here. Those for `initialize`,
    `shutdown` and `exit` must be plain functions, since nothing may overtake them.
    """

    _server: AgentServer

    def _register_builtin_features(self) -> None:
        self._state = _State.NEW
        self._is_started = False
        builtins: dict[str, Callable[[Any], Any]] = {
            types.INITIALIZE: self._initialize,
            types.INITIALIZED: self._initialized,
            types.SHUTDOWN: self._shut_down,
            types.EXIT: self._exit,
            types.SET_TRACE: self._set_trace,
            types.TEXT_DOCUMENT_DID_OPEN: self._did_open,
            types.TEXT_DOCUMENT_DID_CHANGE: self._did_change,
            types.TEXT_DOCUMENT_DID_CLOSE: self._did_close,
            types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: self._did_change_folders,
            types.WORKSPACE_EXECUTE_COMMAND: self._execute_command,
            types.WINDOW_WORK_DONE_PROGRESS_CANCEL: self._progress_cancel,
        }
        for method, handler in builtins.items():
            self.fm.add_builtin_feature(method, handler)

    def admit_request(self, method: str) -> None:
        """Refuse requests before `initialize` and after `shutdown`, and a second `initialize`."""
        if self._state is _State.SHUT_DOWN:
            raise JsonRpcInvalidRequest("the server is shut down")
        if self._state is _State.NEW and method != types.INITIALIZE:
            raise JsonRpcServerNotInitialized("initialize comes first")
        if self._state is _State.READY and method == types.INITIALIZE:
            raise JsonRpcInvalidRequest("initialize comes only once")

    def admits_notification(self, method: str) -> bool:
        """Take notifications between `initialize` and `shutdown`, `exit` at any time.

        What must be a request is not taken for lack of an id: it would change the state unseen.
        """
        if method in (types.INITIALIZE, types.SHUTDOWN):
            return False
        return self._state is _State.READY or method == types.EXIT

    def _initialize(self, params: types.InitializeParams) -> types.InitializeResult:
        server = self._server
        self.client_capabilities = params.capabilities
        server.documents.encoding = _choose_encoding(params.capabilities)
        server.folders = _folders(params)
        server.process_id = params.process_id
        server.lifecycle.watch(params.process_id)
        self._at_once(types.INITIALIZE, params)
        builder = ServerCapabilitiesBuilder(
            params.capabilities,
            {*self.fm.features, *self.fm.builtin_features},
            self.fm.feature_options,
            list(self.fm.commands),
            types.TextDocumentSyncKind.Incremental,
            position_encoding=server.encoding,
        )
        self.server_capabilities = builder.build()  # type: ignore[no-untyped-call]
        self._state = _State.READY
        return types.InitializeResult(self.server_capabilities, self.server_info)

    def _initialized(self, params: types.InitializedParams) -> Any:
        if self._is_started:  # A second one would open the stores and start the children again.
            return None
        self._is_started = True
        return self._then(types.INITIALIZED, params)

    def _shut_down(self, _params: None) -> None:
        self._state = _State.SHUT_DOWN
        self.cancel_all()
        self._at_once(types.SHUTDOWN, None)

    def _exit(self, _params: None) -> None:
        try:
            self._at_once(types.EXIT, None)
        finally:
            self._server.stop(0 if self._state is _State.SHUT_DOWN else 1)

    def _set_trace(self, params: types.SetTraceParams) -> Any:
        self.trace = types.TraceValue(params.value)
        return self._then(types.SET_TRACE, params)

    def _did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        self._server.documents.open(params.text_document)
        return self._then(types.TEXT_DOCUMENT_DID_OPEN, params)

    def _did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        self._server.documents.change(params)
        return self._then(types.TEXT_DOCUMENT_DID_CHANGE, params)

    def _did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        self._server.documents.close(params.text_document.uri)
        return self._then(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _did_change_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> Any:
        removed = _paths(folder.uri for folder in params.event.removed)
        kept = [path for path in self._server.folders if path not in removed]
        added = _paths(folder.uri for folder in params.event.added)
        self._server.folders = (*kept, *(path for path in added if path not in kept))
        return self._then(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, params)

    def _execute_command(self, params: types.ExecuteCommandParams) -> Any:
        handler = self.fm.commands.get(params.command)
        if handler is None:
            raise JsonRpcInvalidParams(f"unknown command {params.command}")
        arguments = params.arguments or ({},)
        if len(arguments) != 1 or not isinstance(arguments[0], dict):
            raise JsonRpcInvalidParams(f"{params.command} takes one object")
        return self._start(handler, arguments[0])

    def _progress_cancel(self, params: types.WorkDoneProgressCancelParams) -> Any:
        token = self.progress.tokens.get(params.token)
        if token is not None:
            token.cancel()
        return self._then(types.WINDOW_WORK_DONE_PROGRESS_CANCEL, params)

    def _then(self, method: str, params: Any) -> Any:
        """Run the feature that is registered for a method of ours, if there is one."""
        handler = self.fm.features.get(method)
        return None if handler is None else self._start(handler, params)

    def _at_once(self, method: str, params: Any) -> None:
        handler = self.fm.features.get(method)
        if handler is None:
            return
        if inspect.iscoroutinefunction(handler):
            raise TypeError(f"the handler of {method} must be a plain function")
        handler(params)


class AgentServer(LanguageServer):
    """A pygls server with our protocol: register features and commands as with pygls.

    The handler of a command gets the one JSON object that the command was sent with. `folders`
    are the open workspace folders that are files; `lifecycle` ends the process.
    """

    protocol: AgentProtocol

    def __init__(self, name: str, version: str) -> None:
        self.documents = DocumentStore()
        self.folders: tuple[Path, ...] = ()
        self.lifecycle = Lifecycle()
        super().__init__(
            name, version, protocol_cls=AgentProtocol, converter_factory=make_converter
        )

    @property
    def encoding(self) -> Encoding:
        """The position encoding agreed with the client."""
        return self.documents.encoding

    async def request(self, method: str, params: Any = None, timeout: float | None = None) -> Any:  # noqa: ASYNC109 - as in the protocol
        """Ask the client and return its answer as plain JSON, for custom methods too.

        Raises `JsonRpcException` where the client answers with an error, `TimeoutError` after
        `timeout` seconds.
        """
        return await self.protocol.request(method, params, timeout)

    def stop(self, code: int) -> None:
        """Answer what is still running as cancelled and end the process with `code`."""
        self.protocol.cancel_all()
        self.lifecycle.leave(code)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong inside; the user is not disturbed by it."""
        logger.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)


def make_converter() -> Converter:
    """Return lsprotocol's converter, which takes no number for a string nor the reverse."""
    converter = converters.get_converter()
    converter.register_structure_hook(str, _string)
    converter.register_structure_hook(int, _integer)
    converter.register_structure_hook(bool, _boolean)
    converter.register_structure_hook(types.Position, _position)
    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, Enum):
            # lsprotocol leaves the numbers in lists of enum values as they are.
            converter.register_unstructure_hook(kind, lambda value: getattr(value, "value", value))
    return converter


def _string(value: Any, _type: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("not a string")


def _integer(value: Any, _type: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():  # Lua has no other numbers
        return int(value)
    raise ValueError("not an integer")


def _boolean(value: Any, _type: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("not a boolean")


def _position(value: Any, _type: Any) -> types.Position:
    """Clamp the largest numbers that some editors send for the end of a line or text."""
    line, character = (_integer(value[key], int) for key in ("line", "character"))
    return types.Position(min(line, _LARGEST), min(character, _LARGEST))


def _choose_encoding(capabilities: types.ClientCapabilities) -> Encoding:
    general = capabilities.general
    offered = (general.position_encodings if general else None) or ()
    return next((encoding for encoding in _ENCODINGS if encoding in offered), "utf-16")


def _folders(params: types.InitializeParams) -> tuple[Path, ...]:
    if params.workspace_folders:
        return _paths(folder.uri for folder in params.workspace_folders)
    if params.root_uri:
        return _paths((params.root_uri,))
    return (Path(params.root_path),) if params.root_path else ()


def _paths(uris: Any) -> tuple[Path, ...]:
    return tuple(path for uri in uris if (path := uri_to_path(uri)) is not None)
