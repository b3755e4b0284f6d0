"""Uses of std items and patterns in the source of crates that lie on the user's disk."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class UsedKind(StrEnum):
    """What is used."""

    STD = "std"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class CratePlace:
    """One place in a crate's source, where something is used: one-based lines.

    `file` is absolute, `source` the same below the crate's folder; `first` to `last` is what
    `inside` names, the function for the most part. The smaller `cost`, the easier to read.
    """

    crate: str
    version: str
    file: str
    source: str
    line: int
    first: int
    last: int
    inside: str
    cost: int

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.crate} {self.source}:{self.line}"
