"""The folders with books of the user's own, kept as a list that they can edit."""

from __future__ import annotations

import os
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError

_NAME = "books"


def given_folders(data: Path) -> tuple[Path, ...]:
    """Return the folders on the list in the user's `data` folder; none where there is no list."""
    try:
        lines = (data / _NAME).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ()
    return tuple(Path(line) for line in dict.fromkeys(lines) if line.strip())


def give_folder(data: Path, folder: Path, *, keep: bool = True) -> None:
    """Put `folder` on the list, or take it off. Raises `StoreError`."""
    own = Path(os.path.abspath(folder))  # noqa: PTH100 - a link stays as the user wrote it
    if "\n" in str(own):
        raise StoreError(f"{str(own)!r} cannot be put on the list: its name holds a line break")
    folders = [f for f in given_folders(data) if f != own] + ([own] if keep else [])
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = data / f".{_NAME}.{os.getpid()}"
        text = "".join(f"{f}\n" for f in folders)
        partial.write_text(text, encoding="utf-8", errors="surrogateescape")
        partial.replace(data / _NAME)
    except OSError as error:
        raise StoreError(f"{data / _NAME} cannot be written: {error.strerror}") from error
