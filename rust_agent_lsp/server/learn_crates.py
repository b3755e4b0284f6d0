"""`rustAgent.learnCrates`: the crates that the workspace depends on, read when the user says so."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from pathlib import Path

from rust_agent_lsp.features.learn_crates import Learned, learn, sources_of, uses_path
from rust_agent_lsp.features.learn_crates import Progress as Progressed
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.server.commands import tell, workspace_of
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.progress import CRATES, Progress
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores.places import Places

COMMAND = "rustAgent.learnCrates"
TOKEN = CRATES[0]
MOST_SAID = 5
"""Sentences in the message at the end; the answer has all."""


async def learn_crates(session: Session, argument: Json) -> Json:
    """`rustAgent.learnCrates {"textDocument"?}`: read the crates that the workspace depends on."""
    root = workspace_of(session, argument)
    if not session.workspaces.is_trusted(root):
        return tell(session, f"{root} is not trusted, so that cargo cannot be asked.")
    if session.reading_crates is not None:
        return tell(session, "The crates are being read already.")
    cancel = session.reading_crates = threading.Event()
    progress = Progress(session.server, CRATES, cancellable=True)
    loop = asyncio.get_running_loop()

    def tell_progress(done: int, total: int, _last: str) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(progress.show, 100 * done // total)

    try:
        progress.show(0)
        await session.teacher.documentation()
        concepts = session.teacher.library.concepts
        path = concepts.path if concepts is not None else None
        done = await asyncio.to_thread(_learn, session.places, root, path, tell_progress, cancel)
    except RustAgentError as error:
        return tell(session, str(error))
    finally:
        cancel.set()
        session.reading_crates = None
        progress.show(None)
    message = {"type": 3, "message": ". ".join(done.told()[:MOST_SAID]) + "."}
    session.server.protocol.notify("window/showMessage", message)
    answer = done.as_json()
    del answer["store"]
    return answer


def stop(session: Session) -> None:
    """Stop reading; what was read is kept."""
    if session.reading_crates is not None:
        session.reading_crates.set()


def _learn(
    places: Places, root: Path, concepts: Path | None, progress: Progressed, cancel: threading.Event
) -> Learned:
    """Read them; called in a thread. Raises `ToolchainError` and `StoreError`."""
    crates = sources_of(root, places.shadows, cancel)
    return learn(crates, uses_path(places.cache, concepts), concepts, progress, cancel)
