"""Asks the compiler what it says of a workspace with some texts changed."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.toolchain.direct import Direct
from rust_agent_lsp.toolchain.locate import Toolchain
from rust_agent_lsp.toolchain.process import (
    Completed,
    Policy,
    State,
    run_confined,
    without_secrets,
)
from rust_agent_lsp.toolchain.rustc_json import parse_messages
from rust_agent_lsp.toolchain.shadow import Shadow

# Stands for no wrapper, over any that is configured: it only starts what it is given. An empty
# one would do, but makes cargo ask rustc for its version and targets again on every run (30 ms).
_NO_WRAPPER = "/usr/bin/env"
_HAS_KEEP_GOING = (1, 74)
_HAS_EDITION_2024 = (1, 85)
_MAIN = re.compile(rb"^[ \t]*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?fn\s+main\b", re.MULTILINE)
_MISSING = re.compile(
    r"no matching package named|failed to get `[^`]+` as a dependency|offline mode"
    r"|--offline was specified|failed to download|unable to update registry|can't checkout from"
    r"|failed to select a version for|Permission denied.*registry/src"
)


class Status(StrEnum):
    """Whether the compiler could be asked, and if not, why."""

    OK = "ok"
    NO_CARGO = "no-cargo"
    NO_MANIFEST = "no-manifest"
    MISSING_DEPENDENCIES = "missing-dependencies"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the compiler said.

    With `status` OK it ran to its end and `diagnostics` is all there is. Otherwise `detail` is
    a sentence or two for the user: what is wrong and what to do. `confined` is as in
    `toolchain.process.Completed`.
    """

    status: Status
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    confined: str = "none"
    detail: str = ""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that are errors."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def check(
    shadow: Shadow,
    overlay: Mapping[Path, bytes],
    settings: Settings,
    toolchain: Toolchain | None,
    cancel: threading.Event,
    file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    direct: Direct | None = None,
) -> CheckResult:
    """Check the shadowed workspace, which must be trusted, with `overlay` laid over it.

    Blocks. Where the workspace has no Cargo.toml, the lone `file` is compiled by itself, in
    the workspace's folder. `direct` makes cargo's calls again, without cargo, where that will do.
    Never raises for what the user can mend: see `CheckResult.detail`.
    """
    begin = time.monotonic()
    if toolchain is None:
        return CheckResult(
            Status.NO_CARGO, detail="cargo was not found; install Rust from https://rustup.rs."
        )
    manifest = shadow.root / "Cargo.toml"
    with_cargo = manifest in overlay or manifest.is_file()
    if not with_cargo and file is None:
        return CheckResult(
            Status.NO_MANIFEST,
            detail=f"There is no Cargo.toml in {shadow.root}; run `cargo init` there.",
        )
    try:
        shadow.lay(overlay)
        argv = (
            _cargo_command(settings, toolchain)
            if with_cargo or file is None
            else _rustc_command(shadow, file, overlay, toolchain)
        )
    except OSError as error:
        return CheckResult(Status.FAILED, detail=f"The shadow could not be written: {error}.")
    if argv is None:
        return CheckResult(
            Status.FAILED, detail="Clippy is not installed; run `rustup component add clippy`."
        )
    env = environment_of(shadow, toolchain, environ)
    policy = Policy(write=(shadow.target, shadow.tmp), create=(shadow.mirror,))
    timeout = settings.check_timeout_seconds
    direct = direct if with_cargo else None
    units = direct.units(argv, overlay, env) if direct is not None else []
    if direct is not None and direct.alone and not units:
        return CheckResult(Status.FAILED, detail="Only cargo can check these texts.")
    if direct is not None and units:
        run = direct.run(units, policy, cancel, timeout)
    else:
        # Calls made for another manifest than the one on disk must not be made again.
        recorded = direct if all(path.suffix == ".rs" for path in overlay) else None
        env |= recorded.recorder() if recorded is not None else {}
        run = run_confined(argv, shadow.folder, env, policy, cancel, timeout)
        if recorded is not None:
            recorded.take(argv, env)
    shadow.built()
    if not shadow.shows(overlay):
        return CheckResult(
            Status.FAILED,
            detail=f"A build script of {shadow.root} rewrites its own sources, so that nothing can"
            " be checked against your text.",
        )
    output = run.stderr if units or not with_cargo else run.stdout
    diagnostics = parse_messages(output.splitlines(), shadow.root, shadow.to_user)
    status, detail = _judge(run, diagnostics, shadow, settings)
    return CheckResult(status, tuple(diagnostics), time.monotonic() - begin, run.confined, detail)


