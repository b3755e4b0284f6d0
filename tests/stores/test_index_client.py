"""The worker as the server meets it: a real process with the shipped model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.stores.index_client import Hit, IndexClient, IndexState, IndexStatus

_DEADLINE = 60.0
_REPOSITORY = Path(__file__).resolve().parents[2]


class Observer:
    """Keeps the states of a client, and waits for one."""

    def __init__(self) -> None:
        self.states: list[IndexState] = []
        self._changed = threading.Condition()

    def __call__(self, state: IndexState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait(self, *wanted: IndexStatus, after: int = 0) -> IndexState:
        def found() -> IndexState | None:
            return next((s for s in self.states[after:] if s.status in wanted), None)

        with self._changed:
            state = self._changed.wait_for(found, _DEADLINE)
        assert state is not None, f"waited for {wanted}, saw {self.states}"
        return state


Start = Callable[..., tuple[IndexClient, Observer]]


@pytest.fixture
def start(tmp_path: Path, knowledge: Path) -> Iterator[Start]:
    clients = []

    def started(cache: Path = tmp_path / "cache", root: Path = knowledge) -> object:
        observer = Observer()
        client = IndexClient(cache, root, observer)
        clients.append(client)
        client.start()
        return client, observer

    yield started  # type: ignore[misc]
    for client in clients:
        client.close()


def _worker_of(client: IndexClient) -> subprocess.Popen[str]:
    assert client._worker is not None
    return client._worker


def _first(hits: list[Hit] | None) -> Hit:
    assert hits
    return hits[0]


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("borrow of moved value: `inventory`", "E0382"),
        ("use of moved value: `x.y`", "E0382"),
        ("cannot borrow `scores` as mutable because it is also borrowed as immutable", "E0502"),
        ("cannot find function `mismatched_types` in this scope", "E0425"),
        ("mismatched types", "E0308"),
        ("why may I not use my value again after giving it to another function", "E0382"),
    ],
)
def test_a_message_finds_its_entry_whatever_the_names(start: Start, said: str, entry: str) -> None:
    client, observer = start()
    observer.wait(IndexStatus.READY)
    assert _first(client.search(said, ["errors"], timeout=_DEADLINE)).entry == entry


def test_from_nothing_to_ready_and_an_unknown_question(start: Start) -> None:
    client, observer = start()
    assert client.search("too early", timeout=_DEADLINE) is None
    observer.wait(IndexStatus.READY)
    assert [s.status for s in observer.states[:1]] == [IndexStatus.STARTING]
    assert IndexState(IndexStatus.INDEXING, 100) in observer.states
    known = _first(client.search("borrow of moved value: `a`", timeout=_DEADLINE))
    unknown = client.search("zyxwv qqq plugh", timeout=_DEADLINE)
    assert known.score > 0.7
    assert known.role == "exemplar"
    assert unknown is not None
    assert all(hit.score < 0.3 for hit in unknown)
    assert client.search("moved", ["commands"], timeout=_DEADLINE) == []
    assert len(client.search("value", limit=2, timeout=_DEADLINE) or ()) == 2


def test_many_threads_ask_at_once_and_each_gets_its_own_answer(start: Start) -> None:
    client, observer = start()
    observer.wait(IndexStatus.READY)
    asked = {"mismatched types": "E0308", "use of moved value": "E0382"}
    futures = [(client.search_async(text), entry) for text, entry in list(asked.items()) * 50]
    for future, entry in futures:
        assert _first(future.result(_DEADLINE)).entry == entry


def test_a_killed_worker_is_said_and_replaced(start: Start) -> None:
    client, observer = start()
    observer.wait(IndexStatus.READY)
    seen = len(observer.states)
    os.kill(_worker_of(client).pid, signal.SIGKILL)
    assert "signal 9" in observer.wait(IndexStatus.DEAD, after=seen).reason
    observer.wait(IndexStatus.READY, after=seen)
    assert _first(client.search("mismatched types", timeout=_DEADLINE)).entry == "E0308"


def test_what_a_stopped_worker_was_asked_is_answered_with_none(start: Start) -> None:
    client, observer = start()
    observer.wait(IndexStatus.READY)
    os.kill(_worker_of(client).pid, signal.SIGSTOP)
    assert client.search("mismatched types", timeout=0.05) is None
    future = client.search_async("mismatched types")
    began = time.monotonic()
    client.close()
    assert future.result(_DEADLINE) is None
    assert time.monotonic() - began < _DEADLINE
    assert client.search("mismatched types", timeout=_DEADLINE) is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_building_took_is_given_back(start: Start) -> None:
    client, observer = start()
    observer.wait(IndexStatus.READY)
    assert IndexState(IndexStatus.INDEXING, 100) in observer.states
    loaded = Path(f"/proc/{_worker_of(client).pid}/maps").read_text()
    assert "numpy" in loaded
    assert "chromadb" not in loaded


def test_a_damaged_index_is_repaired_by_the_next_worker(start: Start, tmp_path: Path) -> None:
    client, observer = start()
    observer.wait(IndexStatus.READY)
    (database,) = (tmp_path / "cache").glob("*/words.sqlite3")
    seen = len(observer.states)
    worker = _worker_of(client)
    os.kill(worker.pid, signal.SIGSTOP)
    database.write_bytes(b"\xff" * 4096)
    os.kill(worker.pid, signal.SIGKILL)
    observer.wait(IndexStatus.READY, after=seen)
    assert IndexState(IndexStatus.INDEXING, 100) in observer.states[seen:]
    assert _first(client.search("mismatched types", timeout=_DEADLINE)).entry == "E0308"


def test_a_place_that_cannot_be_written_is_a_state_with_its_reason(
    start: Start, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    client, observer = start(cache=tmp_path / "file" / "cache")
    state = observer.wait(IndexStatus.DEAD)
    assert "cannot be written" in state.reason
    assert client.search("mismatched types", timeout=_DEADLINE) is None


def test_a_malformed_entry_is_named(start: Start, knowledge: Path) -> None:
    (knowledge / "errors" / "E9999.md").write_text("no header")
    _, observer = start()
    assert "E9999.md" in observer.wait(IndexStatus.DEAD).reason


def test_after_dead_start_tries_again(start: Start, knowledge: Path) -> None:
    broken = knowledge / "errors" / "E9999.md"
    broken.write_text("no header")
    client, observer = start()
    observer.wait(IndexStatus.DEAD)
    keeper = client._keeper
    assert keeper is not None
    keeper.join(_DEADLINE)
    broken.unlink()
    client.start()
    observer.wait(IndexStatus.READY)


def test_closing_ends_the_worker_even_while_it_starts(start: Start) -> None:
    client, observer = start()
    observer.wait(IndexStatus.STARTING)
    client.close()
    assert client._keeper is not None
    client._keeper.join(_DEADLINE)
    assert client._worker is None
    assert client.state.status == IndexStatus.STOPPED
    client.start()
    assert client.state.status == IndexStatus.STOPPED


def test_the_worker_does_not_outlive_a_killed_server(tmp_path: Path, knowledge: Path) -> None:
    program = f"""
