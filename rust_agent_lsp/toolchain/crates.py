"""Real crates for programs of our own: built once, from sources that lie on this machine."""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.pattern import Dependency
from rust_agent_lsp.toolchain.locate import Toolchain, own_toolchain

_CHECKOUT = Path(__file__).parents[2]
_SECONDS = 1200


@dataclass(frozen=True, slots=True)
class Crates:
    """Crates that are built: the library file of each, and the folder of what they need."""

    libraries: dict[str, Path]
    folder: Path

    def arguments(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the arguments by which rustc finds these crates and no others."""
        found: tuple[str, ...] = ("-L", f"dependency={self.folder}") if names else ()
        for name in names:
            found += ("--extern", f"{name.replace('-', '_')}={self.libraries[name]}")
        return found


def registry() -> Path:
    """Return the folder of the crates' sources: RUST_AGENT_CRATES or the checkout's own.

    Raises `ToolchainError`, saying how to get one, when there is none.
    """
    folder = Path(os.environ.get("RUST_AGENT_CRATES") or _CHECKOUT / ".tools" / "crates")
    if not folder.is_dir():
        raise ToolchainError(
            f"no crates in {folder}: what needs them is not checked; run"
            " .ci/install-tools.sh .tools crates, or name their folder in RUST_AGENT_CRATES"
        )
    return folder.resolve()


def target_folder() -> Path:
    """Return where crates are built: beside their sources, for all who use these."""
    return registry().with_name("crates-target")


def source_arguments() -> tuple[str, ...]:
    """Return the arguments by which cargo takes crates from `registry` and asks no network."""
    return (
        "--offline",
        *("--config", 'source.crates-io.replace-with="local"'),
        *("--config", f"source.local.directory={json.dumps(str(registry()))}"),
    )


def build_crates(wanted: Sequence[Dependency], target: Path) -> Crates:
    """Build the crates into the folder `target`, or find them built there.

    Together in one package, so that what they share is compiled once with the same features.
    Raises `ToolchainError` when that does not succeed; the message holds cargo's own.
    """
    source = source_arguments()
    package = target / "package"
    (package / "src").mkdir(parents=True, exist_ok=True)
    toolchain = own_toolchain()
    with (target / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _write(package / "src" / "lib.rs", "")
        _write(package / "Cargo.toml", manifest(wanted))
        done = subprocess.run(
            [str(toolchain.cargo), "build", "--message-format=json", *source],
            cwd=package,
            env={**os.environ, **cargo_variables(toolchain, target)},
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    if done.returncode:
        raise ToolchainError(f"the crates cannot be built: {done.stderr[-2000:]}")
    built = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    libraries = {}
    for dependency in wanted:
        libraries[dependency.name] = next(
            Path(artifact["filenames"][0])
            for artifact in built
            if artifact["reason"] == "compiler-artifact"
            and artifact["target"]["kind"] != ["custom-build"]
            and _is(dependency, artifact["package_id"])
        )
    return Crates(libraries, target / "debug" / "deps")


def cargo_variables(toolchain: Toolchain, target: Path) -> dict[str, str]:
    """Return the variables by which cargo builds quickly into `target` with this compiler.

    Sources of crates may hold a toolchain file, which rustup's proxy would obey.
    """
    return {
        "RUSTC": str(toolchain.rustc),
        "CARGO_TARGET_DIR": str(target),
        "CARGO_PROFILE_DEV_DEBUG": "0",
    }


def manifest(wanted: Sequence[Dependency]) -> str:
    """Return the Cargo.toml of a package that depends on these crates."""
    rows = [
        f"{d.name} = {{ version = {json.dumps(d.version)}, features = {json.dumps(d.features)} }}"
        for d in wanted
    ]
    head = '[package]\nname = "crates"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n'
    return head + "\n".join(rows) + "\n\n[workspace]\n"


def _write(path: Path, text: str) -> None:
    """Write a file unless it holds this text already: cargo would build again."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _is(dependency: Dependency, package_id: str) -> bool:
    # registry+https://…#tokio@1.53.2
    name = re.escape(dependency.name)
    return bool(re.search(rf"[#/]{name}[@#]{re.escape(dependency.version)}(\.|$)", package_id))
