"""Asks cargo which packages a workspace is made with, and where their sources lie."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.check import environment_of
from rust_agent_lsp.toolchain.locate import locate
from rust_agent_lsp.toolchain.process import Policy, State, run_confined
from rust_agent_lsp.toolchain.shadow import Shadow, open_shadow

_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Package:
    """One package as cargo names it; `folder` holds its manifest."""

    name: str
    version: str
    folder: Path


def dependencies(
    root: Path, cache: Path, cancel: threading.Event, environ: Mapping[str, str] = os.environ
) -> list[Package]:
    """Return all packages that the workspace in `root`, which must be trusted, depends on.

    Its own members are left out. Cargo is asked in a shadow below `cache` and without a network.
    Blocks. Raises `ToolchainError`, saying what to do.
    """
    toolchain = locate(root, environ)
    shadow = open_shadow(root, cache, environ)
    try:
        shadow.lay({})
        argv = [str(toolchain.cargo), "metadata", "--offline", "--format-version=1"]
        env = environment_of(shadow, toolchain, environ)
        policy = Policy(write=(shadow.target, shadow.tmp), create=(shadow.mirror,))
        run = run_confined(argv, shadow.folder, env, policy, cancel, _SECONDS)
        if run.state is not State.DONE or run.returncode:
            said = " ".join(run.stderr.decode(errors="replace").split())[:600] or run.state.value
            raise ToolchainError(
                f"cargo does not name the dependencies of {root}; run `cargo fetch` there once."
                f" It says: {said}"
            )
        return list(_packages(json.loads(run.stdout), shadow))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ToolchainError(f"the dependencies of {root} are not known: {error!r}") from error
    finally:
        shadow.close()


def _packages(metadata: dict[str, Any], shadow: Shadow) -> Iterator[Package]:
    members = set(metadata["workspace_members"])
    for package in metadata["packages"]:
        if package["id"] not in members:
            manifest = shadow.to_user(package["manifest_path"])
            yield Package(package["name"], package["version"], manifest.parent)
