"""The process that holds Chroma and the embedding model, so that the server need not.

`python -m rust_agent_lsp.stores.index_worker --cache DIR --knowledge DIR [--model DIR]` talks in
lines of JSON. It writes `{"event": "progress", "done", "total"}`, then `{"event": "ready",
"documents"}` or `{"event": "failed", "reason"}`, and answers `{"id", "query", "kinds", "limit"}`
with `{"id", "hits": [{"kind", "entry", "role", "score", "via"}]}`.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rust_agent_lsp.model.errors import RustAgentError, StoreError

# Chroma, numpy and tokenizers come in only once stdout is safe and the threads are counted.
if TYPE_CHECKING:
    from rust_agent_lsp.stores.index_read import Index

_log = logging.getLogger(__name__)
_PARENT_LOOK_SECONDS = 1.0
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


class Worker:
    """Answers questions about one knowledge folder until its input ends."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def run(self, options: argparse.Namespace, lines: Iterable[str]) -> int:
        """Open or build the index, then answer `lines`. Returns the exit status."""
        try:
            index = self._open(options)
        except (RustAgentError, OSError) as error:
            self._send({"event": "failed", "reason": str(error)})
            return 1
        self._send({"event": "ready", "documents": index.size})
        for line in lines:
            try:
                self._send(self._answer(index, line))
            except StoreError:
                # The next worker proves the index before it serves, and builds it anew.
                _log.exception("the index failed")
                return 1
        return 0

    def _open(self, options: argparse.Namespace) -> Index:
        from rust_agent_lsp.stores.embedding import SHIPPED_MODEL, load_encoder
        from rust_agent_lsp.stores.index_build import documents_of
        from rust_agent_lsp.stores.index_read import open_or_build
        from rust_agent_lsp.stores.knowledge import Knowledge

        encoder = load_encoder(options.model or SHIPPED_MODEL)
        documents = documents_of(Knowledge(options.knowledge).load_all())
        return open_or_build(
            options.cache, documents, encoder, self._progress, distrust=options.distrust
        )

    def _answer(self, index: Index, line: str) -> dict[str, Any]:
        identifier = None
        try:
            question = json.loads(line)
            identifier = question["id"]
            text, kinds = str(question["query"]), [str(kind) for kind in question["kinds"]]
            limit = int(question["limit"])
        except (ValueError, KeyError, TypeError) as error:
            return {"id": identifier, "error": f"malformed question: {error!r}"}
        hits = index.search(text, kinds, max(1, min(limit, 100)))
        return {"id": identifier, "hits": [asdict(hit) for hit in hits]}

    def _progress(self, done: int, total: int) -> None:
        self._send({"event": "progress", "done": done, "total": total})

    def _send(self, message: dict[str, Any]) -> None:
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()


def _lines_of_stdin() -> Iterator[str]:
    """Return the lines of stdin; the process ends at once when the other side is gone.

    A thread reads, so that the process ends in the middle of a build too; what it leaves
    behind is swept by the next builder.
    """
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        os._exit(0)

    def watch(parent: int) -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_LOOK_SECONDS)
        os._exit(0)

    def taken() -> Iterator[str]:
        while True:
            yield lines.get()

    threading.Thread(target=read, daemon=True).start()
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    return taken()


def _own_stdout() -> TextIO:
    """Keep stdout for the protocol: whatever a library prints goes to stderr from now on."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def main() -> int:
    """Run the worker on the command line's arguments and stdin; returns the exit status."""
    out = _own_stdout()
    # One thread is enough here, and more would take the editor's time.
    os.environ |= dict.fromkeys(_THREADS, "1") | {"TOKENIZERS_PARALLELISM": "false"}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--knowledge", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="a model folder instead of the shipped one")
    parser.add_argument("--distrust", action="store_true", help="build the index anew")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    return Worker(out).run(options, _lines_of_stdin())


if __name__ == "__main__":
    # Without the clean-up of Chroma's threads, which takes longer than the server waits.
    os._exit(main())