def _cargo_command(settings: Settings, toolchain: Toolchain) -> list[str] | None:
    """Return the cargo call that the settings ask for; None when clippy is missing."""
    if settings.check_command == "clippy":
        if toolchain.cargo_clippy is None:
            return None
        # Not through cargo, where an alias of the workspace could stand for `clippy`.
        argv = [str(toolchain.cargo_clippy), "clippy"]
    else:
        argv = [str(toolchain.cargo), "check"]
    argv += ["--workspace", "--message-format=json", "--offline"]
    if toolchain.release >= _HAS_KEEP_GOING:
        argv.append("--keep-going")
    if settings.check_all_targets:
        argv.append("--all-targets")
    if settings.check_no_default_features:
        argv.append("--no-default-features")
    if "all" in settings.check_features:
        argv.append("--all-features")
    elif settings.check_features:
        argv.append("--features=" + ",".join(settings.check_features))
    if settings.check_target:
        argv.append(f"--target={settings.check_target}")
    return argv


def _rustc_command(
    shadow: Shadow, file: Path, overlay: Mapping[Path, bytes], toolchain: Toolchain
) -> list[str]:
    """Return the rustc call for a file that belongs to no package; raises OSError."""
    text = overlay[file] if file in overlay else file.read_bytes()
    return [
        str(toolchain.rustc),
        "--emit=metadata",
        "--error-format=json",
        "--edition=" + ("2024" if toolchain.release >= _HAS_EDITION_2024 else "2021"),
        "--crate-type=" + ("bin" if _MAIN.search(text) else "lib"),
        "--crate-name=lone_file",
        f"--out-dir={shadow.target}",
        str(shadow.to_shadow(file)),
    ]


def environment_of(
    shadow: Shadow, toolchain: Toolchain, environ: Mapping[str, str]
) -> dict[str, str]:
    """Return the user's environment with our own target folder and without wrappers."""
    env = without_secrets(environ)
    binaries = str(toolchain.cargo.parent)
    wrapper = _NO_WRAPPER if os.access(_NO_WRAPPER, os.X_OK) else ""
    env |= {
        "CARGO": str(toolchain.cargo),
        "CARGO_INCREMENTAL": "1",
        "CARGO_NET_OFFLINE": "true",
        "CARGO_TARGET_DIR": str(shadow.target),
        "CARGO_BUILD_BUILD_DIR": str(shadow.target),
        "CARGO_TERM_COLOR": "never",
        "CARGO_TERM_PROGRESS_WHEN": "never",
        "PATH": os.pathsep.join((binaries, env.get("PATH", os.defpath))),
        "RUSTC": str(toolchain.rustc),
        "RUSTC_WRAPPER": wrapper,
        "RUSTC_WORKSPACE_WRAPPER": wrapper,
        "RUSTUP_AUTO_INSTALL": "0",
        "TMPDIR": str(shadow.tmp),
        # Ends cargo's walk upwards, which would go on from the mirror to the cache folder and the
        # home folder. Meant for cargo's own tests; without it a stray configuration is read too.
        "__CARGO_TEST_ROOT": str(shadow.mirror),
    }
    return env


def _judge(
    run: Completed, diagnostics: list[Diagnostic], shadow: Shadow, settings: Settings
) -> tuple[Status, str]:
    """Return what a run amounts to, with a sentence for the user where it is not simply OK."""
    root = shadow.root
    match run.state:
        case State.CANCELLED:
            return Status.CANCELLED, "The check was cancelled."
        case State.TIMEOUT:
            return Status.TIMEOUT, (
                f"The check of {root} took more than {settings.check_timeout_seconds} s and was"
                " stopped; `check.timeoutSeconds` allows more."
            )
        case State.TOO_MUCH_OUTPUT:
            return Status.FAILED, f"The check of {root} printed too much and was stopped."
        case State.NOT_STARTED:
            return Status.NO_CARGO, f"cargo could not be started: {_said(run.stderr, shadow)}"
    if run.returncode == 0:
        return Status.OK, ""
    said = _said(run.stderr, shadow)
    if any(d.severity is Severity.ERROR for d in diagnostics):
        return Status.OK, ""
    if _MISSING.search(said):
        return Status.MISSING_DEPENDENCIES, (
            f"Dependencies of {root} are missing on this machine; run `cargo fetch` there once."
            f" Cargo says: {said}"
        )
    return Status.FAILED, f"cargo could not check {root}: {said}"


def _said(stderr: bytes, shadow: Shadow) -> str:
    """Return cargo's own error messages in one line, with the user's paths."""
    text = stderr.decode(errors="replace").replace(str(shadow.mirror), "")
    lines = [line.strip() for line in text.splitlines()]
    first = next((n for n, line in enumerate(lines) if line.startswith("error")), 0)
    return " ".join(line for line in lines[first:] if line)[:1000]
