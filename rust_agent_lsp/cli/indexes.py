"""The indexes as the command line searches them: opened in this very process, built if need be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from rust_agent_lsp.features.ask import HITS
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.stores.given_folders import given_folders
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files, knowledge_root, own_root
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import default_docs_root

# Slow to import, and needed only once something is really searched.
if TYPE_CHECKING:
    from rust_agent_lsp.ingest.documentation import Ingested
    from rust_agent_lsp.stores.embedding import Encoder
    from rust_agent_lsp.stores.index_read import Index


class Indexes:
    """The index of the entries, and that of the installed documentation where there is one."""

    def __init__(self, console: Console, model: Path | None = None) -> None:
        """Open both, building what is not there, with progress on `console`; `model` is the folder
        of another embedding model than the one in use.

        Raises `StoreError`, `KnowledgeError` and, for the documentation, `ToolchainError`.
        """
        from rust_agent_lsp.stores.embedding import load_encoder
        from rust_agent_lsp.stores.intents import Intents
        from rust_agent_lsp.stores.models import installed_model

        self.concepts: Concepts | None = None
        model = model or installed_model()
        encoder = load_encoder(model)
        # Beside the rest: most of both is reading and hashing files.
        loading = ThreadPoolExecutor(1)
        self._intents = loading.submit(Intents.load_if_whole)
        loading.shutdown(wait=False)
        with ExitStack() as opened:
            self._indexes: list[Index] = [open_entries(encoder, console)]
            opened.callback(self.close)
            if any(entry_files(own_root())):
                self._indexes.append(open_entries(encoder, console, own_root()))
            docs = default_docs_root()
            if docs is not None:
                self._documentation(docs, encoder, model, console)
            opened.pop_all()

    def close(self) -> None:
        """Let go of the files."""
        for index in self._indexes:
            index.close()
        if self.concepts is not None:
            self.concepts.close()

    def search(self, kinds: Sequence[EntryKind] = ()) -> Callable[[str], Sequence[Hit]]:
        """Return the search of `kinds` (all when empty): some of the nearest entries of each."""
        from rust_agent_lsp.stores.index_search import search

        names, intents = [kind.value for kind in kinds], self._intents.result()
        return lambda text: search(self._indexes, text, names, HITS, each=True, intents=intents)

    def _documentation(self, docs: Path, encoder: Encoder, model: Path, console: Console) -> None:
        from rust_agent_lsp.stores.index_read import Index

        done = ingest_with_progress(docs, console, model)
        self._indexes.append(Index.open(done.index, encoder, chroma=False))
        self.concepts = Concepts(done.concepts)


def open_entries(encoder: Encoder, console: Console, root: Path | None = None) -> Index:
    """Return the index of the shipped entries, or of those below `root`, built if need be with
    progress on `console`. Raises `StoreError` and `KnowledgeError`."""
    from rust_agent_lsp.stores.index_open import open_shipped

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Indexing the entries", visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        cache = Places.of_user().cache
        return open_shipped(cache, root or knowledge_root(), encoder, progress, chroma=False)


def read_documentation(console: Console) -> Path:
    """Return the file of the installed documentation's concepts, read now if it is not there.

    Raises `ToolchainError` where none is installed, `StoreError` where it cannot be written.
    """
    from rust_agent_lsp.ingest.documentation import ingest_documentation

    docs = default_docs_root()
    if docs is None:
        raise ToolchainError("no documentation is installed: rustup component add rust-docs")
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Reading the installed documentation", visible=False)
        return ingest_documentation(
            Places.of_user().cache,
            docs,
            lambda: Knowledge(knowledge_root()).load_all(),
            lambda done, total: bar.update(task, completed=done, total=total, visible=True),
            given_folders(Places.of_user().data),
        )


def ingest_with_progress(docs: Path, console: Console, model: Path | None = None) -> Ingested:
    """Ingest the documentation below `docs` unless it is done, with progress on `console`."""
    from rust_agent_lsp.ingest.documentation import ingest
    from rust_agent_lsp.stores.models import installed_model

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Reading the installed documentation", visible=False)
        return ingest(
            Places.of_user().cache,
            docs,
            knowledge_root(),
            model or installed_model(),
            lambda percent: bar.update(task, completed=percent, total=100, visible=True),
            given_folders(Places.of_user().data),
        )
