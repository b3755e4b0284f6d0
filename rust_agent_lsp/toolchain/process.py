"""Runs one command under the launcher and collects its output, until it ends or must stop."""

from __future__ import annotations

import contextlib
import functools
import marshal
import os
import re
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Imported rather than run as a script, so that its compiled form is kept.
_LAUNCHER = (
    *(sys.executable, "-I", "-S", "-c"),
    "import sys; sys.path.append(sys.argv[1]); import launcher; launcher.main()",
    str(Path(__file__).parent),
)
_POLL_SECONDS = 0.05  # how long a cancellation may go unnoticed
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
    try:
        launcher = _SPARE.take()
    except OSError as error:
        return Completed(126, b"", str(error).encode(), State.NOT_STARTED, "none")
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
            "status_fd": launcher.status_fd,
        }
    )
    child = launcher.process
    with child, os.fdopen(launcher.status, "rb") as status:
        assert child.stdin  # noqa: S101 (Popen was given PIPE)
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(len(spec).to_bytes(4, "big") + spec)
        state, stdout, stderr = _collect(child, cancel, time.monotonic() + timeout, output_cap)
        child.stdin.close()
        returncode = child.wait()
        how = status.read()
    _SPARE.refill()
    level, _, complaint = how.decode(errors="replace").partition("!")
    if complaint or not level:
        why = complaint.encode() or stderr or b"the launcher failed"
        return Completed(returncode, b"", why, State.NOT_STARTED, level or "none")
    return Completed(returncode, stdout, stderr, state, level)


@dataclass(frozen=True, slots=True)
class _Launcher:
    """A launcher that waits for its command; `status` is our end of the pipe `status_fd`."""

    process: subprocess.Popen[bytes]
    status: int
    status_fd: int

    @classmethod
    def start(cls) -> _Launcher:
        """Start one; raises OSError."""
        reader, writer = os.pipe()
        try:
            process = subprocess.Popen(
                _LAUNCHER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={},
                pass_fds=[writer],
                start_new_session=True,
                bufsize=0,
            )
        except OSError:
            os.close(reader)
            raise
        finally:
            os.close(writer)
        return cls(process, reader, writer)


class _Spare:
    """Launchers started ahead, since an interpreter takes as long to start as a small crate to be
    checked. Their stdin ends with us, and they with it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._waiting: list[_Launcher] = []

    def take(self) -> _Launcher:
        """Return a launcher that is alive; raises OSError."""
        with self._lock:
            while self._waiting:
                launcher = self._waiting.pop()
                if launcher.process.poll() is None:
                    return launcher
                _discard(launcher)
        return _Launcher.start()

    def refill(self) -> None:
        """Start what is missing."""
        with self._lock, contextlib.suppress(OSError):
            while len(self._waiting) < self._size:
                self._waiting.append(_Launcher.start())


def _discard(launcher: _Launcher) -> None:
    os.close(launcher.status)
    for stream in (launcher.process.stdin, launcher.process.stdout, launcher.process.stderr):
        if stream is not None:
            stream.close()


_SPARE = _Spare(min(2, os.cpu_count() or 1))


def _collect(
    launcher: subprocess.Popen[bytes], cancel: threading.Event, deadline: float, cap: int
) -> tuple[State, bytes, bytes]:
    """Read both outputs until they end, or until there is a reason to stop the command."""
    pieces: dict[int, list[bytes]] = {}
    with selectors.DefaultSelector() as selector:
        for stream in (launcher.stdout, launcher.stderr):
            assert stream  # noqa: S101 (Popen was given PIPE)
            pieces[stream.fileno()] = []
            selector.register(stream, selectors.EVENT_READ)
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
