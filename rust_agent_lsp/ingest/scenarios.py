"""Runs the shell scenario of a command entry where it can harm nothing, and says what it showed.

The folder is empty and alone writable, HOME lies in it, there is no network, and nothing that it
started outlives it (`toolchain.process`). Even so, programs that act on the machine are refused.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.ingest.shell_lines import filled_form, simple_commands
from rust_agent_lsp.model.command import Slot
from rust_agent_lsp.toolchain.process import Policy, State, run_confined

PRELUDE = Path(__file__).with_name("scenario_prelude.sh")
LIMIT_SECONDS = 20
_OUTPUT_CAP = 4 << 20
_ACT_ON_THE_MACHINE = (
    "sudo su doas apt apt-get aptitude dpkg dnf yum rpm pacman zypper snap flatpak brew pip pip3 "
    "npm npx yarn systemctl service journalctl loginctl mount umount losetup mkfs mkswap swapon "
    "swapoff fdisk parted sfdisk wipefs cryptsetup fsck shutdown reboot poweroff halt init "
    "telinit useradd usermod userdel adduser deluser groupadd groupdel passwd chpasswd visudo "
    "crontab at batch iptables ip6tables nft ufw ifconfig route sysctl modprobe insmod rmmod "
    "chroot pivot_root killall pkill skill hostnamectl timedatectl hwclock docker podman ssh scp "
    "sftp curl wget nc ncat telnet ftp unshare nsenter setpriv gh rustup"
)
_FORBIDDEN = frozenset(_ACT_ON_THE_MACHINE.split())
_ASSERTION = re.compile(r"^\s*(?:test|grep|egrep|not|same|diff|cmp|\[\[?)\s")
_OUTSIDE = re.compile(r">\s*[\"']?/(?!dev/(?:null|stdout|stderr)\b)")
_GIT_CONFIG = """[user]
\tname = Ada
\temail = ada@example.org
[init]
\tdefaultBranch = main
[protocol "file"]
\tallow = always
[gc]
\tauto = 0
[maintenance]
\tauto = false
"""


@dataclass(frozen=True, slots=True)
class Run:
    """How a scenario went: its exit code, what it printed, which of its lines were reached."""

    code: int
    output: str
    lines: frozenset[int]
    timed_out: bool = False


def dangers_of(scenario: str) -> list[str]:
    """Return why a scenario may not be run, or would prove nothing; empty: it may."""
    say = []
    for line in scenario.splitlines():
        try:
            words = [words[0] for words in simple_commands(line)]
        except ValueError:
            words = line.split()[:1]  # a quote that a later line closes
        say += [f"{Path(w).name} must not be used" for w in words if Path(w).name in _FORBIDDEN]
        if _OUTSIDE.search(line):
            say.append(f"writes outside of its folder: {line.strip()}")
        if re.match(r"\s*!\s", line):
            say.append(f"`not` instead of `!`, which never stops a script: {line.strip()}")
        if _ASSERTION.match(line) and re.search(r"&&|\|\|", line):
            say.append(f"one assertion a line, since && and || never stop one: {line.strip()}")
    if not any(map(_ASSERTION.match, scenario.splitlines())):
        say.append("asserts nothing: use test, grep -q, same, not, cmp")
    return say


def lines_with(scenario: str, template: str, slots: Sequence[Slot]) -> list[int]:
    """Return the numbers (from one) of the lines that hold `template`, filled."""
    form = filled_form(template, slots)
    lines = scenario.splitlines()
    return [number for number, line in enumerate(lines, 1) if form.search(line)]


def without(scenario: str, templates: Sequence[str], slots: Sequence[Slot]) -> str:
    """Return the scenario with the filled `templates` replaced by nothing at all."""
    lines = scenario.splitlines()
    for template in templates:
        form = filled_form(template, slots)
        lines = [form.sub(lambda m: m[0].removesuffix(m["command"]) + ":", line) for line in lines]
    return "\n".join(lines) + "\n"


def run_scenario(scenario: str) -> Run:
    """Run a scenario in a new folder, which is removed afterwards."""
    bash = shutil.which("bash") or "/bin/bash"
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        top = Path(folder).resolve()
        for name in ("work", "home", "tmp"):
            (top / name).mkdir()
        script, reached = top / "scenario.sh", top / "reached"
        script.write_text(scenario, encoding="utf-8")
        (top / "home/.gitconfig").write_text(_GIT_CONFIG)
        done = run_confined(
            [bash, "--norc", "-euT", str(PRELUDE), str(script), str(reached)],
            top / "work",
            _environment(top),
            Policy(write=(top,)),
            threading.Event(),
            LIMIT_SECONDS,
            _OUTPUT_CAP,
        )
        said = reached.read_text(errors="replace") if reached.is_file() else ""
        own = re.findall(rf"^{re.escape(str(script))}:(\d+)$", said, re.M)
    output = (done.stdout + b"\n" + done.stderr).decode(errors="replace")
    code = done.returncode if done.state is State.DONE else done.returncode or 1
    return Run(code, output, frozenset(map(int, own)), done.state is State.TIMEOUT)


def _environment(top: Path) -> dict[str, str]:
    home = Path.home()
    cargo = Path(os.environ.get("CARGO_HOME") or home / ".cargo") / "bin"
    return {
        "PATH": f"/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:{cargo}",
        "HOME": str(top / "home"),
        "TMPDIR": str(top / "tmp"),
        "USER": "ada",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
        "PAGER": "cat",
        "EDITOR": "true",
        "GIT_EDITOR": "true",
        "GIT_CONFIG_GLOBAL": str(top / "home/.gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "GIT_CEILING_DIRECTORIES": str(top),
        "CARGO_HOME": str(top / "home/.cargo"),
        "CARGO_NET_OFFLINE": "true",
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(home / ".rustup"),
    }
