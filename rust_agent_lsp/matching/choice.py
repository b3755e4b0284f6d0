"""What a template is filled with, and the names of a file that it has to get along with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rust_agent_lsp.matching.wish import Fields


@dataclass(frozen=True, slots=True)
class Known:
    """What the open file has: its structs with their named fields, and all names in use there."""

    structs: Mapping[str, Fields] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Values for all holes of a template. `adopted` are types of the file that the template
    declares as well: its own declarations are to be left out."""

    values: Mapping[str, str]
    adopted: frozenset[str] = frozenset()


def fresh(name: str, taken: frozenset[str] | set[str]) -> str:
    """Return `name`, or with a number behind it where it is taken."""
    if name not in taken:
        return name
    joint = "_" if name == name.lower() or name == name.upper() else ""
    return next(n for i in range(2, 1000) if (n := f"{name}{joint}{i}") not in taken)
