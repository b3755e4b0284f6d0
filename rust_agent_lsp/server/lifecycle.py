"""How the server's process begins and ends; imported first, so it imports nothing heavy."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from rust_agent_lsp.server.framing import MessageWriter, read_messages

if TYPE_CHECKING:
    from rust_agent_lsp.server.protocol import AgentServer

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
"""How often the parent is looked for."""

GRACE_SECONDS = 1.0
"""How long the callbacks may take before the process ends without them."""

_SWITCH_SECONDS = 0.001
"""How long a thread that runs Python may keep the others waiting; five times less than usual."""


class Lifecycle:
    """Ends the process once, promptly, and with everything that it started."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[], Any]] = []
        self._parents: set[int] = set()
        self._leaving = threading.Lock()

    def on_exit(self, callback: Callable[[], Any]) -> None:
        """Call `callback` before the process ends, latest first; it may run in any thread."""
        self._callbacks.append(callback)

    def watch(self, process_id: int | None) -> None:
        """End the process soon after the process `process_id` has gone; None changes nothing."""
        if process_id is not None and process_id > 0:
            self._parents.add(process_id)

    def watch_parents(self) -> None:
        """Watch, in a thread, our own parent and the processes given to `watch`.

        The input alone would not tell: a sibling that inherited the pipe keeps it open.
        """
        parent = os.getppid()

        def look() -> None:
            while os.getppid() == parent and all(map(is_alive, tuple(self._parents))):
                time.sleep(POLL_SECONDS)
            logger.info("the parent process has gone")
            self.leave(1)

        threading.Thread(target=look, name="parent watch", daemon=True).start()

    def leave(self, code: int) -> NoReturn:
        """Run the callbacks and end the process with `code`, from any thread.

        The process is ended hard: a thread that reads standard input cannot be woken, and the
        interpreter would wait for the threads of pools.
        """
        if not self._leaving.acquire(blocking=False):
            time.sleep(2 * GRACE_SECONDS)  # another thread, or a callback's caller, ends it
            os._exit(code)
        timer = threading.Timer(GRACE_SECONDS, os._exit, (code,))
        timer.daemon = True
        timer.start()
        for callback in reversed(self._callbacks):
            try:
                callback()
            except Exception:
                logger.exception("a callback failed at exit")
        logging.shutdown()
        os._exit(code)


def claim_stdout() -> BinaryIO:
    """Return a private duplicate of standard output, and lead the public one to standard error.

    To be called before other imports: what they print must not reach the protocol.
    """
    private = os.dup(1)
    try:
        os.dup2(2, 1)
    except OSError:  # standard error is closed
        _lead_to_null(1, os.O_WRONLY)
    _make_binary(private)
    return os.fdopen(private, "wb")


def claim_stdin() -> BufferedReader:
    """Return a private duplicate of standard input; children then inherit an empty one."""
    private = os.dup(0)
    _lead_to_null(0, os.O_RDONLY)
    _make_binary(private)
    return os.fdopen(private, "rb")


def serve_stdio(server: AgentServer, stdout: BinaryIO | None = None) -> NoReturn:
    """Serve on standard input and `stdout`, as `claim_stdout` gave it, until the process ends."""
    _serve(server, claim_stdin(), claim_stdout() if stdout is None else stdout)


def serve_tcp(server: AgentServer, host: str, port: int) -> NoReturn:
    """Serve one client that connects to `host`, for debugging, until the process ends.

    Raises `ValueError` where `host` is no loopback address: whoever connects can edit files.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise ValueError(f"{host!r} is not an IP address") from None
    if not address.is_loopback:
        raise ValueError(f"{host} is not a loopback address such as 127.0.0.1")
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.create_server((str(address), port), family=family) as listener:
        logger.info("listening on %s port %d", *listener.getsockname()[:2])
        connection, _ = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _serve(server, connection.makefile("rb"), connection.makefile("wb"))


def is_alive(process_id: int) -> bool:
    """Say whether a process runs; one that only waits to be reaped does not."""
    if sys.platform == "win32":
        return _is_alive_on_windows(process_id)
    try:
        os.kill(process_id, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    try:
        stat = Path(f"/proc/{process_id}/stat").read_bytes()
    except OSError:  # no Linux
        return True
    return stat.rpartition(b")")[2].split()[:1] not in ([b"Z"], [b"X"])


def _serve(server: AgentServer, reader: BufferedReader, writer: BinaryIO) -> NoReturn:
    server.protocol.out = MessageWriter(writer)

    def end_by(number: int) -> None:
        # In a thread: the signal may have interrupted one who holds a lock that a callback needs.
        threading.Thread(target=server.lifecycle.leave, args=(128 + number,)).start()

    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _: end_by(number))
    server.lifecycle.watch_parents()
    # A message goes through three threads; each may wait so long for one that looks for fixes.
    sys.setswitchinterval(_SWITCH_SECONDS)
    asyncio.run(_pump(server, reader))
    server.lifecycle.leave(1)


async def _pump(server: AgentServer, reader: BufferedReader) -> None:
    """Hand each message from a reading thread to the event loop, in order; never returns."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            for message in read_messages(reader):
                server.protocol.foresee(message)
                loop.call_soon_threadsafe(server.protocol.receive, message)
        except OSError as error:
            logger.info("the input failed: %s", error)
        finally:
            loop.call_soon_threadsafe(server.stop, 1)

    threading.Thread(target=read, name="reader", daemon=True).start()
    await asyncio.Event().wait()


def _lead_to_null(descriptor: int, flags: int) -> None:
    null = os.open(os.devnull, flags)
    os.dup2(null, descriptor)
    if null != descriptor:
        os.close(null)


def _make_binary(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(descriptor, os.O_BINARY)


if sys.platform == "win32":

    def _is_alive_on_windows(process_id: int) -> bool:
        import ctypes

        synchronize, timed_out = 0x0010_0000, 0x102
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, process_id)
        if not handle:
            return False
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
        finally:
            kernel.CloseHandle(handle)
