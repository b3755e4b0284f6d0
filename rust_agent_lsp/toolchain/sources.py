"""What a package's own sources are like, where that decides which calls of rustc are needed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# What compiles otherwise when tests are built, or may bring in text from elsewhere that does:
# `cfg(test)`, `#[test]`, `#[bench]`, `include!`, `#[path = "…"]`, `#![no_std]`, `#![no_main]`.
_APART = re.compile(rb"test|bench|include|path\s*=|no_(?:std|core|main)|feature\s*\(")
_MOST_FILES = 2000

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """`size` in bytes of all sources; `tests_differ` when the tests' build may say something that
    the plain one does not."""

    size: int
    tests_differ: bool


class Sources:
    """The `src` folder of one package; what a file holds is looked at once for each state of it."""

    def __init__(self, package: Path) -> None:
        self._folder = package / "src"
        self._seen: dict[str, tuple[Stamp, bool]] = {}

    def survey(self, overlay: Mapping[Path, bytes]) -> Survey:
        """Return what the sources are like with `overlay` over them; raises OSError."""
        laid = {str(path): text for path, text in overlay.items() if path.suffix == ".rs"}
        size, differ = sum(map(len, laid.values())), any(map(_APART.search, laid.values()))
        for number, entry in enumerate(_files(str(self._folder))):
            if entry.is_symlink() or number >= _MOST_FILES:
                return Survey(size, tests_differ=True)
            if entry.path not in laid and entry.name.endswith(".rs"):
                stat = entry.stat()
                stamp = stat.st_mtime_ns, stat.st_size, stat.st_ino
                size += stat.st_size
                differ = self._differs(entry.path, stamp) or differ
        return Survey(size, bool(differ))

    def _differs(self, path: str, stamp: Stamp) -> bool:
        seen = self._seen.get(path)
        if seen is None or seen[0] != stamp:
            seen = self._seen[path] = stamp, bool(_APART.search(Path(path).read_bytes()))
        return seen[1]


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield every file and link below `folder`."""
    folders = [folder]
    for one in folders:
        with os.scandir(one) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    yield entry
