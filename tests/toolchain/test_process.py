"""The launcher: what a command may do, and that nothing of it stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.toolchain.check import Status
from rust_agent_lsp.toolchain.process import Completed, Policy, State, run_confined

Make = Callable[..., Any]
Snapshot = Callable[[Path], dict[str, tuple[object, ...]]]

DEADLINE = 30.0


def shell(
    script: str,
    policy: Policy | None = None,
    env: dict[str, str] | None = None,
    cancel: threading.Event | None = None,
    **limits: Any,
) -> Completed:
    return run_confined(
        ["/bin/sh", "-c", script],
        Path("/"),
        {"PATH": os.environ["PATH"], **(env or {})},
        policy or Policy(write=()),
        cancel or threading.Event(),
        limits.pop("timeout", DEADLINE),
        **limits,
    )


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_output_and_exit_code_come_back() -> None:
    run = shell("echo out; echo err >&2; exit 7")
    assert (run.returncode, run.stdout, run.stderr) == (7, b"out\n", b"err\n")
    assert run.state is State.DONE
    assert shell("kill -SEGV $$").returncode == 128 + signal.SIGSEGV


def test_a_command_that_is_not_there() -> None:
    run = run_confined(["/nowhere/x"], Path("/"), {}, Policy(write=()), threading.Event(), DEADLINE)
    assert run.state is State.NOT_STARTED
    assert b"No such file" in run.stderr


@pytest.mark.usefixtures("landlock")
def test_writing_is_confined(tmp_path: Path, take_snapshot: Snapshot) -> None:
    inside, mirror, user = (tmp_path / n for n in ("inside", "mirror", "user"))
    for folder in (inside, mirror, user):
        folder.mkdir()
    (user / "file").write_text("the user's")
    (mirror / "link").symlink_to(user / "file")
    policy = Policy(write=(inside,), create=(mirror,))
    before = take_snapshot(user)

    def refused(script: str) -> bool:
        return shell(script, policy).returncode != 0

    assert not refused(f"cd {inside} && echo a > a && mkdir b && mv a b/ && rm b/a && rmdir b")
    assert not refused(f"echo a > {mirror}/made && echo b > {mirror}/made && echo > /dev/null")
    assert refused(f"echo a > {user}/file")
    assert refused(f"echo a > {user}/new")
    assert refused(f"echo a > {mirror}/link")
    assert refused(f"rm {mirror}/made")
    assert refused(f"ln -s {user} {mirror}/way-out")
    assert refused(f"ln {user}/file {inside}/hard && echo a > {inside}/hard")
    assert refused(f"rm {user}/file")
    assert refused(f"mv {user}/file {inside}/file")
    assert take_snapshot(user) == before


@pytest.mark.usefixtures("landlock")
def test_secrets_cannot_be_read(tmp_path: Path) -> None:
    cargo_home = tmp_path / "cargo"
    for path in (cargo_home / "credentials.toml", cargo_home / "config.toml",
                 tmp_path / ".ssh/id", tmp_path / ".config/gh/hosts.yml",
                 tmp_path / ".config/app/ok", tmp_path / "real/.netrc"):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("planted")
    (tmp_path / ".netrc").symlink_to(tmp_path / "real/.netrc")
    (tmp_path / "way").symlink_to(cargo_home)
    env = {"HOME": str(tmp_path), "CARGO_HOME": str(cargo_home)}
    for name, readable in {
        "cargo/config.toml": True, ".config/app/ok": True, "cargo/credentials.toml": False,
        "way/credentials.toml": False, ".ssh/id": False, ".config/gh/hosts.yml": False,
        ".netrc": False, "real/.netrc": False,
    }.items():  # fmt: skip
        run = shell(f"cat {tmp_path / name}", env=env)
        assert (run.stdout == b"planted") is readable, name


@pytest.mark.usefixtures("landlock")
def test_tcp_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
        argv = [sys.executable, "-c", script]
        run = run_confined(
            argv, Path("/"), dict(os.environ), Policy(write=()), threading.Event(), DEADLINE
        )
        assert subprocess.run(argv, check=False).returncode == 0
    assert run.returncode != 0
    assert b"Error" in run.stderr


@pytest.mark.usefixtures("landlock")
def test_files_keep_their_owner(tmp_path: Path) -> None:
    shell(f"echo a > {tmp_path}/a", Policy(write=(tmp_path,)))
    assert (tmp_path / "a").stat().st_uid == os.getuid()


DAEMON = "(setsid sh -c 'echo $$ > {0}/pid; exec sleep 1000' </dev/null >/dev/null 2>&1 &)"


@pytest.mark.parametrize("how", ["end", "timeout", "cancel", "output"])
def test_no_descendant_stays(tmp_path: Path, how: str) -> None:
    policy = Policy(write=(tmp_path,))
    pid = tmp_path / "pid"
    wait = f"while ! test -s {pid}; do sleep 0.01; done; "
    rest = {"end": "true", "output": "yes"}.get(how, "sleep 1000")
    cancel = threading.Event()
    if how == "cancel":
        threading.Thread(target=lambda: (wait_until(pid.exists), cancel.set())).start()
    limits: dict[str, Any] = {"timeout": 2.0} if how == "timeout" else {}
    if how == "output":
        limits["output_cap"] = 1 << 20
    run = shell(DAEMON.format(tmp_path) + "; " + wait + rest, policy, cancel=cancel, **limits)
    expected = {"end": State.DONE, "timeout": State.TIMEOUT, "cancel": State.CANCELLED,
                "output": State.TOO_MUCH_OUTPUT}  # fmt: skip
    assert run.state is expected[how]
    assert not alive(int(pid.read_text()))


@pytest.mark.parametrize("victim", ["server", "launcher"])
def test_nothing_outlives_a_killed_server(tmp_path: Path, victim: str) -> None:
    script = DAEMON.format(tmp_path) + f"; echo $$ > {tmp_path}/child; exec sleep 1000"
    code = (
        "import os, threading; from pathlib import Path;"
        "from rust_agent_lsp.toolchain.process import Policy, run_confined;"
        f"run_confined(['/bin/sh', '-c', {script!r}], Path('/'), dict(os.environ),"
        f" Policy(write=(Path({str(tmp_path)!r}),)), threading.Event(), 600)"
    )
    root = Path(__file__).parents[2]
    server = subprocess.Popen([sys.executable, "-c", code], cwd=root)
    pids = [tmp_path / "child", tmp_path / "pid"]
    wait_until(lambda: all(p.exists() and p.read_text().strip() for p in pids))
    child, daemon = (int(p.read_text()) for p in pids)
    launcher = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])
    assert alive(child)
    assert alive(daemon)
    if victim == "server":
        server.kill()
    else:
        os.kill(launcher, signal.SIGTERM)
    server.wait(DEADLINE)
    wait_until(lambda: not any(map(alive, (child, daemon, launcher))))


@pytest.mark.usefixtures("landlock")
def test_a_build_script_cannot_touch_the_users_files(
    make_project: Make, take_snapshot: Snapshot
) -> None:
    project = make_project({"src/lib.rs": "", "victim.txt": "the user's"})
    outside = project.root.parent / "outside.txt"
    outside.write_text("the user's")
    project.write(
        {
            "build.rs": f"""
                fn main() {{
                    let link = std::env::var("OUT_DIR").unwrap() + "/link";
                    let written = std::fs::write("{outside}", "x").is_ok()
                        || std::fs::write("victim.txt", "x").is_ok()
                        || std::fs::write("src/lib.rs", "x").is_ok()
                        || std::fs::hard_link("victim.txt", link).is_ok();
                    println!("cargo::rustc-env=WRITTEN={{written}}");
                }}
            """,
            "src/lib.rs": 'const _: () = assert!(env!("WRITTEN").len() == 5, "written");',
        }
    )
    before = take_snapshot(project.root.parent)
    result = project.check()
    assert result.status is Status.OK, result.detail
    assert not result.errors
    assert take_snapshot(project.root.parent) == before


def test_an_endless_build_script_is_stopped(make_project: Make) -> None:
    project = make_project({"src/lib.rs": "", "build.rs": "fn main() { loop {} }"})
    project.settings = replace(Settings(), check_timeout_seconds=5)
    result = project.check()
    assert result.status is Status.TIMEOUT
    assert "check.timeoutSeconds" in result.detail
    name = "build-script-build"
    running = [
        path for path in Path("/proc").glob("[0-9]*/cmdline")
        if str(project.shadow.target) in _read(path) and name in _read(path)
    ]  # fmt: skip
    assert running == []


def test_a_check_can_be_cancelled(make_project: Make) -> None:
    project = make_project({"src/lib.rs": "", "build.rs": "fn main() { loop {} }"})
    cancel = threading.Event()
    threading.Timer(1.0, cancel.set).start()
    assert project.check(cancel=cancel).status is Status.CANCELLED


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
