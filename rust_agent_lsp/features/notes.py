"""What the user wrote of an explanation: shown beside it, and made into a patch of its entry."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.matching.explain import escape
from rust_agent_lsp.model.events import Note
from rust_agent_lsp.stores.knowledge import entry_files

SHOWN = 3
"""How many notes of one entry are shown, the latest ones."""

# “these words” -> “those words”, with any quotes.
_CORRECTION = re.compile(r'["“‘`](.+?)["”’`]\s*(?:->|=>|→)\s*["“‘`](.+?)["”’`]', re.S)


_WHY = "\n## Why\n\n"


@dataclass(frozen=True, slots=True)
class Patch:
    """A contribution: the name of its file, and the text, which `git apply` and `patch` take."""

    name: str
    text: str


def by_entry(notes: Iterable[Note]) -> dict[str, tuple[Note, ...]]:
    """Return the notes of each entry, oldest first."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for note in notes:
        found[note.entry].append(note)
    return {entry: tuple(those) for entry, those in found.items()}


def as_markdown(notes: Sequence[Note]) -> str:
    """Return the latest notes as Markdown that stands beside the explanation; empty for none."""
    return "\n\n".join(
        f"**Your note** {note.timestamp[:10]}{_what(note)}: {escape(note.text)}"
        for note in notes[-SHOWN:]
    )


def patches(notes: Mapping[str, Sequence[Note]], root: Path) -> tuple[list[Patch], list[str]]:
    """Return a patch for each entry below `root` with notes, and the entries that are not there.

    `"these words" -> "those words"` in a note is carried out where the entry has these words
    once; any other note stands as a comment behind the first paragraph of the reasons, where
    whoever takes the patch sees what to mend.
    """
    files: dict[str, Path] = {}
    for _, path in entry_files(root):
        files.setdefault(path.stem, path)
    found = []
    for entry, those in sorted(notes.items()):
        if entry in files:
            found.append(_patch(files[entry], root, those))
    return found, sorted(notes.keys() - files.keys())


def _patch(path: Path, root: Path, notes: Sequence[Note]) -> Patch:
    name = f"knowledge/{path.relative_to(root).as_posix()}"
    before = path.read_text(encoding="utf-8")
    after = before
    # A comment may quote the words that a correction looks for.
    for note in sorted(notes, key=lambda note: _CORRECTION.search(note.text) is None):
        after = _mended(after, note)
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{name}",
        f"b/{name}",
    )
    said = "\n".join(f"> {note.timestamp[:10]}{_what(note)}: {_one_line(note)}" for note in notes)
    head = f"# Correction of `{name}`\n\nA reader says of this explanation:\n\n{said}\n\n"
    return Patch(f"{path.stem}.patch", head + "".join(lines))


def _mended(text: str, note: Note) -> str:
    at = text.index("\n+++\n", 3) + len("\n+++\n")
    header, body = text[:at], text[at:]
    wanted = _CORRECTION.search(note.text)
    if wanted and body.count(wanted[1]) == 1:
        return header + body.replace(wanted[1], wanted[2])
    said = _one_line(note).replace("--", "—").replace(">", "›")
    comment = f"<!-- A reader{_what(note)}: {said} -->"
    why = body.find(_WHY)
    if why < 0:
        return f"{header}\n{comment}\n{body.lstrip()}"
    # No line more: an entry may be as long as it is allowed to be.
    end = body.find("\n\n", why + len(_WHY))
    end = len(body.rstrip()) if end < 0 else end
    return f"{header}{body[:end]} {comment}{body[end:]}"


def _what(note: Note) -> str:
    return f" ({note.problem.replace('-', ' ')})" if note.problem else ""


def _one_line(note: Note) -> str:
    return " ".join(note.text.split())
