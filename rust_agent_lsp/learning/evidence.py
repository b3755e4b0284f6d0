"""How it is seen, also after a restart, that a repair was undone; nothing of its text is kept."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from pathlib import Path

from rust_agent_lsp.model.events import Evidence

MOST_LINES = 20


def evidence_of(path: Path, before: bytes, after: bytes, key: bytes) -> Evidence | None:
    """Return what tells the lines before the repair from those after it, by keyed hashes.

    None where they cannot be told apart later: too many, none, or standing elsewhere as well.
    """
    was, now = _lines(before), _lines(after)
    head = 0
    while head < min(len(was), len(now)) and was[head] == now[head]:
        head += 1
    tail = 0
    while tail < min(len(was), len(now)) - head and was[-1 - tail] == now[-1 - tail]:
        tail += 1
    old, new = was[head : len(was) - tail], now[head : len(now) - tail]
    if not (0 < len(old) <= MOST_LINES and 0 < len(new) <= MOST_LINES):
        return None
    if _stands(now, len(old), _mark(old, key), key) or _stands(was, len(new), _mark(new, key), key):
        return None
    return Evidence(file_mark(path, key), len(old), _mark(old, key), len(new), _mark(new, key))


def is_undone(evidence: Evidence, text: bytes, key: bytes) -> bool:
    """Say whether the lines from before the repair are back, and those from after it gone."""
    lines = _lines(text)
    return _stands(lines, evidence.old_lines, evidence.old, key) and not _stands(
        lines, evidence.new_lines, evidence.new, key
    )


def file_mark(path: Path, key: bytes) -> str:
    """Return what stands for a file."""
    return _mark([str(path).encode()], key)


def _stands(lines: Sequence[bytes], size: int, mark: str, key: bytes) -> bool:
    return any(_mark(lines[n : n + size], key) == mark for n in range(len(lines) - size + 1))


def _lines(text: bytes) -> list[bytes]:
    return [line.strip() for line in text.split(b"\n")]


def _mark(lines: Sequence[bytes], key: bytes) -> str:
    return hmac.digest(key, b"\n".join(lines), "sha256").hex()[:16]
