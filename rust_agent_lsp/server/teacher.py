"""What the server answers questions from: the entries, and the documentation once it is read."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection
from pathlib import Path

from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import HITS, ask
from rust_agent_lsp.features.ingestion import Ingester, Ingestion
from rust_agent_lsp.features.second_try import ask_again
from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.server.editor import Editor
from rust_agent_lsp.server.progress import DOCUMENTATION, Progress
from rust_agent_lsp.server.protocol import AgentServer
from rust_agent_lsp.server.similar import Similar
from rust_agent_lsp.stores.concepts import FOLDER, Concepts
from rust_agent_lsp.stores.index_client import Hit, IndexState, IndexStatus
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.places import Places

log = logging.getLogger(__name__)

INDEX_SECONDS = 120.0
DOCUMENTATION_SECONDS = 180.0
# The first question to a worker may have to wait for a model.
_ANSWER_SECONDS = 10.0


class Teacher:
    """Answers questions; used on the event loop only."""

    def __init__(
        self, server: AgentServer, editor: Editor, knowledge: Knowledge, places: Places
    ) -> None:
        self.library = Library(knowledge, cache=places.cache)
        self._server = server
        self._editor = editor
        self._places = places
        self._progress = Progress(server, DOCUMENTATION)
        self._similar: Similar | None = None
        self._settings = Settings()
        self._docs_root: Path | None = None
        self._model: Path | None = None
        self._ingester: Ingester | None = None
        self._started = asyncio.Event()
        # Set while the index answers, and once the documentation is searched too or never will be.
        self._ready = asyncio.Event()
        self._read = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(
        self, similar: Similar, docs_root: Path | None, settings: Settings, model: Path
    ) -> None:
        """Say what there is; documentation that was read before is brought up to date."""
        self._similar, self._docs_root, self._settings = similar, docs_root, settings
        self._model = model
        wanted = settings.documentation_ingest
        self._started.set()
        before = (self._places.cache / FOLDER).is_dir()
        if wanted == "start" or (wanted == "first-use" and before):
            self._ingest()

    def close(self) -> None:
        """End what runs beside, and let go of the files."""
        if self._ingester is not None:
            self._ingester.close()
        if self.library.concepts is not None:
            self.library.concepts.close()

    def index_changed(self, state: IndexState) -> None:
        """Note whether the index can be asked."""
        if state.status is IndexStatus.READY:
            self._ready.set()
        else:
            self._ready.clear()

    def begin_reading(self) -> None:
        """Have the documentation read, if it is not and the setting allows it; nobody waits."""
        if self._started.is_set() and self._settings.documentation_ingest != "never":
            self._ingest()

    async def documentation(self) -> None:
        """Wait until the documentation is read, or never will be."""
        self.begin_reading()
        if self._ingester is not None and not self._read.is_set():
            await _within(self._read, DOCUMENTATION_SECONDS)

    async def ask(self, question: str) -> Answers | None:
        """Answer a question; None when the index cannot be asked.

        The first question has the documentation read; one that nothing else answers for sure
        waits for that.
        """
        await _within(self._started, INDEX_SECONDS)
        self.begin_reading()
        answers = await self._answer(question)
        unsure = answers is None or not answers.confident
        if unsure and self._ingester is not None and not self._read.is_set():
            await _within(self._read, DOCUMENTATION_SECONDS)
            answers = await self._answer(question)
        return answers

    async def ask_again(
        self, question: str, words: str, rejected: Collection[str]
    ) -> Answers | None:
        """Answer a question otherwise, with the user's words on what was wrong with `rejected`
        (entries or places); None when the index cannot be asked."""
        texts = {question, f"{question} {words}".strip()}
        hits = {text: await self.search(text) for text in texts}
        return await asyncio.to_thread(
            ask_again, question, words, rejected, self.library, lambda text: hits.get(text)
        )

    async def _answer(self, question: str) -> Answers | None:
        hits = await self.search(question)
        return await asyncio.to_thread(ask, question, self.library, lambda _: hits)

    async def search(self, question: str) -> list[Hit] | None:
        """Return the nearest entries of each kind; None when the index cannot be asked."""
        await _within(self._started, INDEX_SECONDS)
        if self._similar is None or not self._settings.index_enabled:
            return None
        await _within(self._ready, INDEX_SECONDS)
        future = asyncio.wrap_future(self._similar.search(question, HITS))
        try:
            return await asyncio.wait_for(future, _ANSWER_SECONDS)
        except TimeoutError:
            return None

    def _ingest(self) -> None:
        if self._ingester is not None or self._docs_root is None:
            return
        if not self._settings.index_enabled:
            return
        loop = asyncio.get_running_loop()
        self._ingester = Ingester(
            self._places.cache,
            self.library.knowledge.root,
            self._model,
            lambda state: _later(loop, self._ingested, state),
        )
        self._ingester.start(self._docs_root)

    def _ingested(self, state: Ingestion) -> None:
        if state.index is not None and state.concepts is not None:
            self._progress.show(None)
            self._task = asyncio.create_task(self._take(state.concepts, state.index))
        elif state.failed:
            self._progress.show(None)
            self._editor.say_once("docs", f"The documentation could not be read: {state.failed}")
            self._read.set()
        else:
            self._progress.show(state.percent)

    async def _take(self, concepts: Path, index: Path) -> None:
        """Search what was read, once the worker can."""
        try:
            self.library.concepts = await asyncio.to_thread(Concepts, concepts)
            await _within(self._ready, INDEX_SECONDS)
            if self._similar is not None:
                attached = await asyncio.wrap_future(self._similar.attach(index))
                if attached is None:
                    log.warning("the index of the documentation is not searched: %s", index)
        except StoreError as error:
            self._editor.say_once("docs", f"The documentation could not be read: {error}")
        finally:
            self._read.set()


def _later(
    loop: asyncio.AbstractEventLoop, call: Callable[[Ingestion], None], state: Ingestion
) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended
        loop.call_soon_threadsafe(call, state)


async def _within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        log.info("not ready within %s s", seconds)
