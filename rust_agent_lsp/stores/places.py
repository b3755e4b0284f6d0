"""Where things are kept on the user's machine, and which folders the user trusts."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "rust-agent-lsp"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of this program: `data` is the user's, `cache` can be made anew."""

    data: Path
    cache: Path
    config: Path
    log: Path

    @classmethod
    def of_user(cls) -> Places:
        """Return the platform's folders; the XDG variables are honoured."""
        return cls(
            data=platformdirs.user_data_path(APP, appauthor=False),
            cache=platformdirs.user_cache_path(APP, appauthor=False),
            config=platformdirs.user_config_path(APP, appauthor=False),
            log=platformdirs.user_log_path(APP, appauthor=False),
        )

    @property
    def database(self) -> Path:
        """The user's database file."""
        return self.data / "agent.sqlite3"

    @property
    def shadows(self) -> Path:
        """The folder of the shadow workspaces."""
        return self.cache / "shadows"

    @property
    def trusted(self) -> Path:
        """The allow-list: one absolute folder a line; a folder below a listed one is trusted."""
        return self.config / "trusted-folders"

    def redaction_key(self) -> bytes:
        """Return the key of the placeholders in the journal, made on first use. Raises OSError."""
        path = self.data / "redaction.key"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".redaction.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(handle)
            # Whole or not at all, and never over the key of a process of ours that was quicker.
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink()
        return path.read_bytes()

    def is_trusted(self, folder: Path) -> bool:
        """Say whether the user's allow-list names `folder` or one above it."""
        resolved = folder.resolve()
        return any(resolved.is_relative_to(entry) for entry in self._listed())

    def trust(self, folder: Path) -> None:
        """Put `folder` on the allow-list. Raises OSError, and ValueError where a line of the list
        cannot hold its name."""
        line = os.fsencode(folder.resolve()) + b"\n"
        # A name with a line break, or spaces at its end, would be read as other folders.
        if _folders(line) != [folder.resolve()]:
            raise ValueError(
                f"{str(folder.resolve())!r} cannot be put on the list: its name holds a line break,"
                " ends in a space or is not UTF-8. Rename it."
            )
        self.trusted.parent.mkdir(parents=True, exist_ok=True)
        with self.trusted.with_name(".trust.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.is_trusted(folder):
                return
            try:
                listed = self.trusted.read_bytes()
            except FileNotFoundError:
                listed = b""
            # Whole or not at all: half a path would name a folder above the one that is meant.
            # The list may be a link to where the user keeps such files.
            replace_file(
                self.trusted.resolve(), listed + (b"\n" if _is_cut(listed) else b"") + line
            )

    def _listed(self) -> list[Path]:
        try:
            return _folders(self.trusted.read_bytes())
        except OSError:
            return []


def _folders(listed: bytes) -> list[Path]:
    """Return the folders that the text of an allow-list names; none where it is not UTF-8."""
    try:
        lines = listed.decode().splitlines()
    except UnicodeDecodeError:
        return []
    paths = (Path(line.strip()) for line in lines if line.strip())
    return [path for path in paths if path.is_absolute()]


def _is_cut(text: bytes) -> bool:
    return bool(text) and not text.endswith(b"\n")


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file, whole or not at all. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
