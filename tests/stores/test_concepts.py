"""The file of the concepts: whole or not at all, found by id and by name."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rust_agent_lsp.model.concept import Concept, ConceptKind, Edge, Relation
from rust_agent_lsp.model.errors import KnowledgeError, StoreError
from rust_agent_lsp.stores.concepts import Concepts, asked_of, write_concepts


def concept(place: str, title: str, kind: ConceptKind = ConceptKind.METHOD) -> Concept:
    path = ("The Rust Standard Library", "std::vec", title.partition("::")[0])
    return Concept(
        place, kind, "std", title, path, f"About {title}.", 2, "1.0.0", links=("a.html",)
    )


CONCEPTS = (
    concept("std/keyword.dyn.html", "dyn keyword", ConceptKind.ITEM),
    concept("std/macro.vec.html", "vec!", ConceptKind.ITEM),
    concept("std/vec/struct.Vec.html", "Vec", ConceptKind.ITEM),
    concept("std/vec/struct.Vec.html#method.retain", "Vec::retain"),
    concept("std/vec/struct.Deque.html#method.retain", "Deque::retain"),
    concept("book/ch04.html#owning", "Owning", ConceptKind.SECTION),
)
EDGES = (
    Edge("std/vec/struct.Vec.html", "std/vec/struct.Vec.html#method.retain", Relation.CONTAINS),
    Edge("errors/E0382", "book/ch04.html#owning", Relation.EXPLAINS),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "below" / "concepts.sqlite3"
    write_concepts(path, CONCEPTS, EDGES)
    return path


def test_what_is_written_is_read(file: Path) -> None:
    concepts = Concepts(file)
    assert concepts.all() == list(CONCEPTS)
    assert concepts.get("book/ch04.html") == CONCEPTS[-1]
    assert concepts.get("book/ch04.html#moving") is None
    assert concepts.edges_to("book/ch04.html#owning") == [EDGES[1]]
    assert concepts.edges_from("std/vec/struct.Vec.html") == [EDGES[0]]
    assert concepts.counts() == {"std": 6}
    concepts.close()


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("dyn", ["std/keyword.dyn.html"]),
        ("vec!", ["std/macro.vec.html"]),
        ("Vec::retain", ["std/vec/struct.Vec.html#method.retain"]),
        (
            "retain()",
            ["std/vec/struct.Vec.html#method.retain", "std/vec/struct.Deque.html#method.retain"],
        ),
        ("owning", ["book/ch04.html#owning"]),
        ("'; DROP TABLE concepts", []),
        ("%", []),
        ("", []),
    ],
)
def test_names(file: Path, name: str, places: list[str]) -> None:
    concepts = Concepts(file)
    assert [found.id for found in concepts.named(name)] == places
    concepts.close()


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def concepts() -> object:
        yield CONCEPTS[0]
        raise sqlite3.OperationalError("disk full")

    with pytest.raises(StoreError, match="cannot be written"):
        write_concepts(tmp_path / "c" / "x.sqlite3", concepts(), ())  # type: ignore[arg-type]
    assert list((tmp_path / "c").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all, just text" * 100])
def test_a_damaged_file_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(StoreError, match="x "):
        Concepts(tmp_path / "x")
    with pytest.raises(StoreError):
        Concepts(tmp_path / "missing")


def test_questions_by_place(tmp_path: Path) -> None:
    folder = tmp_path / "concepts"
    folder.mkdir()
    (folder / "a.toml").write_text('["book/a.html#b"]\nask = ["one", "two"]\n')
    (folder / "b.toml").write_text('["book/a.html#b"]\nask = ["three"]\n')
    assert asked_of(tmp_path) == {"book/a.html#b": ("one", "two", "three")}
    (folder / "c.toml").write_text("ask = 1")
    with pytest.raises(KnowledgeError, match=r"c\.toml"):
        asked_of(tmp_path)
