"""Names, labels, notes, paths, codes and what was learned: no command links, no raw HTML."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rust_agent_lsp.features import answer, journal, lesson
from rust_agent_lsp.matching import explain
from rust_agent_lsp.model import template
from tests.reliability import markdown
from tests.reliability.markdown import SAYINGS, Rendered, Say, entries, judge

TEXTS = 5_000
"""Each with two to a dozen payloads."""


def play(say: Say, seed: int, times: int) -> None:
    known = entries()
    for number in range(times):
        rng = random.Random(f"{say.__name__} {seed} {number}")  # noqa: S311
        judge(say(rng, rng.choice(known)))


def test_the_entries_are_sound_by_themselves() -> None:
    for entry in entries():
        judge(explain.lesson(entry))


@pytest.mark.parametrize("text", ["a <b>", "`<b>` <b>", "<!-- x", "`` ` `` </b>", "<http://x>"])
def test_tags_in_the_text_of_an_answer_stay_text(text: str) -> None:
    judge(answer._cut([text]))


@pytest.mark.parametrize("say", SAYINGS)
def test_nothing_foreign_becomes_a_link_or_html(say: Say, soak: int) -> None:
    play(say, 1, TEXTS * soak // len(SAYINGS))


BUGS: dict[str, tuple[Any, str, Any, Say]] = {
    "no escape": (explain, "escape", str, markdown.an_unknown_error),
    "no quote": (explain, "quote", str, markdown.an_unknown_error),
    "names as they come": (template, "_as_code", lambda value, _: value, markdown.a_hover),
    "backticks kept in names": (
        template,
        "_as_code",
        lambda value, before: value if before.count("`") % 2 else f"`{value}`",
        markdown.a_hover,
    ),
    "a journal that believes": (journal, "quote", str, markdown.a_journal),
    "a path that is believed": (journal, "code_span", lambda text: f"`{text}`", markdown.a_journal),
    "a question that is believed": (answer, "escape", str, markdown.an_answer),
    "a story that is believed": (lesson, "quote", str, markdown.a_lesson),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_missing_escape_is_seen(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, value, say = BUGS[bug]
    monkeypatch.setattr(owner, name, value)
    with pytest.raises(Rendered):
        play(say, 1, 2_000)
