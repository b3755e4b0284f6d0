"""Answers from what was found: exact names first, dangers in their own keys, honest bands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rust_agent_lsp.features import ask as ask_feature
from rust_agent_lsp.features.answer import Library, as_markdown
from rust_agent_lsp.features.ask import ask
from rust_agent_lsp.model.answer import Answer, AnswerKind, Answers
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.stores.concepts import Concepts, write_concepts
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.knowledge import Knowledge

KEYS = {
    "kind", "title", "text", "command", "source", "entry", "score", "dangers", "preview", "undo",
    "safe_alternatives", "in_dependencies",
}  # fmt: skip
BEST = (2.0, *(1.0,) * 7, 0.0)
NOTHING = (0.0,) * 9
LONG = "\n\n".join(f"Paragraph {n} tells of other things." + " And more." * 30 for n in range(9))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    path = ("The Book", "Owning", "Moving")
    texts = {
        "book/a.html#short": "A value has one owner.",
        "book/a.html#long": f"{LONG}\n\nA parrot moves to its cage.\n\n```rust\nlet a = 1;\n```",
    }
    made = [
        Concept(place, ConceptKind.SECTION, "book", place[-5:], path, text, 1)
        for place, text in texts.items()
    ]
    item = "std/vec/struct.Vec.html#method.retain"
    made.append(Concept(item, ConceptKind.METHOD, "std", "Vec::retain", path, "Keeps some.", 2))
    write_concepts(tmp_path / "concepts.sqlite3", made, ())
    return Library(Knowledge(), Concepts(tmp_path / "concepts.sqlite3"))


def found(kind: str, entry: str, features: tuple[float, ...] = BEST) -> Hit:
    return Hit(kind, entry, "title", 1.0, "text", features)


def answered(question: str, library: Library, *hits: Hit) -> Answers:
    answers = ask(question, library, lambda _: hits)
    assert answers is not None
    return answers


def test_the_objects_have_the_keys_of_the_contract(library: Library) -> None:
    got = answered("remove untracked files", library, found("commands", "git-clean")).as_json()
    assert set(got) == {"answers", "confident"}
    assert set(got["answers"][0]) == KEYS
    assert got["confident"] is True


def test_a_destructive_command_says_so_in_its_own_keys(library: Library) -> None:
    best = answered("remove untracked files", library, found("commands", "git-clean")).answers[0]
    assert best.kind is AnswerKind.GIT
    assert best.command == "git clean -fd"
    assert best.dangers
    assert best.preview == "git clean -nd"
    assert best.safe_alternatives


def test_a_code_or_name_in_the_question_comes_first(library: Library) -> None:
    best = answered("what is E0502 about", library, found("errors", "E0382")).answers[0]
    assert best.entry == "E0502"
    assert "error_codes/E0502.html" in best.source
    best = answered("what does `Vec::retain` do", library, found("errors", "E0382")).answers[0]
    assert best.source == ("std/vec/struct.Vec.html#method.retain",)
    assert best.kind is AnswerKind.STD
    best = answered("clippy::len_zero", library).answers[0]
    assert best.entry == "len_zero"


def test_what_a_program_said_finds_its_cure(library: Library) -> None:
    said = "$ git push\nfatal: The current branch topic has no upstream branch."
    hits = [found("errors", "E0382"), found("commands", "git-push-upstream", NOTHING)]
    best = answered(said, library, *hits).answers[0]
    assert best.entry == "git-push-upstream"


def test_what_speaks_for_nothing_is_not_answered(library: Library) -> None:
    assert answered("pancakes", library, found("errors", "E0382", NOTHING)) == Answers((), False)
    assert answered("pancakes", library) == Answers((), False)


def test_the_middle_is_a_did_you_mean(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_feature, "SURE", 1.1)
    answers = answered("moving", library, found("concepts", "book/a.html#short"))
    assert answers.answers
    assert not answers.confident


def test_without_an_index_only_names_are_answered(library: Library) -> None:
    assert ask("what owns a value", library, lambda _: None) is None
    answers = ask("E0382", library, lambda _: None)
    assert answers is not None
    assert answers.confident


def test_a_long_section_begins_with_the_paragraph_that_answers(library: Library) -> None:
    hit = found("concepts", "book/a.html#long")
    best = answered("where does the parrot move, to which cage", library, hit).answers[0]
    assert "parrot" in best.text[:1200]
    assert best.text.count("```") % 2 == 0
    assert best.source == ("book/a.html#long",)


def test_entries_that_are_gone_are_left_out(library: Library) -> None:
    gone: Sequence[Hit] = [
        found("concepts", "book/a.html#gone"),
        found("commands", "git-gone"),
        found("errors", "E9999"),
        found("patterns", "gone"),
    ]
    assert answered("anything at all", library, *gone).answers == ()


def test_a_page_shows_all_and_lets_no_markdown_in(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "a.html").touch()
    answer = Answer(
        AnswerKind.GIT, "Clean", "It cleans.", 0.9, ("book/a.html#x", "git(1)"), "git-clean",
        "git clean", ("All is lost.",), "git clean -n", "git undo", ("git stash",),
    )  # fmt: skip
    other = Answer(AnswerKind.LINT, "Another", "", 0.5)
    page = as_markdown("<img src=x> [a](b)", Answers((answer, other), True), tmp_path)
    assert page.startswith(r"# \<img src=x\> \[a\]\(b\)")
    for part in ("It cleans.", "All is lost.", "git clean -n", "git undo", "git stash", "Another"):
        assert part in page
    assert f"]({(tmp_path / 'book' / 'a.html').as_uri()}#x)" in page
    assert "I don't know" in as_markdown("x", Answers((), False), None)
