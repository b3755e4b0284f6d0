"""What is written down: applied fixes and the user's judgement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TargetKind(StrEnum):
    """What a piece of feedback speaks of."""

    FIX = "fix"
    ENTRY = "entry"
    ANSWER = "answer"
    PATTERN = "pattern"


class Scope(StrEnum):
    """How far a piece of feedback reaches."""

    PROJECT = "project"
    EVERYWHERE = "everywhere"


class Problem(StrEnum):
    """What was wrong with something that was not helpful."""

    WRONG_CAUSE = "wrong-cause"
    DOES_NOT_COMPILE = "does-not-compile"
    CHANGES_TOO_MUCH = "changes-too-much"
    STYLE = "style"
    NOT_ASKED = "not-what-i-asked"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One "helpful" or "not helpful".

    `subject` is what is weighed (a rule or entry id); `target_id` names the very offer.
    `problem` is a `Problem` or empty; `reason` is what the user wrote.
    """

    helpful: bool
    kind: TargetKind
    target_id: str
    subject: str
    code: str | None
    workspace: str
    scope: Scope = Scope.PROJECT
    reason: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What the user wrote of an explanation that did not help them."""

    id: int
    entry: str
    problem: str
    text: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Switch:
    """The user's word on a rule: on or off. An empty `code` or `workspace` stands for any."""

    rule: str
    code: str
    workspace: str
    is_on: bool
    timestamp: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fix: `bad` if it was taken back or called not helpful.

    `everywhere` is set where that was said of every workspace.
    """

    rule: str
    code: str
    workspace: str
    fix_id: str
    bad: bool
    everywhere: bool
    timestamp: str


@dataclass(frozen=True, slots=True)
class AppliedEdit:
    """One edit as it was made, with what helps to find it again.

    `start` is the byte offset of `inserted` right after the fix. `before` and `after` are hashes of
    the text around it. `removed` and `inserted` hold no literals or comments of the user's.
    """

    path: str
    start: int
    removed: str
    inserted: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AppliedFix:
    """A fix that the user accepted and the editor made."""

    fix_id: str
    rule: str
    title: str
    safety: str
    verification: str
    code: str | None
    message: str
    cause: str
    workspace: str
    edits: tuple[AppliedEdit, ...]


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """An applied fix as the journal holds it; `undone_at` is empty while it stands.

    `edited_at` is empty unless the user soon changed what it had put there.
    """

    id: int
    timestamp: str
    fix: AppliedFix
    undone_at: str
    edited_at: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """An error of the user's that was explained: in which file, and what happened there.

    `story` holds no literals or comments of the user's.
    """

    entry: str
    workspace: str
    file: str
    story: str
    timestamp: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """A form of repair that the user made by hand: what stood there became what stands now.

    `before` and `after` are the two sides of a template (`learning.template`), made of Rust's and
    std's own words, signs and holes. `seen` counts the repairs, `withdrawn` those that were undone;
    `accepted` and `refused` count what came of the offers; `times` are the latest repairs.
    """

    id: int
    code: str
    workspace: str
    before: str
    after: str
    seen: int = 0
    accepted: int = 0
    refused: int = 0
    withdrawn: int = 0
    times: tuple[str, ...] = ()

    @property
    def evidence(self) -> int:
        """How many of the repairs still stand."""
        return max(0, self.seen - self.withdrawn)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One repair that a form was learned from: keyed hashes of its file and its lines.

    `old` stands for the `old_lines` lines before it, `new` for the `new_lines` after it.
    """

    file: str
    old_lines: int
    old: str
    new_lines: int
    new: str
