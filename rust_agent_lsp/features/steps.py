"""What to know before a lesson and what comes after it, from the graph of concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.matching.explain import escape, page_uri
from rust_agent_lsp.model.concept import Concept, Edge, Relation
from rust_agent_lsp.stores.concepts import Concepts

MOST = 3
"""How many concepts are named on either side."""

_BOOK = "book/ch"
# Books that are read in their order, or for practice; the others are looked things up in.
_TEACHING = (_BOOK, "rust-by-example/", "nomicon/")
_NO_STEPS = ("Summary", "See also")


@dataclass(frozen=True, slots=True)
class Steps:
    """What leads to something and what leads on from it, the nearest first."""

    before: tuple[Concept, ...] = ()
    after: tuple[Concept, ...] = ()


def steps_beside(concepts: Concepts, places: Iterable[str]) -> Steps:
    """Return what lies right beside some places of the documentation, as ids or pages.

    Raises `StoreError` when the concepts cannot be read.
    """
    bases = [found for place in places if (found := concepts.get(place)) is not None]
    known = {base.id for base in bases}
    before, after = Counter[str](), Counter[str]()
    for base in bases:
        for edge in (*concepts.edges_from(base.id), *concepts.edges_to(base.id)):
            other = edge.target if edge.source == base.id else edge.source
            if edge.relation is Relation.EXPLAINS or other in known:
                continue
            if other.startswith(_TEACHING):
                (before if _comes_first(other, base, edge) else after)[other] += 1
    for one in before:
        after.pop(one, None)
    highest = max((base.level for base in bases), default=0) + 1
    return Steps(_nearest(before, concepts, highest), _nearest(after, concepts, highest))


def way_of(steps: Steps, docs_root: Path | None) -> str:
    """Return Markdown that names the steps with links; empty where there are none."""
    lines = [
        f"**{title}** " + " · ".join(_named(one, docs_root) for one in found)
        for title, found in (("Before this", steps.before), ("After this", steps.after))
        if found
    ]
    return "\n\n".join(lines)


def _comes_first(other: str, base: Concept, edge: Edge) -> bool:
    if edge.relation is Relation.CONTAINS:
        return edge.source == other
    in_book = other.startswith(_BOOK)
    if not base.id.startswith(_BOOK):
        return in_book
    return in_book and other.partition("#")[0] <= base.page  # chapters are numbered


def _nearest(counted: Counter[str], concepts: Concepts, highest: int) -> tuple[Concept, ...]:
    """Return what is named most often; what is two levels above is no next step."""
    found: list[Concept] = []
    for one in sorted(counted, key=lambda one: (-counted[one], one)):
        concept = concepts.get(one)
        is_step = concept is not None and not concept.title.startswith(_NO_STEPS)
        if concept is not None and is_step and concept.level <= highest:
            found.append(concept)
        if len(found) == MOST:
            break
    return tuple(found)


def _named(concept: Concept, docs_root: Path | None) -> str:
    title = escape(concept.title.replace("`", ""))
    return f"[{title}]({page_uri(docs_root, concept.id)})" if docs_root is not None else title


def lead_on(concepts: Concepts | None, places: Sequence[str], docs_root: Path | None) -> str:
    """Return the way beside some places as Markdown; empty where nothing is known of it."""
    return way_of(steps_beside(concepts, places), docs_root) if concepts is not None else ""
