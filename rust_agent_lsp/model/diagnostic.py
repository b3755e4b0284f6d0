"""What the compiler said, in one form for all three sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rust_agent_lsp.model.text import FileEdit, Location, Span


class Severity(StrEnum):
    """How bad it is, in rustc's words."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    HELP = "help"


class Applicability(StrEnum):
    """How sure rustc is of its own suggestion (`rustc_errors::Applicability`)."""

    MACHINE_APPLICABLE = "MachineApplicable"
    MAYBE_INCORRECT = "MaybeIncorrect"
    HAS_PLACEHOLDERS = "HasPlaceholders"
    UNSPECIFIED = "Unspecified"


class Source(StrEnum):
    """Who told us of a diagnostic (DESIGN §4)."""

    FORWARDED = "forwarded"
    REQUEST = "request"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Label:
    """A place that a diagnostic points at, with what it says there (perhaps nothing)."""

    location: Location
    text: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark below a diagnostic, with the places that it points at (perhaps none)."""

    severity: Severity
    text: str
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An edit that rustc itself suggests; `text` is rustc's sentence for it."""

    text: str
    edits: tuple[FileEdit, ...]
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning.

    `message` is rustc's headline alone; the text at the primary span is in `labels`.
    `code` is as rustc writes it: `E0382`, `unused_variables`, `clippy::len_zero`, or None.
    `labels` holds every label of the diagnostic itself, the primary one(s) first.
    `hint` is the place of the whole macro call when the error lies inside one.
    `native` is one that rust-analyzer finds by itself; `here` is then the text at its place, of
    several lines the first, empty where that is no name or short expression.
    """

    code: str | None
    severity: Severity
    message: str
    path: Path
    span: Span
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    rendered: str = ""
    source: Source = Source.CHECK
    hint: Span | None = None
    native: bool = False
    here: str = ""

    @property
    def location(self) -> Location:
        """The primary place."""
        return Location(self.path, self.span)

    @property
    def is_lint(self) -> bool:
        """Say whether `code` is the name of a lint rather than an error code."""
        return self.code is not None and not (self.code[:1] == "E" and self.code[1:].isdigit())


@dataclass(frozen=True, slots=True)
class Related:
    """A place that a forwarded diagnostic points at besides its own."""

    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A diagnostic as rust-analyzer words it, its ranges already turned into byte offsets.

    `severity` is LSP's number (1 error … 4 hint); `rendered` is rustc's own text where
    rust-analyzer passed it on, perhaps with ANSI codes; `text` is what stands at the place.
    """

    path: Path
    span: Span
    severity: int
    code: str | None
    origin: str
    message: str
    related: tuple[Related, ...] = ()
    rendered: str | None = None
    text: str = ""
