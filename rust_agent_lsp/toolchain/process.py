"""Runs one command under the launcher and collects its output, until it ends or must stop."""

from __future__ import annotations

import contextlib
import functools
import marshal
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Imported rather than run as a script, so that its compiled form is kept.
_LAUNCHER_COMMAND = (
    *(sys.executable, "-I", "-S", "-c"),
    "import sys; sys.path.append(sys.argv[1]); import launcher; launcher.main()",
    str(Path(__file__).parent),
)
_POLL_SECONDS = 0.01  # how long a cancellation may go unnoticed
_LARGEST_FILE = 16 << 30
_LARGEST_OUTPUT = 64 << 20
_LEAST_MEMORY = 2 << 30  # what rustc may need where there is little

# Below the home folder: what holds keys, tokens and passwords.
_SECRETS = (
    ".aws", ".azure", ".cargo/credentials", ".cargo/credentials.toml", ".config/chromium",
    ".config/gcloud", ".config/gh", ".config/git/credentials", ".config/google-chrome",
    ".config/hub", ".config/op", ".docker/config.json", ".gem/credentials", ".git-credentials",
    ".gnupg", ".kube", ".local/share/keyrings", ".mozilla", ".netrc", ".npmrc",
    ".password-store", ".pypirc", ".ssh", ".thunderbird", ".vault-token",
)  # fmt: skip
# Variables that carry keys and tokens, or lead to an agent that gives them out.
_SECRET_VARIABLE = re.compile(
    r"TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|(?:API|ACCESS|AUTH|PRIVATE|ENCRYPTION|SIGNING)_?KEY"
    r"|^DBUS_SESSION_BUS_ADDRESS$|^SSH_A",
    re.I,
)
_LOGIN = re.compile(r"://[^/\s:@]*:[^/\s@]+@")  # a name and a password in an address


class State(StrEnum):
    """How a run ended."""

    DONE = "done"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    TOO_MUCH_OUTPUT = "too-much-output"
    NOT_STARTED = "not-started"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a command may change; everything but secrets may be read, and no TCP is allowed.

    In `write` anything may be done; in `create` files may be made and rewritten, but nothing
    removed, renamed or linked.
    """

    write: tuple[Path, ...]
    create: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """The outcome of a command.

    `confined` is `landlock+netns`, `landlock` or `none`. When the command could not be
    started, `stderr` says why.
    """

    returncode: int
    stdout: bytes
    stderr: bytes
    state: State
    confined: str


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` without the variables that carry tokens or lead to an agent."""
    return {
        name: value
        for name, value in environ.items()
        if not _SECRET_VARIABLE.search(name) and not _LOGIN.search(value)
    }


def secret_paths(environ: Mapping[str, str]) -> list[str]:
    """Return where the user's keys and tokens lie, symbolic links resolved."""
    home = Path(environ.get("HOME") or Path.home())
    paths = [home / name for name in _SECRETS]
    if cargo_home := environ.get("CARGO_HOME"):
        paths += [Path(cargo_home, "credentials"), Path(cargo_home, "credentials.toml")]
    found: set[Path] = set()
    for path in paths:
        if os.path.lexists(path):
            found |= {path.resolve(), path.parent.resolve() / path.name}
    return sorted(str(path) for path in found)


