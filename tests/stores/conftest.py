"""What the tests of the stores share: a small knowledge and an encoder that needs no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rust_agent_lsp.stores.embedding import Vectors
from rust_agent_lsp.stores.index_texts import IndexDocument


class WordEncoder:
    """Each word has a direction of its own, so that texts are near when they share words."""

    digest = "words-1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
                row += np.random.default_rng(seed).normal(size=64).astype(np.float32)
            row /= np.linalg.norm(row) or 1.0
        return rows


@pytest.fixture(scope="session")
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture(scope="session")
def documents() -> list[IndexDocument]:
    """Six hundred texts, no two with the same words, about two hundred entries."""
    made = []
    for number in range(200):
        kind = ("errors", "lints", "commands")[number % 3]
        for role in ("title", "exemplar", "utterance"):
            text = f"{role} about thing{number} beside matter{number * 7} and {role}{number}"
            name = f"{kind}/N{number}#{role}-1"
            made.append(IndexDocument(name, kind, f"N{number}", role, text))
    return made


ENTRY = """+++
title = "{title}"
codes = ["{id}"]
utterances = {utterances}
exemplars = {exemplars}
+++

{summary}

## Why

{why}

## Fails

```rust,compile_fail,{id}
fn secretly_fenced() {{}}
```
"""

_ENTRIES = {
    "E0382": (
        "Use of a moved value",
        ["why can't I use a variable after passing it to a function"],
        ["borrow of moved value: `_`", "use of moved value: `_`"],
        "A variable is used after its value has moved to a new owner.",
        "Every value has one owner, who frees it.",
    ),
    "E0502": (
        "Shared and exclusive borrow at once",
        ["why can't I push to a vector while I hold an element of it"],
        ["cannot borrow `_` as mutable because it is also borrowed as immutable"],
        "A value is changed while somebody still looks at it.",
        "What is looked at must not change or move away meanwhile.",
    ),
    "E0308": (
        "Types that do not fit",
        ["why does the compiler want a string slice here"],
        ["mismatched types"],
        "An expression has another type than its place asks for.",
        "Nothing is converted without being told to.",
    ),
    "E0425": (
        "Unknown name",
        ["the compiler does not know my variable"],
        ["cannot find value `_` in this scope", "cannot find function `_` in this scope"],
        "A name is used that nothing in reach declares.",
        "Names must be declared or imported before use.",
    ),
}


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge folder of four errors."""
    root = tmp_path / "knowledge"
    (root / "errors").mkdir(parents=True)
    for name, (title, utterances, exemplars, summary, why) in _ENTRIES.items():
        text = ENTRY.format(
            id=name,
            title=title,
            utterances=utterances,
            exemplars=exemplars,
            summary=summary,
            why=why,
        )
        (root / "errors" / f"{name}.md").write_text(text)
    return root
