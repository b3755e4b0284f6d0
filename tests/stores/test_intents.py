"""The model of intents says what it said when it was made, and is refused once it was altered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.index_open import open_or_build
from rust_agent_lsp.stores.index_search import search
from rust_agent_lsp.stores.index_texts import IndexDocument
from rust_agent_lsp.stores.intents import NETWORK, SHIPPED_INTENTS, Intents
from tests.stores.conftest import WordEncoder

MOST_BYTES = 34_000_000


@pytest.fixture(scope="module")
def intents() -> Intents:
    return Intents.load()


def test_guesses_are_those_of_when_it_was_made(intents: Intents) -> None:
    reference = json.loads((SHIPPED_INTENTS / "reference.json").read_text())
    assert len(reference) >= 5
    assert any(name == "" for name, _ in reference.values()), "one of them belongs elsewhere"
    for text, (name, likely) in reference.items():
        guess = intents.guess(text)
        best = int(guess.scores[:-1].argmax())
        if name:
            assert best == intents.classes[name]
            assert guess.scores[best] > guess.elsewhere
        else:
            assert guess.elsewhere > guess.scores[best]
        # The 8-bit sums of other processors differ a little.
        found = max(float(guess.scores[best]), guess.elsewhere)
        assert found == pytest.approx(max(0.0, 1 + likely / 15), abs=0.05)


@pytest.mark.parametrize("text", ["", "?", "é́\0\ud7ff", "word " * 5000, "x" * 100_000])
def test_whatever_is_asked_gets_a_guess(intents: Intents, text: str) -> None:
    guess = intents.guess(text)
    assert np.isfinite(guess.scores[:-1]).all()
    known = guess.scores[:-1]
    assert known.min() >= 0
    assert known.max() <= 1
    assert 0 <= guess.elsewhere <= 1


def test_what_came_later_has_no_score(intents: Intents) -> None:
    numbers = intents.numbers(["E0382", "an entry of tomorrow"])
    scores = intents.guess("why is my value gone after I passed it to a function").scores[numbers]
    assert scores[0] > 0
    assert np.isnan(scores[1])


def test_an_entry_is_found_by_its_guess_alone(intents: Intents, tmp_path: Path) -> None:
    documents = [
        IndexDocument(f"errors/{name}#title-1", "errors", name, "title", f"words of number {n}")
        for n, name in enumerate(("E0382", "E0502", "E0599", "later"))
    ]
    index = open_or_build(tmp_path, documents, WordEncoder(), lambda *_: None)
    asked = "borrow of moved value: `_`"
    try:
        assert search([index], asked, ["errors"], 3)[0].entry != "E0382"
        assert search([index], asked, ["errors"], 3, intents=intents)[0].entry == "E0382"
    finally:
        index.close()


def test_an_altered_model_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.copytree(SHIPPED_INTENTS, tmp_path / "intents")
    network = tmp_path / "intents" / NETWORK
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    with pytest.raises(StoreError, match="install it again"):
        Intents.load(tmp_path / "intents")
    assert Intents.load_if_whole(tmp_path / "intents") is None
    assert Intents.load_if_whole(tmp_path / "nothing") is None
    assert "understood less well" in caplog.text


def test_it_stays_small() -> None:
    assert sum(file.stat().st_size for file in SHIPPED_INTENTS.iterdir()) <= MOST_BYTES
