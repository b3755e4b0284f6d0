"""Command entries straight from their Markdown files, for answers and for the checker.

The file name is the id and begins with its tool, so that no two tools share one. Strict
validation is the checker's work (`ingest.command_form`), not the reader's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rust_agent_lsp.model.command import Command, Needs, Slot, SlotKind, Step, Tool
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.stores.knowledge import knowledge_root, own_root, split_entry

SCENARIO = re.compile(r"^```sh,scenario\n(.*?)^```$\n?", re.S | re.M)
_SAFE_ID = re.compile(r"\A[a-z0-9][a-z0-9-]{0,99}\Z")
_ERRORS = re.compile(rb"^errors\s*=", re.M)


def command_files(root: Path | None = None) -> Iterator[Path]:
    """Yield the file of every command entry, in a stable order."""
    for tool in Tool:
        yield from sorted(((root or knowledge_root()) / "commands" / tool.value).glob("*.md"))


def load_commands(root: Path | None = None) -> list[Command]:
    """Read every command entry.

    Raises `KnowledgeError` at the first malformed one.
    """
    return [read_command(path) for path in command_files(root)]


def commands_mentioning(words: Iterable[str], root: Path | None = None) -> list[Command]:
    """Read the entries in whose files each of `words` stands: most are told apart unread.

    Raises `KnowledgeError` at the first malformed one.
    """
    wanted = [re.compile(rb"(?<![\w-])" + re.escape(word.encode())) for word in words]
    found = []
    for path in command_files(root):
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise KnowledgeError(f"{path}: {error}") from error
        if all(word.search(raw) for word in wanted):
            found.append(parse_command(path, raw.decode(errors="replace")))
    return found


def find_command(command_id: str, root: Path | None = None) -> Command | None:
    """Return one command entry by id, shipped or the user's own, or None.

    Raises `KnowledgeError` when it is malformed.
    """
    path = _file_of(command_id, root)
    return read_command(path) if path else None


def _file_of(command_id: str, root: Path | None) -> Path | None:
    if not _SAFE_ID.match(command_id):
        return None
    for folder in (root or knowledge_root(), own_root()):
        for tool in Tool:
            path = folder / "commands" / tool.value / f"{command_id}.md"
            if path.is_file():
                return path
    return None


def names_failures(command_id: str, root: Path | None = None) -> bool:
    """Say whether a command entry has lines by which a failure is known, without parsing it.

    Raises `KnowledgeError` when it cannot be read.
    """
    path = _file_of(command_id, root)
    try:
        return path is not None and _ERRORS.search(path.read_bytes()) is not None
    except OSError as error:
        raise KnowledgeError(f"{path}: {error}") from error


def read_command(path: Path) -> Command:
    """Read one command entry; raises `KnowledgeError` naming the file."""
    try:
        return parse_command(path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: {error}") from error


def parse_command(path: Path, text: str) -> Command:
    """Build a command entry from its file's text.

    Raises `KnowledgeError` when the header is malformed or a needed field is missing.
    """
    header, body, _ = split_entry(path, text)
    try:
        return Command(
            id=path.stem,
            tool=Tool(header["tool"]),
            category=header["category"],
            title=header["title"],
            purpose=header["purpose"],
            body=SCENARIO.sub("", body).strip() + "\n",
            content_hash=hashlib.sha256(text.encode()).hexdigest(),
            utterances=tuple(header["utterances"]),
            steps=tuple(Step(s["command"], s.get("note", "")) for s in header["steps"]),
            verified_by=header["verified_by"],
            slots=tuple(
                Slot(
                    name=slot["name"],
                    kind=SlotKind(slot["kind"]),
                    after=tuple(slot.get("after", ())),
                    before=tuple(slot.get("before", ())),
                    quoted=bool(slot.get("quoted")),
                    many=bool(slot.get("many")),
                    optional=bool(slot.get("optional")),
                    default=slot.get("default", ""),
                )
                for slot in header.get("slots", ())
            ),
            use_cases=tuple(header.get("use_cases", ())),
            flags=dict(header.get("flags", {})),
            dangers=tuple(header.get("dangers", ())),
            destructive=bool(header.get("destructive")),
            safe_alternatives=tuple(header.get("safe_alternatives", ())),
            preview=header.get("preview", ""),
            undo=header.get("undo", ""),
            needs=Needs(**header.get("needs", {})),
            docs=tuple(header.get("docs", ())),
            related=tuple(header.get("related", ())),
            errors=tuple(header.get("errors", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KnowledgeError(f"{path}: header: missing or malformed: {error}") from error


def scenarios_of(text: str) -> list[str]:
    """Return the shell scenarios of an entry file, which prove it and are not shown."""
    return SCENARIO.findall(text)
