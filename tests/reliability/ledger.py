"""What a writer was promised, held against what the database says afterwards.

Run as `python -m tests.reliability.ledger TRIAL FOLDER [ARGUMENT…]`, with `faults.c` loaded ahead,
it makes trials in which the disk fails or the writer dies, and prints what was found as JSON.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import AppliedEdit, AppliedFix, Feedback, Scope, TargetKind
from rust_agent_lsp.stores import database as module
from rust_agent_lsp.stores import feedback, journal
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from tests.reliability.seeded import STORE_BUGS

NAME = "agent.sqlite3"
WORKSPACE = "/w"
YEAR = 365 * 86_400
KILLS_OF_ONE_FILE = 25
LIBRARY = ctypes.CDLL(None)


def judge(database: Database, subject: str) -> None:
    """Write a judgement down."""
    given = Feedback(True, TargetKind.FIX, subject, subject, "E0382", WORKSPACE, Scope.PROJECT, "")
    feedback.add(database, given)


def apply(database: Database, title: str) -> None:
    """Write an applied fix down, which takes two rows in two tables."""
    edit = AppliedEdit("src/main.rs", 3, "old" * 300, title, "0" * 16, "1" * 16)
    fix = AppliedFix(
        title, "borrow", title, "safe", "passed", "E0382", "m", "c", WORKSPACE, (edit,)
    )
    journal.add(database, fix)


def held(database: Database) -> set[str]:
    """Return what the database holds; raises `AssertionError` where something is half there."""
    subjects = {row[0] for row in database.read("SELECT subject FROM feedback")}
    records = journal.latest(database, WORKSPACE, limit=1_000_000)
    fixes, actions = (
        database.read(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - our own names
        for table in ("journal", "agent_actions WHERE action_type = 'fix'")
    )
    assert fixes == actions == len(records), f"{fixes} fixes, {actions} actions, {len(records)}"
    return subjects | {record.fix.title for record in records}


def write(database: Database, names: list[str], told: Callable[[str], None]) -> list[str]:
    """Write judgements and fixes in turn, tell of each that was promised; return the complaints."""
    complaints = []
    for number, name in enumerate(names):
        try:
            (judge, apply)[number % 2](database, name)
        except StoreError as error:
            complaints.append(str(error))
        else:
            told(name)
    return complaints


def check(path: Path, promised: set[str], tried: set[str]) -> float:
    """Open the database as the next process would; return how many seconds that took."""
    began = time.monotonic()
    database = Database(path)
    took = time.monotonic() - began
    try:
        assert not database.notice, database.notice
        found = held(database)
        assert not promised - found, f"lost {sorted(promised - found)}"
        assert not found - tried, f"nobody wrote {sorted(found - tried)}"
        judge(database, "afterwards")
        assert "afterwards" in held(database)
    finally:
        database.close()
    return took


def failing_disk(folder: Path, number: int, error: int, lasting: bool) -> tuple[bool, list[str]]:
    """Let the n-th write fail; return whether it came to that, and what was said."""
    path = folder / NAME
    old = [f"old {n}" for n in range(4)] if number % 2 else []
    if old:
        before = Database(path)
        write(before, old, lambda _: None)
        before.close()
    promised, new = set(old), [f"new {n}" for n in range(30)]
    LIBRARY.fault_at(ctypes.c_long(number), error, int(lasting))
    said: list[str] = []
    try:
        database = Database(path)
    except StoreError as failure:
        said.append(str(failure))
    else:
        said += write(database, new, promised.add)
        database.close()
    came = LIBRARY.fault_calls() >= number
    LIBRARY.fault_at(ctypes.c_long(0), 0, 0)
    check(path, promised, {*old, *new})
    return came, said


def failing_disks(folder: Path, points: int) -> dict[str, Any]:
    """ENOSPC and EIO at each of the first writes, once or from then on."""
    came, silent = 0, 0
    kinds = itertools.product(range(1, points + 1), (errno.ENOSPC, errno.EIO))
    for number, error in kinds:
        home = folder / f"{number}-{error}"
        happened, said = failing_disk(home, number, error, lasting=number % 3 == 0)
        came += happened
        silent += happened and not said
        assert all(NAME in text for text in said)
        shutil.rmtree(home)
    return {"trials": 2 * points, "came": came, "silent": silent}


def dying(path: Path, round_: int, at: int, out: int) -> NoReturn:
    """Write until killed, and tell through `out` what was promised."""
    os.dup2(out, 1)  # where no write fails
    LIBRARY.fault_at(ctypes.c_long(at), -1, 0)
    names = [f"{round_}/{n}" for n in range(60)]
    write(Database(path), names, lambda name: print(name, flush=True))
    os._exit(0)


def killed(path: Path, round_: int, at: int, seconds: float) -> tuple[set[str], bool]:
    """Have a writer killed at its n-th write, or after some time; return what it was promised."""
    read, out = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        dying(path, round_, at, out)
    os.close(out)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as lines:
        # The pipe is atomic: a line is whole or not there.
        promised = set(lines.read().split())
    _, status = os.waitpid(child, 0)
    return promised, os.WIFSIGNALED(status)


def kills(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """Kill one writer after another, half of them in the middle of a write."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    deaths, slowest, total = 0, 0.0, 0
    for round_ in itertools.count():
        if deaths == count:
            break
        if round_ % KILLS_OF_ONE_FILE == 0:
            path = folder / str(round_) / NAME
            promised, tried = set[str](), {"afterwards"}
        at, seconds = (chance.randint(1, 300), 0.0) if round_ % 2 else (0, chance.random() / 20)
        told, died = killed(path, round_, at, seconds)
        promised |= told
        total += len(told)
        deaths += died
        tried |= {f"{round_}/{n}" for n in range(60)}
        slowest = max(slowest, check(path, promised, tried))
    return {"kills": deaths, "promised": total, "slowest_restart": round(slowest, 3)}


