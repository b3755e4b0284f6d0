"""A real Chroma server on loopback, and people who send records to it, honest and not."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.team import Signed, TeamRepair
from rust_agent_lsp.stores import team_client
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.team_records import id_of, text_of
from rust_agent_lsp.stores.team_settings import TeamSettings, authors_file
from rust_agent_lsp.stores.team_signatures import own_key, public_line, sign

PATIENCE = 120.0


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Run `chroma run` and yield its address."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder)]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, server)
            yield url
        finally:
            server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5):  # noqa: S310
                return
        except OSError:
            assert server.poll() is None, "chroma did not start"
            assert time.monotonic() < deadline, "chroma does not answer"
            time.sleep(0.05)


@dataclass(frozen=True)
class Person:
    """A member of the team with a home and a key."""

    name: str
    places: Places
    url: str

    @classmethod
    def at(cls, home: Path, name: str, url: str) -> Person:
        data, config, log = (home / name / part for part in ("data", "config", "log"))
        # What the compiler said of our own programs is the same for all.
        cache = home.parent / "team-cache"
        return cls(name, Places(data, cache, config, log), url)

    @property
    def settings(self) -> TeamSettings:
        return TeamSettings(self.url, self.name)

    def knows(self, *others: Person) -> None:
        """Put the others on this person's list."""
        file = authors_file(self.places)
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = [public_line(other.places, other.name) + "\n" for other in others]
        file.write_text("# My team.\n\n" + "".join(lines), encoding="utf-8")

    def signed(self, code: str, before: str, after: str, author: str = "") -> Signed:
        text = text_of(TeamRepair(author or self.name, code, before, after))
        return self.signed_text(text, author)

    def signed_text(self, text: str, author: str = "") -> Signed:
        signature = sign(text, own_key(self.places, self.name))
        return Signed(id_of(text), author or self.name, text, signature)

    def sends(self, *records: Signed) -> None:
        """Lay records on the server as they are."""
        team_client.push(self.settings, records)

    @contextmanager
    def database(self) -> Iterator[Database]:
        database = Database(self.places.database)
        try:
            yield database
        finally:
            database.close()