import threading
from pathlib import Path
from rust_agent_lsp.stores.index_client import IndexClient, IndexStatus
ready = threading.Event()
client = IndexClient(Path({str(tmp_path / "cache")!r}), Path({str(knowledge)!r}),
                     lambda s: s.status == IndexStatus.READY and ready.set())
client.start()
ready.wait({_DEADLINE})
print(client._worker.pid, flush=True)
threading.Event().wait()
"""
    server = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=_REPOSITORY
    )
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    server.kill()
    server.wait(_DEADLINE)
    deadline = time.monotonic() + _DEADLINE
    while Path(f"/proc/{worker}/stat").exists() and _state(worker) not in "ZX":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return "X"


def test_stdout_holds_the_protocol_and_nothing_else(tmp_path: Path, knowledge: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "rust_agent_lsp.stores.index_worker",
         "--cache", str(tmp_path / "cache"), "--knowledge", str(knowledge)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_REPOSITORY,
    )  # fmt: skip
    assert worker.stdin is not None
    assert worker.stdout is not None
    events = []
    for line in worker.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "ready":
            break
    assert [e["event"] for e in events[:-1]] == ["progress"] * (len(events) - 1)
    answers = {}
    for question in ("not json", "[]", '{"id": 1}', '{"id": 2, "query": "x", "kinds": 3}'):
        worker.stdin.write(question + "\n")
    worker.stdin.write('{"id": 3, "query": "mismatched types", "kinds": [], "limit": 1}\n')
    worker.stdin.flush()
    for _ in range(5):
        answer = json.loads(worker.stdout.readline())
        answers[answer["id"]] = answer
    assert "error" in answers[None]
    assert "error" in answers[1]
    assert "error" in answers[2]
    assert answers[3]["hits"][0]["entry"] == "E0308"
    worker.stdin.close()
    assert worker.wait(_DEADLINE) == 0
    assert worker.stdout.read() == ""


def test_the_client_brings_nothing_heavy_into_the_server() -> None:
    program = (
        "import sys, rust_agent_lsp.stores.index_client;"
        "heavy = {'numpy', 'chromadb', 'tokenizers', 'model2vec', 'torch', 'pydantic'};"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or None)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr.strip()) == (0, "")
