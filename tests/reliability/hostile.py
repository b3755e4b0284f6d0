"""A yard for hostile workspaces: what must not be changed, read or reached lies around them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.toolchain.check import CheckResult, Status, check
from rust_agent_lsp.toolchain.locate import locate
from rust_agent_lsp.toolchain.shadow import open_shadow
from tests.reliability.attacks import ATTACKS, MANIFEST, SECRETS, VARIABLES

SECRET = "canary-7d1f0c6e-of-the-user"  # noqa: S105
ESCAPE = "rust-agent-escape"
FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/etc", "/root")


class Yard:
    """A home with keys, a folder outside, and listeners, around one workspace for each attack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.home, self.out = self.folder / "home", self.folder / "out"
        self.cache = self.folder / "cache"
        for path in (self.home / name for name in (*SECRETS, ".bashrc")):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET if path.name != ".bashrc" else "")
        self.out.mkdir()
        (self.out / "kept").write_text("the user's")
        self.victim = subprocess.Popen(["/bin/sleep", "600"])
        self._stack = contextlib.ExitStack()
        self.tcp = self._listen(socket.AF_INET6, socket.SOCK_STREAM, ("::", 0))
        self.udp = self._listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self.socket = self._listen(
            socket.AF_UNIX, socket.SOCK_STREAM, f"\0rust-agent-{os.getpid()}-{id(self)}"
        )

    def lay(self, name: str) -> Path:
        """Write the workspace of an attack; return its root."""
        attack, root = ATTACKS[name], self.root(name)
        (root / "src").mkdir(parents=True)
        for file, text in {"Cargo.toml": MANIFEST, "src/lib.rs": "", **attack.files}.items():
            self._write(root / file, text)
        for file, text in attack.runs.items():
            self._write(root / file, text).chmod(0o755)
        for file, target in attack.links.items():
            (root / file).symlink_to(self._filled(target, root))
        for file in attack.pipes:
            os.mkfifo(root / file)
        return root

    def root(self, name: str) -> Path:
        return self.folder / "user" / name.replace(" ", "-")

    def environ(self, root: Path) -> dict[str, str]:
        """The user's environment: tokens in it, and a PATH that leads through the workspace."""
        tokens = {name: f"{SECRET}-{name}" for name in VARIABLES}
        path = os.pathsep.join((str(root / "bin"), ".", "bin", os.environ["PATH"]))
        rustup = os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup")
        return {
            **os.environ, **tokens, "PATH": path, "HOME": str(self.home),
            "CARGO_HOME": str(self.home / ".cargo"), "RUSTUP_HOME": rustup,
            "DATABASE_URL": f"postgres://me:{SECRET}@localhost/x",
        }  # fmt: skip

    def strike(self, name: str) -> tuple[list[str], CheckResult]:
        """Check a workspace as a trusted one; return what it attained."""
        attack, root = ATTACKS[name], self.lay(name)
        environ = self.environ(root)
        before = self.state()
        shadow = open_shadow(root, self.cache, environ)
        try:
            settings = replace(Settings(), check_timeout_seconds=attack.seconds)
            result = self._check(shadow, root, settings, environ)
            gains = [
                *self._changes(before),
                *self._reached(),
                *(f"left {pid}" for pid in self._left()),
            ]
            if self.victim.poll() is not None:
                gains.append("killed")
            if SECRET in repr(result) or any(map(_holds_secret, self._files(shadow.slot))):
                gains.append("read a secret")
            if attack.stopped and result.status is Status.OK:
                gains.append("was not stopped")
            return gains, result
        finally:
            shadow.close()

    def state(self) -> dict[str, bytes | str]:
        """Each file around the workspaces and in them, with its content."""
        found: dict[str, bytes | str] = {}
        for top in (self.home, self.out, self.folder / "user"):
            for folder, folders, names in os.walk(top):
                for path in (Path(folder, n) for n in (*folders, *names)):
                    found[str(path)] = _content(path)
        return found

    def close(self) -> None:
        for pid in self._left():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.victim.kill()
        self.victim.wait()
        self._stack.close()
        for folder in FOLDERS:
            Path(folder, ESCAPE).unlink(missing_ok=True)

    def _check(
        self, shadow: object, root: Path, settings: Settings, environ: dict[str, str]
    ) -> CheckResult:
        try:
            toolchain = locate(root, environ)
        except ToolchainError as error:
            return CheckResult(Status.NO_CARGO, detail=str(error))
        return check(shadow, {}, settings, toolchain, threading.Event(), None, environ)  # type: ignore[arg-type]

    def _changes(self, before: dict[str, bytes | str]) -> Iterator[str]:
        now = self.state()
        for path in before.keys() | now.keys():
            if before.get(path) != now.get(path):
                yield f"changed {path}"
        for folder in FOLDERS:
            if Path(folder, ESCAPE).exists():
                yield f"wrote into {folder}"

    def _reached(self) -> Iterator[str]:
        for name, sock in (("tcp", self.tcp), ("udp", self.udp), ("socket", self.socket)):
            with contextlib.suppress(BlockingIOError):
                sock.recv(1) if name == "udp" else sock.accept()
                yield f"reached {name}"

    def _left(self) -> Iterator[int]:
        """Yield the ids of the processes that stay of what the workspace started."""
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                exe = str((path / "exe").readlink())
                line = (path / "cmdline").read_bytes().decode(errors="replace")
                if str(self.folder) in exe or str(self.folder) in line:
                    yield int(path.name)

    def _files(self, top: Path) -> Iterator[Path]:
        for folder, _, names in os.walk(top):
            yield from (Path(folder, n) for n in names if not Path(folder, n).is_symlink())

    def _write(self, path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        root = self.folder / "user" / path.relative_to(self.folder / "user").parts[0]
        path.write_text(self._filled(text, root))
        return path

    def _filled(self, text: str, root: Path) -> str:
        for name, value in (
            ("HOME", self.home), ("OUT", self.out), ("WS", root), ("VICTIM", self.victim.pid),
            ("TCP", self.tcp.getsockname()[1]), ("UDP", self.udp.getsockname()[1]),
            ("SOCKET", self.socket.getsockname().decode()[1:]),
        ):  # fmt: skip
            text = text.replace(f"@{name}@", str(value))
        return text

    def _listen(self, family: int, kind: int, address: object) -> socket.socket:
        sock = self._stack.enter_context(socket.socket(family, kind))
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        sock.bind(address)  # type: ignore[arg-type]
        sock.setblocking(False)
        if kind == socket.SOCK_STREAM:
            sock.listen()
        return sock


def _content(path: Path) -> bytes | str:
    if path.is_symlink():
        return str(path.readlink())
    return path.read_bytes() if path.is_file() else ""


def _holds_secret(path: Path) -> bool:
    # Not whole if it is the huge one, which is sparse.
    with path.open("rb") as file:
        return SECRET.encode() in file.read(64 << 20)
