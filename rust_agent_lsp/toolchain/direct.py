"""Calls rustc as cargo did the last time, without cargo, where nothing else has to be built.

For a small package cargo itself takes longer than the compiler. A wrapper that cargo starts in
front of rustc writes each call down; while only source files change, the same calls say the same.
"""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.toolchain.locate import cargo_home
from rust_agent_lsp.toolchain.process import Completed, Policy, State, run_confined
from rust_agent_lsp.toolchain.shadow import Shadow, signature_of

_RECORDER = """\
#!/bin/sh
{ /usr/bin/env -0; printf '\\1\\0'; printf '%s\\0' "$@"; } > "$RUST_AGENT_CALLS/$$" 2>/dev/null
exec "$@"
"""
# A manifest with anything else (targets of its own, a build script, members, patches) is left to
# cargo.
_TABLES = {"package", "dependencies", "dev-dependencies", "features", "lints", "profile"}
_PACKAGE_KEYS = {
    "authors", "categories", "default-run", "description", "documentation", "edition", "homepage",
    "keywords", "license", "name", "publish", "readme", "repository", "rust-version", "version",
}  # fmt: skip
# A job server that is gone; rustc would complain.
_NOT_REPEATED = ("CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS", "RUST_AGENT_CALLS")

Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One call of rustc: a target, or its tests; `source` is as cargo names it."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    source: str
    test: bool


class Direct:
    """The calls that cargo made for the package of one shadow; not for several threads at once."""

    def __init__(self, shadow: Shadow) -> None:
        self._shadow = shadow
        self._calls = shadow.target / "calls"
        self._units: dict[tuple[str, bool], Unit] = {}
        self._signature: Signature | None = None
        self._recorder = shadow.slot / "record.sh"

    def recorder(self) -> dict[str, str]:
        """Return what to add to cargo's environment, so that its calls are written down; nothing
        where that cannot be done."""
        try:
            self._calls.mkdir(exist_ok=True)
            for call in self._calls.iterdir():
                call.unlink()
            if not self._recorder.is_file():
                self._recorder.write_text(_RECORDER)
                self._recorder.chmod(0o700)
        except OSError:
            return {}
        if not os.access(self._recorder, os.X_OK):
            return {}
        return {
            "RUSTC_WORKSPACE_WRAPPER": str(self._recorder),
            "RUST_AGENT_CALLS": str(self._calls),
        }

    def take(self, cargo: Sequence[str], environ: Mapping[str, str]) -> None:
        """Read the calls of the run of `cargo` that has just ended."""
        signature = self._now(cargo, environ)
        if signature != self._signature:
            self._units.clear()
            self._signature = signature
        for unit in _read(self._calls):
            self._units[unit.source, unit.test] = unit

    def units(
        self, cargo: Sequence[str], overlay: Mapping[Path, bytes], environ: Mapping[str, str]
    ) -> list[Unit]:
        """Return the calls that stand for running `cargo` now, libraries first; none where only
        cargo will do."""
        root = self._shadow.root
        if self._signature is None or self._signature != self._now(cargo, environ):
            return []
        if not all(path.suffix == ".rs" and path.is_file() for path in overlay):
            return []
        wanted = set(_targets(root))
        if not wanted or not wanted <= self._units.keys() or not _is_plain(root):
            return []
        if any("OUT_DIR" in self._units[key].env for key in wanted):
            return []
        return [self._units[key] for key in sorted(wanted)]

    def run(
        self, units: Sequence[Unit], policy: Policy, cancel: threading.Event, timeout: float
    ) -> Completed:
        """Make the calls, those of programs after that of their library; return them as one.

        As under cargo, programs are not compiled when the library does not compile.
        """
        library = [u for u in units if u.source == "src/lib.rs"]
        rest = [u for u in units if u.source != "src/lib.rs"]
        done: list[Completed] = []

        def call(unit: Unit) -> Completed:
            return run_confined(unit.argv, self._shadow.folder, unit.env, policy, cancel, timeout)

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for group in (library, rest):
                if any(run.returncode for run in done[:1]):
                    break
                done += pool.map(call, group)
        worst = next((r for r in done if r.state is not State.DONE), None)
        worst = worst or next((r for r in done if r.returncode), done[0])
        return Completed(
            worst.returncode,
            b"".join(run.stdout for run in done),
            b"".join(run.stderr for run in done),
            worst.state,
            worst.confined,
        )

    def _now(self, cargo: Sequence[str], environ: Mapping[str, str]) -> Signature:
        """Return what must not have changed: the call, and all that cargo reads beside sources."""
        root = self._shadow.root
        files = [root / "Cargo.toml", root / "Cargo.lock", Path(environ.get("RUSTC", ""))]
        for folder in (root, *root.parents):
            files += [folder / ".cargo/config.toml", folder / ".cargo/config"]
            files += [folder / "rust-toolchain.toml", folder / "rust-toolchain"]
        files += [cargo_home(environ) / "config.toml", cargo_home(environ) / "config"]
        return (tuple(cargo), *(signature_of(file) for file in files))


def _targets(root: Path) -> Iterator[tuple[str, bool]]:
    """Yield the source of each target that cargo finds by itself, and if it is a test build."""
    for pattern, modes in (
        ("src/lib.rs", (False, True)),
        ("src/main.rs", (False, True)),
        ("src/bin/*.rs", (False, True)),
        ("src/bin/*/main.rs", (False, True)),
        ("examples/*.rs", (False,)),
        ("examples/*/main.rs", (False,)),
        ("tests/*.rs", (True,)),
        ("tests/*/main.rs", (True,)),
        ("benches/*.rs", (True,)),
        ("benches/*/main.rs", (True,)),
    ):
        for path in root.glob(pattern):
            for test in modes:
                yield str(path.relative_to(root)), test


def _is_plain(root: Path) -> bool:
    """Say whether cargo only has this one package to build, in its usual form."""
    try:
        manifest = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if (root / "build.rs").exists() or not manifest.keys() <= _TABLES:
        return False
    package = manifest.get("package")
    if not isinstance(package, dict) or not package.keys() <= _PACKAGE_KEYS:
        return False
    return not any(
        isinstance(dependency, dict) and "path" in dependency
        for table in ("dependencies", "dev-dependencies")
        for dependency in _values(manifest.get(table))
    )


def _values(table: Any) -> Iterator[Any]:
    yield from table.values() if isinstance(table, dict) else ()


def _read(folder: Path) -> Iterator[Unit]:
    """Yield the calls written down in `folder` that compile a target."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        words = [os.fsdecode(word) for word in path.read_bytes().split(b"\0")][:-1]
        if "\1" not in words:
            continue
        middle = words.index("\1")
        argv = tuple(words[middle + 1 :])
        source = next((a for a in argv if a.endswith(".rs") and not a.startswith("-")), None)
        if source is None or "--crate-name" not in argv:
            continue
        env = dict(word.split("=", 1) for word in words[:middle] if "=" in word)
        for name in _NOT_REPEATED:
            env.pop(name, None)
        yield Unit(argv, env, source, "--test" in argv)
