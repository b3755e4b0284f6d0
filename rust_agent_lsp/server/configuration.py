"""Puts the settings together: they come from several sides, rust-analyzer's count least."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.model import rust_analyzer
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.server.protocol import AgentServer

ANSWER_SECONDS = 30.0


class Origin(Enum):
    """Where settings come from; of two that say something of one setting, the later counts."""

    RUST_ANALYZER = auto()
    STARTED = auto()
    TOLD = auto()
    ASKED = auto()


class Given:
    """What each side has said of the settings so far."""

    def __init__(self) -> None:
        self._values: dict[Origin, Mapping[str, Any]] = {}

    def take(self, values: Mapping[str, Any], origin: Origin) -> tuple[Settings, list[str]]:
        """Let `values` replace all that `origin` said; return what holds now, and complaints."""
        self._values[origin] = values
        settings, complaints = Settings(), list[str]()
        for each in Origin:
            settings, found = settings.changed(self._values.get(each))
            complaints += found
        return settings, complaints


async def ask(server: AgentServer, *, with_rust_analyzers: bool) -> dict[Origin, dict[str, Any]]:
    """Return what the editor says of our settings and, where wanted, of rust-analyzer's.

    The capability `workspace.configuration` must be there. Nothing where there is no answer.
    """
    theirs = rust_analyzer.NAMES if with_rust_analyzers else ()
    sections = ("rustAgent", *(f"rust-analyzer.{name}" for name in theirs))
    params = {"items": [{"section": section} for section in sections]}
    try:
        answer = await server.request("workspace/configuration", params, ANSWER_SECONDS)
    except (JsonRpcException, TimeoutError):
        return {}
    if not isinstance(answer, list) or not answer:
        return {}
    adopted = rust_analyzer.adopted(dict(zip(theirs, answer[1:], strict=False)))
    found = {Origin.RUST_ANALYZER: adopted}
    if isinstance(answer[0], dict):
        found[Origin.ASKED] = answer[0]
    return found
