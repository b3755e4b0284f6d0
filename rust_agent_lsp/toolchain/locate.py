"""Finds the real Rust binaries behind rustup's proxies, because a proxy costs time on every call
and chooses again each time."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.process import Policy, State, run_confined, without_secrets

_VARIABLES = ("PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN")
_TOOLCHAIN_FILES = ("rust-toolchain", "rust-toolchain.toml")
_SECONDS = 30
_MOST_SAID = 1 << 20


@dataclass(frozen=True, slots=True)
class Toolchain:
    """One installed toolchain, by absolute paths; `version` is the first line of `rustc -V`."""

    cargo: Path
    rustc: Path
    cargo_clippy: Path | None
    clippy_driver: Path | None
    sysroot: Path
    version: str
    docs_root: Path | None

    @property
    def release(self) -> tuple[int, int]:
        """The major and minor version; (0, 0) when it cannot be told."""
        found = re.search(r"(\d+)\.(\d+)", self.version)
        return (int(found[1]), int(found[2])) if found else (0, 0)


def locate(folder: Path, environ: Mapping[str, str] = os.environ) -> Toolchain:
    """Return the toolchain that cargo would use in `folder`, which must be trusted.

    Honours `rust-toolchain(.toml)`, rustup's overrides and RUSTUP_TOOLCHAIN; never installs
    anything. Raises ToolchainError, saying what to do, when there is none.
    """
    folder = Path(os.path.normpath(folder.absolute()))
    return _locate(folder, folder, _relevant(environ), _fingerprint(folder, environ))


def own_toolchain(nightly: bool = False) -> Toolchain:
    """Return the user's default toolchain, or nightly: for code of our own and for questions
    about no workspace. Raises `ToolchainError` without one."""
    environ = {**os.environ, "RUSTUP_TOOLCHAIN": "nightly"} if nightly else os.environ
    # A folder of nobody: no toolchain file or override of a project may decide here.
    return locate(Path(tempfile.gettempdir()), environ)


def default_docs_root(
    environ: Mapping[str, str] = os.environ, workspace: Path | None = None
) -> Path | None:
    """Return the default toolchain's HTML documentation, or None.

    Starts nothing in `workspace` or below and obeys none of its files, so it is fit for
    workspaces that are not trusted.
    """
    top = Path("/")
    avoid = workspace.absolute() if workspace else None
    try:
        return _locate(top, avoid, _relevant(environ), _fingerprint(top, environ)).docs_root
    except ToolchainError:
        return None


def cargo_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return cargo's home folder, whether it exists or not."""
    return Path(environ.get("CARGO_HOME") or _home(environ) / ".cargo")


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or Path.home())


def _relevant(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, environ[name]) for name in _VARIABLES if name in environ)


def _fingerprint(folder: Path, environ: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Return what changes when the choice of a toolchain may have changed."""
    rustup_home = Path(environ.get("RUSTUP_HOME") or _home(environ) / ".rustup")
    paths = [rustup_home / "settings.toml"]
    paths += [up / name for up in (folder, *folder.parents) for name in _TOOLCHAIN_FILES]
    stamps = []
    for path in paths:
        try:
            stamps.append((str(path), path.stat().st_mtime_ns))
        except OSError:
            continue
    return tuple(stamps)


@functools.lru_cache(maxsize=32)
def _locate(
    folder: Path,
    avoid: Path | None,
    variables: tuple[tuple[str, str], ...],
    _changes: tuple[tuple[str, int], ...],
) -> Toolchain:
    environ = dict(variables)
    # Where no workspace is meant, one may still lie on the PATH, and not be trusted.
    anywhere = not any(map(_is_project, (folder, *folder.parents)))
    rustc = _find("rustc", environ, avoid, anywhere)
    if rustc is None:
        raise ToolchainError("rustc was not found; install Rust from https://rustup.rs")
    # A toolchain file may name a folder of the workspace, whose programs are then run.
    ask = _ask if folder == Path("/") else _ask_confined
    sysroot = Path(ask([str(rustc), "--print", "sysroot"], folder, environ))
    real_rustc = _in(sysroot, "rustc") or rustc
    cargo = _in(sysroot, "cargo") or _find("cargo", environ, avoid, anywhere)
    if cargo is None:
        raise ToolchainError("cargo was not found; install Rust from https://rustup.rs")
    docs = sysroot / "share" / "doc" / "rust" / "html"
    return Toolchain(
        cargo=cargo,
        rustc=real_rustc,
        cargo_clippy=_in(sysroot, "cargo-clippy"),
        clippy_driver=_in(sysroot, "clippy-driver"),
        sysroot=sysroot,
        version=ask([str(real_rustc), "--version"], Path("/"), environ),
        docs_root=docs if docs.is_dir() else None,
    )


def _in(sysroot: Path, name: str) -> Path | None:
    path = sysroot / "bin" / name
    return path if os.access(path, os.X_OK) else None


def _is_project(folder: Path) -> bool:
    return (folder / "Cargo.toml").exists()


def _find(
    name: str, environ: Mapping[str, str], avoid: Path | None, no_projects: bool
) -> Path | None:
    """Return `name` from PATH or cargo's home; entries that are relative or in `avoid`, or with
    `no_projects` in any cargo project, are not obeyed: a workspace could put its own there."""
    entries = [Path(p) for p in environ.get("PATH", "").split(os.pathsep) if p]
    home = _home(environ)
    forbidden = {avoid, avoid.resolve()} if avoid else set()
    forbidden -= {home, *home.parents}  # a "workspace" around the home folder holds all we have
    for entry in (*entries, cargo_home(environ) / "bin"):
        path = entry / name
        if not entry.is_absolute() or not os.access(path, os.X_OK) or path.is_dir():
            continue
        places = {*path.parents, *path.resolve().parents}
        if not places & forbidden and not (no_projects and any(map(_is_project, places))):
            return path
    return None


def _ask(argv: list[str], cwd: Path, environ: Mapping[str, str]) -> str:
    """Return the first line that the command prints; raises ToolchainError when it fails."""
    try:
        done = subprocess.run(
            argv, cwd=cwd, env=_env(environ), stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainError(f"{argv[0]} could not be run: {error}") from error
    return _first_line(argv[0], done.returncode, done.stdout, done.stderr)


def _ask_confined(argv: list[str], cwd: Path, environ: Mapping[str, str]) -> str:
    """Ask like `_ask` what the workspace may have chosen: it writes nothing and reads no secret."""
    env = without_secrets(_env(environ))
    run = run_confined(argv, cwd, env, Policy(write=()), threading.Event(), _SECONDS, _MOST_SAID)
    if run.state is not State.DONE:
        said = run.stderr.decode(errors="replace") or run.state
        raise ToolchainError(f"{argv[0]} could not be run: {said}")
    return _first_line(argv[0], run.returncode, run.stdout, run.stderr)


def _env(environ: Mapping[str, str]) -> dict[str, str]:
    env = {**os.environ, **environ, "RUSTUP_AUTO_INSTALL": "0", "LC_ALL": "C"}
    for name in set(_VARIABLES) - set(environ):
        env.pop(name, None)
    return env


def _first_line(program: str, returncode: int, stdout: bytes, stderr: bytes) -> str:
    if returncode:
        said = " ".join(stderr.decode(errors="replace").split())
        raise ToolchainError(f"{program} failed: {said or f'exit code {returncode}'}")
    return stdout.decode(errors="replace").partition("\n")[0].strip()
