"""Runs commands that are confined, and takes every descendant with them.

`process.py` starts it in an interpreter of its own, with a socket as stdin. For each command it is
sent four file descriptors there and forks a runner, whose stdin, stdout, stderr and status they
become. The runner reads a marshalled dict from its stdin, preceded by its length in four bytes, and
after that watches stdin: end of file means that nobody waits for the command any more, and
everything that it started is killed. To its status it writes how the command is confined or `!` and
an error, then a line break and the exit code. Only modules written in C are imported, and ctypes:
what is forked often should be small.
"""

# ruff: noqa: PTH123, PTH208, SIM105

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import _socket
import ctypes
import marshal
import os
import resource
import select
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None, use_errno=True)

# Landlock (linux/landlock.h). Both numbers of a right: its bit, and the ABI that brought it.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
MAKE_REG, REFER, TRUNCATE = 1 << 8, 1 << 13, 1 << 14
FIRST_ABI = (1 << 13) - 1  # EXECUTE .. MAKE_SYM
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
STOP_SIGNALS = (_signal.SIGTERM, _signal.SIGINT, _signal.SIGHUP)
BROKEN_NAMESPACE = b"?"
MOST_TASKS = 1024  # more threads than a build needs; root has no such limit


class Sandbox:
    """A Landlock rule set that is being filled in."""

    def __init__(self, abi: int) -> None:
        handled = FIRST_ABI | (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0)
        attributes = [handled]
        if abi >= 4:
            attributes.append(0b11)  # TCP bind and connect: handled, and never allowed
        if abi >= 6:
            attributes.append(0b11)  # abstract UNIX sockets and signals to outside
        packed = b"".join(a.to_bytes(8, sys.byteorder) for a in attributes)
        self.handled = handled
        self.fd = LIBC.syscall(CREATE_RULESET, packed, len(packed), 0)
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), "landlock_create_ruleset")

    def allow(self, path: str, rights: int) -> None:
        """Allow `rights` at and below `path`; what is missing, or a symbolic link, is skipped."""
        try:
            fd = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return
        kind = os.fstat(fd).st_mode & 0o170000
        if kind != 0o120000:
            rights &= self.handled if kind == 0o040000 else self.handled & FILE_RIGHTS
            rule = rights.to_bytes(8, sys.byteorder) + fd.to_bytes(4, sys.byteorder)
            if rights and LIBC.syscall(ADD_RULE, self.fd, 1, rule, 0):
                raise OSError(ctypes.get_errno(), "landlock_add_rule", path)
        os.close(fd)

    def allow_reading_around(self, folder: str, secrets: list[str]) -> None:
        """Allow to read and run everything below `folder` except for `secrets`."""
        inside = folder.rstrip("/") + "/"
        hidden = [s for s in secrets if s.startswith(inside)]
        if not hidden:
            self.allow(folder, READ_FILE | EXECUTE)
            return
        try:
            names = os.listdir(folder)
        except OSError:
            return
        for name in names:
            if inside + name not in hidden:
                self.allow_reading_around(inside + name, hidden)

    def enter(self) -> None:
        """Bind this process and all that it starts to the rules, for good."""
        if LIBC.syscall(RESTRICT_SELF, self.fd, 0):
            raise OSError(ctypes.get_errno(), "landlock_restrict_self")
        os.close(self.fd)


def leave_network() -> bool:
    """Move to a network namespace without any network; say whether that could be had.

    Raises OSError when the process is left in a half-made namespace and must not go on.
    """
    if LIBC.unshare(CLONE_NEWNET) == 0:
        return True
    uid, gid = os.getuid(), os.getgid()
    if LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNET):
        return False
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        fd = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(fd, text.encode())
        os.close(fd)
    return True


def enter_landlock(spec: dict[str, Any]) -> bool:
    """Confine this process to what `spec` allows; say whether the kernel has Landlock."""
    abi = LIBC.syscall(CREATE_RULESET, None, 0, 1)
    if abi < 1:
        return False
    sandbox = Sandbox(abi)
    # Names may be listed everywhere, since no rule can take back what one above it gave.
    sandbox.allow("/", READ_DIR)
    sandbox.allow_reading_around("/", spec["secrets"])
    for path in spec["write"]:
        sandbox.allow(path, sandbox.handled)
    for path in spec["create"]:
        sandbox.allow(path, WRITE_FILE | TRUNCATE | MAKE_REG)
    for path in ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty"):
        sandbox.allow(path, READ_FILE | WRITE_FILE | TRUNCATE)
    sandbox.enter()
    return True


def confine(spec: dict[str, Any], namespace: bool) -> bytes:
    """Give up what the command must not have; return how it is confined."""
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, spec["file_size"])]
    if LINUX:
        limits.append((resource.RLIMIT_DATA, spec["memory"]))
        limits.append((resource.RLIMIT_NPROC, running_tasks() + MOST_TASKS))
    for what, limit in limits:
        hard = resource.getrlimit(what)[1]
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(what, (limit, limit))
    if not LINUX:
        return b"none"
    LIBC.prctl(PR_SET_PDEATHSIG, _signal.SIGKILL, 0, 0, 0)
    be_first_to_go()
    outside = namespace and leave_network()
    LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if not enter_landlock(spec):
        return b"none"
    return b"landlock+netns" if outside else b"landlock"


