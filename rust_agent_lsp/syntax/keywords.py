"""Rust's keywords, and which of them a misspelled word may be."""

from __future__ import annotations

# `then` is no keyword, but stands where one could.
KEYWORDS = frozenset(
    ("as", "async", "const", "do", "dyn", "else", "enum", "fn", "for", "if", "impl", "in", "let")
).union(
    ("loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "then"),
    ("trait", "type", "unsafe", "use", "where", "while"),
)
_WORDS = tuple(sorted((KEYWORDS | {"break", "continue", "extern"}) - {"do", "then"}))
# Names of Rust's own that only differ from a keyword by their case.
_NAMES = ("Fn",)


def misspelled(word: str) -> list[str]:
    """Return the keywords that `word` is written like: in another case, or one slip away."""
    if not word.isidentifier() or word in _WORDS or word in _NAMES:
        return []
    folded = word.lower()
    if folded in _WORDS:
        return [folded]
    return [known for known in _WORDS if len(known) > 2 and _is_one_slip(folded, known)]


def _is_one_slip(word: str, known: str) -> bool:
    """Whether one letter is missing, added, wrong, or has changed places with the next."""
    short, long = sorted((word, known), key=len)
    if len(long) - len(short) == 1:
        return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    if len(long) != len(short):
        return False
    wrong = [n for n in range(len(word)) if word[n] != known[n]]
    if len(wrong) == 1:
        return len(word) > 3
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return swapped and word[wrong[0]] == known[wrong[1]] and word[wrong[1]] == known[wrong[0]]
