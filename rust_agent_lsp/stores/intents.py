"""Which entry a question most likely means, by a small transformer trained on all ways of asking.

One pass over a question scores every entry and every place in the documentation that was there when
it was trained, and says how likely the question is about none of them. What came later has no score
of its own and is ordered by the rest of the evidence.
"""

from __future__ import annotations

import ctypes
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.models import verified_files

SHIPPED_INTENTS = Path(__file__).resolve().parent.parent / "_models" / "intents"
"""The model that travels with the package; `rust-agent-lsp train --intents` makes it."""

NETWORK, TOKENIZER, CLASSES = "model.onnx", "tokenizer.json", "classes.json"
MOST_TOKENS = 40
"""More of a question is not read."""

_log = logging.getLogger(__name__)
# Below this likelihood (a natural logarithm) entries are told apart no more.
_LEAST = -15.0

Scores = npt.NDArray[np.float32]


def _give_back_memory() -> None:
    """Return to the system what loading took and left: 20 MB that glibc would keep."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@dataclass(frozen=True, slots=True)
class Guess:
    """What the model makes of one text: `scores` says for each class between 0 and 1 how likely it
    is (the logarithm of its likelihood, shifted), with NaN at the end for whatever it does not
    know; `elsewhere` in the same way that the text is about none of them."""

    scores: Scores
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Intents:
    """The loaded model. `classes` holds the number of each entry or place that it knows by id."""

    classes: dict[str, int]
    tokenizer: Any
    network: Any

    @classmethod
    def load(cls, path: Path = SHIPPED_INTENTS) -> Intents:
        """Load the model folder at `path`, whose files must have the hashes in its manifest.

        Raises `StoreError` when a file is missing, damaged or not what the manifest names.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        contents = verified_files(path, (NETWORK, TOKENIZER, CLASSES)).contents
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # The arena keeps whatever one long text once needed.
        options.enable_cpu_mem_arena = False
        try:
            names: list[str] = json.loads(contents[CLASSES])
            tokenizer = Tokenizer.from_buffer(contents[TOKENIZER])
            # By its path: given the bytes, it keeps a copy of them.
            network = onnxruntime.InferenceSession(
                path / NETWORK, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            # Each of the two libraries raises its own kinds, onnxruntime a dozen of them.
            raise StoreError(f"{path} holds no model of intents: {error}") from error
        del contents
        _give_back_memory()
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS)
        return cls({name: number for number, name in enumerate(names)}, tokenizer, network)

    @classmethod
    def load_if_whole(cls, path: Path = SHIPPED_INTENTS) -> Intents | None:
        """Load the model folder at `path`; None, with a warning in the log, where it cannot be
        used. Without it more questions are misunderstood, and none fails."""
        try:
            return cls.load(path)
        except (StoreError, ImportError) as error:
            _log.warning("questions are understood less well: %s", error)
            return None

    def guess(self, text: str) -> Guess:
        """Return what `text` most likely means."""
        tokens = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
        (rows,) = self.network.run(None, {"tokens": tokens})
        likely = rows[0]
        shifted = np.clip(1 - likely / _LEAST, 0, 1).astype(np.float32)
        elsewhere = float(shifted[-1])
        shifted[-1] = np.nan  # the place of what it does not know
        return Guess(shifted, elsewhere)

    def numbers(self, names: Sequence[str]) -> npt.NDArray[np.int32]:
        """Return the places of entries in a guess's scores, by their ids."""
        unknown = len(self.classes)
        return np.array([self.classes.get(name, unknown) for name in names], dtype=np.int32)
