"""Which entries the installed toolchain has left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rust_agent_lsp.features.review import Row, Section
from rust_agent_lsp.ingest.coverage import Known, coverage
from rust_agent_lsp.model.entry import Entry

_NEW = "new, and without an entry"


def stale(entries: Sequence[Entry], known: Known, docs_root: Path, toolchain: str) -> Section:
    """Hold the entries against a toolchain and its documentation."""
    found = coverage(entries, known)
    rows = [
        *_rows(found.unknown, "the toolchain does not know it"),
        *_rows(found.wrongly_retired, "called retired, and given again"),
        *_rows(sorted(set(found.missing_codes) - set(found.wrongly_retired)), _NEW),
        *_rows(found.missing_rustc_lints, "a new lint without an entry"),
        *_rows(found.missing_clippy_lints, "a new lint without an entry"),
        *_dead(entries, docs_root),
    ]
    todo = "Update this program; `rust-agent-lsp knowledge coverage` shows the same in full."
    title = f"Entries that {toolchain} has left behind"
    return Section("stale", title, tuple(rows), todo if rows else "")


def _rows(names: Sequence[str], why: str) -> Iterator[Row]:
    yield from (Row(name, 1, why) for name in names)


def _dead(entries: Sequence[Entry], docs_root: Path) -> Iterator[Row]:
    there: dict[str, bool] = {}
    for entry in entries:
        pages = {link.partition("#")[0] for link in entry.docs if ".html" in link}
        for page in sorted(pages):
            if page not in there:
                there[page] = (docs_root / page).is_file()
            if not there[page]:
                yield Row(entry.name, 1, f"rests on {page}, which is gone")
