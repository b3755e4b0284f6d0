"""Reads the crates that a workspace depends on, or any on this disk: which std items and patterns
they use, and where that is shown best."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rust_agent_lsp.ingest.crate_sources import (
    CrateSource,
    crate_named,
    crates_in,
    source_texts,
)
from rust_agent_lsp.matching import patterns
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.child import command_of, started
from rust_agent_lsp.stores.crate_uses import FOLDER, FORMAT, CrateUses, remove_others
from rust_agent_lsp.toolchain.metadata import dependencies

READER = 1
"""Counts the changes of what is read from the same sources."""

Progress = Callable[[int, int, str], None]
"""Hears how many crates are done, of how many, and which was the last."""

_LOOK_SECONDS = 0.1
_STUCK_SECONDS = 900.0
"""So long on one crate, by the clock: far beyond what the worker allows itself."""


@dataclass
class Learned:
    """How it went. `known` were read before; `failed` says why some could not be read now;
    `stopped` before all were read: the next time goes on from there."""

    store: Path
    known: int = 0
    crates: int = 0
    files: int = 0
    lines: int = 0
    left_out: int = 0
    uses: int = 0
    patterns: int = 0
    seconds: float = 0.0
    failed: dict[str, str] = field(default_factory=dict)
    stopped: bool = False

    def told(self) -> list[str]:
        """Return it in words, a sentence each."""
        speed = self.lines / self.seconds if self.seconds else 0
        said = [
            f"{number_of(self.crates, 'crate')} read, {self.known:,} known before:"
            f" {number_of(self.files, 'file')}, {number_of(self.lines, 'line')}"
            f" in {self.seconds:.1f} s ({speed:,.0f} a second)",
            f"{number_of(self.uses, 'use')} of std items,"
            f" {number_of(self.patterns, 'place')} of patterns",
        ]
        if self.left_out:
            files = number_of(self.left_out, "file")
            said.append(f"{files} left out: too large, too many or too slow to read")
        said += [f"{crate} was not read: {why}" for crate, why in sorted(self.failed.items())]
        if self.stopped:
            said.append("Stopped; what was read is kept, and the next time goes on from there")
        return said

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {**vars(self), "store": str(self.store), "seconds": round(self.seconds, 2)}


def number_of(count: int, thing: str) -> str:
    """Return a number with what it counts."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def sources_of(path: Path, cache: Path, cancel: threading.Event) -> list[CrateSource]:
    """Return the crates that are meant by a folder: the dependencies of the workspace there, which
    must be trusted, else those that lie in it.

    Raises `ToolchainError` where there are none, or cargo does not name them.
    """
    try:
        if (path / "Cargo.toml").is_file():
            packages = dependencies(path, cache, cancel)
            named = (crate_named(p.name, p.version, p.folder) for p in packages)
            found = [crate for crate in named if crate is not None]
            what = "depends on no crate"
        else:
            found = crates_in(path)
            what = "is no workspace, and no folder of crates"
    except OSError as error:
        raise ToolchainError(f"{path} cannot be read: {error.strerror}") from error
    if not found:
        raise ToolchainError(f"{path} {what}.")
    return found


def uses_path(cache: Path, concepts: Path | None) -> Path:
    """Return the file below `cache` for what is read in this very way, with these std items."""
    digest = hashlib.sha256(f"{FORMAT} {READER} {concepts.stem if concepts else ''}".encode())
    folder = Path(patterns.__path__[0])
    for file in sorted((*folder.glob("*.py"), *folder.glob("rules/*.rules"))):
        digest.update(file.read_bytes())
    return cache / FOLDER / f"{digest.hexdigest()[:32]}.sqlite3"


