"""A new model is adopted only where no test gets worse and more is right than before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from rust_agent_lsp.learning.adopt import Compared, compare, found_first, refusal
from rust_agent_lsp.learning.train_model import holds_back
from rust_agent_lsp.learning.training_pairs import HELD_BACK, Material, Question, pairs_of
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.stores.accepted import Accepted
from rust_agent_lsp.stores.embedding import StaticModel
from rust_agent_lsp.stores.models import SHIPPED_MODEL
from tests.learning.static_models import spoiled


def sat(gained: int, lost: int, same: int = 50, id_: str = "a") -> Compared:
    before = [True] * lost + [False] * gained + [True] * same
    after = [False] * lost + [True] * gained + [True] * same
    return compare(id_, id_, before, after)


def test_counts() -> None:
    found = compare("a", "t", [True, True, False, False], [True, False, True, False])
    assert (found.total, found.before, found.after) == (4, 2, 2)
    assert (found.gained, found.lost) == (1, 1)


@pytest.mark.parametrize(
    ("gained", "lost", "worse"),
    [
        (0, 0, False),
        (0, 4, False),  # one time in sixteen
        (0, 5, True),  # one time in thirty-two
        (5, 5, False),
        (10, 15, False),
        (100, 140, True),
        (140, 100, False),
    ],
)
def test_beyond_noise(gained: int, lost: int, worse: bool) -> None:
    assert sat(gained, lost).worse is worse


def test_the_chance_is_that_of_a_fair_coin() -> None:
    assert sat(0, 5).chance == 1 / 32
    assert sat(1, 1).chance == 3 / 4
    assert sat(0, 0).chance == 1


def test_refusals() -> None:
    assert refusal([sat(9, 1), sat(1, 1)]) == ""
    assert "worse, beyond noise, at: exam" in refusal([sat(50, 0), sat(0, 9, id_="exam")])
    assert refusal([sat(0, 0)]), "nothing gained"
    assert refusal([sat(2, 3), sat(1, 1)]), "small losses add up over many rounds"
    assert refusal([sat(139, 159, 7000), sat(2, 0, 25)]) == "", "each test counts the same"
    assert refusal([sat(139, 159, 7000), sat(0, 0, 27)])
    assert refusal([]), "without a test nothing is shown"


def entry(id_: str, title: str, utterances: Sequence[str] = ()) -> Entry:
    return Entry(
        id_, EntryKind.ERROR, title, "s", "w", "b", "h", (id_,), utterances=tuple(utterances)
    )


# By their hashes the first and the last of these stay out.
ASKED = ["gone `x`", "used after move", "the value moved off"]
HELD = [("gone `_`", 0), ("the value moved off", 0)]
MOVED = entry("E0382", "use of a moved value", ASKED)
PRIVATE = entry("E0603", "a private item", ["it is private"])
CONCEPT = Concept(
    "book/a.html#b", ConceptKind.SECTION, "book", "Slices", ("The Book",), "A slice borrows part of"
    " a collection, and owns nothing of it.", 1,
)  # fmt: skip


def test_a_tenth_of_the_utterances_and_a_third_of_the_own_answers_are_held_out() -> None:
    own = [Accepted(f"question {a}{b}", "E0382") for a in "abcdef" for b in "ghijklmnop"]
    own += [Accepted("what is a slice", "book/a.html#b"), Accepted("gone since", "E9999")]
    pairs = pairs_of(Material([MOVED, PRIVATE], concepts=[CONCEPT], own=own))
    assert pairs.held_out == HELD
    trained = {text for text, _ in (*pairs.trained, *pairs.own)}
    assert {"used after move", "it is private", "Slices The Book"} <= trained
    assert not {text for text, _ in HELD} & trained
    held = {text for text, _ in pairs.own_held_out}
    assert 8 <= len(held) <= 32
    assert not held & trained
    assert len((held | trained) & {a.question for a in own}) == 61
    texts = {text for own_texts in pairs.about for text in own_texts}
    assert not texts & {"gone `_`", "the value moved off", *(a.question for a in own)}
    again = pairs_of(Material([MOVED], own=own[:30]))
    assert {t for t, _ in again.own_held_out} <= held, "a question never changes sides"


def test_questions_given_are_held_out_too() -> None:
    asked = [Question("a", "E0382", held_out=True), Question("b", "E0603", held_out=False)]
    pairs = pairs_of(Material([MOVED, PRIVATE], asked))
    assert pairs.held_out == [*HELD, ("a", 0)]
    assert ("b", 1) in pairs.trained


def test_what_the_one_in_use_was_trained_on_the_new_one_is_trained_on_too() -> None:
    pairs = pairs_of(Material([MOVED, PRIVATE], all_utterances=True))
    assert pairs.held_out == HELD
    assert set(HELD) <= set(pairs.trained)
    assert not {text for text, _ in HELD} & {text for own in pairs.about for text in own}


@pytest.mark.parametrize(
    ("training", "holds"), [({}, False), ({"held_back": HELD_BACK}, True), ([], False)]
)
def test_the_manifest_says_what_was_held_back(
    tmp_path: Path, training: object, holds: bool
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"training": training}))
    assert holds_back(tmp_path) is holds
    assert not holds_back(tmp_path / "gone")


def test_the_nearest_text_decides(tmp_path: Path) -> None:
    about = [["use of a moved value"], ["a private item cannot be named"], ["list files"]]
    asked = [("the value was moved away", 0), ("this function is private", 1), ("show files", 2)]
    wrong = [("show files", 0)]
    model = StaticModel.load(SHIPPED_MODEL)
    assert found_first(model, about, asked, wrong, []) == [[True] * 3, [False], []]
    assert found_first(model, about, asked * 200) == [[True] * 600]
    assert found_first(StaticModel.load(spoiled(tmp_path)), about, asked) != [[True] * 3]
