"""Workspaces that mean harm: untrusted they start nothing, trusted they attain nothing."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.toolchain import check, launcher, locate, process
from rust_agent_lsp.toolchain.check import Status
from rust_agent_lsp.toolchain.process import confinement
from tests.reliability.attacks import ATTACKS
from tests.reliability.hostile import Yard
from tests.reliability.traced import MISSING, PATIENCE, Traced, environ_of, has_strace, programs

NEEDS_NAMESPACE = ("datagrams",)


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    yard = Yard(tmp_path / "yard")
    yield yard
    yard.close()


@pytest.fixture(scope="session", autouse=True)
def _landlock() -> None:
    if not confinement().startswith("landlock"):
        pytest.skip("this kernel has no Landlock: checks are not confined here, as `doctor` says")


@pytest.mark.parametrize("name", ATTACKS)
def test_a_trusted_workspace_attains_nothing(name: str, yard: Yard) -> None:
    if name in NEEDS_NAMESPACE and confinement() != "landlock+netns":
        pytest.skip("no network namespace can be had here: datagrams are not refused")
    gains, result = yard.strike(name)
    assert gains == [], (result.status, result.detail)
    assert result.status is not Status.CANCELLED


# The harness would notice: each hole must let some attack through.

HOLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "no Landlock": (
        "    if not enter_landlock(spec):",
        "    if False:",
        (
            "a build script that writes",
            "a build script that removes",
            "a build script that writes through a link",
            "a macro that reads and writes",
            "a build script that kills",
            "a linker",
            "programs on the PATH",
        ),
    ),
    "secrets not hidden": (
        'allow_reading_around("/", spec["secrets"])',
        'allow_reading_around("/", [])',
        ("a build script that reads keys", "an included key", "a link to a key"),
    ),
    "variables of other processes": (
        "    if not enter_landlock(spec):",
        "    if False:",
        ("a build script that reads other processes",),
    ),
    "the network": (
        "    outside = namespace and leave_network()",
        "    outside, Sandbox.__init__ = True, open_sandbox",
        ("connections", "datagrams", "a socket without a file"),
    ),
    "children kept": (
        "    kill_all(child)\n",
        "    os.kill(child, 9) if code is None else None\n",
        ("a daemon", "a process that hops"),
    ),
    "memory without a limit": ("RLIMIT_DATA", "RLIMIT_RSS", ("all memory",)),
    "files without a limit": (
        '(resource.RLIMIT_FSIZE, spec["file_size"])',
        "(resource.RLIMIT_CORE, 0)",
        ("a huge file",),
    ),
}
OPEN_SANDBOX = """
def open_sandbox(self, abi):
    self.handled = FIRST_ABI | REFER | TRUNCATE
    packed = self.handled.to_bytes(8, sys.byteorder)
    self.fd = LIBC.syscall(CREATE_RULESET, packed, len(packed), 0)
"""


@pytest.fixture
def launched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], None]]:
    """Replace a piece of the launcher for the rest of a test."""

    def replace(old: str, new: str) -> None:
        text = Path(launcher.__file__).read_text("utf-8")
        assert text.count(old) == 1
        (tmp_path / "launcher.py").write_text(text.replace(old, new) + OPEN_SANDBOX, "utf-8")
        command = (*process._LAUNCHER_COMMAND[:-1], str(tmp_path))
        monkeypatch.setattr(process, "_LAUNCHER_COMMAND", command)
        monkeypatch.setattr(process, "_LAUNCHER", process._Launcher())

    yield replace


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_is_seen(hole: str, yard: Yard, launched: Callable[[str, str], None]) -> None:
    old, new, attacks = HOLES[hole]
    launched(old, new)
    for name in attacks:
        gains, result = yard.strike(name)
        assert gains, (name, result.status, result.detail)


def test_tokens_left_in_the_environment_are_seen(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "without_secrets", dict)
    assert yard.strike("a build script that reads variables")[0] == ["read a secret"]


def test_a_toolchain_that_is_asked_unconfined_is_seen(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate, "_ask_confined", locate._ask)
    assert any("changed" in gain for gain in yard.strike("a toolchain of its own")[0])


# Untrusted


def run_of_the_workspace(trace: str, yard: Yard) -> list[tuple[str, str]]:
    """Return what was run other than our own interpreter and the user's `rustc`, which is asked
    where its documentation lies."""
    own = (sys.executable, shutil.which(sys.executable))
    return [
        (program, arguments)
        for program, arguments in programs(trace)
        if str(yard.folder) in program + arguments
        or not (program in own or '"--print"' in arguments or '"--version"' in arguments)
    ]


@pytest.mark.skipif(not has_strace(), reason=MISSING)
@pytest.mark.parametrize("trusted", [False, True])
def test_an_untrusted_workspace_starts_nothing(trusted: bool, yard: Yard, tmp_path: Path) -> None:
    names = ["a rustc wrapper"] if trusted else list(ATTACKS)
    roots = [yard.lay(name) for name in names]
    before = yard.state()
    here = yard.root("programs on the PATH")
    environ = {
        **yard.environ(here),
        **environ_of(tmp_path / "own"),
        "PATH": yard.environ(here)["PATH"],
    }
    cwd = here if here.exists() else tmp_path
    editor = Traced(tmp_path / "trace", "execve", environ, cwd)
    try:
        folders = [{"uri": root.as_uri(), "name": root.name} for root in roots]
        options = {"workspaceTrusted": trusted, "index": {"enabled": False}}
        editor.initialize(
            rootUri=roots[0].as_uri(), workspaceFolders=folders, initializationOptions=options
        )
        for root in roots:
            visit(editor, root / "src/lib.rs")
        if trusted:
            wait_until(
                lambda: '"--message-format=json"' in editor.trace.read_text("utf-8", "replace")
            )
        trace = editor.end()
    finally:
        editor.stop()
    if trusted:
        assert run_of_the_workspace(trace, yard), "the harness does not see cargo"
        return
    assert programs(trace), "strace wrote nothing"
    assert run_of_the_workspace(trace, yard) == []
    assert yard.state() == before


def visit(editor: Traced, file: Path) -> None:
    """Do with a file all that a user does."""
    document, text = {"uri": file.as_uri()}, "fn main() { let x: u32 = 1u64; }"
    at = {"start": {"line": 0, "character": 25}, "end": {"line": 0, "character": 29}}
    item = {**document, "languageId": "rust", "version": 1, "text": text}
    error = {
        "range": at,
        "severity": 1,
        "code": "E0308",
        "source": "rustc",
        "message": "mismatched",
    }
    editor.notify("textDocument/didOpen", {"textDocument": item})
    editor.notify("textDocument/didSave", {"textDocument": document})
    said = {**document, "version": 1, "positionEncoding": "utf-16", "diagnostics": [error]}
    editor.notify("rustAgent/diagnostics", said)
    editor.request("textDocument/hover", {"textDocument": document, "position": at["start"]})
    where = {"textDocument": document, "range": at, "context": {"diagnostics": []}}
    editor.request("textDocument/codeAction", where)
    for command in ("rustAgent.explain", "rustAgent.status", "rustAgent.journal"):
        editor.execute(command, {**document, "position": at["start"]})


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)
