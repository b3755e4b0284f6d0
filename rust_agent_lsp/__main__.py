"""Entry point: no arguments start the server; what is not asked for is not loaded."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; `serve` (or nothing) takes the quick way to the server."""
    if sys.argv[1:] in ([], ["serve"], ["serve", "--stdio"], ["--stdio"]):
        from rust_agent_lsp.server.main import serve_stdio

        serve_stdio()
    else:
        from rust_agent_lsp.cli.app import make_app

        make_app(sys.argv[1])()


if __name__ == "__main__":
    main()
