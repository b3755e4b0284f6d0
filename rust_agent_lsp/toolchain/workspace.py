"""Finds workspaces and packages by reading folders and manifests, because nothing may be run
before the workspace is trusted."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

_PRODUCTS = ("target", "node_modules")


def find_workspace(path: Path) -> Path | None:
    """Return the root folder of the cargo workspace that `path` belongs to, or None.

    That is the folder named by `package.workspace` or the next one upwards with a `[workspace]`
    that does not exclude the package, else the package's own folder. Runs nothing.
    """
    start = Path(os.path.normpath(path.absolute()))
    package = next((f for f in (start, *start.parents) if (f / "Cargo.toml").is_file()), None)
    if package is None:
        return None
    manifest = _manifest(package)
    if "workspace" in manifest:
        return package
    named = _table(manifest, "package").get("workspace")
    if isinstance(named, str):
        return Path(os.path.normpath(package / named))
    for folder in package.parents:
        above = _manifest(folder)
        if "workspace" in above:
            return package if _excluded(package, folder, _table(above, "workspace")) else folder
    return package


def rust_version(path: Path) -> tuple[int, int] | None:
    """Return the oldest Rust that the package of `path` is written for, by its manifest; None
    where it names none."""
    named = _of_package(path, "rust-version")
    found = re.match(r"(\d+)\.(\d+)", named) if isinstance(named, str) else None
    return (int(found[1]), int(found[2])) if found else None


def edition(path: Path, lone: str) -> str:
    """Return the edition that the package of `path` is of, `lone` where there is no package."""
    if not any((folder / "Cargo.toml").is_file() for folder in path.absolute().parents):
        return lone
    named = _of_package(path, "edition")
    return named if isinstance(named, str) and re.fullmatch(r"20\d\d", named) else "2015"


def _of_package(path: Path, key: str) -> Any:
    """Return what the manifest of `path`'s package says of itself, its workspace's word included;
    None without a package."""
    package = next((f for f in path.absolute().parents if (f / "Cargo.toml").is_file()), None)
    if package is None:
        return None
    named = _table(_manifest(package), "package").get(key)
    if isinstance(named, dict):
        above = _table(_manifest(find_workspace(package) or package), "workspace")
        named = _table(above, "package").get(key)
    return named


def dependency_names(path: Path) -> frozenset[str] | None:
    """Return the crates that the package of `path` asks for by its manifest, under the names that
    its code has for them; None where there is no package."""
    package = next((f for f in path.absolute().parents if (f / "Cargo.toml").is_file()), None)
    if package is None:
        return None
    manifest = _manifest(package)
    tables = [manifest, *(t for t in _table(manifest, "target").values() if isinstance(t, dict))]
    kinds = ("dependencies", "dev-dependencies", "build-dependencies")
    return frozenset(name for table in tables for kind in kinds for name in _table(table, kind))


def package_folders(package: Path, most: int) -> list[Path]:
    """Return the folders of `package`, nearest first and at most `most`, without those of build
    products and of packages within it."""
    found = [package]
    for folder in found:
        with contextlib.suppress(OSError):
            found += [
                Path(entry.path)
                for entry in os.scandir(folder)
                if entry.is_dir(follow_symlinks=False)
                and not entry.name.startswith(".")
                and entry.name not in _PRODUCTS
                and not Path(entry.path, "Cargo.toml").is_file()
            ]
        if len(found) >= most:
            break
    return found[:most]


def disk_state(root: Path, most: int) -> tuple[tuple[str, int, int], ...] | None:
    """Return path, modification time (ns) and size of every file below `root`, build products
    left out; None when there are more than `most`."""
    found: list[tuple[str, int, int]] = []
    folders = [str(root)]
    for folder in folders:
        entries: list[os.DirEntry[str]] = []
        with contextlib.suppress(OSError), os.scandir(folder) as listing:
            entries += listing
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".git") and entry.name not in _PRODUCTS:
                        folders.append(entry.path)
                    continue
                stat = entry.stat()
                found.append((entry.path, stat.st_mtime_ns, stat.st_size))
        if len(found) > most:
            return None
    return tuple(sorted(found))


def _excluded(package: Path, root: Path, workspace: dict[str, Any]) -> bool:
    """Say whether `workspace` leaves the package out; being listed as a member wins."""
    inside = package.relative_to(root)

    def listed(key: str) -> bool:
        return any(inside.is_relative_to(os.path.normpath(p)) for p in workspace.get(key) or ())

    return listed("exclude") and not listed("members")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        return _parsed((folder / "Cargo.toml").read_bytes())
    except OSError:
        return {}


@lru_cache(maxsize=64)
def _parsed(manifest: bytes) -> dict[str, Any]:
    """Parse once for each text: a hover asks several times, a large manifest takes milliseconds."""
    try:
        return tomllib.loads(manifest.decode())
    except ValueError:
        return {}  # half-typed manifests are normal; cargo reports them


def _table(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}
