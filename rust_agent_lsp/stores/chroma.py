"""The one door to Chroma: given vectors only, no telemetry, its failures as `StoreError`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.errors import StoreError

# Clients of one folder share what is behind them, and Chroma's own count of them has gaps: one
# that is closed takes it from under another that is just being opened.
_DOOR = threading.Lock()


@contextmanager
def chroma_client(folder: Path) -> Iterator[Any]:
    """Open the Chroma folder, and close it at the end. Raises `StoreError` when it is damaged."""
    client = open_chroma(folder)
    try:
        with chroma_failures(folder):
            yield client
    finally:
        close_chroma(client)


def open_chroma(folder: Path) -> Any:
    """Return a client of the Chroma folder. Raises `StoreError` when it is damaged."""
    # Slow to import, and not needed by those who only name an index.
    import chromadb
    from chromadb.config import Settings

    with _DOOR, chroma_failures(folder):
        return chromadb.PersistentClient(
            str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False)
        )


def close_chroma(client: Any) -> None:
    """Close a client; its folder is let go with the last one of this process."""
    with _DOOR:
        client.close()


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
