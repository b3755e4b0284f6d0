"""Builds the extensions, runs them in code-server and drives the page; knows no test."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CLIENT = ROOT / "editors" / "vscode"


@dataclass(frozen=True)
class Tools:
    """Programs that these tests need, below the folder that the install script fills."""

    node: Path
    code_server: Path
    playwright: Path
    rust_analyzer: Path
    chromium: Path

    @classmethod
    def find(cls) -> Tools:
        """Name the tools' places; whether they are there is for `missing` to say."""
        base = Path(os.environ.get("RUST_AGENT_TOOLS", ROOT / ".tools"))
        return cls(
            node=base / "node24" / "bin" / "node",
            code_server=base / "cs" / "node_modules" / ".bin" / "code-server",
            playwright=base / "pw" / "node_modules" / "playwright-core",
            rust_analyzer=base / "bin" / "rust-analyzer",
            chromium=Path("/usr/bin/chromium"),
        )

    def missing(self) -> list[str]:
        """Return the names of the tools that are not there."""
        return [name for name, path in vars(self).items() if not path.exists()]

    def environment(self) -> dict[str, str]:
        """Return our environment with this node first on the PATH."""
        return os.environ | {"PATH": f"{self.node.parent}{os.pathsep}{os.environ['PATH']}"}


def build_extensions(tools: Tools, folder: Path) -> list[Path]:
    """Build our extension and the stand-in for rust-analyzer's; return the two .vsix files."""

    def run(*command: str | Path, cwd: Path) -> None:
        env = tools.environment() | {"NODE_PATH": str(CLIENT / "node_modules")}
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"

    if not (CLIENT / "node_modules").exists():
        run("npm", "ci", cwd=CLIENT)
    ours, other = folder / "ours.vsix", folder / "standin.vsix"
    run("npm", "run", "package", "--", "--out", ours, cwd=CLIENT)
    standin = shutil.copytree(HERE / "standin", folder / "standin")
    programs = CLIENT / "node_modules" / ".bin"
    bundle = ("--bundle", "--platform=node", "--external:vscode", "--outfile=out.js")
    run(programs / "esbuild", "extension.js", *bundle, cwd=standin)
    quiet = ("--no-dependencies", "--allow-missing-repository", "--skip-license")
    run(programs / "vsce", "package", *quiet, "--out", other, cwd=standin)
    return [ours, other]


def server_program(folder: Path) -> Path:
    """Return a program that starts this checkout's server, as an installed one would."""
    path = folder / "rust-agent-lsp"
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m rust_agent_lsp "$@"\n', "utf-8"
    )
    path.chmod(0o755)
    return path


@contextmanager
def code_server(
    tools: Tools,
    folder: Path,
    packages: Sequence[Path],
    settings: dict[str, Any],
    environ: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Run code-server with the extensions and the user's settings; yield its address.

    `environ` is added to the environment.
    """
    data, extensions = folder / "data", folder / "extensions"
    (data / "User").mkdir(parents=True)
    (data / "User" / "settings.json").write_text(json.dumps(settings), "utf-8")
    places = ("--user-data-dir", data, "--extensions-dir", extensions)
    env = tools.environment() | {
        f"XDG_{kind}_HOME": str(folder / kind.lower())
        for kind in ("CONFIG", "DATA", "CACHE", "STATE")
    }
    env["RUST_ANALYZER"] = str(tools.rust_analyzer)
    env.setdefault("CARGO_HOME", str(Path.home() / ".cargo"))
    env.setdefault("RUSTUP_HOME", str(Path.home() / ".rustup"))
    env |= environ or {}
    for package in packages:
        install: list[str | Path] = [tools.code_server, *places, "--install-extension", package]
        subprocess.run(install, env=env, check=True, capture_output=True)
    options = ("--auth", "none", "--bind-addr", "127.0.0.1:0")
    quiet = ("--disable-telemetry", "--disable-update-check")
    # A closed page's servers would otherwise live on for hours, and slow the next test.
    brief = ("--reconnection-grace-time", "10")
    log = folder / "code-server.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [tools.code_server, *places, *options, *quiet, *brief],
            env=env,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            yield _address(process, log)
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Follow the log until it names the address."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"listening on (http://[\d.:]+)", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"code-server did not start:\n{log.read_text('utf-8')}")


class Page:
    """One browser page; each method call is a command of drive.mjs and waits for its effect."""

    def __init__(self, process: subprocess.Popen[str], shots: Path) -> None:
        self._process = process
        self._shots = shots

    def __getattr__(self, command: str) -> Any:
        """Return the command of that name as a function of keyword arguments."""

        def call(**args: Any) -> Any:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.write(json.dumps({"command": command, **args}) + "\n")
            self._process.stdin.flush()
            reply = json.loads(self._process.stdout.readline() or '{"error": "the driver ended"}')
            if "error" in reply:
                self.shot(f"failed-{command}") if command != "screenshot" else None
                raise AssertionError(f"{command} {args}: {reply['error']}")
            return reply["value"]

        return call

    def shot(self, name: str) -> None:
        """Save a screenshot under the test's temporary folder."""
        self.screenshot(path=str(self._shots / f"{name}.png"))


@contextmanager
def page(tools: Tools, shots: Path) -> Iterator[Page]:
    """Open a browser with one page."""
    with subprocess.Popen(
        [tools.node, HERE / "drive.mjs", tools.playwright, tools.chromium],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Page(process, shots)
        # Closing stdin, which leaving this block does, ends the driver and the browser.
