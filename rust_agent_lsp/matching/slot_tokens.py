"""A question cut into the pieces that may be values: words, quoted strings, parts of `a..b`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rust_agent_lsp.matching.slot_words import KNOWN
from rust_agent_lsp.model.command import PLACEHOLDER, Command, Slot, SlotKind

_QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|`([^`]+)`|(?<![\w'])'([^']+(?:'\w[^']*)*)'(?!\w)|‘([^’]+)’|«([^»]+)»"
)
_RANGE = re.compile(r"([\w./^~-]+?)(?:\.\.\.?|…)([\w./^~-]+)|(\d+)[-–,](\d+)")
_REFS = (SlotKind.COMMIT, SlotKind.BRANCH, SlotKind.TAG)
_NUMBERS = (SlotKind.NUMBER, SlotKind.COUNT)
_LONGEST = 2000  # characters; a question's values stand early, pasted output may be endless
_JOINTS = (":", "@", "=", "/")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a question; `ends` is the mark behind it that ends a clause.

    `role` names its slot where its form alone says so, as in `user@host`.
    """

    text: str
    quoted: bool = False
    ends: str = ""
    role: str = ""

    @property
    def word(self) -> str:
        """Return what to compare with a slot's words; a quoted string is none."""
        return "" if self.quoted else self.text.lower()


@dataclass(frozen=True, slots=True)
class Reading:
    """A value for a slot, from token `start` up to `end`, and how much it looks like one."""

    text: str
    start: int
    end: int
    look: int


def tokens_of(command: Command, question: str) -> list[Token]:
    """Cut `question` into tokens; those that are two values of `command` at once are parted."""
    plain = "".join(char if char.isprintable() else " " for char in question[:_LONGEST])
    found: list[Token] = []
    at = 0
    for match in _QUOTED.finditer(plain):
        if match.start() and plain[match.start() - 1].isalnum():
            continue
        found += _words(plain[at : match.start()])
        found.append(Token(next(g for g in match.groups() if g).strip(), quoted=True))
        at = match.end()
    found += _words(plain[at:])
    slots = {slot.name: slot for slot in command.slots}
    joints = _joints(command, slots)
    return [part for token in found if token.text for part in _parts(token, slots, joints)]


def _words(text: str) -> list[Token]:
    found = []
    for raw in text.split():
        word = raw.lstrip("([\"'“‘<")
        bare = word.rstrip(",;!?\"'”’>")
        bare = bare[:-1] if bare.endswith(")") and "(" not in bare else bare
        ends = word[len(bare) :][:1]
        if re.search(r"[^.:/][.:]\Z|\A[.:]{3,}\Z", bare) or bare == ":":
            bare, ends = bare.rstrip(".:"), bare[-1]
        bare = bare.rstrip(",")
        if found_s := re.search(r"['’]s\Z", bare):
            bare, ends = bare[: found_s.start()], ends or "'"
        if bare:
            found.append(Token(bare, ends=ends))
        elif ends and found:
            found[-1] = replace(found[-1], ends=ends)
    return found


def _joints(command: Command, slots: dict[str, Slot]) -> list[tuple[Slot, str, Slot]]:
    """Return the placeholders of the steps that one sign joins: `<user>@<host>`."""
    joints = []
    for first, second in pairwise(PLACEHOLDER.finditer(command.command)):
        sign = command.command[first.end() : second.start()].rstrip("\"'")
        if sign in _JOINTS and first[1] in slots and second[1] in slots:
            joints.append((slots[first[1]], sign, slots[second[1]]))
    return joints


def _parts(
    token: Token, slots: dict[str, Slot], joints: list[tuple[Slot, str, Slot]]
) -> list[Token]:
    text = token.text
    if token.quoted and " " in text:
        return [token]
    if found := _RANGE.fullmatch(text):
        first, last = found[1] or found[3], found[2] or found[4]
        kinds = _NUMBERS if first.isdigit() and last.isdigit() else _REFS
        names = [slot.name for slot in slots.values() if slot.kind in kinds]
        if len(names) > 1 and not first.startswith("."):
            return [Token(first, role=names[0]), replace(token, text=last, role=names[1])]
    if "://" in text:
        return [token]
    for left, sign, right in joints:
        head, joint, tail = text.partition(sign)
        if head and joint and tail and _fit(left, sign, head, right):
            rest = [j for j in joints if j[0] is right]
            parts = _parts(replace(token, text=tail, role=right.name), slots, rest)
            return [Token(head, quoted=token.quoted, role=left.name), *parts]
    return [token]


def _fit(left: Slot, sign: str, head: str, right: Slot) -> bool:
    """Say whether what stands before the sign can be the value of `left`."""
    if sign == "/":
        if left.kind is SlotKind.REMOTE:
            return head in KNOWN[SlotKind.REMOTE]
        return left.kind is SlotKind.USER and right.kind is SlotKind.NAME
    if sign == "=" or left.kind is SlotKind.VARIABLE:
        return bool(re.fullmatch(r"[A-Za-z_][\w-]*", head, re.A))
    return "/" not in head
