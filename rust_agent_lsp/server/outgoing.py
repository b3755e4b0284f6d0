"""What we send to the client, and what it answers."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from rust_agent_lsp.server.framing import MessageWriter

logger = logging.getLogger(__name__)

Id = int | str


class OutgoingProtocol(LanguageServerProtocol):
    """Notifications and requests to the client, through the writer `out`."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        self.out: MessageWriter | None = None
        self._ids = itertools.count(1)
        super().__init__(server, converter)

    def notify(self, method: str, params: Any = None) -> None:
        """Send a notification, from any thread."""
        self._send(self._call(method, params))

    def send_request(
        self,
        method: str,
        params: Any = None,
        callback: Callable[[Any], None] | None = None,
        msg_id: Id | None = None,
    ) -> Future[Any]:
        """Send a request; the future holds the typed result, or plain JSON of a custom method."""
        msg_id = next(self._ids) if msg_id is None else msg_id
        message = {**self._call(method, params), "id": msg_id}
        future: Future[Any] = Future()
        if callback is not None:
            future.add_done_callback(lambda done: callback(done.result()))
        self._request_futures[msg_id] = future
        self._result_types[msg_id] = self.get_result_type(method)
        self._send(message)
        return future

    async def request(self, method: str, params: Any, timeout: float | None) -> Any:  # noqa: ASYNC109 - the message's own limit
        """Ask the client and return its answer as plain JSON.

        Raises `JsonRpcException` where the client answers with an error, and `TimeoutError`
        after `timeout` seconds; then, as when the caller is cancelled, the question is withdrawn.
        """
        msg_id = next(self._ids)
        future = self.send_request(method, params, msg_id=msg_id)
        self._result_types.pop(msg_id, None)
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.wrap_future(future)
        except (TimeoutError, asyncio.CancelledError):
            self.notify(types.CANCEL_REQUEST, {"id": msg_id})
            raise
        finally:
            self._request_futures.pop(msg_id, None)

    def _call(self, method: str, params: Any) -> dict[str, Any]:
        message = {"jsonrpc": "2.0", "method": method}
        return message if params is None else {**message, "params": self.plain(params)}

    def plain(self, value: Any) -> Any:
        """Return a typed LSP value as plain JSON."""
        return self._converter.unstructure(value)

    def _send_data(self, data: Any) -> None:
        self._send(self.plain(data))

    def _send(self, message: dict[str, Any]) -> None:
        if self.out is None:
            raise RuntimeError("the server is not connected")
        try:
            self.out.write(message)
        except OSError as error:
            # Whoever read our output is gone; the reader or the parent watch ends the process.
            logger.debug("could not send: %s", error)

    def take_response(self, message: dict[str, Any]) -> None:
        """Resolve the request that a response belongs to; one that nobody awaits is ignored."""
        msg_id = message.get("id")
        if type(msg_id) not in (int, str) or msg_id not in self._request_futures:
            logger.debug("ignoring a response to the unknown request %r", msg_id)
            return
        future = self._request_futures.pop(msg_id)
        result_type = self._result_types.pop(msg_id, None)
        if not future.set_running_or_notify_cancel():
            return
        try:
            if message.get("error") is not None:
                raise _client_error(message["error"])
            result = message.get("result")
            if result_type is not None:
                result = self._converter.structure(message, result_type).result
            future.set_result(result)
        except Exception as error:
            future.set_exception(error)


def _client_error(error: Any) -> JsonRpcException:
    fields = error if isinstance(error, dict) else {}
    code = fields.get("code")
    return JsonRpcException(
        str(fields.get("message", error)), code if isinstance(code, int) else None
    )
