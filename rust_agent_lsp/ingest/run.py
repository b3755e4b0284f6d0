"""Ingests the documentation in a process of its own, so that nobody's editing is slowed.

`python -m rust_agent_lsp.ingest.run --cache DIR --docs DIR --knowledge DIR [--model DIR]
[--parent PID]` prints `{"percent"}` lines, then `{"concepts", "index"}` or `{"failed"}`; it ends
with whoever started it.
Stopped at any point, it takes up at the next start what was finished: the concepts, the index.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.child import end_with, own_stdout, use_one_thread


def main() -> int:
    """Ingest by the command line's arguments; returns the exit status."""
    out = own_stdout()
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--cache", "--docs", "--knowledge"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--model", type=Path)
    # Named by itself: it may have ended before this process could ask who it is.
    parser.add_argument("--parent", type=int, default=os.getppid())
    options = parser.parse_args()
    use_one_thread()
    os.nice(10)
    end_with(options.parent)

    def tell(message: dict[str, object]) -> None:
        print(json.dumps(message), file=out, flush=True)

    # Only now that the threads are counted: numpy and Chroma come in.
    from rust_agent_lsp.ingest.documentation import ingest
    from rust_agent_lsp.stores.given_folders import given_folders
    from rust_agent_lsp.stores.models import installed_model
    from rust_agent_lsp.stores.places import Places

    try:
        done = ingest(
            options.cache,
            options.docs,
            options.knowledge,
            options.model or installed_model(),
            lambda percent: tell({"percent": percent}),
            given_folders(Places.of_user().data),
        )
    except (RustAgentError, OSError) as error:
        tell({"failed": str(error)})
        return 1
    tell({"concepts": str(done.concepts), "index": str(done.index)})
    return 0


if __name__ == "__main__":
    sys.stdout.flush()
    # Without the clean-up of Chroma's threads, which takes longer than anybody waits.
    os._exit(main())
