"""What a program is quoted to have said, held against the lines by which we know a failure.

People leave out how a line began (`fatal:`), its last dot, or say it in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from rust_agent_lsp.model.command import Slot
from rust_agent_lsp.model.template import fixed_length, pattern

TELLING = 15
"""So many letters of a wording are enough to know it by within a line."""

_MOST_LINES, _LONGEST_LINE = 100, 600
_LABEL = re.compile(r"\A(?:fatal|error|warning|E|X|remote: error):? ", re.I)
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_FIRST = re.compile(r"\A\(\?P<(\w+)>\.\+\?\)")
_LAST = re.compile(r"\(\?P<(\w+)>\.\+\?\)\Z")
_PARENT = "_parent"
# Whole trees of these are nothing that a command should be offered for unasked.
_SYSTEM = re.compile(r"/|/\w+|/(?:usr|etc|s?bin|lib\w*|boot|dev|proc|sys|var|root)/.*")
# What programs print beside the line that we know names things too, of no meaning to the cure.
_OWN = re.compile(r"(?:I|I'm|my|we|how|what|why|when|while|trying|after)\b|.*\?\Z", re.I)


@dataclass(frozen=True, slots=True)
class Heard:
    """A failure known by its lines: the captures, and what the user says in words of their own.

    `fixed` is how much of the longest wording is fixed: the more, the surer.
    """

    fixed: int
    captures: dict[str, str]
    rest: str


def heard(wordings: Iterable[str], text: str) -> Heard | None:
    """Return what the lines of a text say in one of the wordings; None where none does.

    The longest wording counts, and the shorter ones for what it leaves out.
    """
    said = text.splitlines()
    # Of endless output the beginning and, more often, the end says what went wrong.
    said = said if len(said) <= 2 * _MOST_LINES else [*said[:_MOST_LINES], *said[-_MOST_LINES:]]
    lines = [line[:_LONGEST_LINE].strip().translate(_QUOTES) for line in said]
    found: dict[str, str] = {}
    longest = 0
    cut = {at: line for at, line in enumerate(lines) if _OWN.match(line)}
    for wording in sorted(wordings, key=fixed_length, reverse=True):
        for at, line in enumerate(lines):
            known = _match(wording.translate(_QUOTES), line)
            if known is not None:
                found = {**known.groupdict(), **found}
                longest = max(longest, fixed_length(wording))
                cut.setdefault(at, line)
                cut[at] = cut[at].replace(known[0], " ")
                break
    return Heard(longest, found, "\n".join(cut.values())) if longest else None


def _match(wording: str, line: str) -> re.Match[str] | None:
    at = 0
    # Without this a long line that only resembles a wording takes seconds.
    for piece in _pieces(wording):
        at = line.find(piece, at)
        if at < 0:
            return None
        at += len(piece)
    if known := pattern(wording).fullmatch(line):
        return known
    for shorter in (wording, _LABEL.sub("", wording, count=1)):
        if fixed_length(shorter) >= TELLING and (within := _within(shorter).search(line)):
            return within
    return None


@lru_cache(maxsize=2048)
def _pieces(wording: str) -> tuple[str, ...]:
    """Return what stands between the captures, as far as any way of quoting has it."""
    return tuple(re.split(r"\{\w+\}", _LABEL.sub("", wording, count=1).rstrip(".:")))


@lru_cache(maxsize=2048)
def _within(wording: str) -> re.Pattern[str]:
    """Return a wording as it may stand within a line: what it captures at its ends is one word."""
    text = pattern(wording.rstrip(".:")).pattern
    text = _FIRST.sub(lambda found: rf"(?P<{found[1]}>[^\s:'\"`]+)", text)
    text = _LAST.sub(lambda found: rf"(?P<{found[1]}>[^\s'\"`]*[^\s'\"`.,;:!?)])", text)
    return re.compile(text)


def values(captures: Mapping[str, str], slots: Sequence[Slot]) -> dict[str, str]:
    """Return the captures as the values of the slots that bear their names.

    `{new_name}` is the slot `new-name`; `{folder_parent}` fills `folder` with the folder in which
    the file lies that was named, unless that is one of the system's.
    """
    names = {slot.name for slot in slots}
    found = {}
    for capture, said in captures.items():
        name = capture.replace("_", "-")
        if name in names:
            found[name] = said.strip()
        elif capture.endswith(_PARENT) and (name := capture.removesuffix(_PARENT)) in names:
            parent = str(PurePosixPath(said.strip()).parent)
            found[name] = "" if _SYSTEM.fullmatch(parent) else parent
    return {name: said for name, said in found.items() if said}