def learn(
    crates: Iterable[CrateSource],
    store: Path,
    concepts: Path | None,
    progress: Progress,
    cancel: threading.Event,
    workers: int = 0,
) -> Learned:
    """Read the crates that are not known yet, in `workers` processes (as many as processors).

    Blocks until all are read, or `cancel` is set; each crate is kept as soon as it is read. Without
    `concepts` only patterns are found. Raises `StoreError`.
    """
    began = time.monotonic()
    unique = {(crate.name, crate.version): crate for crate in crates}
    with closing(CrateUses(store, write=True)) as uses:
        todo = list(_unknown(unique.values(), uses))
    done = Learned(store, known=len(unique) - len(todo))
    count = min(workers or os.cpu_count() or 1, len(todo))
    command = [*command_of("rust_agent_lsp.features.crate_worker"), "--store", str(store)]
    command += ["--parent", str(os.getpid()), *(["--concepts", str(concepts)] if concepts else ())]
    queue = _Queue(todo, done, progress)
    running = [_Reader(command, queue) for _ in range(count)]
    try:
        while any(reader.is_alive() for reader in running):
            if cancel.wait(_LOOK_SECONDS):
                done.stopped = True
                break
            for reader in running:
                reader.end_if_stuck()
    finally:
        queue.close()
        for reader in running:
            reader.end()
        for reader in running:
            reader.join()
    done.seconds = time.monotonic() - began
    if not done.stopped:
        with suppress(OSError):  # what is too much does no harm
            remove_others(store)
    return done


def _unknown(crates: Iterable[CrateSource], uses: CrateUses) -> Iterator[CrateSource]:
    """Yield what was not read yet, or has changed since."""
    known = uses.known()
    for crate in crates:
        digest, root = known.get((crate.name, crate.version), ("", ""))
        if not digest or source_texts(crate).digest != digest:
            yield crate
        elif root != str(crate.root):
            uses.moved(crate.name, crate.version, str(crate.root))


class _Queue:
    """What is left to read, and what came of the rest. Safe for any thread."""

    def __init__(self, todo: list[CrateSource], done: Learned, progress: Progress) -> None:
        self._todo = todo[::-1]
        self._total = len(todo)
        self._done = done
        self._progress = progress
        self._lock = threading.Lock()

    def close(self) -> None:
        with self._lock:
            self._todo.clear()

    def next(self) -> CrateSource | None:
        with self._lock:
            return self._todo.pop() if self._todo else None

    def take(self, crate: CrateSource, answer: dict[str, Any]) -> None:
        done = self._done
        with self._lock:
            if "failed" in answer:
                done.failed[f"{crate.name} {crate.version}"] = str(answer["failed"])
            else:
                done.crates += 1
                for name in ("files", "lines", "left_out", "uses", "patterns"):
                    setattr(done, name, getattr(done, name) + int(answer[name]))
            self._progress(done.crates + len(done.failed), self._total, crate.name)


class _Reader(threading.Thread):
    """Gives crates to one process after the other; another takes the place of one that died."""

    def __init__(self, command: list[str], queue: _Queue) -> None:
        super().__init__(name="learn-crates", daemon=True)
        self._command = command
        self._queue = queue
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._since = 0.0
        self._ended = False
        self.start()

    def run(self) -> None:
        while (crate := self._queue.next()) is not None:
            self._since = time.monotonic()
            answer = self._ask(crate)
            if self._ended and "failed" in answer:
                return
            self._queue.take(crate, answer)
        self.end()

    def end(self) -> None:
        """End the process; a crate that it was about is not written."""
        with self._lock:
            self._ended = True
            self._kill()

    def end_if_stuck(self) -> None:
        """End a process that is at one crate for too long."""
        with self._lock:
            if self._process is not None and time.monotonic() - self._since > _STUCK_SECONDS:
                self._kill()

    def _ask(self, crate: CrateSource) -> dict[str, Any]:
        try:
            process = self._running()
            if process is None or process.stdin is None or process.stdout is None:
                return {"failed": "stopped"}
            wanted = {"name": crate.name, "version": crate.version, "root": str(crate.root)}
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
        except (OSError, ValueError) as error:
            with self._lock:
                self._kill()
            return {"failed": f"its reader ended: {error}"}
        return answer if isinstance(answer, dict) else {"failed": "its reader is confused"}

    def _running(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._process is None and not self._ended:
                self._process = started(self._command)
            return self._process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
