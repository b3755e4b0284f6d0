"""Entries straight from their Markdown files, so that exact look-ups need no index.

The file name is the id: `E0382` is `errors/E0382.md`. The server reads an entry when it is first
asked for; strict validation is the linter's work (`ingest.lint_entries`), not the reader's.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.entry import Entry, EntryKind, Template, WayOut
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.stores.places import Places

_FILE = re.compile(r"\A\+\+\+\n(?P<header>.*?)\n\+\+\+\n(?P<body>.*)\Z", re.S)
# Their entries lie one folder deeper.
_IN_FOLDERS = (EntryKind.PATTERN, EntryKind.COMMAND)
_FENCED = re.compile(r"^```.*?^```\n?", re.S | re.M)
_SAFE_ID = re.compile(r"\A\w[\w.-]{0,99}\Z")


@cache
def knowledge_root() -> Path:
    """Return the folder of the entries: within the installed package, else the checkout's."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_knowledge"
    return installed if installed.is_dir() else package.parent / "knowledge"


def own_root() -> Path:
    """Return the folder of the user's own entries, which may not be there."""
    return Places.of_user().data / "knowledge"


def entry_files(root: Path) -> Iterator[tuple[EntryKind, Path]]:
    """Yield every entry file below `root` with its kind, in a stable order."""
    for kind in EntryKind:
        for path in sorted((root / kind.value).rglob("*.md")):
            yield kind, path


def split_entry(path: Path, text: str) -> tuple[dict[str, Any], str, int]:
    """Return the header, the body and the body's first line number of an entry file.

    Raises `KnowledgeError` naming the file and, where TOML is at fault, the place.
    """
    found = _FILE.match(text)
    if not found:
        raise KnowledgeError(f"{path}: begin with a TOML header between two lines of +++")
    try:
        header = tomllib.loads(found["header"])
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{path}: header: {error}") from error
    return header, found["body"], found["header"].count("\n") + 4


def parse_entry(path: Path, kind: EntryKind, text: str) -> Entry:
    """Build an entry from its file's text.

    Raises `KnowledgeError` when the header is malformed or a needed field is missing.
    """
    header, body, _ = split_entry(path, text)
    try:
        return Entry(
            id=path.stem,
            kind=kind,
            title=header["title"],
            summary=_summary(body),
            why=section(body, "Why"),
            body=body.strip() + "\n",
            content_hash=hashlib.sha256(text.encode()).hexdigest(),
            codes=tuple(header.get("codes", ())),
            templates=tuple(
                Template(
                    t["message"],
                    dict(t.get("labels", {})),
                    tuple(t.get("says", ())),
                    bool(t.get("native")),
                )
                for t in header.get("templates", ())
            ),
            ways_out=tuple(
                WayOut(w["title"], w["cost"], tuple(w.get("rules", ())))
                for w in header.get("ways", ())
            ),
            docs=tuple(header.get("docs", ())),
            related=tuple(header.get("related", ())),
            patterns=tuple(header.get("patterns", ())),
            exemplars=tuple(header.get("exemplars", header.get("errors", ()))),
            utterances=(*header.get("utterances", ()), *header.get("aliases", ())),
            since=header.get("since", ""),
            retired=bool(header.get("retired")),
            unchecked=header.get("unchecked", ""),
            often=int(header.get("often", 0)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KnowledgeError(f"{path}: header: missing or malformed: {error}") from error


def section(body: str, heading: str) -> str:
    """Return the text below the `## heading` of an entry's body, empty when there is none."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", body, re.S | re.M)
    return found[1].strip() if found else ""


def without_code(markdown: str) -> str:
    """Return Markdown without its fenced blocks."""
    return _FENCED.sub("", markdown)


def _summary(body: str) -> str:
    return " ".join(body.strip().partition("\n\n")[0].split())


class Knowledge:
    """Read access to the entry files below one folder."""

    def __init__(
        self, root: Path | None = None, complain: Callable[[str], None] | None = None
    ) -> None:
        """Without `root`, the shipped entries, and the user's own where none is shipped.

        With `complain`, a malformed entry is told to it, once, and then missing.
        """
        self.root = root or knowledge_root()
        self._own = own_root() if root is None else None
        self._complain = complain
        self.get = lru_cache(maxsize=512)(self._get)

    def by_code(self, code: str) -> Entry | None:
        """Return the entry of an error code or lint name (`clippy::` prefix or not), or None.

        Names with a hyphen are rust-analyzer's own.
        """
        if re.fullmatch(r"E\d{4}", code) or "-" in code:
            return self.get(EntryKind.ERROR, code)
        return self.get(EntryKind.LINT, code.removeprefix("clippy::"))

    def load_all(self) -> list[Entry]:
        """Read every entry.

        Raises `KnowledgeError` at the first malformed one.
        """
        return [parse_entry(path, kind, read_entry(path)) for kind, path in entry_files(self.root)]

    def _get(self, kind: EntryKind, entry_id: str) -> Entry | None:
        """Return one entry by id, or None; see `__init__` for a malformed one."""
        if not _SAFE_ID.match(entry_id):
            return None
        path = _file_of(self.root, kind, entry_id)
        if self._own is not None and not path.is_file():
            path = _file_of(self._own, kind, entry_id)
        try:
            return parse_entry(path, kind, read_entry(path))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except KnowledgeError as error:
            if self._complain is None:
                raise
            self._complain(f"This explanation cannot be read; install again. {error}")
            return None


def _file_of(root: Path, kind: EntryKind, entry_id: str) -> Path:
    folder = root / kind.value
    path = folder / f"{entry_id}.md"
    return next(folder.glob(f"*/{entry_id}.md"), path) if kind in _IN_FOLDERS else path


def read_entry(path: Path) -> str:
    """Return the text of a file of the knowledge; raises `KnowledgeError`, or
    `FileNotFoundError` where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8: {error}") from error
    except (IsADirectoryError, PermissionError) as error:
        raise KnowledgeError(f"{path}: {error.strerror}") from error
