"""Reads crates in a process of its own: parsing holds the interpreter's lock, and sources that
others wrote may be made to take all there is.

`python -m rust_agent_lsp.features.crate_worker --store FILE --parent PID [--concepts FILE]` takes
`{"name", "version", "root"}` lines, writes each crate into the store, and answers each with
`{"files", "lines", "uses", "patterns", "left_out"}` or `{"failed"}`. Nothing of a crate is run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from rust_agent_lsp.ingest.crate_places import Spot, Spots, unfolded
from rust_agent_lsp.ingest.crate_sources import CrateSource, read_source, source_texts
from rust_agent_lsp.ingest.crate_uses import functions_in, uses_in
from rust_agent_lsp.ingest.std_items import StdItems, std_items
from rust_agent_lsp.matching.patterns.engine import hits
from rust_agent_lsp.model.crate_use import CratePlace, UsedKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.child import end_with, own_stdout
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.stores.crate_uses import PLACES_EACH, CrateRead, CrateUses, Used

_FILE_SECONDS = 10.0
_CRATE_SECONDS = 300.0
"""Of the processor's time, for one file and for all of one crate."""
_MOST_MEMORY = 2 << 30
_Key = tuple[UsedKind, str]


class _TooLong(Exception):
    """A file takes longer than any that somebody wrote."""


def main() -> int:
    """Serve until the input ends; returns the exit status."""
    out = own_stdout()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--concepts", type=Path)
    parser.add_argument("--parent", type=int, default=os.getppid())
    options = parser.parse_args()
    os.nice(10)
    end_with(options.parent)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    signal.signal(signal.SIGVTALRM, _too_long)
    items = StdItems()
    with closing(CrateUses(options.store, write=True)) as store:
        if options.concepts:
            with closing(Concepts(options.concepts)) as concepts:
                items = std_items(concepts.all())
            store.name_aliases(items.aliases)
        for line in sys.stdin:
            wanted = json.loads(line)
            crate = CrateSource(wanted["name"], wanted["version"], Path(wanted["root"]))
            try:
                answer = _learn(crate, items, store)
            except (StoreError, MemoryError) as error:
                answer = {"failed": str(error) or "it takes too much memory"}
            print(json.dumps(answer), file=out, flush=True)
    return 0


def _learn(crate: CrateSource, items: StdItems, store: CrateUses) -> dict[str, object]:
    read = read_crate(crate, items)
    store.put(read)
    uses = {kind: sum(u.uses for u in read.used if u.kind is kind) for kind in UsedKind}
    return {
        "files": read.files,
        "lines": read.lines,
        "left_out": read.left_out,
        "uses": uses[UsedKind.STD],
        "patterns": uses[UsedKind.PATTERN],
    }


def read_crate(crate: CrateSource, items: StdItems) -> CrateRead:
    """Return what a crate uses; files that are gone, too large or too slow to read are left out."""
    began = time.process_time()
    found = source_texts(crate)
    texts = {file: text for file in found.files if (text := read_source(crate, file)) is not None}
    own = set[str]().union(*map(functions_in, texts.values()))
    counts = Counter[_Key]()
    spots = defaultdict[_Key, list[tuple[Spot, str]]](list)
    files = lines = 0
    for file, text in texts.items():
        if time.process_time() - began > _CRATE_SECONDS:
            break
        try:
            with _limited():
                of_file = list(_of_file(text, items, own))
        except _TooLong:
            continue
        files, lines = files + 1, lines + text.count(b"\n")
        for key, spot in of_file:
            counts[key] += 1
            _keep(spots[key], spot, file)
    left_out = found.left_out + len(found.files) - files
    used = tuple(
        Used(kind, key, items.names.get(key, key), uses, _places(crate, spots[kind, key]))
        for (kind, key), uses in counts.items()
    )
    root = str(crate.root)
    return CrateRead(crate.name, crate.version, root, found.digest, files, lines, left_out, used)


def _of_file(text: bytes, items: StdItems, own: set[str]) -> Iterator[tuple[_Key, Spot]]:
    text, tree = unfolded(text)
    spots = Spots(text, tree)
    for use in uses_in(tree, items, own):
        yield (UsedKind.STD, use.key), spots.of_use(use.offset, use.certain)
    for hit in hits(text):
        # What should not be imitated is no example.
        if not hit.bad:
            spot = spots.of_pattern(hit.span.start, hit.span.end, hit.score)
            yield (UsedKind.PATTERN, hit.id), spot


def _keep(best: list[tuple[Spot, str]], spot: Spot, file: str) -> None:
    """Keep a place if it is among the best, one for each function."""
    if len(best) == PLACES_EACH and spot.cost >= best[-1][0].cost:
        return
    if all((spot.first, file) != (other.first, known) for other, known in best):
        best.append((spot, file))
        best.sort(key=lambda one: one[0].cost)
        del best[PLACES_EACH:]


def _places(crate: CrateSource, best: list[tuple[Spot, str]]) -> tuple[CratePlace, ...]:
    return tuple(
        CratePlace(
            crate.name, crate.version, str(crate.root / file), file, spot.line, spot.first,
            spot.last, spot.inside, spot.cost,
        )
        for spot, file in best
    )  # fmt: skip


@contextmanager
def _limited() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_VIRTUAL, _FILE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLong


if __name__ == "__main__":
    sys.exit(main())
