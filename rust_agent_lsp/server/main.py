"""Starts the server: standard output belongs to the protocol before anything else is imported."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, NoReturn

from rust_agent_lsp.server import lifecycle

if TYPE_CHECKING:
    from rust_agent_lsp.server.protocol import AgentServer


def serve_stdio() -> NoReturn:
    """Serve the editor on standard input and output until the process ends."""
    stdout = lifecycle.claim_stdout()
    _log_to_stderr()
    lifecycle.serve_stdio(_server(), stdout)


def serve_tcp(host: str, port: int) -> NoReturn:
    """Serve one client over TCP, for debugging. Raises `ValueError` off loopback."""
    _log_to_stderr()
    lifecycle.serve_tcp(_server(), host, port)


def _server() -> AgentServer:
    from rust_agent_lsp.server.app import make_server
    from rust_agent_lsp.stores.places import Places

    return make_server(Places.of_user())


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
