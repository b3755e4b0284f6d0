"""The house style of entries, as far as a program can see it: length, plain words, own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from rust_agent_lsp.ingest.fences import blocks
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.stores.knowledge import without_code

MAX_SENTENCE_WORDS = 40
MAX_SHARED_WORDS = 7
"""A longer run of words that the toolchain's own text has too was copied from there."""
_MIN_SHARED_CODE = 80

# Words of compiler developers or of other languages, and what a learner understands.
_JARGON = {
    r"adt": "struct, enum or union",
    r"autoref\w*": "say that the compiler borrows it by itself",
    r"bivarian\w+": "say what the parameter may not be used for",
    r"contravarian\w+": "say which lifetime may be longer",
    r"covarian\w+": "say which lifetime may be shorter",
    r"desugar\w*": "say what it stands for",
    r"footgun\w*": "say what goes wrong",
    r"(?:hir|mir|thir|llvm ir)": "leave the compiler's inside out",
    r"ice": "say that the compiler itself fails",
    r"inference variable\w*": "type that the compiler must find out",
    r"l-?values?|r-?values?": "place, value",
    r"nll": "borrow checker",
    r"obligation\w*": "requirement",
    r"rpitit?": "`impl Trait` as a return type",
    r"trivial\w*": "say why it is easy",
    r"utili[sz]e\w*": "use",
    r"simply|obviously|of course": "leave it out",
}
_JARGON_WORD = re.compile(r"\b(?:" + "|".join(_JARGON) + r")\b", re.I)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n\n+|\n(?=[-#|])")


def style_complaints(path: Path, entry: Entry, text: str, toolchain_text: str | None) -> list[str]:
    """Return what an entry's text should do better, each beginning with the file.

    `toolchain_text` is what the toolchain itself says of the same code; without it the words are
    not compared.
    """
    complaints = [*_plain(entry)]
    if toolchain_text:
        complaints += _own(path, entry, text, toolchain_text)
    return [f"{path}: style: {c}" for c in complaints]


def _plain(entry: Entry) -> Iterator[str]:
    for sentence in _sentences(entry):
        words = sentence.split()
        if len(words) > MAX_SENTENCE_WORDS:
            yield f"{len(words)} words in one sentence: {' '.join(words[:8])} …"
        for found in _JARGON_WORD.finditer(re.sub(r"`[^`]*`", "", sentence)):
            word = found[0]
            better = next(b for p, b in _JARGON.items() if re.fullmatch(p, word, re.I))
            yield f"{word!r}: {better}"


def _sentences(entry: Entry) -> list[str]:
    said = [s for template in entry.templates for s in template.says]
    costs = [way.cost for way in entry.ways_out]
    return [s for s in (*_SENTENCE.split(without_code(entry.body)), *said, *costs) if s.strip()]


def _own(path: Path, entry: Entry, text: str, other: str) -> Iterator[str]:
    ours = _words(" . ".join((entry.title, *_sentences(entry))))
    theirs = _words(without_code(other))
    run = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    if run.size > MAX_SHARED_WORDS:
        yield f"the toolchain's own words: {' '.join(ours[run.a : run.a + run.size])!r}"
    copied = "".join(re.findall(r"^```.*?\n(.*?)^```", other, re.S | re.M))
    known = "".join(copied.split())
    for block in blocks(path, text):
        code = "".join(block.code.split())
        if len(code) >= _MIN_SHARED_CODE and code in known:
            yield f"the block on line {block.line} is the toolchain's own"


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9_']+|[.]", text.lower())
