"""Which index belongs to what is on this machine: that of the entries, and of the documentation."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.concepts import ASKED, Concepts, asked_of
from rust_agent_lsp.stores.embedding import Encoder
from rust_agent_lsp.stores.index_build import (
    ensure_index,
    key_of,
    quarantine,
    remember,
    remembered,
)
from rust_agent_lsp.stores.index_content import Progress
from rust_agent_lsp.stores.index_read import Index
from rust_agent_lsp.stores.index_texts import (
    IndexDocument,
    documents_of,
    documents_of_concepts,
)
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files

DOCUMENTATION = "documentation"
"""The folder below the cache that holds the indexes of documentations."""

_log = logging.getLogger(__name__)
_SUPPLEMENTARY = ("unstable-book",)


def open_shipped(
    cache: Path,
    knowledge: Path,
    encoder: Encoder,
    progress: Progress,
    *,
    distrust: bool = False,
    chroma: bool = True,
) -> Index:
    """Return the index of the entries below `knowledge`, built where it is not there.

    Without `chroma` one that is known is opened without it: see `Index.open`.

    Raises `StoreError` where it cannot be, `KnowledgeError` where an entry is malformed.
    """
    key = key_of((path for _, path in entry_files(knowledge)), encoder.digest)
    if not distrust and (known := _open_known(cache, key, encoder, chroma=chroma)) is not None:
        return known
    documents = documents_of(Knowledge(knowledge).load_all())
    index = open_or_build(cache, documents, encoder, progress, distrust=distrust)
    remember(cache, key, index.path)
    return index


def open_or_build(
    cache: Path,
    documents: Sequence[IndexDocument],
    encoder: Encoder,
    progress: Progress,
    *,
    distrust: bool = False,
) -> Index:
    """Return the opened index of `documents`; one that is damaged is set aside and built anew.

    `distrust` sets it aside unseen (a reader has died on it). Raises `StoreError` when it cannot
    be built, or is damaged at once again.
    """
    for _ in range(2):
        path = ensure_index(cache, documents, encoder, progress)
        try:
            inode = path.stat().st_ino
        except FileNotFoundError:
            continue  # Another process has set it aside meanwhile.
        try:
            if distrust:
                raise StoreError(f"a reader died on the index at {path}")
            return Index.open(path, encoder)
        except StoreError as error:
            distrust = False
            _log.warning("%s; building it anew", error)
            quarantine(path, inode)
    return Index.open(ensure_index(cache, documents, encoder, progress), encoder)


def ensure_documentation(
    cache: Path, concepts: Path, knowledge: Path, encoder: Encoder, progress: Progress
) -> Path:
    """Return the folder of the index of the file `concepts`, built where it is not there.

    Raises `StoreError` where it cannot be built.
    """
    folder, key = cache / DOCUMENTATION, _documentation_key(concepts, knowledge, encoder)
    if (known := remembered(folder, key)) is not None:
        return known
    documents = documents_of_documentation(concepts, knowledge)
    path = ensure_index(folder, documents, encoder, progress)
    remember(folder, key, path)
    return path


def documents_of_documentation(concepts: Path, knowledge: Path) -> list[IndexDocument]:
    """Return every text by which something in the file `concepts` is found, the questions of
    `knowledge` among them."""
    read = Concepts(concepts)
    try:
        everyday = [c for c in read.all() if c.book not in _SUPPLEMENTARY and not c.unstable]
    finally:
        read.close()
    return documents_of_concepts(everyday, asked_of(knowledge))


def known_documentation(
    cache: Path, concepts: Path, knowledge: Path, encoder: Encoder
) -> Path | None:
    """Return the folder of the index of the file `concepts` if it has been built."""
    key = _documentation_key(concepts, knowledge, encoder)
    return remembered(cache / DOCUMENTATION, key)


def _documentation_key(concepts: Path, knowledge: Path, encoder: Encoder) -> str:
    asked = sorted((knowledge / ASKED).glob("*.toml"))
    return key_of(asked, encoder.digest, concepts.name)


def _open_known(cache: Path, key: str, encoder: Encoder, *, chroma: bool = True) -> Index | None:
    """Return the index that was noted for `key`; None where none was or it is damaged.

    `chroma` is as for `Index.open`.
    """
    path = remembered(cache, key)
    try:
        return Index.open(path, encoder, chroma=chroma) if path is not None else None
    except StoreError as error:
        _log.info("%s", error)
        return None
