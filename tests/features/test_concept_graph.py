"""The graph of a small documentation: found, walked, drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rust_agent_lsp.features.concept_graph import HUB, ConceptGraph, related
from rust_agent_lsp.features.concept_picture import dot, html
from rust_agent_lsp.model.concept import Concept, ConceptKind, Edge, Relation
from rust_agent_lsp.stores.concepts import Concepts, write_concepts


def concept(concept_id: str, title: str, book: str = "book") -> Concept:
    return Concept(concept_id, ConceptKind.SECTION, book, title, (f"The {book}",), "Text.", 1)


LINKS = Relation.LINKS
EDGES = [
    Edge("book/a.html#a", "book/a.html#b", Relation.CONTAINS),
    Edge("book/a.html#b", "std/x.html", LINKS),
    Edge("book/c.html#c", "std/x.html", LINKS),
    Edge("errors/E0001", "book/c.html#c", Relation.EXPLAINS),
    # A list of everything would be the shorter way.
    Edge("book/list.html#list", "book/a.html#a", LINKS),
    Edge("book/list.html#list", "book/c.html#c", LINKS),
    *(Edge("book/list.html#list", f"book/z.html#z{n}", LINKS) for n in range(HUB)),
    Edge("book/list.html#list", "book/far.html#far", LINKS),
]


@pytest.fixture
def concepts(tmp_path: Path) -> Iterator[Concepts]:
    known = [
        concept("book/a.html#a", "Apples & <pears>"),
        concept("book/a.html#b", "Peeling"),
        concept("book/c.html#c", "Cores"),
        concept("book/list.html#list", "Everything"),
        concept("std/x.html", "X", "std"),
    ]
    write_concepts(tmp_path / "c.sqlite3", known, EDGES)
    opened = Concepts(tmp_path / "c.sqlite3")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("book/a.html#b", "book/a.html#b"),
        ("book/a.html", "book/a.html#a"),
        ("peeling", "book/a.html#b"),
        ("e0001", "errors/E0001"),
        ("list", "book/list.html#list"),
        ("nothing", None),
    ],
)
def test_a_concept_is_found_by_its_names(concepts: Concepts, name: str, found: str | None) -> None:
    assert ConceptGraph(concepts).find(name) == found


def test_the_way_is_the_shortest_that_avoids_lists_of_everything(concepts: Concepts) -> None:
    graph = ConceptGraph(concepts)
    assert graph.path("book/a.html#a", "errors/E0001") == [EDGES[0], EDGES[1], EDGES[2], EDGES[3]]
    assert graph.path("errors/E0001", "book/a.html#a")[0] == EDGES[3]
    assert [edge.source for edge in graph.path("book/a.html#a", "book/far.html#far")] == [
        "book/list.html#list"
    ] * 2
    assert graph.path("book/a.html#a", "book/nowhere.html") == []


def test_what_lies_around_is_near(concepts: Concepts) -> None:
    graph = ConceptGraph(concepts).around("std/x.html")
    assert {node.id for node in graph.nodes} == {
        "std/x.html", "book/a.html#b", "book/c.html#c", "book/a.html#a", "errors/E0001",
    }  # fmt: skip
    assert set(graph.edges) == set(EDGES[:4])
    assert len(ConceptGraph(concepts).around("std/x.html", most=2).nodes) == 2


def test_the_books_are_nodes_of_their_own(concepts: Concepts) -> None:
    graph = ConceptGraph(concepts).books()
    assert [node.title for node in graph.nodes] == ["The book (4)", "The std (1)"]
    assert [(edge.source, edge.target) for edge in graph.edges] == [("book", "std")]


def test_what_is_beside_a_concept_is_named(concepts: Concepts) -> None:
    peeling = concepts.get("book/a.html#b")
    assert peeling is not None
    assert related(concepts, peeling) == {"part of": ["book/a.html#a"], "links to": ["std/x.html"]}


def test_the_page_holds_a_whole_picture(concepts: Concepts) -> None:
    graph = ConceptGraph(concepts).around("book/a.html#a")
    page = html(graph)
    (picture,) = re.findall(r"<svg.*?</svg>", page, re.S)
    svg = ElementTree.fromstring(picture)  # noqa: S314 - it was made right here
    space = "{http://www.w3.org/2000/svg}"
    assert len(svg.findall(f"{space}g")) == len(graph.nodes)
    assert len(svg.findall(f"{space}line")) == len(graph.edges)
    assert svg.find(f"{space}g/{space}text").text == "Apples & <pears>"  # type: ignore[union-attr]
    assert not re.search(r'(?:src|href)="', page), "it needs nothing from elsewhere"
    places = {(c.get("cx"), c.get("cy")) for c in svg.iter(f"{space}circle")}
    assert len(places) == len(graph.nodes), "no two nodes lie on each other"


def test_graphviz_gets_every_node_and_edge(concepts: Concepts) -> None:
    text = dot(ConceptGraph(concepts).around("std/x.html"))
    assert text.count("[label=") == 5 + 4
    assert '"book/a.html#a" [label="Apples & <pears>"];' in text
    assert '"errors/E0001" -> "book/c.html#c" [label="explains"];' in text
