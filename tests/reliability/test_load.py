"""Edits and opened files leave no memory behind; the figures are in `tests/bench/bench_load.py`."""

from __future__ import annotations

from tests.bench.bench_load import growth

EDITS, OPENS = 10_000, 50
MOST_MB = 20.0
"""A leak of a kilobyte for each edit would be ten; caches and the allocator have their share."""


def test_edits_and_opens_leave_little_behind(soak: int) -> None:
    sizes = growth(EDITS * soak, OPENS * soak)["mb"]
    print(sizes)
    assert sizes[-1] - sizes[1] < MOST_MB * soak, sizes
