"""The immutable index: built once for its content, by one builder, then only read.

Measured: two writers on one Chroma folder destroy it, so a folder is filled under a lock and a
temporary name, and takes its real name (the hash of what is in it) only when it is complete.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from importlib.metadata import version
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.embedding import Encoder
from rust_agent_lsp.stores.index_content import FILES, Progress, write_content
from rust_agent_lsp.stores.index_texts import IndexDocument

FORMAT = 8
MANIFEST = "manifest.json"
IN_USE = "in-use"

_NOTE = "found-"
_UNFINISHED, _DAMAGED, _GOING = ".building-", ".damaged-", ".going-"


def index_path(cache: Path, documents: Sequence[IndexDocument], encoder: Encoder) -> Path:
    """Return where the index of exactly these documents and vectors lives below `cache`."""
    # Chroma's files are never migrated: another version means another index.
    parts = [str(FORMAT), version("chromadb"), encoder.digest]
    parts += sorted(json.dumps(astuple(document)) for document in documents)
    return cache / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def ensure_index(
    cache: Path, documents: Sequence[IndexDocument], encoder: Encoder, progress: Progress
) -> Path:
    """Return the folder of the index of `documents`, building it if nobody has yet.

    A second builder waits for the first. Raises `StoreError` when it cannot be written.
    """
    path = index_path(cache, documents, encoder)
    if path.is_dir():
        return path
    with _only_builder(cache):
        if not path.is_dir():
            _sweep(cache, _UNFINISHED, _GOING)
            _build(cache, path, documents, encoder, progress)
            _remove_outdated(cache, keep=path)
    return path


def remember(cache: Path, key: str, path: Path) -> None:
    """Note that the index for what `key` stands for is at `path`, so that it is found unread."""
    with contextlib.suppress(OSError):  # only a short cut
        note = cache / f"{_NOTE}{key}"
        note.with_suffix(f".{os.getpid()}").write_text(path.name)
        note.with_suffix(f".{os.getpid()}").replace(note)


def remembered(cache: Path, key: str) -> Path | None:
    """Return the folder that was noted for `key`, if it is there."""
    try:
        name = (cache / f"{_NOTE}{key}").read_text()
    except OSError:
        return None
    path = cache / Path(name).name
    return path if name and path.is_dir() else None


def key_of(files: Iterable[Path], *further: str) -> str:
    """Return a key for the present state of `files`, by their sizes and times of change."""
    parts = [str(FORMAT), version("chromadb"), *further]
    for file in files:
        stat = file.stat()
        parts.append(f"{file} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def quarantine(path: Path, inode: int) -> None:
    """Set the damaged index at `path` aside, unless its `inode` shows that another did already.

    The latest damaged one is kept for whoever wants to know why. Raises `StoreError`.
    """
    with _only_builder(path.parent):
        if path.is_dir() and path.stat().st_ino == inode:
            _sweep(path.parent, _DAMAGED)
            path.rename(path.with_name(f"{_DAMAGED}{path.name}"))


@contextmanager
def _only_builder(cache: Path) -> Iterator[None]:
    """Hold the builders' lock; the system lets go of it when the holder dies."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with (cache / "build.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(f"the index cannot be written to {cache}: {reason}") from error


def _build(
    cache: Path,
    path: Path,
    documents: Sequence[IndexDocument],
    encoder: Encoder,
    progress: Progress,
) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=cache))
    try:
        write_content(unfinished, documents, encoder, progress)
        (unfinished / IN_USE).touch()
        hashes = {name: digest_of(unfinished / name) for name in FILES}
        (unfinished / MANIFEST).write_text(
            json.dumps({"format": FORMAT, "documents": len(documents), **hashes})
        )
        _sync(unfinished)
        unfinished.rename(path)
        _sync_one(cache)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def digest_of(file: Path) -> str:
    """Return the sha256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _remove_outdated(cache: Path, keep: Path) -> None:
    """Remove all indexes but `keep`, the newest other one and those that somebody reads."""
    others = [folder for folder in cache.iterdir() if (folder / MANIFEST).is_file()]
    others = [o for o in others if o != keep and not o.name.startswith(".")]
    for note in cache.glob(f"{_NOTE}*"):
        note.unlink(missing_ok=True)
    others.sort(key=lambda folder: (folder / MANIFEST).stat().st_mtime, reverse=True)
    for folder in others[1:]:
        with (folder / IN_USE).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            # Renamed while locked, so that no reader gets hold of a half-removed one.
            going = folder.rename(folder.with_name(_GOING + folder.name))
        shutil.rmtree(going, ignore_errors=True)


def _sweep(cache: Path, *prefixes: str) -> None:
    """Remove what killed builders left; only the holder of the builders' lock may call this."""
    for folder in cache.iterdir():
        if folder.name.startswith(prefixes):
            shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Bring everything below `folder` to the disk before its name says that it is complete."""
    for path in (*folder.rglob("*"), folder):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
