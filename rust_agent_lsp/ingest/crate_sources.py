"""Which crates lie on this disk, and their source texts, read so that no crate leads out of its
folder or makes us read without end."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 512 * 1024
"""In bytes; what is larger was written by a program, for the most part."""
MOST_FILES = 4_000
MOST_BYTES = 64 << 20
_LARGEST_MANIFEST = 1 << 20
_MOST_FOLDERS = 2_000

_LEFT_OUT = frozenset(("target", "tests", "benches", "fuzz", "node_modules"))
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VERSION = re.compile(r"[A-Za-z0-9.+-]{1,64}")


@dataclass(frozen=True, slots=True)
class CrateSource:
    """One crate with its sources in the folder `root`, its symbolic links resolved."""

    name: str
    version: str
    root: Path


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """The Rust files of a crate, as paths below its folder; `left_out` were too many or large.

    `digest` changes with the files' names, sizes and times.
    """

    files: tuple[str, ...]
    left_out: int
    digest: str


def crates_in(folder: Path) -> list[CrateSource]:
    """Return the crates whose folders lie in `folder`, by name; links are not followed."""
    with os.scandir(folder) as listing:
        folders = [Path(e.path) for e in listing if e.is_dir(follow_symlinks=False)]
    found = (crate_at(path) for path in sorted(folders))
    return [crate for crate in found if crate is not None]


def crate_at(folder: Path) -> CrateSource | None:
    """Return the crate in `folder`; None where its manifest names none."""
    text = _read(folder / "Cargo.toml", _LARGEST_MANIFEST)
    try:
        package = tomllib.loads((text or b"").decode()).get("package")
    except (ValueError, RecursionError):
        return None
    if not isinstance(package, dict):
        return None
    name, version = package.get("name"), package.get("version", "0.0.0")
    return crate_named(name, version, folder)


def crate_named(name: object, version: object, folder: Path) -> CrateSource | None:
    """Return the crate in `folder` where name and version are ones that cargo would take."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    # A version may come from the workspace's manifest.
    plain = version if isinstance(version, str) and _VERSION.fullmatch(version) else "0.0.0"
    return CrateSource(name, plain, folder.resolve())


def source_texts(crate: CrateSource) -> SourceTexts:
    """Return the Rust files of a crate without its tests, benchmarks and build products."""
    files: list[str] = []
    digest = hashlib.sha256()
    left_out = total = 0
    for path, found in sorted(_rust_files(crate.root), key=lambda one: one[0]):
        size = found.st_size
        too_much = len(files) == MOST_FILES or total + size > MOST_BYTES
        if size > LARGEST_FILE or too_much:
            left_out += 1
            continue
        total += size
        files.append(path)
        digest.update(f"{path}\0{size}\0{found.st_mtime_ns}\n".encode(errors="replace"))
    return SourceTexts(tuple(files), left_out, digest.hexdigest()[:32])


def read_source(crate: CrateSource, file: str) -> bytes | None:
    """Return the text of a file of `source_texts`; None where it is gone or no such file now."""
    path = crate.root / file
    if not path.resolve().is_relative_to(crate.root):
        return None
    return _read(path, LARGEST_FILE)


def _rust_files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path below `root` of each plain `.rs` file, with what is known of it."""
    folders = [root]
    for number, folder in enumerate(folders):
        if number == _MOST_FOLDERS:
            return
        with contextlib.suppress(OSError), os.scandir(folder) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    # Another package within this one would be counted with this one.
                    nested = Path(entry.path, "Cargo.toml").exists()
                    plain = entry.name.isprintable() and entry.name[0] != "."
                    if plain and entry.name not in _LEFT_OUT and not nested:
                        folders.append(Path(entry.path))
                elif not entry.name.isprintable():
                    continue  # nobody could be shown such a place
                elif entry.name.endswith(".rs") and entry.is_file(follow_symlinks=False):
                    yield os.path.relpath(entry.path, root), entry.stat(follow_symlinks=False)


def _read(path: Path, most: int) -> bytes | None:
    """Read a plain file of at most `most` bytes; a pipe, link or device is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        try:
            text = file.read(most + 1)
        except OSError:
            return None
    return text if len(text) <= most else None
