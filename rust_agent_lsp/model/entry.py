"""A knowledge entry: what we know of one error, lint, pattern or command."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry is about; also the name of its folder and of its collection in the index."""

    ERROR = "errors"
    LINT = "lints"
    PATTERN = "patterns"
    CONCEPT = "concepts"
    COMMAND = "commands"


@dataclass(frozen=True, slots=True)
class Template:
    """How the compiler words the error, and what we say of it.

    `message` is rustc's headline with `{captures}`. `labels` gives roles to the labels and
    notes below it (role name -> their text with captures). `says` are sentences that may
    use every capture, `{line}` and `{role.line}`; a sentence with an unfilled one is left out.
    `native` is rust-analyzer's wording: it is for no other diagnostics, and may use `{here}`.
    """

    message: str
    labels: dict[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    native: bool = False


@dataclass(frozen=True, slots=True)
class WayOut:
    """One repair that an entry describes under a `###` heading."""

    title: str
    cost: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One Markdown file of `knowledge/`. See knowledge/SCHEMA.md for the meaning of each field.

    `retired` is a code that the compiler gives no more: only what came instead is said of it.
    `often` says how often people meet it, from 0 (rarely) to 3 (everybody does).
    `unchecked` is why no single file can show the error, empty where its blocks are compiled.
    """

    id: str
    kind: EntryKind
    title: str
    summary: str
    why: str
    body: str
    content_hash: str
    codes: tuple[str, ...] = ()
    templates: tuple[Template, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    docs: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exemplars: tuple[str, ...] = ()
    utterances: tuple[str, ...] = ()
    since: str = ""
    retired: bool = False
    unchecked: str = ""
    often: int = 0

    @property
    def name(self) -> str:
        """What people call it: its code or lint, else its id."""
        return self.codes[0] if self.codes else self.id
