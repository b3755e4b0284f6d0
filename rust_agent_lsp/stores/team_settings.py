"""Where the team's server is and who belongs to the team: files of the user's own, never the
workspace's, since a workspace could name a server of its maker's."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.places import Places

TOKEN = "RUST_AGENT_TEAM_TOKEN"  # noqa: S105 - the variable's name
URL = "RUST_AGENT_TEAM_URL"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_KEY = re.compile(r"ssh-ed25519 [A-Za-z0-9+/]{40,200}={0,2}")


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """The server's address and the token for it, and under which name this user signs."""

    url: str
    author: str
    token: str = ""


def settings_file(places: Places) -> Path:
    """Return where the address and the name stand."""
    return places.config / "team.toml"


def authors_file(places: Places) -> Path:
    """Return the list of the team's members: a name and an Ed25519 key a line."""
    return places.config / "team-authors"


def team_settings(places: Places, environ: Mapping[str, str] = os.environ) -> TeamSettings | None:
    """Return what the user has set; None where no team is. Raises `StoreError`, in the user's
    words, where it cannot be used."""
    path = settings_file(places)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        given = {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    url = environ.get(URL) or given.get("url")
    if not url:
        return None
    author = given.get("author") or environ.get("USER", "").lower()
    if not isinstance(author, str) or not NAME.fullmatch(author):
        raise StoreError(
            f"{path}: `author` must be a name of small letters, digits, dots and hyphens"
        )
    return TeamSettings(_checked(url), author, _token(given.get("token-file"), environ))


def _checked(url: object) -> str:
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        _ = parts.port
    except ValueError as error:
        raise StoreError(f"the team's address cannot be read: {error}") from error
    if parts.username or parts.password:
        raise StoreError(f"the team's address must not hold a password; use {TOKEN}")
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise StoreError("the team's address must begin with https://")
    return str(url)


def _token(file: object, environ: Mapping[str, str]) -> str:
    if environ.get(TOKEN):
        return environ[TOKEN].strip()
    if not isinstance(file, str) or not file:
        return ""
    path = Path(file).expanduser()
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise StoreError(f"the token cannot be read from {path}: {error}") from error


def authors(places: Places) -> dict[str, tuple[str, ...]]:
    """Return the keys of each member whom the user has put on the list. Raises `StoreError`."""
    path = authors_file(places)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.strip().partition(" ")
        key = _KEY.match(rest)
        if not NAME.fullmatch(name) or key is None:
            raise StoreError(f"{path}, line {number}: not `name ssh-ed25519 AAAA…`")
        found[name] = (*found.get(name, ()), key[0])
    return found
