"""Calls rustc as cargo did the last time, without cargo, where nothing else has to be built.

For a small package cargo itself takes longer than the compiler. A wrapper that cargo starts in
front of rustc writes each call down; while only source files change, the same calls say the same.
"""

from __future__ import annotations

import itertools
import os
import threading
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rust_agent_lsp.toolchain.locate import cargo_home
from rust_agent_lsp.toolchain.process import Completed, Policy, State, run_confined
from rust_agent_lsp.toolchain.shadow import Shadow, signature_of
from rust_agent_lsp.toolchain.sources import Sources

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
_DEPENDENCIES = ("dependencies", "dev-dependencies")
_EXTRA = "extra-filename="
# A job server that is gone; rustc would complain.
_NOT_REPEATED = ("CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS", "RUST_AGENT_CALLS")
# A package of so few bytes compiles faster than incremental state is read and written.
_TINY = 4096

Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One call of rustc: a target, or its tests; `source` is as cargo names it."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    source: str
    test: bool

    @property
    def product(self) -> str | None:
        """The beginning of the names of the files that the call writes."""
        words = dict(itertools.pairwise(self.argv))
        extra = next((w for w in self.argv if w.startswith(_EXTRA)), None)
        name = words.get("--crate-name")
        return None if extra is None or name is None else f"lib{name}{extra.removeprefix(_EXTRA)}."

    def afresh(self) -> Unit:
        """Return the same call without incremental state."""
        argv = list(self.argv)
        at = next((n for n, word in enumerate(argv) if word.startswith("incremental=")), 0)
        if at and argv[at - 1] == "-C":
            del argv[at - 1 : at + 1]
        return replace(self, argv=tuple(argv))


class Direct:
    """The calls that cargo made for the package of one shadow; not for several threads at once.

    `alone` says that these calls are all that there is: cargo must not be run in this shadow.
    """

    def __init__(self, shadow: Shadow, *, alone: bool = False) -> None:
        self.alone = alone
        self._shadow = shadow
        self._sources = Sources(shadow.root)
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

    def aside(self, shadow: Shadow) -> Direct:
        """Return the same calls, as of now, for another shadow of the same workspace.

        They write there only; what cargo built of other packages is read where it is. Raises
        OSError.
        """
        other = Direct(shadow, alone=True)
        other._signature = self._signature
        units = dict(self._units)  # another thread may read new ones meanwhile
        own = {name for unit in units.values() if (name := unit.product) is not None}
        slots = str(self._shadow.slot), str(shadow.slot)
        other._units = {key: _moved(unit, own, *slots) for key, unit in units.items()}
        for unit in other._units.values():
            for option, word in itertools.pairwise(unit.argv):
                if option == "--out-dir":
                    Path(word).mkdir(parents=True, exist_ok=True)
        return other

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
        manifest = _plain_manifest(root)
        wanted = set(_targets(root))
        if manifest is None or not wanted or not wanted <= self._units.keys():
            return []
        if any("OUT_DIR" in self._units[key].env for key in wanted):
            return []
        try:
            survey = self._sources.survey(overlay)
        except OSError:
            return []
        # The macros of a dependency may write tests too.
        if not survey.tests_differ and not any(map(manifest.get, _DEPENDENCIES)):
            wanted -= {(source, True) for source, test in wanted if not test}
        units = [self._units[key] for key in sorted(wanted)]
        return [unit.afresh() for unit in units] if survey.size <= _TINY else units

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


def _plain_manifest(root: Path) -> dict[str, Any] | None:
    """Return the manifest if cargo only has this one package to build, in its usual form."""
    try:
        manifest = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if (root / "build.rs").exists() or not manifest.keys() <= _TABLES:
        return None
    package = manifest.get("package")
    if not isinstance(package, dict) or not package.keys() <= _PACKAGE_KEYS:
        return None
    by_path = any(
        isinstance(dependency, dict) and "path" in dependency
        for table in _DEPENDENCIES
        for dependency in _values(manifest.get(table))
    )
    return None if by_path else manifest


def _moved(unit: Unit, own: Collection[str], slot: str, other: str) -> Unit:
    """Return the call with `other` in place of `slot` wherever something of this package lies;
    `own` are the beginnings of the names of what its calls write."""
    argv = []
    for option, word in itertools.pairwise(("", *unit.argv)):
        foreign = option == "-L" or (
            option == "--extern" and not Path(word).name.startswith(tuple(own))
        )
        argv.append(word if foreign else word.replace(slot + "/", other + "/"))
    env = {name: value.replace(slot + "/", other + "/") for name, value in unit.env.items()}
    return replace(unit, argv=tuple(argv), env=env)


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
