"""The one door to Chroma: given vectors only, no telemetry, its failures as `StoreError`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.errors import StoreError


@contextmanager
def chroma_client(folder: Path) -> Iterator[Any]:
    """Open the Chroma folder, and close it at the end. Raises `StoreError` when it is damaged."""
    client = open_chroma(folder)
    try:
        with chroma_failures(folder):
            yield client
    finally:
        client.close()


def open_chroma(folder: Path) -> Any:
    """Return a client of the Chroma folder. Raises `StoreError` when it is damaged."""
    # Slow to import, and not needed by those who only name an index.
    import chromadb
    from chromadb.config import Settings

    with chroma_failures(folder):
        return chromadb.PersistentClient(
            str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False)
        )


@contextmanager
def chroma_failures(folder: Path) -> Iterator[None]:
    """Turn every failure of Chroma into a `StoreError`."""
    try:
        yield
    except StoreError:
        raise
    # Chroma wraps damage in many exceptions; a panic of its Rust half is a bare BaseException.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | OSError):
            raise
        raise StoreError(f"the vector index at {folder} failed: {error}") from error
