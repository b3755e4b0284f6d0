"""A concept: one section, rule or item of the documentation that is installed with a toolchain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ConceptKind(StrEnum):
    """What a concept is in its documentation."""

    SECTION = "section"
    RULE = "rule"
    ITEM = "item"
    METHOD = "method"
    QUESTION = "question"
    """Somebody's question with its answer; `links` is the place that it was asked at."""


class Relation(StrEnum):
    """How one concept leads to another, or to an entry of ours."""

    CONTAINS = "contains"
    LINKS = "links"
    EXPLAINS = "explains"
    """From an entry to the page that it rests on."""


@dataclass(frozen=True, slots=True)
class Concept:
    """What one anchor of the documentation says.

    `id` is the path below the documentation's root with its anchor
    (`book/ch04-01-what-is-ownership.html#ownership-rules`). `path` are the titles above it, the
    book's first. `text` is Markdown, code included. `level` runs from 1 (beginner) to 5 (expert);
    `since` is the Rust version, empty where the documentation names none. `links` are ids.
    """

    id: str
    kind: ConceptKind
    book: str
    title: str
    path: tuple[str, ...]
    text: str
    level: int
    since: str = ""
    unstable: bool = False
    links: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The path of its page below the documentation's root."""
        return self.id.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation of the concept graph, between ids of concepts or `errors/E0382`-like ones."""

    source: str
    target: str
    relation: Relation
