"""Several editors and the command line on one data folder, killed at random: nothing is lost."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.model.events import Feedback, Scope, TargetKind
from rust_agent_lsp.server import handlers
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores import feedback
from rust_agent_lsp.stores.database import Database
from tests.reliability.client import Client, Gone, environment
from tests.reliability.lab import PATIENCE, ROOT, memory
from tests.reliability.rig import Rig

SERVERS, SECONDS, KILLS = 4, 60.0, 40


class Office:
    """Servers that take judgements from as many users until the end of the day."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / "data/rust-agent-lsp/agent.sqlite3"
        self.over = threading.Event()
        self.clients: list[Client | None] = [None] * SERVERS
        self.served = [0] * SERVERS
        self.promised: set[str] = set()
        self.unseen: list[str] = []
        self.messages: list[str] = []
        self.faults: list[BaseException] = []

    def work(self, seat: int) -> None:
        """Give judgements to one server after another; note what was promised."""
        number = 0
        try:
            while not self.over.is_set():
                self.served[seat] = 0
                client = self.clients[seat] = Client(self.home)
                try:
                    client.initialize(self.home, workspaceTrusted=False, index={"enabled": False})
                    while not self.over.is_set():
                        number += 1
                        self._judge(client, f"{seat}.{number}")
                        self.served[seat] += 1
                    self.clients[seat] = None
                    client.end()
                except Gone:
                    client.kill()
                self.messages += [str(m["params"]) for m in client.told]
        except BaseException as fault:
            self.faults.append(fault)
            raise

    def run_commands(self) -> None:
        """Have the command line open the same database again and again."""
        while not self.over.is_set():
            subprocess.run(
                [sys.executable, "-m", "rust_agent_lsp", "exercise"],
                cwd=ROOT,
                env=environment(self.home),
                capture_output=True,
                timeout=PATIENCE,
                check=True,
            )
            self.over.wait(1)

    def _judge(self, client: Client, name: str) -> None:
        target = {"kind": "pattern", "id": name}
        if client.run("rustAgent.feedback", {"helpful": True, "target": target})["stored"]:
            self.promised.add(name)
            time.sleep(0.02)  # users are slower still


@pytest.fixture
def office() -> Iterator[Office]:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        yield Office(Path(folder))


def test_four_servers_and_the_command_line(office: Office, soak: int) -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    threads = [threading.Thread(target=office.work, args=(seat,)) for seat in range(SERVERS)]
    threads.append(threading.Thread(target=office.run_commands))
    for thread in threads:
        thread.start()
    began, kills, seen = time.monotonic(), 0, 0
    watcher = None
    while (time.monotonic() - began < SECONDS * soak or kills < KILLS * soak) and not office.faults:
        time.sleep(chance.random() * 0.3)
        seat = chance.randrange(SERVERS)
        client = office.clients[seat]
        # Some while they start, most while they write.
        if client is not None and (office.served[seat] > 3 or chance.random() < 0.01):
            client.process.kill()
            office.clients[seat] = None
            kills += 1
        if watcher is None and office.path.exists():
            watcher = Database(office.path)
        if watcher is not None:
            known = set(office.promised)
            there = {row[0] for row in watcher.read("SELECT subject FROM feedback")}
            assert known <= there, f"not seen by the others: {known - there}"
            seen += len(known)
    office.over.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert not office.faults
    assert watcher is not None
    rows = [row[0] for row in watcher.read("SELECT subject FROM feedback")]
    watcher.close()
    assert office.promised <= set(rows)
    assert len(rows) == len(set(rows))
    whole = sqlite3.connect(office.path).execute("PRAGMA integrity_check").fetchone()
    assert whole == ("ok",)
    assert list(office.path.parent.glob("*corrupt*")) == []
    assert not [text for text in office.messages if "corrupt" in text or "snapshot" in text]
    print(f"{kills} kills, {len(office.promised)} promised, {len(rows)} rows, {seen} looked for")
    assert kills >= KILLS * soak
    assert len(office.promised) > kills


def follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> bool:
    """Say whether a server's weights follow a judgement that another process wrote."""
    sessions: list[Session] = []

    def kept(*arguments: Any) -> Session:
        sessions.append(Session(*arguments))
        return sessions[0]

    monkeypatch.setattr(handlers, "Session", kept)
    rig = Rig(tmp_path)
    rig.initialize()
    weights = sessions[0].workspaces.weights(Path("/w"))
    other = Database(tmp_path / "data/agent.sqlite3")
    no = Feedback(False, TargetKind.FIX, "f", "borrow", "E0382", "/w", Scope.PROJECT, "")
    feedback.add(other, no)
    other.close()
    deadline = time.monotonic() + seconds
    while not weights.weight("E0382", "borrow") and time.monotonic() < deadline:
        rig.loop.run_until_complete(asyncio.sleep(0.01))
    rig.close()
    return weights.weight("E0382", "borrow") < 0


def test_a_server_weighs_by_what_another_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert follows(tmp_path, monkeypatch, 60)


def test_it_would_be_noticed_if_it_did_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "changed_elsewhere", lambda _: False)
    assert not follows(tmp_path, monkeypatch, 3)
