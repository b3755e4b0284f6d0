"""One index for one content, whoever builds it, whenever a builder dies, whatever is damaged."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores import index_read
from rust_agent_lsp.stores.embedding import Encoder, Vectors
from rust_agent_lsp.stores.index_build import ensure_index, index_path
from rust_agent_lsp.stores.index_open import open_or_build
from rust_agent_lsp.stores.index_read import Index
from rust_agent_lsp.stores.index_search import search
from rust_agent_lsp.stores.index_texts import IndexDocument, documents_of

_DEADLINE = 120
_processes = multiprocessing.get_context("spawn")


@pytest.fixture(autouse=True)
def _chroma_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it opened for a few entries too, so that its damage is seen."""
    monkeypatch.setattr(index_read, "FEW", 0)


def _nothing(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def _indexes(cache: Path) -> list[str]:
    return sorted(folder.name for folder in cache.iterdir() if folder.is_dir())


def _renamed(documents: list[IndexDocument], suffix: str) -> list[IndexDocument]:
    return [IndexDocument(d.id, d.kind, d.entry, d.role, d.text + suffix) for d in documents]


def test_documents_of_an_entry() -> None:
    entry = Entry(
        id="E0382",
        kind=EntryKind.ERROR,
        title="Use of a moved value",
        summary="A value is used after it moved.",
        why="",
        body="A value is used after it moved.\n\n## Why\n\nOne\nowner.\n\n## Fails\n\n"
        "```rust,compile_fail,E0382\nlet fenced = 1;\n```\n",
        content_hash="",
        codes=("E0382",),
        exemplars=("use of moved value: `data`",),
        utterances=("why is `data` gone",),
    )
    found = {(d.role, d.text) for d in documents_of([entry])}
    assert found == {
        ("code", "E0382"),
        ("title", "Use of a moved value"),
        ("summary", "A value is used after it moved."),
        ("body", "Why One owner."),
        ("exemplar", "use of moved value: `_`"),
        ("utterance", "why is `data` gone"),
    }
    assert len({d.id for d in documents_of([entry])}) == len(found)


def test_the_name_depends_on_content_alone(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    path = index_path(tmp_path, documents, encoder)
    assert index_path(tmp_path, documents[::-1], encoder) == path
    assert index_path(tmp_path, documents[1:], encoder) != path
    assert index_path(tmp_path, _renamed(documents, "!"), encoder) != path


def test_progress_and_searches(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    seen: list[tuple[int, int]] = []
    index = open_or_build(tmp_path, documents, encoder, lambda *at: seen.append(at))
    assert seen[0] == (0, 600)
    assert seen[-1] == (600, 600)
    assert [hit.entry for hit in search([index], "thing42", [], 1)] == ["N42"]
    assert search([index], "thing42", ["lints"], 3)[0].entry != "N42"
    assert {hit.kind for hit in search([index], "thing42", ["lints"], 3)} == {"lints"}
    assert [hit.score for hit in search([index], "", [], 3)] == []
    for odd in ('"', "* OR NEAR(", "x" * 10_000, "\0", "`", "words " * 5_000):
        search([index], odd, [], 3)
    index.close()


def test_an_empty_knowledge_gives_an_empty_index(tmp_path: Path, encoder: Encoder) -> None:
    index = open_or_build(tmp_path, [], encoder, _nothing)
    assert search([index], "anything", [], 5) == []
    index.close()


def _read_again_and_again(
    cache: Path, documents: list[IndexDocument], encoder: Encoder, ready: object, failures: object
) -> None:
    try:
        index = open_or_build(cache, documents, encoder, _nothing)
        ready.wait(_DEADLINE)  # type: ignore[attr-defined]
        for number in range(0, 200, 3):
            best = search([index], f"thing{number}", [], 1)[0].entry
            if best != f"N{number}":
                raise AssertionError(f"thing{number} found {best}")
        index.close()
    except BaseException as error:
        failures.put(repr(error))  # type: ignore[attr-defined]
        raise


def test_many_builders_and_readers_at_once_do_no_harm(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    """Four processes start on nothing: one index comes of it, and stays whole for all."""
    ready, failures = _processes.Barrier(4), _processes.Queue()
    readers = [
        _processes.Process(
            target=_read_again_and_again, args=(tmp_path, documents, encoder, ready, failures)
        )
        for _ in range(4)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(_DEADLINE)
    assert [reader.exitcode for reader in readers] == [0] * 4, failures.get(timeout=5)
    assert _indexes(tmp_path) == [index_path(tmp_path, documents, encoder).name]
    Index.open(index_path(tmp_path, documents, encoder), encoder).close()


class _DyingEncoder:
    """Kills its own process in the middle of a build."""

    def __init__(self, like: Encoder) -> None:
        self.digest = like.digest
        self._like = like
        self._calls = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._calls += 1
        if self._calls == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._like.encode(texts)


def _build(cache: Path, documents: list[IndexDocument], encoder: Encoder) -> None:
    ensure_index(cache, documents, encoder, _nothing)


def test_a_killed_builder_leaves_nothing_that_matters(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    builder = _processes.Process(target=_build, args=(tmp_path, documents, _DyingEncoder(encoder)))
    builder.start()
    builder.join(_DEADLINE)
    assert builder.exitcode == -signal.SIGKILL
    (left,) = _indexes(tmp_path)
    assert left.startswith(".building-")
    index = open_or_build(tmp_path, documents, encoder, _nothing)
    assert search([index], "thing7", [], 1)[0].entry == "N7"
    assert _indexes(tmp_path) == [index.path.name]
    index.close()


def _overwrite_vectors(path: Path) -> None:
    """Damage that no count and no exception shows: other vectors under the known ids."""
    with sqlite3.connect(path / "chroma" / "chroma.sqlite3") as database:
        rows = database.execute("SELECT seq_id, vector FROM embeddings_queue").fetchall()
        assert rows
        for (number, _), (_, other) in zip(rows, rows[1:] + rows[:1], strict=True):
            database.execute(
                "UPDATE embeddings_queue SET vector = ? WHERE seq_id = ?", (other, number)
            )
    database.close()


def _lose_rows(path: Path) -> None:
    with sqlite3.connect(path / "chroma" / "chroma.sqlite3") as database:
        database.execute("DELETE FROM embeddings_queue WHERE seq_id % 5 = 0")
    database.close()


def _scribble(file: str) -> Callable[[Path], None]:
    def scribble(path: Path) -> None:
        content = bytearray((path / file).read_bytes())
        content[len(content) // 3 : 2 * len(content) // 3] = b"\xff" * (len(content) // 3)
        (path / file).write_bytes(content)

    return scribble


def _empty(file: str) -> Callable[[Path], None]:
    return lambda path: (path / file).write_bytes(b"") and None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_overwrite_vectors, id="vectors-swapped"),
        pytest.param(_lose_rows, id="vectors-lost"),
        pytest.param(_scribble("chroma/chroma.sqlite3"), id="chroma-scribbled"),
        pytest.param(_empty("chroma/chroma.sqlite3"), id="chroma-empty"),
        pytest.param(_scribble("words.sqlite3"), id="words-scribbled"),
        pytest.param(_empty("words.sqlite3"), id="words-empty"),
        pytest.param(lambda path: (path / "words.sqlite3").unlink(), id="words-gone"),
        pytest.param(_empty("manifest.json"), id="manifest-empty"),
        pytest.param(lambda path: (path / "in-use").unlink(), id="lock-gone"),
    ],
)
def test_damage_is_seen_set_aside_and_repaired(
    tmp_path: Path,
    documents: list[IndexDocument],
    encoder: Encoder,
    damage: Callable[[Path], None],
) -> None:
    path = ensure_index(tmp_path, documents, encoder, _nothing)
    Index.open(path, encoder).close()
    damage(path)
    with pytest.raises(StoreError):
        Index.open(path, encoder)
    index = open_or_build(tmp_path, documents, encoder, _nothing)
    assert search([index], "thing7", [], 1)[0].entry == "N7"
    assert _indexes(tmp_path) == [f".damaged-{path.name}", path.name]
    index.close()


def test_two_who_see_the_same_damage_set_it_aside_once(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    path = ensure_index(tmp_path, documents, encoder, _nothing)
    _scribble("words.sqlite3")(path)
    found: list[str] = []

    def repair() -> None:
        index = open_or_build(tmp_path, documents, encoder, _nothing)
        found.append(search([index], "thing7", [], 1)[0].entry)
        index.database.close()

    both = [threading.Thread(target=repair) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(_DEADLINE)
    assert found == ["N7", "N7"]
    assert _indexes(tmp_path) == [f".damaged-{path.name}", path.name]


def test_old_indexes_go_but_not_the_previous_and_not_one_in_use(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    small = documents[:30]
    versions = [_renamed(small, f" version{number}") for number in range(5)]
    first = open_or_build(tmp_path, versions[0], encoder, _nothing)
    paths = [first.path]
    for number, version in enumerate(versions[1:4], start=1):
        os.utime(paths[-1] / "manifest.json", (number, number))
        paths.append(ensure_index(tmp_path, version, encoder, _nothing))
    assert _indexes(tmp_path) == sorted(path.name for path in (paths[0], paths[2], paths[3]))
    assert search([first], "version0 thing3", [], 1)[0].entry == "N3"
    first.close()
    os.utime(paths[3] / "manifest.json", (4, 4))
    paths.append(ensure_index(tmp_path, versions[4], encoder, _nothing))
    assert _indexes(tmp_path) == sorted(path.name for path in paths[3:])


def test_a_place_that_cannot_be_written_is_said_plainly(
    tmp_path: Path, documents: list[IndexDocument], encoder: Encoder
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"cannot be written to .*file"):
        open_or_build(tmp_path / "file" / "index", documents, encoder, _nothing)
