"""`rust-agent-lsp serve`: the language server."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    stdio: Annotated[
        bool, typer.Option(help="Speak on standard input and output (default).")
    ] = True,
    tcp: Annotated[str, typer.Option(help="HOST:PORT on loopback, for debugging.")] = "",
) -> None:
    """Run the language server (also what happens without any arguments)."""
    from rust_agent_lsp.server import main

    if not tcp:
        main.serve_stdio()
    host, _, port = tcp.rpartition(":")
    if not port.isdigit():
        raise typer.BadParameter(f"{tcp!r} is not HOST:PORT")
    try:
        main.serve_tcp(host.strip("[]") or "127.0.0.1", int(port))
    except (ValueError, OSError) as error:
        raise typer.BadParameter(str(error)) from error
