"""Team records as text, read with suspicion, and the file in which this machine keeps them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.team import Held, Revocation, State, TeamRepair
from rust_agent_lsp.stores.places import Places, replace_file

FORMAT = 1
LONGEST_FORM = 400
_CODE = re.compile(r"E\d{4}|(?:clippy::)?[a-z][a-z0-9_]{0,60}")
_ID = re.compile(r"[0-9a-f]{32}")


def text_of(record: TeamRepair | Revocation) -> str:
    """Return the one text that stands for a record."""
    kind = "repair" if isinstance(record, TeamRepair) else "revocation"
    return json.dumps({"format": FORMAT, "kind": kind, **asdict(record)}, sort_keys=True)


def id_of(text: str) -> str:
    """Return the id that a text must have."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read(text: str) -> TeamRepair | Revocation:
    """Return what a text says. Raises `ValueError` where it is not what `text_of` writes."""
    given = json.loads(text)
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        raise ValueError("no record")
    kind, version = given.pop("kind", None), given.pop("format", None)
    if version != FORMAT or not all(isinstance(v, str) for v in given.values()):
        raise ValueError("not of this format")
    record: TeamRepair | Revocation
    try:
        record = TeamRepair(**given) if kind == "repair" else Revocation(**given)
    except TypeError as error:
        raise ValueError("other fields than a record has") from error
    if isinstance(record, TeamRepair):
        if not _CODE.fullmatch(record.code):
            raise ValueError("no code of the compiler's")
        if max(len(record.before), len(record.after)) > LONGEST_FORM:
            raise ValueError("too long for a form")
    elif not _ID.fullmatch(record.record):
        raise ValueError("no record's id")
    if text_of(record) != text:
        raise ValueError("not written as records are")
    return record


@dataclass
class TeamFile:
    """What this machine knows of the team's records; `revoked` are ids and authors' names."""

    path: Path
    held: dict[str, Held] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, places: Places) -> TeamFile:
        """Read the file; an empty one where there is none. Raises `StoreError`."""
        path = places.data / "team.json"
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            held = [_held(one) for one in given["held"]]
            return cls(path, {one.id: one for one in held}, set(map(str, given["revoked"])))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} cannot be read: {error}; delete it to begin anew") from error

    def in_state(self, state: State) -> list[Held]:
        """Return the records in one state."""
        return [one for one in self.held.values() if one.state is state]

    def hold(self, every: Iterable[Held]) -> None:
        """Put these in the place of all that was held."""
        self.held = {one.id: one for one in every}

    def write(self) -> None:
        """Write the file, whole or not at all. Raises `StoreError`."""
        content = {
            "held": [asdict(one) for one in self.held.values()],
            "revoked": sorted(self.revoked),
        }
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.path, json.dumps(content, indent=1).encode())
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error}") from error


def _held(one: dict[str, Any]) -> Held:
    return Held(one["id"], TeamRepair(**one["repair"]), State(one["state"]), one["why"])