def make(path: Path, sql: str) -> None:
    """Make a database file from its SQL text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path)
    db.executescript(sql)
    db.close()


def clock(folder: Path) -> dict[str, Any]:
    """Write while the clock jumps a year on, and two back."""
    path = folder / NAME
    promised: set[str] = set()
    order: list[str] = []
    for number, years in enumerate((0, 1, -1, 0, 30, -30)):
        LIBRARY.shift_clock(ctypes.c_long(years * YEAR))
        database = Database(path)
        names = [f"{number}.{n}" for n in range(8)]
        assert write(database, names, promised.add) == []
        database.close()
        check(path, promised, promised | {"afterwards"})
        order += names[1::2]
    database = Database(path)
    found = [record.fix.title for record in journal.latest(database, WORKSPACE)]
    assert found == order[::-1], f"the journal is out of order: {found}"
    database.close()
    return {"promised": len(promised)}


def trusting(folder: Path) -> dict[str, Any]:
    """Let the disk fail while a folder is put on the list of those that are trusted."""
    came = 0
    for number, error in itertools.product(range(1, 9), (errno.ENOSPC, errno.EIO)):
        home = folder / f"{number}-{error}"
        places = Places(*(home / name for name in ("data", "cache", "config", "log")))
        earlier, meant = Path("/home/somebody/earlier"), Path("/home/somebody/projects/one")
        places.trust(earlier)
        LIBRARY.fault_at(ctypes.c_long(number), error, 0)
        done = True
        try:
            places.trust(meant)
        except OSError:
            done = False
        came += LIBRARY.fault_calls() >= number
        LIBRARY.fault_at(ctypes.c_long(0), 0, 0)
        wanted = [earlier, meant] if done else [earlier]
        found = [Path(line) for line in places.trusted.read_text("utf-8").splitlines()]
        assert found == wanted, f"{found} are trusted instead of {wanted}"
    return {"came": came}


TRIALS: dict[str, Callable[..., dict[str, Any]]] = {
    "disk": lambda folder, points: failing_disks(folder, int(points)),
    "kill": lambda folder, count, seed: kills(folder, int(count), int(seed)),
    "clock": clock,
    "trust": trusting,
}


def seed() -> None:
    """Put in the bug that the environment names, and take snapshots often."""
    module.SNAPSHOT_EVERY = 5
    if bug := os.environ.get("SEEDED_BUG"):
        STORE_BUGS[bug]()


if __name__ == "__main__":
    seed()
    print(json.dumps(TRIALS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
