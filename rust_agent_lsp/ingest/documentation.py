"""Takes the documentation that is installed with a toolchain into a file of concepts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.ingest.book_pages import BOOKS, read_book
from rust_agent_lsp.ingest.given_books import GivenBook, books_in, read_books, state_of
from rust_agent_lsp.ingest.question_dumps import POSTS, Dump, dump_state, dumps_in, read_dumps
from rust_agent_lsp.ingest.std_pages import CRATES, read_std
from rust_agent_lsp.model.concept import Concept, Edge, Relation
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.concepts import FOLDER, FORMAT, write_concepts
from rust_agent_lsp.stores.embedding import load_encoder
from rust_agent_lsp.stores.index_open import ensure_documentation
from rust_agent_lsp.stores.knowledge import Knowledge

READER = 1
"""Counts the changes of what is read from the same pages."""

Progress = Callable[[int, int], None]
# The share of the whole time that reading the pages takes, in percent.
_READING = 40
_ENTRY_PAGES = {
    EntryKind.ERROR: "error_codes/{id}.html",
}


def concepts_path(
    cache: Path,
    docs_root: Path,
    books: Sequence[GivenBook] = (),
    dumps: Sequence[Dump] = (),
) -> Path:
    """Return where the concepts of exactly these documents lie below `cache`."""
    parts = [str(FORMAT), str(READER), str(docs_root.resolve())]
    for page in _pages_that_change(docs_root):
        try:
            stat = page.stat()
            parts.append(f"{page.name} {stat.st_size} {stat.st_mtime_ns}")
        except OSError:
            parts.append(f"{page.name} missing")
    parts += [*map(state_of, books), *map(dump_state, dumps)]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return cache / FOLDER / f"{digest}.sqlite3"


def _pages_that_change(docs_root: Path) -> Iterator[Path]:
    """Yield pages of which one at least differs between two toolchains."""
    yield docs_root / "releases.html"
    for folder in (*BOOKS, *CRATES):
        yield docs_root / folder / "index.html"


@dataclass(frozen=True, slots=True)
class Ingested:
    """The file of the concepts and the folder of their index."""

    concepts: Path
    index: Path


def ingest(
    cache: Path,
    docs_root: Path,
    knowledge: Path,
    model: Path,
    percent: Callable[[int], None],
    folders: Sequence[Path] = (),
) -> Ingested:
    """Bring the documentation into concepts and these into an index, unless it is done already.

    `folders` are further books and dumps of questions, which the user gave.

    Stopped at any point, what was finished by then is not done again. Raises `ToolchainError`
    where there is nothing to read, `StoreError` where it cannot be written.
    """
    last = -1

    def tell(value: float) -> None:
        nonlocal last
        if (rounded := int(value)) > last:
            last = rounded
            percent(rounded)

    concepts = ingest_documentation(
        cache,
        docs_root,
        lambda: Knowledge(knowledge).load_all(),
        lambda done, total: tell(_READING * done / total),
        folders,
    )
    index = ensure_documentation(
        cache,
        concepts,
        knowledge,
        load_encoder(model),
        lambda done, total: tell(_READING + (100 - _READING) * done / max(1, total)),
    )
    return Ingested(concepts, index)


def ingest_documentation(
    cache: Path,
    docs_root: Path,
    entries: Callable[[], Iterable[Entry]],
    progress: Progress,
    folders: Sequence[Path] = (),
) -> Path:
    """Read the documentation unless it is read already; return the file of its concepts.

    `progress` hears the number of books done. Raises `ToolchainError` where there is nothing to
    read, `StoreError` where it cannot be written.
    """
    dumps = dumps_in(folders)
    books = books_in([folder for folder in folders if not _is_dump(folder, dumps)])
    path = concepts_path(cache, docs_root, books, dumps)
    if path.is_file():
        return path
    concepts = list(read_all(docs_root, progress))
    if not concepts:
        raise ToolchainError(f"there is no documentation in {docs_root}")
    concepts += [*read_books(books), *read_dumps(dumps)]
    write_concepts(path, concepts, edges_of(concepts, entries()))
    _remove_others(path)
    return path


def _is_dump(given: Path, dumps: Iterable[Dump]) -> bool:
    return any(dump.path in (given, given / POSTS) for dump in dumps)


def read_all(docs_root: Path, progress: Progress) -> Iterator[Concept]:
    """Yield every concept of the documentation, each id once. Raises `ToolchainError`."""
    books = [book for book in BOOKS if (docs_root / book / "toc.html").is_file()]
    crates = [crate for crate in CRATES if (docs_root / crate).is_dir()]
    total, known = len(books) + len(crates), set[str]()
    for done, name in enumerate((*books, *crates)):
        progress(done, total)
        read = read_book if name in books else read_std
        for concept in read(docs_root, name):
            if concept.id not in known:
                known.add(concept.id)
                yield concept
    progress(total, total)


def edges_of(concepts: Iterable[Concept], entries: Iterable[Entry]) -> Iterator[Edge]:
    """Yield the graph: what contains what, what links to what, what each entry rests on."""
    concepts = list(concepts)
    known = {concept.id for concept in concepts}
    first = {concept.page: concept.id for concept in reversed(concepts)}
    for concept in concepts:
        yield from _containment(concept, first)
        for link in concept.links:
            target = link if link in known else first.get(link.partition("#")[0])
            if target is not None and target != concept.id:
                yield Edge(concept.id, target, Relation.LINKS)
    for entry in entries:
        own = f"{entry.kind.value}/{entry.id}"
        pages = [_ENTRY_PAGES[entry.kind].format(id=entry.id)] if entry.kind in _ENTRY_PAGES else []
        for page in (*pages, *entry.docs):
            target = page if page in known else first.get(page.partition("#")[0])
            if target is not None:
                yield Edge(own, target, Relation.EXPLAINS)
        for other in entry.related:
            yield Edge(own, f"{entry.kind.value}/{other}", Relation.LINKS)
        for pattern in entry.patterns:
            yield Edge(own, f"{EntryKind.PATTERN.value}/{pattern}", Relation.LINKS)


def _containment(concept: Concept, first: dict[str, str]) -> Iterator[Edge]:
    """Yield what a concept is a part of: its page, and a page's module or book."""
    page = first[concept.page]
    if page != concept.id:
        yield Edge(page, concept.id, Relation.CONTAINS)
        return
    folder = concept.page.rpartition("/")[0]
    above = first.get(f"{folder}/index.html")
    if above == concept.id:
        above = first.get(f"{folder.rpartition('/')[0]}/index.html")
    if above is not None and above != concept.id:
        yield Edge(above, concept.id, Relation.CONTAINS)


def _remove_others(path: Path) -> None:
    """Remove the files of other documentations but the newest two."""
    others = sorted(
        (other for other in path.parent.glob("*.sqlite3") if other != path),
        key=lambda other: other.stat().st_mtime,
        reverse=True,
    )
    for other in others[1:]:
        other.unlink(missing_ok=True)
