"""The concept graph as somebody asks about it: one node, the way between two, what lies around."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass

from rust_agent_lsp.model.concept import Concept, Edge, Relation
from rust_agent_lsp.stores.concepts import Concepts

HUB = 150
"""From so many edges on a page is a list of everything, which says nothing of what is near."""

MOST_AROUND = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A concept or entry: `title` is the id where nothing is known of it but that."""

    id: str
    title: str
    book: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and the edges between them; `centre` is the id that all lies around, or empty."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    centre: str = ""


class ConceptGraph:
    """The whole graph in memory: some 50,000 edges."""

    def __init__(self, concepts: Concepts) -> None:
        """Read it. Raises `StoreError` when it cannot be read."""
        self._concepts = concepts
        self._edges = concepts.all_edges()
        self._near: dict[str, list[Edge]] = {}
        for edge in self._edges:
            for end in (edge.source, edge.target):
                self._near.setdefault(end, []).append(edge)

    def find(self, name: str) -> str | None:
        """Return the id that is meant by an id, an entry's name (`E0382`), a title or an anchor."""
        concept = self._concepts.get(name)
        if concept is not None:
            return concept.id
        if name in self._near:
            return name
        entries = [i for i in self._near if i.lower().endswith(f"/{name.lower()}") and "." not in i]
        if entries:
            return min(entries)
        found = self._concepts.titled(name, 1) or self._concepts.named(name, 1)
        if found:
            return found[0].id
        anchored = [node for node in self._near if node.endswith((f"#{name}", f"#r-{name}"))]
        return min(anchored, default=None)

    def node(self, node_id: str) -> Node:
        """Return what is known of an id."""
        concept = self._concepts.get(node_id)
        if concept is None:
            return Node(node_id, node_id, node_id.partition("/")[0])
        return Node(node_id, concept.title, concept.path[0], concept.level)

    def path(self, start: str, end: str) -> list[Edge]:
        """Return the shortest way as edges, each in its own direction; empty when there is none.

        It passes through no list of everything where there is another way.
        """
        return self._way(start, end, HUB) or self._way(start, end, len(self._edges) + 1)

    def _way(self, start: str, end: str, hub: int) -> list[Edge]:
        came: dict[str, Edge | None] = {start: None}
        waiting = deque([start])
        while waiting and end not in came:
            here = waiting.popleft()
            for edge in self._ordered(here):
                other = _other(edge, here)
                if other not in came and (other == end or len(self._near[other]) < hub):
                    came[other] = edge
                    waiting.append(other)
        way: list[Edge] = []
        at = end
        while (edge_to := came.get(at)) is not None:
            way.append(edge_to)
            at = _other(edge_to, at)
        return way[::-1]

    def around(self, centre: str, most: int = MOST_AROUND) -> Graph:
        """Return what is nearest to an id, and every edge between that."""
        found = {centre: None}
        waiting = deque([centre])
        while waiting and len(found) < most:
            here = waiting.popleft()
            for edge in self._ordered(here):
                other = _other(edge, here)
                if len(found) < most and len(self._near[other]) < HUB and other not in found:
                    found[other] = None
                    waiting.append(other)
        return self._graph(found, centre)

    def whole(self) -> Graph:
        """Return everything."""
        return self._graph(self._near, "")

    def books(self) -> Graph:
        """Return the books as nodes, the title with their number of concepts, and who links to
        whom."""
        concepts = self._concepts.all()
        book_of = {concept.id: concept.book for concept in concepts}
        titles = {concept.book: concept.path[0] for concept in reversed(concepts)}
        counts = Counter(book_of.values())
        pairs = {
            (book_of.get(edge.source), book_of.get(edge.target))
            for edge in self._edges
            if edge.relation is Relation.LINKS
        }
        return Graph(
            tuple(Node(book, f"{titles[book]} ({counts[book]})", book) for book in counts),
            tuple(
                Edge(one, other, Relation.LINKS)
                for one, other in sorted(p for p in pairs if p[0] and p[1])
                if one and other and one != other
            ),
        )

    def _graph(self, ids: Iterable[str], centre: str) -> Graph:
        known = dict.fromkeys(ids)
        between = (e for e in self._edges if e.source in known and e.target in known)
        return Graph(tuple(map(self.node, known)), tuple(between), centre)

    def _ordered(self, here: str) -> list[Edge]:
        """Return the edges at a node: what it is a part of and has, then its links."""
        return sorted(
            self._near.get(here, ()),
            key=lambda e: (e.relation is not Relation.CONTAINS, e.source != here, e.target),
        )


def _other(edge: Edge, here: str) -> str:
    return edge.target if edge.source == here else edge.source


def related(concepts: Concepts, concept: Concept) -> dict[str, list[str]]:
    """Return the ids beside a concept by what they are to it."""
    to, from_ = concepts.edges_to(concept.id), concepts.edges_from(concept.id)
    groups = {
        "part of": [e.source for e in to if e.relation is Relation.CONTAINS],
        "contains": [e.target for e in from_ if e.relation is Relation.CONTAINS],
        "links to": [e.target for e in from_ if e.relation is Relation.LINKS],
        "linked from": [e.source for e in to if e.relation is Relation.LINKS],
        "entries that rest on it": [e.source for e in to if e.relation is Relation.EXPLAINS],
    }
    return {name: ids for name, ids in groups.items() if ids}
