"""Questions with choices: put by our clients in their own way, by others as a message."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from pygls.exceptions import JsonRpcException, JsonRpcMethodNotFound

from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Session

log = logging.getLogger(__name__)

ANSWER_SECONDS = 600.0
LONGEST = 2000
"""How much of what a user writes is taken, in characters."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the user chose (an id, perhaps empty) and wrote."""

    choice: str
    text: str = ""


async def choose(
    session: Session,
    message: str,
    choices: Mapping[str, str],
    text: str = "",
    *,
    quietly: bool = False,
) -> Said | None:
    """Ask the user; `choices` are ids with their labels. None where nothing was answered.

    Where `text` is given, clients of ours also take words, with that as the prompt. A question
    that is put `quietly` must not take the keyboard: it is a message in every editor.
    """
    try:
        if session.editor.is_ours and not quietly:
            try:
                return await _ask_our_client(session, message, choices, text)
            except JsonRpcException as error:
                if error.code != JsonRpcMethodNotFound.CODE:
                    raise
        return await _ask(session, message, choices)
    except (JsonRpcException, TimeoutError) as error:
        log.info("no answer to a question: %s", error)
        return None


async def _ask_our_client(
    session: Session, message: str, choices: Mapping[str, str], text: str
) -> Said | None:
    shown = [{"id": name, "label": label} for name, label in choices.items()]
    params: Json = {"message": message, "choices": shown}
    if text:
        params["text"] = text
    answer = await session.server.request("rustAgent/askChoice", params, ANSWER_SECONDS)
    if not isinstance(answer, dict):
        return None
    chosen, words = answer.get("choice"), answer.get("text")
    words = words.strip()[:LONGEST] if isinstance(words, str) and text else ""
    if not isinstance(chosen, str) or chosen not in choices:
        return Said("", words) if words else None
    return Said(chosen, words)


async def _ask(session: Session, message: str, choices: Mapping[str, str]) -> Said | None:
    actions = [{"title": label} for label in choices.values()]
    params = {"type": 3, "message": message, "actions": actions}
    answer = await session.server.request("window/showMessageRequest", params, ANSWER_SECONDS)
    label = answer.get("title") if isinstance(answer, dict) else None
    return next((Said(name) for name, shown in choices.items() if shown == label), None)