def run_confined(
    argv: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    policy: Policy,
    cancel: threading.Event,
    timeout: float,
    output_cap: int = _LARGEST_OUTPUT,
) -> Completed:
    """Run `argv` (its first element an absolute path) and return how it went; never raises.

    Blocks until the command and all of its descendants are gone: because it ended, because
    `cancel` was set, `timeout` seconds passed, or it wrote more than `output_cap` bytes.
    """
    spec = marshal.dumps(
        {
            "argv": list(argv),
            "cwd": str(cwd),
            "env": dict(env),
            "write": [os.path.realpath(p) for p in policy.write],
            "create": [os.path.realpath(p) for p in policy.create],
            "secrets": secret_paths(env),
            "file_size": _LARGEST_FILE,
            "memory": _most_memory(),
        }
    )
    try:
        stdin, stdout, stderr, status = _LAUNCHER.runner()
    except OSError as error:
        return Completed(126, b"", str(error).encode(), State.NOT_STARTED, "none")
    try:
        try:
            with contextlib.suppress(BrokenPipeError):
                _write_all(stdin, len(spec).to_bytes(4, "big") + spec)
            deadline = time.monotonic() + timeout
            state, out, err = _collect((stdout, stderr), cancel, deadline, output_cap)
        finally:
            os.close(stdin)  # with which ends what is still alive
        told = b"".join(iter(lambda: os.read(status, 4096), b"")).decode(errors="replace")
    finally:
        for fd in (stdout, stderr, status):
            os.close(fd)
    how, _, code = told.rpartition("\n") if "\n" in told else (told, "", "")
    returncode = int(code) if code else -signal.SIGKILL  # the runner itself was killed
    level, _, complaint = how.partition("!")
    if complaint or not level:
        why = complaint.encode() or err or b"the launcher failed"
        return Completed(returncode, b"", why, State.NOT_STARTED, level or "none")
    return Completed(returncode, out, err, state, level)


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


class _Launcher:
    """The process that forks a runner for each command: an interpreter takes as long to start as a
    small crate to be checked. It ends with us, since nothing can be sent to it then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def runner(self) -> tuple[int, int, int, int]:
        """Return our ends of a new runner's stdin, stdout, stderr and status; raises OSError."""
        (stdin, ours_in), (ours_out, stdout), (ours_err, stderr), (ours_status, status) = (
            os.pipe() for _ in range(4)
        )
        theirs = [stdin, stdout, stderr, status]
        ours = ours_in, ours_out, ours_err, ours_status
        try:
            with self._lock:
                self._ask(theirs)
        except OSError:
            for fd in ours:
                os.close(fd)
            raise
        finally:
            for fd in theirs:
                os.close(fd)
        return ours

    def _ask(self, fds: list[int]) -> None:
        for last in (False, True):
            if self._asking is None:
                self._asking = self._started()
            try:
                socket.send_fds(self._asking, [b"r"], fds)
            except OSError:  # it has died: another takes its place
                self._asking.close()
                self._asking = None
                if last:
                    raise
            else:
                return

    def _started(self) -> socket.socket:
        if self._process is not None:
            self._process.poll()  # which lets go of a dead one
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    _LAUNCHER_COMMAND,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={},
                    start_new_session=True,
                )
            except OSError:
                ours.close()
                raise
        return ours


_LAUNCHER = _Launcher()


def _collect(
    outputs: tuple[int, int], cancel: threading.Event, deadline: float, cap: int
) -> tuple[State, bytes, bytes]:
    """Read both outputs until they end, or until there is a reason to stop the command."""
    pieces: dict[int, list[bytes]] = {fd: [] for fd in outputs}
    with selectors.DefaultSelector() as selector:
        for fd in outputs:
            selector.register(fd, selectors.EVENT_READ)
        state = State.DONE
        while selector.get_map() and state is State.DONE:
            for key, _ in selector.select(_POLL_SECONDS):
                if piece := os.read(key.fd, 1 << 16):
                    pieces[key.fd].append(piece)
                    cap -= len(piece)
                else:
                    selector.unregister(key.fileobj)
            if cancel.is_set():
                state = State.CANCELLED
            elif time.monotonic() > deadline:
                state = State.TIMEOUT
            elif cap < 0:
                state = State.TOO_MUCH_OUTPUT
    stdout, stderr = (b"".join(parts) for parts in pieces.values())
    return state, stdout, stderr


@functools.cache
def _most_memory() -> int:
    """Return how many bytes one process of a command may have: half of the machine's."""
    pages = os.sysconf("SC_PHYS_PAGES")
    return max(_LEAST_MEMORY, pages * os.sysconf("SC_PAGE_SIZE") // 2)


@functools.cache
def confinement() -> str:
    """Return how commands are confined on this machine, by trying: see `Completed.confined`."""
    run = run_confined(
        ["/bin/true"], Path("/"), {}, Policy(write=()), threading.Event(), timeout=10
    )
    return run.confined
