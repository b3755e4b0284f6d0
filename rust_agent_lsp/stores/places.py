"""Where things are kept on the user's machine, and which folders the user trusts."""

from __future__ import annotations

import contextlib
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
        """Put `folder` on the allow-list. Raises OSError."""
        if not self.is_trusted(folder):
            self.trusted.parent.mkdir(parents=True, exist_ok=True)
            with self.trusted.open("a", encoding="utf-8") as file:
                file.write(f"{folder.resolve()}\n")

    def _listed(self) -> list[Path]:
        try:
            lines = self.trusted.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        paths = (Path(line.strip()) for line in lines if line.strip())
        return [path for path in paths if path.is_absolute()]
