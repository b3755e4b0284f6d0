"""What the two sides of a learned form are written in: words and signs of Rust's, and holes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rust_agent_lsp.learning.std_words import KEYWORD_SET, LIFETIMES, STD_WORDS
from rust_agent_lsp.syntax.tokens import tokens

_MARKS = re.compile(r"[$#%]\d+|[‹›]")
_WORD = re.compile(r"[^\W\d]\w*")
_NAME = re.compile(r"(?:r#)?[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a template; `gap` says that white space stands before it."""

    text: str
    gap: bool

    @property
    def is_hole(self) -> bool:
        """Say whether it stands for something of the user's."""
        return _MARKS.fullmatch(self.text) is not None


def words(line: str) -> list[Word]:
    """Return the tokens of one line of a template."""
    found: list[Word] = []
    at = 0
    for mark in [*_MARKS.finditer(line), None]:
        piece = line[at : mark.start() if mark else len(line)]
        data = piece.encode()
        for token in tokens(data):
            gap = data[max(0, token.start - 1) : token.start] == b" "
            found.append(Word(token.text, gap))
        if mark is None:
            break
        found.append(Word(mark[0], line[mark.start() - 1 : mark.start()] == " "))
        at = mark.end()
    return found


def is_name(text: str) -> bool:
    """Say whether a token can be a name of the user's."""
    return _NAME.fullmatch(text) is not None and text not in KEYWORD_SET


def is_literal(text: str) -> bool:
    """Say whether a token is a literal."""
    return text[:1].isdigit() or (len(text) > 1 and text[-1] in "\"'#")


def is_own_word(text: str) -> bool:
    """Say whether a token is a word or sign of Rust's own or of std's."""
    if _WORD.fullmatch(text):
        return text in STD_WORDS or text in KEYWORD_SET
    if text[:1] == "'" or is_literal(text) or text.startswith("r#"):
        return text in LIFETIMES
    return text.isascii() and text not in "$\"'#%`\\"


def is_form(before: str, after: str) -> bool:
    """Say whether two texts are a form, as one from elsewhere must be: made of Rust's and std's
    words, signs and holes alone, and changing something."""
    lines, results = before.split("\n"), after.split("\n")
    if before == after or len(lines) != len(results):
        return False
    patterns = []
    for line in lines:
        name, colon, pattern = line.partition(": ")
        if not colon or not re.fullmatch(r"primary|place-[0-9a-f]{8}", name):
            return False
        patterns.append(words(pattern))
    whole = all(
        "".join(" " * word.gap + word.text for word in words(line)) == line
        for line in (*(line.partition(": ")[2] for line in lines), *results)
    )
    ends = all([w.text for w in p if w.text in "‹›"] == ["‹", "›"] for p in patterns)
    every = [word for line in (*patterns, *map(words, results)) for word in line]
    return ends and whole and all(word.is_hole or is_own_word(word.text) for word in every)
