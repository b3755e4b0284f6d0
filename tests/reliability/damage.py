"""Spoils the user's database in every way a disk can; the next process must cope with it.

Run as `python -m tests.reliability.damage closed|open FOLDER COUNT SEED`.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores import feedback, lessons
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.snapshot import has_log, snapshot_of
from tests.reliability.ledger import NAME, WORKSPACE, held, judge, seed, write

PAGE = 4096
Damage = Callable[[Path, random.Random], None]


def flip(file: Path, chance: random.Random) -> None:
    """Turn over one to eight bits."""
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(min(len(content), chance.choice((100, PAGE, len(content)))))
        content[at] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def cut(file: Path, chance: random.Random) -> None:
    """Lose the end, or everything."""
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.truncate(chance.choice((0, chance.randrange(size), size // PAGE // 2 * PAGE)))


def scribble(file: Path, chance: random.Random) -> None:
    """Write something else over a page."""
    content = bytearray(file.read_bytes())
    at = chance.randrange(0, len(content), min(PAGE, len(content)))
    content[at : at + PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))
    file.write_bytes(content)


def remove(file: Path, _chance: random.Random) -> None:
    """Delete the file."""
    file.unlink()


def misname(file: Path, chance: random.Random) -> None:
    """Turn over one bit in a column's name, which SQLite's own check lets pass."""
    content = bytearray(file.read_bytes())
    at = content.find(chance.choice((b"reason TEXT", b"subject TEXT", b"verification", b"context")))
    if at < 0:
        flip(file, chance)
        return
    content[at] ^= 1
    file.write_bytes(content)


DAMAGES: tuple[Damage, ...] = (flip, flip, flip, cut, cut, scribble, misname, remove)


def pristine(folder: Path) -> set[str]:
    """Make a database with some pages of rows and a snapshot; return what is in the snapshot."""
    path = folder / NAME
    database = Database(path)
    names = [f"name {n}" for n in range(60)]
    assert write(database, names, lambda _: None) == []
    database.close()
    Database(path).close()  # which takes the snapshot
    shutil.copyfile(snapshot_of(path), folder / "copy")
    copy = Database(folder / "copy")
    saved = held(copy)
    copy.close()
    assert len(saved) == len(names)
    return saved


def closed(folder: Path, count: int, chance: random.Random) -> dict[str, Any]:
    """Spoil a database that nobody has open; sometimes a log is there, left by a kill."""
    saved = pristine(folder / "model")
    outcomes: Counter[str] = Counter()
    for number in range(count):
        home = folder / str(number)
        home.mkdir()
        path = home / NAME
        database = Database(folder / "model" / NAME)
        judge(database, f"late {number}")
        for file in (folder / "model").glob("agent*"):
            shutil.copyfile(file, home / file.name)
        database.close()
        ending = chance.choice(("", "", "", "-wal", "-shm", ".snapshot"))
        kind = chance.choice(DAMAGES)
        kind(path.with_name(NAME + ending), chance)
        outcomes[inspect(path, saved if ending != ".snapshot" else set())] += 1
        shutil.rmtree(home)
    return {"trials": count, **outcomes}


def inspect(path: Path, saved: set[str]) -> str:
    """Open it as the next process would; whatever was done to it, it reads and writes again."""
    spoilt = path.read_bytes() if path.exists() else b""
    logged = has_log(path)
    database = Database(path)
    try:
        works(database, saved)
        aside = database.set_aside
        if aside is None:
            return "replaced" if database.notice else "unhurt"
        # SQLite may have brought into it what was written ahead.
        assert logged or aside.read_bytes() == spoilt, "what was set aside has changed"
        assert not saved or database.notice, "nothing was said"
        return "restored"
    finally:
        database.close()


def works(database: Database, saved: set[str]) -> None:
    """Read all, write once; of what the snapshot held as many rows are there."""
    if database.read_only:  # a bit of the version number: told, and left alone
        return
    feedback.tally(database, WORKSPACE)
    lessons.learned(database)
    count = sum(
        database.read(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - our own names
        for table in ("feedback", "journal")
    )
    assert count >= len(saved), f"{count} rows are left of {len(saved)}"
    judge(database, "afterwards")
    assert database.read("SELECT * FROM feedback WHERE subject = 'afterwards'")


def opened(folder: Path, count: int, chance: random.Random) -> dict[str, Any]:
    """Spoil or remove the file under a server that has it open; it says so and goes on."""
    saved = pristine(folder / "model")
    outcomes: Counter[str] = Counter()
    for number in range(count):
        home = folder / str(number)
        shutil.copytree(folder / "model", home)
        path = home / NAME
        ours, others = Database(path), Database(path)
        chance.choice((scribble_all, remove))(path, chance)
        complaints = 0
        for database in (ours, others):
            for attempt in range(3):
                try:
                    judge(database, "told")
                    works(database, saved)
                    break
                except StoreError as error:
                    assert NAME in str(error)
                    complaints += 1
                    assert attempt < 2, f"it never comes back: {error}"
        # From here on they are one again: what is promised to the one is seen by the other.
        for database in (ours, others):
            judge(database, "again")
        for database in (ours, others):
            assert len(database.read("SELECT * FROM feedback WHERE subject = 'again'")) == 2
        assert ours.notice or others.notice
        ours.close()
        others.close()
        outcomes["with a complaint" if complaints else "unnoticed"] += 1
        shutil.rmtree(home)
    return {"trials": count, **outcomes}


def scribble_all(file: Path, chance: random.Random) -> None:
    """Another process overwrites everything."""
    with file.open("r+b") as content:
        content.write(chance.randbytes(file.stat().st_size))


if __name__ == "__main__":
    seed()
    trial = {"closed": closed, "open": opened}[sys.argv[1]]
    chance = random.Random(int(sys.argv[4]))  # noqa: S311 - repeatable, not secret
    print(json.dumps(trial(Path(sys.argv[2]), int(sys.argv[3]), chance)))
