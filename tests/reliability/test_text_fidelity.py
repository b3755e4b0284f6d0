"""The text and the tree that the server keeps are the editor's, whatever is typed."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from tests.reliability.text_model import ENCODINGS
from tests.reliability.text_runs import BREAKS, Run

EDITS = 1_000_000
TREES = 20_000
_EDITS_OF_A_RUN = 2_000
_PROCESSES = 2


def test_no_edit_diverges_and_every_tree_is_a_fresh_one(soak: int) -> None:
    kinds = [(encoding, breaks) for encoding in ENCODINGS for breaks in BREAKS]
    runs = [Run(number, *kinds[number % len(kinds)]) for number in range(EDITS // 2_000 * soak)]
    # Rounded up: fewer than are promised must not be enough.
    trees = TREES * _EDITS_OF_A_RUN // EDITS * 3 // 2
    # A fork of a process that has threads may hang.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, mp_context=spawn) as pool:
        compared = sum(pool.map(play, runs, [trees] * len(runs), chunksize=5))
    assert compared >= TREES * soak


def play(run: Run, trees: int) -> int:
    return run.play(_EDITS_OF_A_RUN, trees)
