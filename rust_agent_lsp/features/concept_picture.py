"""A graph of concepts as a file to look at: Graphviz, or one page with a picture in it."""

from __future__ import annotations

import math
from html import escape

from rust_agent_lsp.features.concept_graph import Graph, Node
from rust_agent_lsp.model.concept import Relation

_COLOURS = ("#4878cf", "#d1605e", "#6aa56e", "#b279a2", "#c49a3a", "#5b8f99", "#8c6d5a", "#777777")
_RADIUS = 190
_LONGEST = 30
_STROKES = {Relation.CONTAINS: "#888", Relation.LINKS: "#c8c8c8", Relation.EXPLAINS: "#d1605e"}
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.5 sans-serif; margin: 1.5em; color: #222; background: #fff; }}
svg {{ max-width: 100%; height: auto; }} text {{ font: 12px sans-serif; }}
.key span {{ display: inline-block; margin-right: 1.2em; }}
.key i {{ display: inline-block; width: .8em; height: .8em; border-radius: 50%; }}
</style></head><body>
<h1>{title}</h1>
<p>{about} Point at a node for its place; grey lines contain, light ones link, red ones explain.</p>
<p class="key">{key}</p>
{picture}
</body></html>
"""


def dot(graph: Graph) -> str:
    """Return the graph in Graphviz' language."""
    lines = ["digraph concepts {", "  node [shape=box, style=rounded];"]
    lines += [f"  {_quoted(n.id)} [label={_quoted(n.title)}];" for n in graph.nodes]
    lines += [
        f"  {_quoted(e.source)} -> {_quoted(e.target)} [label={_quoted(e.relation.value)}];"
        for e in graph.edges
    ]
    return "\n".join((*lines, "}")) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def html(graph: Graph) -> str:
    """Return one page that needs nothing else: rings around the centre, or one ring of all."""
    books = list(dict.fromkeys(node.book for node in graph.nodes))
    colours = {book: _COLOURS[n % len(_COLOURS)] for n, book in enumerate(books)}
    centre = next((n.title for n in graph.nodes if n.id == graph.centre), "")
    key = "".join(f'<span><i style="background:{colours[b]}"></i>{escape(b)}</span>' for b in books)
    title = f"Around “{centre}”" if centre else "How the books hang together"
    about = f"{len(graph.nodes)} nodes, {len(graph.edges)} edges."
    return _PAGE.format(title=escape(title), about=about, key=key, picture=_picture(graph, colours))


def _picture(graph: Graph, colours: dict[str, str]) -> str:
    places = _places(graph)
    reach = max((math.hypot(x, y) for x, y in places.values()), default=0) + 170
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * reach:.0f}" height="{2 * reach:.0f}"'
        f' viewBox="{-reach:.0f} {-reach:.0f} {2 * reach:.0f} {2 * reach:.0f}">'
    ]
    for edge in graph.edges:
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        parts.append(
            f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"'
            f' stroke="{_STROKES[edge.relation]}"/>'
        )
    parts += [_drawn(node, places[node.id], colours[node.book]) for node in graph.nodes]
    return "\n".join((*parts, "</svg>"))


def _drawn(node: Node, place: tuple[float, float], colour: str) -> str:
    x, y = place
    title = node.title if len(node.title) <= _LONGEST else node.title[: _LONGEST - 1] + "…"
    side, dx = ("end", -9) if x < -1 else ("start", 9)
    return (
        f'<g><title>{escape(node.id)}</title><circle cx="{x:.0f}" cy="{y:.0f}" r="6"'
        f' fill="{colour}"/><text x="{x + dx:.0f}" y="{y + 4:.0f}" text-anchor="{side}">'
        f"{escape(title)}</text></g>"
    )


def _places(graph: Graph) -> dict[str, tuple[float, float]]:
    """Lay the nodes on rings by their distance from the centre, in the order they were found."""
    rings: dict[int, list[str]] = {}
    for node_id, ring in _distances(graph).items():
        rings.setdefault(ring, []).append(node_id)
    places = {}
    for ring, ids in rings.items():
        # A ring is as wide as its names need.
        radius = max(ring * _RADIUS, len(ids) * 24 / math.tau) if ring else 0
        for number, node_id in enumerate(ids):
            angle = math.tau * (number + 0.5 * (ring % 2)) / len(ids)
            places[node_id] = (radius * math.cos(angle), radius * math.sin(angle))
    return places


def _distances(graph: Graph) -> dict[str, int]:
    if not graph.centre:
        return {node.id: 1 for node in graph.nodes}
    near: dict[str, list[str]] = {}
    for edge in graph.edges:
        near.setdefault(edge.source, []).append(edge.target)
        near.setdefault(edge.target, []).append(edge.source)
    distances = {graph.centre: 0}
    waiting = [graph.centre]
    for here in waiting:
        for other in near.get(here, ()):
            if other not in distances:
                distances[other] = distances[here] + 1
                waiting.append(other)
    return distances