def running_tasks() -> int:
    """Return the threads on this machine, which those of one user cannot exceed."""
    with open("/proc/loadavg") as line:
        return int(line.read().split()[3].partition("/")[2])


def be_first_to_go() -> None:
    """When memory runs out, the kernel is to end a build rather than the editor."""
    try:
        fd = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    except OSError:
        return
    os.write(fd, b"1000")
    os.close(fd)


def start(spec: dict[str, Any], namespace: bool) -> tuple[int, bytes]:
    """Start the command; return its process id, and how it is confined or `!` and an error."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            _signal.set_wakeup_fd(-1)
            for number in (*STOP_SIGNALS, _signal.SIGCHLD, _signal.SIGPIPE, _signal.SIGXFSZ):
                _signal.signal(number, _signal.SIG_DFL)
            try:
                how = confine(spec, namespace)
            except OSError:
                if not namespace:
                    raise
                how = BROKEN_NAMESPACE
            os.write(writer, how)
            if how != BROKEN_NAMESPACE:
                os.chdir(spec["cwd"])
                os.execve(spec["argv"][0], spec["argv"], spec["env"])  # noqa: S606
        except OSError as error:
            os.write(writer, b"!" + str(error).encode())
        os._exit(126)
    os.close(writer)
    how = b""
    while piece := os.read(reader, 4096):
        how += piece
    os.close(reader)
    return pid, how


def kill_all(leader: int) -> None:
    """Kill the command's session and every process that descends from it.

    As subreaper we inherit the children of what dies, however they were detached, so killing
    our own children until none is left reaches all.
    """
    try:
        os.killpg(leader, _signal.SIGKILL)
    except OSError:
        pass  # it has ended already
    while True:
        for pid in own_children():
            os.kill(pid, _signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def own_children() -> list[int]:
    """Return the process ids of our children, where the kernel tells."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as listing:
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return []


def wait_for(child: int, wake: int) -> int | None:
    """Return the exit code of `child`, or None when it is to be stopped."""
    poll = select.poll()
    poll.register(0, select.POLLIN | select.POLLHUP)
    poll.register(wake, select.POLLIN)
    while True:
        ready = [fd for fd, _ in poll.poll()]
        if 0 in ready and not os.read(0, 64):
            return None
        if wake in ready and any(s in STOP_SIGNALS for s in os.read(wake, 64)):
            return None
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return None
            if pid == child:
                return os.waitstatus_to_exitcode(status)
            if pid == 0:
                break


def read_exactly(size: int) -> bytes:
    """Return the next `size` bytes of stdin; raises EOFError when there are fewer."""
    data = b""
    while len(data) < size:
        piece = os.read(0, size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def run(status: int) -> int:
    """Run the command of the spec on stdin; return its exit code, 128 + n for a signal n."""
    spec = marshal.loads(read_exactly(int.from_bytes(read_exactly(4), "big")))  # noqa: S302
    if LINUX:
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    _signal.set_wakeup_fd(waker)
    for number in (*STOP_SIGNALS, _signal.SIGCHLD):
        _signal.signal(number, lambda *_: None)
    child, how = start(spec, namespace=True)
    if how == BROKEN_NAMESPACE:
        os.waitpid(child, 0)
        child, how = start(spec, namespace=False)
    os.write(status, how)
    code = wait_for(child, wake)
    kill_all(child)
    if code is None:
        return 137
    return code if code >= 0 else 128 - code


def become_runner(fds: list[int]) -> None:
    """Run one command with `fds` as stdin, stdout, stderr and status, and exit."""
    try:
        # As the numbers may overlap with the new ones, all are moved out of the way first.
        fds = [os.dup(fd) if fd < 3 else fd for fd in fds]
        for number, fd in enumerate(fds[:3]):
            os.dup2(fd, number)
        os.set_inheritable(fds[3], False)
        for fd in fds[:3]:
            os.close(fd)
        os.write(fds[3], b"\n%d" % run(fds[3]))
    finally:
        os._exit(0)  # no interpreter shutdown: there is nothing to flush


def main() -> None:
    """Fork a runner for each command that is asked for, until the server is gone."""
    _signal.signal(_signal.SIGCHLD, _signal.SIG_IGN)  # runners leave nothing to wait for
    asked = _socket.socket(fileno=0)
    while True:
        ask, rights, _, _ = asked.recvmsg(1, _socket.CMSG_SPACE(16))
        if not ask:
            os._exit(0)
        packed = b"".join(data for _, _, data in rights)
        fds = [int.from_bytes(packed[i : i + 4], sys.byteorder) for i in range(0, len(packed), 4)]
        try:
            runner = os.fork()
        except OSError as error:
            os.write(fds[3], b"!" + str(error).encode())
        else:
            if runner == 0:
                become_runner(fds)
        for fd in fds:
            os.close(fd)
