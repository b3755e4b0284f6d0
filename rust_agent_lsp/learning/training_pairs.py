"""What the embedding model is trained on: who asks what, and the texts of what answers it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rust_agent_lsp.model.concept import Concept
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.stores.accepted import Accepted
from rust_agent_lsp.stores.knowledge import without_code
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.toolchain.locate import Toolchain
from rust_agent_lsp.toolchain.own_text import own_text

Pair = tuple[str, int]
"""What is asked, and the number of what answers it."""

_PARAGRAPHS, _PARAGRAPH, _LEAST_PARAGRAPH = 4, 300, 25
_HEADING = re.compile(r"^#+ .*$", re.M)
_HOLE = re.compile(r"\{[\w.]+\}")
# Of the utterances and of the user's accepted answers one in so many stays for the test.
_UTTERANCES, _OWN = 10, 3

HELD_BACK = f"one utterance in {_UTTERANCES}, by its hash"
"""What no training sees; the manifest of a model says so, and without that it may have seen it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a learner asks, and the entry that answers it best; not trained on if `held_out`."""

    ask: str
    entry: str
    held_out: bool


@dataclass(slots=True)
class Pairs:
    """Pairs to train on and pairs held out, of the knowledge and of the user's own.

    `about` holds for each number the texts that say what it is about, the shortest summing up
    first.
    """

    trained: list[Pair] = field(default_factory=list)
    own: list[Pair] = field(default_factory=list)
    held_out: list[Pair] = field(default_factory=list)
    own_held_out: list[Pair] = field(default_factory=list)
    about: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Material:
    """What to learn from. With `toolchain` its own explanations are learned from too; `asked` are
    questions by the id of the concept that answers them, `own` the user's accepted answers.

    With `all_utterances` those that stay for the test are trained on, too: for a model whose
    predecessor was, so that the test is no harder for one of them.
    """

    entries: Sequence[Entry] = ()
    questions: Sequence[Question] = ()
    toolchain: Toolchain | None = None
    concepts: Sequence[Concept] = ()
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own: Sequence[Accepted] = ()
    all_utterances: bool = False


def pairs_of(material: Material) -> Pairs:
    """Return the pairs; held out are a tenth of the utterances, the questions of that part, and a
    third of the user's own: always the same ones, whatever comes later."""
    found, numbers = Pairs(), dict[str, int]()
    for entry in material.entries:
        if not entry.retired:
            numbers[entry.id] = len(found.about)
            _add_entry(found, entry, material)
    for question in material.questions:
        wanted = found.held_out if question.held_out else found.trained
        wanted.append((mask(question.ask), numbers[question.entry]))
    for concept in material.concepts:
        title, texts = _about_concept(concept)
        own = list(material.asked.get(concept.id, ()))
        if texts:
            numbers[concept.id] = number = len(found.about)
            found.trained += [*((question, number) for question in own), (title, number)]
            found.about.append([*texts, *own])
    for accepted in material.own:
        if accepted.answer in numbers:  # else it has gone since
            pair = (mask(accepted.question), numbers[accepted.answer])
            if _stays_out(pair[0], _OWN):
                found.own_held_out.append(pair)
            else:
                found.own.append(pair)
    return found


def _stays_out(question: str, one_in: int) -> bool:
    """Say whether a question is one of those for the test."""
    return hashlib.sha256(question.lower().encode()).digest()[0] % one_in == 0


def _add_entry(found: Pairs, entry: Entry, material: Material) -> None:
    number = len(found.about)
    said = [_HOLE.sub("_", " ".join(template.says)) for template in entry.templates]
    exemplars = list(map(mask, entry.exemplars))
    asked = list(entry.utterances)
    if entry.kind in (EntryKind.ERROR, EntryKind.LINT):
        # As the index looks for these: a message holds the user's own names.
        asked = list(map(mask, asked))
    test = [text for text in asked if _stays_out(text, _UTTERANCES)]
    found.held_out += [(text, number) for text in test]
    if material.all_utterances:
        found.trained += [(text, number) for text in test]
    asked = [text for text in asked if text not in test]
    summary = f"{entry.title}. {entry.summary}"
    found.about.append([summary, *exemplars, *said[:3], entry.why, *asked])
    found.trained += [(text, number) for text in (*exemplars, *asked)]
    if material.toolchain is not None and entry.codes:
        official = _official(entry.codes[0], material.toolchain)
        found.trained += [(text, number) for text in official]


def _about_concept(concept: Concept) -> tuple[str, list[str]]:
    """Return the titles of a concept, and the paragraphs that say what it is about, the first with
    its title before it."""
    title = re.sub(r"::|_", " ", concept.title)
    prose = without_code(concept.text).split("\n\n")
    paragraphs = [" ".join(p.split())[:_PARAGRAPH] for p in prose if not p.startswith(("#", "|"))]
    paragraphs = [p for p in paragraphs if len(p) > _LEAST_PARAGRAPH][:_PARAGRAPHS]
    titles = " ".join((title, *concept.path[-1:]))
    return titles, [f"{title}. {paragraphs[0]}", *paragraphs[1:]] if paragraphs else []


def _official(code: str, toolchain: Toolchain) -> list[str]:
    """Return the first paragraphs of what the toolchain says of a code: other words than ours."""
    text = without_code(own_text(code, toolchain) or "")
    paragraphs = (" ".join(_HEADING.sub("", p).split()) for p in text.split("\n\n"))
    return [p[:_PARAGRAPH] for p in paragraphs if len(p) > _LEAST_PARAGRAPH][:_PARAGRAPHS]
