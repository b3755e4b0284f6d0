"""Has the team's worker do one task: this process itself opens no connection and no Chroma."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.team import Signed
from rust_agent_lsp.stores.child import command_of, environment
from rust_agent_lsp.stores.team_settings import TOKEN, TeamSettings

PATIENCE = 60.0
"""Seconds after which a server counts as gone."""


def count(settings: TeamSettings) -> int:
    """Return how many records the server holds. Raises `StoreError`."""
    return int(_do(settings, "count")["count"])


def pull(settings: TeamSettings) -> list[Signed]:
    """Return the server's records, nothing of them believed yet. Raises `StoreError`."""
    return [Signed(**record) for record in _do(settings, "pull")["records"]]


def push(settings: TeamSettings, records: Iterable[Signed]) -> None:
    """Lay records down on the server. Raises `StoreError`."""
    _do(settings, "push", records=[asdict(record) for record in records])


def drop(settings: TeamSettings, ids: Sequence[str]) -> None:
    """Take records away from the server. Raises `StoreError`."""
    _do(settings, "drop", ids=list(ids))


def _do(settings: TeamSettings, what: str, **more: Any) -> dict[str, Any]:
    task = {"do": what, "url": settings.url, "token": settings.token, **more}
    own = {name: value for name, value in environment().items() if name != TOKEN}
    try:
        done = subprocess.run(
            command_of("rust_agent_lsp.stores.team_worker"),
            # The token goes this way: arguments and environments can be read by others.
            input=json.dumps(task) + "\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
            timeout=PATIENCE,
            env=own,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise StoreError(f"the team's server did not answer in {PATIENCE:.0f} s") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"the team's server could not be asked: {error}") from error
    if "failed" in answer:
        raise StoreError(f"the team's server could not be used: {answer['failed']}")
    return answer
