"""The process that holds Chroma and the embedding model, so that the server need not.

`python -m rust_agent_lsp.stores.index_worker --cache DIR --knowledge DIR [--model DIR]` talks in
lines of JSON. It writes `{"event": "progress", "done", "total"}`, then `{"event": "ready",
"documents"}` or `{"event": "failed", "reason"}`, and answers `{"id", "query", "kinds", "limit",
"each"?}` with `{"id", "hits": [{"kind", "entry", "role", "score", "via", "features"}]}`.
`{"id", "attach": FOLDER}` has a further index searched, in place of the one that was attached
before; its answer has no hits.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rust_agent_lsp.model.errors import RustAgentError, StoreError
from rust_agent_lsp.stores.child import begin_anew, end_with, own_stdout, use_one_thread

# Chroma, numpy and tokenizers come in only once stdout is safe and the threads are counted.
if TYPE_CHECKING:
    from rust_agent_lsp.stores.index_read import Index
    from rust_agent_lsp.stores.intents import Intents

_log = logging.getLogger(__name__)
# Without a question for so long the worker makes itself ready for one.
_IDLE_SECONDS = 2.0


class Worker:
    """Answers questions about one knowledge folder until its input ends."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._indexes: list[Index] = []
        self._intents: Intents | None = None
        self._warm = False
        self._has_built = False

    def run(self, options: argparse.Namespace, lines: Iterable[str | None]) -> int:
        """Open or build the index, then answer `lines`; None among them is a time without
        questions. Returns the exit status."""
        try:
            index = self._open(options)
        except (RustAgentError, OSError) as error:
            self._send({"event": "failed", "reason": str(error)})
            return 1
        if self._has_built and not options.built:
            index.close()
            begin_anew(self._out, "--built")  # Building takes 100 MB that nobody needs any more.
        self._send({"event": "ready", "documents": index.size})
        self._indexes = [index]
        for line in lines:
            self._warm_up()
            if line is None:
                continue
            try:
                self._send(self._answer(line))
            except StoreError:
                # The next worker proves the index before it serves, and builds it anew.
                _log.exception("the index failed")
                return 1
        return 0

    def _open(self, options: argparse.Namespace) -> Index:
        from rust_agent_lsp.stores.embedding import load_encoder
        from rust_agent_lsp.stores.index_open import open_shipped
        from rust_agent_lsp.stores.models import installed_model

        encoder = load_encoder(options.model or installed_model())
        distrust = options.distrust and not options.built
        return open_shipped(
            options.cache, options.knowledge, encoder, self._progress, distrust=distrust
        )

    def _warm_up(self) -> None:
        """Load the model of intents, once: it takes longer than a question may, and many a server
        is asked none."""
        if not self._warm:
            from rust_agent_lsp.stores.intents import Intents

            self._warm, self._intents = True, Intents.load_if_whole()

    def _answer(self, line: str) -> dict[str, Any]:
        from rust_agent_lsp.stores.index_search import search

        identifier = None
        try:
            question = json.loads(line)
            identifier = question["id"]
            if "attach" in question:
                return {"id": identifier, **self._attach(Path(question["attach"]))}
            text, kinds = str(question["query"]), [str(kind) for kind in question["kinds"]]
            limit = max(1, min(int(question["limit"]), 100))
        except (ValueError, KeyError, TypeError) as error:
            return {"id": identifier, "error": f"malformed question: {error!r}"}
        each = bool(question.get("each"))
        hits = search(self._indexes, text, kinds, limit, each=each, intents=self._intents)
        return {"id": identifier, "hits": [asdict(hit) for hit in hits]}

    def _attach(self, path: Path) -> dict[str, Any]:
        """Open a further index; one that cannot be read is not searched, and the others are."""
        from rust_agent_lsp.stores.index_read import Index

        try:
            further = Index.open(path, self._indexes[0].encoder)
        except StoreError as error:
            _log.warning("%s", error)
            return {"error": str(error)}
        for old in self._indexes[1:]:
            old.close()
        self._indexes[1:] = [further]
        return {"hits": []}

    def _progress(self, done: int, total: int) -> None:
        self._has_built = True
        self._send({"event": "progress", "done": done, "total": total})

    def _send(self, message: dict[str, Any]) -> None:
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()


def _lines_of_stdin() -> Iterator[str | None]:
    """Return the lines of stdin, None where the first does not come soon; the process ends at once
    when the other side is gone.

    A thread reads, so that the process ends in the middle of a build too; what it leaves
    behind is swept by the next builder.
    """
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        os._exit(0)

    def taken() -> Iterator[str | None]:
        try:
            yield lines.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            yield None
        while True:
            yield lines.get()

    threading.Thread(target=read, daemon=True).start()
    end_with(os.getppid())
    return taken()


def main() -> int:
    """Run the worker on the command line's arguments and stdin; returns the exit status."""
    out = own_stdout()
    use_one_thread()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--knowledge", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in use")
    parser.add_argument("--distrust", action="store_true", help="build the index anew")
    parser.add_argument("--built", action="store_true", help="it has just been built")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    return Worker(out).run(options, _lines_of_stdin())


if __name__ == "__main__":
    # Without the clean-up of Chroma's threads, which takes longer than the server waits.
    os._exit(main())
