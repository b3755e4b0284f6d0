"""Clears away the shadows of workspaces that nobody has opened for a long time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from pathlib import Path

KEPT_SECONDS = 30 * 24 * 3600


def sweep(cache_dir: Path, now: float | None = None) -> list[Path]:
    """Remove every slot below `cache_dir` that is free and was last used more than 30 days ago.

    Returns what was removed. A slot is kept locked while it is removed, so that none is taken away
    under a server's feet; what cannot be removed stays for the next time.
    """
    oldest = (time.time() if now is None else now) - KEPT_SECONDS
    removed = []
    slots: list[Path] = []
    with contextlib.suppress(OSError):  # another server may clear away at the same time
        slots += (cache_dir / "shadow").glob("*/*")
    for slot in slots:
        with contextlib.suppress(OSError):
            stamp = slot / "mtime"
            if (stamp if stamp.exists() else slot).stat().st_mtime > oldest:
                continue
            lock = os.open(slot / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(slot)
                removed.append(slot)
            finally:
                os.close(lock)
            slot.parent.rmdir()
    return removed
