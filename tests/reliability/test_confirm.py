"""No edit without a yes, none for another text than the user saw, none that goes wrong unsaid."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.server import confirm, outgoing, undo, workspaces
from rust_agent_lsp.server.confirm import Outcome
from tests.reliability.consent import Caught, perform
from tests.reliability.rig import Broken, quiet

SCENES, SCENES_OF_A_PLAY, RACES = 26_250, 1_250, 20_000
TYPING = 0.8
"""In so many of the scenes the user types meanwhile; of these are the races."""

PROCESSES = 3
"""More than there are cores: a part of each scene is waiting."""


def test_interleavings(soak: int) -> None:
    plays = SCENES // SCENES_OF_A_PLAY * soak
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn, initializer=quiet) as pool:
        every = pool.map(perform, range(plays), [SCENES_OF_A_PLAY] * plays, [TYPING] * plays)
        counts = sum(every, Counter())
    print(counts)
    assert counts["races"] + counts["calm"] == SCENES * soak
    assert counts["races"] >= RACES * soak
    assert counts["applied"] > 0.03 * SCENES * soak
    assert counts["taken back"] > 0.002 * SCENES * soak


Change = tuple[Any, str, Any]


async def _yes(*_: Any) -> bool:
    return True


async def _any_answer(session: Any, offer: Any) -> bool:
    params = {"type": 3, "message": feature.question(offer.fix), "actions": []}
    answer = await session.server.request("window/showMessageRequest", params, 1)
    return bool(answer != {"title": "Cancel"})


async def _without_end(work: Coroutine[Any, Any, Any]) -> Any:
    return await work


EDIT, CARRY_OUT, DOCUMENT_EDITS = (
    confirm.edit,
    confirm._carry_out,
    workspaces.Workspaces.document_edits,
)
TAKE = outgoing.OutgoingProtocol.take_response


async def _believes(session: Any, label: str, files: Any, texts: Any) -> Outcome:
    outcome = await EDIT(session, label, files, texts)
    return Outcome.MADE if outcome in (Outcome.UNCHANGED, Outcome.DIFFERENT) else outcome


async def _silent(session: Any, label: str, files: Any, texts: Any) -> Outcome:
    outcome = await EDIT(session, label, files, texts)
    return Outcome.REFUSED if outcome in (Outcome.LIED, Outcome.DIFFERENT) else outcome


async def _writes_itself(session: Any, offer: Any, texts: Any) -> Any:
    for path, (_, after) in texts.items():
        path.write_bytes(after)
    return await CARRY_OUT(session, offer, texts)


async def _later(session: Any, offer: Any, texts: Any) -> Any:
    """The text is compared, and then something else is waited for."""
    if trouble := confirm.stale(session, offer.root, texts):
        return confirm._say(session, trouble)
    for _ in range(8):
        await asyncio.sleep(0)
    outcome = await EDIT(session, offer.fix.candidate.title, offer.fix.candidate.edits, texts)
    if outcome == Outcome.MADE:
        await confirm._write_down(session, offer, texts)
    elif outcome not in confirm.UNTOUCHED:
        return confirm._say(session, outcome.value)
    return {"applied": outcome == Outcome.MADE}


def _without_version(self: Any, files: Any) -> Any:
    found = DOCUMENT_EDITS(self, files)
    for change in found:
        change["textDocument"]["version"] = None
    return found


def _answers_any(self: Any, message: Any) -> None:
    """The oldest open question takes whatever answer comes."""
    if message.get("id") not in self._request_futures and self._request_futures:
        message = {**message, "id": next(iter(self._request_futures))}
    TAKE(self, message)


async def _not_written(*_: Any) -> None:
    return None


def _unguarded() -> Any:
    return SimpleNamespace(**{**vars(confirm), "stale": lambda *_: ""})


BUGS: dict[str, Callable[[], tuple[Change, ...]]] = {
    "nobody is asked": lambda: ((confirm, "_confirmed", _yes),),
    "all but Cancel is a yes": lambda: ((confirm, "_confirmed", _any_answer),),
    "the text is not compared": lambda: ((confirm, "stale", lambda *_: ""),),
    "it is compared too early": lambda: ((confirm, "_carry_out", _later),),
    "edits have no version": lambda: ((workspaces.Workspaces, "document_edits", _without_version),),
    "the editor's word is believed": lambda: ((confirm, "edit", _believes),),
    "a spoilt text is not told of": lambda: ((confirm, "edit", _silent),),
    "a withdrawn request forgets its edit": lambda: ((confirm, "to_the_end", _without_end),),
    "an answer fits any question": lambda: (
        (outgoing.OutgoingProtocol, "take_response", _answers_any),
    ),
    "the server writes the file": lambda: ((confirm, "_carry_out", _writes_itself),),
    "nothing is written down": lambda: ((confirm, "_write_down", _not_written),),
    "taking back compares nothing": lambda: ((undo, "confirm", _unguarded()),),
}


@pytest.mark.parametrize("bug", BUGS)
def test_seeded_bugs_are_reported(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    for owner, name, wrong in BUGS[bug]():
        monkeypatch.setattr(owner, name, wrong)
    # The even ones are clients of ours, the odd ones any editor.
    with pytest.raises((Caught, Broken)) as caught:
        for seed in range(1, 17):
            perform(seed, 200, TYPING if seed < 5 else 0.3)
    print(bug, "→", caught.value)
