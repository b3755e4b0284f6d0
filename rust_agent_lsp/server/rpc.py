"""JSON-RPC to the letter: exactly one reply to each request, whatever a handler does.

pygls leaves some requests without any reply, runs cancelled ones and shows each of its own
failures to the user, so its way of a message is replaced here; its registry of handlers, its
converter and its typed client calls stay.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from cattrs import Converter, transform_error
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
)
from pygls.feature_manager import is_thread_function
from pygls.lsp.server import LanguageServer

from rust_agent_lsp.server.framing import Unreadable
from rust_agent_lsp.server.outgoing import Id, OutgoingProtocol

logger = logging.getLogger(__name__)


class RpcProtocol(OutgoingProtocol):
    """Takes decoded messages, runs their handlers, and answers."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        self._running: dict[Id, asyncio.Future[Any]] = {}
        self._withdrawn: set[Id] = set()
        self._background: set[asyncio.Future[Any]] = set()
        super().__init__(server, converter)

    # The states of the connection; `protocol` fills them in.

    def admit_request(self, method: str) -> None:
        """Raise the `JsonRpcException` that answers a request which may not come now."""

    def admits_notification(self, method: str) -> bool:
        """Say whether a notification may come now."""
        return True

    # Messages in

    def foresee(self, message: Any) -> None:
        """Note a cancellation ahead of its turn; to be called as soon as a message is read.

        So a request that waits behind a busy handler is not run at all.
        """
        if isinstance(message, dict) and message.get("method") == types.CANCEL_REQUEST:
            msg_id = _cancelled_id(message)
            if msg_id is not None:
                self._withdrawn.add(msg_id)

    def receive(self, message: Any) -> None:
        """Handle one decoded message, in the order of arrival, on the event loop."""
        if isinstance(message, Unreadable):
            logger.error("%s", message.reason)
            self._reply_error(None, JsonRpcParseError(message.reason))
        elif isinstance(message, dict) and "method" in message and "id" in message:
            self._on_request(message)
        elif isinstance(message, dict) and "method" in message:
            self._on_notification(message)
        elif isinstance(message, dict) and ("result" in message or "error" in message):
            self.take_response(message)
        else:
            self._reply_error(None, JsonRpcInvalidRequest("neither a request nor a response"))

    def cancel_all(self) -> None:
        """Answer every request that is still running as cancelled."""
        for msg_id in list(self._running):
            self._cancel(msg_id)

    def _on_request(self, message: dict[str, Any]) -> None:
        msg_id, method = message["id"], message["method"]
        if type(msg_id) not in (int, str):
            self._reply_error(None, JsonRpcInvalidRequest("an id is an integer or a string"))
            return
        try:
            result = self._run_request(msg_id, method, message)
        except (Exception, asyncio.CancelledError) as error:
            self._fail(msg_id, message, error)
            return
        if isinstance(result, asyncio.Future):
            self._running[msg_id] = result
            result.add_done_callback(partial(self._finish, msg_id, message))
        else:
            self._reply(msg_id, message, result)

    def _run_request(self, msg_id: Id, method: Any, message: dict[str, Any]) -> Any:
        if message.get("jsonrpc") != "2.0" or not isinstance(method, str):
            raise JsonRpcInvalidRequest("not a JSON-RPC 2.0 request")
        if msg_id in self._running:
            raise JsonRpcInvalidRequest(f"the id {msg_id!r} is in use")
        if msg_id in self._withdrawn:
            raise JsonRpcRequestCancelled
        self.admit_request(method)
        handler = self._get_handler(method)
        return self._start(handler, self._structure(method, message.get("params")))

    def _on_notification(self, message: dict[str, Any]) -> None:
        method = message["method"]
        if method == types.CANCEL_REQUEST:
            msg_id = _cancelled_id(message)
            if msg_id is not None:
                self._withdrawn.discard(msg_id)
                self._cancel(msg_id)
            return
        if not isinstance(method, str) or not self.admits_notification(method):
            logger.warning("dropped the notification %s", _name(method))
            return
        handler = self.fm.builtin_features.get(method) or self.fm.features.get(method)
        if handler is None:
            logger.debug("nothing handles the notification %s", method)
            return
        try:
            result = self._start(handler, self._structure(method, message.get("params")))
        except (Exception, asyncio.CancelledError) as error:
            _log_failure(message, error)
            return
        if isinstance(result, asyncio.Future):
            self._background.add(result)
            result.add_done_callback(partial(self._finish_notification, message))

    # Handlers

    def _start(self, handler: Callable[[Any], Any], params: Any) -> Any:
        """Run a handler; return its result, or a future of it where it is async or a thread."""
        if is_thread_function(handler):  # type: ignore[no-untyped-call]
            return asyncio.wrap_future(self._server.thread_pool.submit(handler, params))
        result = handler(params)
        return asyncio.ensure_future(result) if inspect.isawaitable(result) else result

    def _structure(self, method: str, params: Any) -> Any:
        """Return the typed parameters of a standard method, plain JSON for any other."""
        if method not in types.METHOD_TO_TYPES:
            return params
        params_type: Any = types.METHOD_TO_TYPES[method][2]
        if params_type is None:
            return None
        try:
            return self._converter.structure({} if params is None else params, params_type)
        except Exception as error:
            reasons = "; ".join(transform_error(error)[:3])
            raise JsonRpcInvalidParams(f"{method}: {reasons}") from error

    def _finish(self, msg_id: Id, message: dict[str, Any], future: asyncio.Future[Any]) -> None:
        error = None if future.cancelled() else future.exception()
        if self._running.get(msg_id) is not future:
            logger.debug("%s ended after its cancellation: %r", message["method"], error)
            return
        del self._running[msg_id]
        if future.cancelled():
            self._reply_error(msg_id, JsonRpcRequestCancelled())
        elif error is not None:
            self._fail(msg_id, message, error)
        else:
            self._reply(msg_id, message, future.result())

    def _finish_notification(self, message: dict[str, Any], future: asyncio.Future[Any]) -> None:
        self._background.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            _log_failure(message, error)

    def _cancel(self, msg_id: Id) -> None:
        future = self._running.pop(msg_id, None)
        if future is not None:
            future.cancel()
            self._reply_error(msg_id, JsonRpcRequestCancelled())

    # Messages out

    def _reply(self, msg_id: Id, message: dict[str, Any], result: Any) -> None:
        try:
            self._send({"jsonrpc": "2.0", "id": msg_id, "result": self.plain(result)})
        except Exception as error:
            self._fail(msg_id, message, error)

    def _fail(self, msg_id: Id, message: dict[str, Any], error: BaseException) -> None:
        _log_failure(message, error)
        if not isinstance(error, JsonRpcException):
            text = f"{_name(message['method'])} failed: {type(error).__name__}: {error}"
            error = JsonRpcInternalError(text[:300])
        self._reply_error(msg_id, error)

    def _reply_error(self, msg_id: Id | None, error: JsonRpcException) -> None:
        details = {"code": error.code, "message": error.message}
        self._send({"jsonrpc": "2.0", "id": msg_id, "error": details})


def _cancelled_id(message: dict[str, Any]) -> Id | None:
    params = message.get("params")
    msg_id = params.get("id") if isinstance(params, dict) else None
    return msg_id if type(msg_id) in (int, str) else None


def _name(value: Any) -> str:
    """Return a value that should be a text; any other is only named, as it may be nested deeply."""
    return value if isinstance(value, str) else f"a value of type {type(value).__name__}"


def _log_failure(message: dict[str, Any], error: BaseException) -> None:
    """Log with feature and document; a traceback only where the fault is ours."""
    params = message.get("params")
    params = params if isinstance(params, dict) else {}
    document = params.get("textDocument")
    uri = document.get("uri") if isinstance(document, dict) else params.get("uri")
    parts = (message["method"], params.get("command"))
    feature = " ".join(_name(part) for part in parts if part is not None)
    ours = not isinstance(error, JsonRpcException)
    logger.log(
        logging.ERROR if ours else logging.WARNING,
        "%s failed for %s: %s",
        feature,
        "no document" if uri is None else _name(uri),
        error,
        exc_info=error if ours else None,
    )
