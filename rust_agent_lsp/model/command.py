"""A command entry: what to type for one intent, what it may destroy, and how to go back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

PLACEHOLDER = re.compile(r"<([a-z][a-z0-9-]*)>")
"""A value that the question may hold, where it stands in a command."""


class Tool(StrEnum):
    """Which family of programs; also the name of the folder and of the ids' first part."""

    GIT = "git"
    LINUX = "linux"
    GH = "gh"
    CARGO = "cargo"


class SlotKind(StrEnum):
    """What sort of value a placeholder stands for, which decides how it looks in a question."""

    ADDRESS = "address"
    ARCHIVE = "archive"
    BRANCH = "branch"
    COMMIT = "commit"
    COUNT = "count"
    CRATE = "crate"
    DATE = "date"
    DEVICE = "device"
    DURATION = "duration"
    EXTENSION = "extension"
    FEATURE = "feature"
    FILE = "file"
    FOLDER = "folder"
    GROUP = "group"
    HOST = "host"
    KEY = "key"
    LABEL = "label"
    MODE = "mode"
    NAME = "name"
    NUMBER = "number"
    PACKAGE = "package"
    PATH = "path"
    PATTERN = "pattern"
    PID = "pid"
    PORT = "port"
    PROCESS = "process"
    PROGRAM = "program"
    REMOTE = "remote"
    REPOSITORY = "repository"
    SERVICE = "service"
    SIGNAL = "signal"
    SIZE = "size"
    TAG = "tag"
    TARGET = "target"
    TEST = "test"
    TEXT = "text"
    TOOLCHAIN = "toolchain"
    URL = "url"
    USER = "user"
    VARIABLE = "variable"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Slot:
    """One placeholder `<name>` and how its value is found in a question.

    The value stands right after one of the words `after`, right before one of the words
    `before`, between quotes when `quoted`, or is the only one that looks like its `kind`.
    `many` may hold several values, joined by spaces. `default` is used when the question has
    none; empty: the placeholder stays visible, or vanishes with the space before it if `optional`.
    """

    name: str
    kind: SlotKind
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    quoted: bool = False
    many: bool = False
    optional: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line to type; `note` says what happens there, empty where the command speaks."""

    command: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be there: `version` (`git 2.23`), `package`, `platform`; empty: nothing special."""

    version: str = ""
    package: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One Markdown file of `knowledge/commands/`; knowledge/SCHEMA.md says what each field means.

    `body` is without the scenarios. `safe_alternatives`, `preview` and `undo` are commands with
    placeholders, with a shell comment (` # …`) where they need a word.
    """

    id: str
    tool: Tool
    category: str
    title: str
    purpose: str
    body: str
    content_hash: str
    utterances: tuple[str, ...]
    steps: tuple[Step, ...]
    verified_by: str
    slots: tuple[Slot, ...] = ()
    use_cases: tuple[str, ...] = ()
    flags: dict[str, str] = field(default_factory=dict)
    dangers: tuple[str, ...] = ()
    destructive: bool = False
    safe_alternatives: tuple[str, ...] = ()
    preview: str = ""
    undo: str = ""
    needs: Needs = Needs()
    docs: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """Return what to type, one step a line."""
        return "\n".join(step.command for step in self.steps)
