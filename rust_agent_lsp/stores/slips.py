"""Slips of the pen in a question put right, by the words that the texts of an index use."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words are not corrected, and two slips only in long ones.
_LEAST_SWAPPED, _LEAST_CORRECTED, _LONG = 3, 4, 7
# A word in more texts than this is none of our slips; a letter is missing in fewer.
_SLIPS, _RARE_SLIPS, _MUCH_OFTENER = 40, 12, 20


class Slips:
    """Puts words right; `texts` says how many texts have a word."""

    def __init__(self, texts: Mapping[str, int]) -> None:
        self._texts = texts

    def corrected(self, word: str) -> str:
        """Return the word that `word` is most likely a slip for, else itself.

        One that no text has is the nearest that some have. One that few have is still a slip, of
        ours or on purpose, where many more have it with two letters changed about or one more.
        """
        if len(word) < _LEAST_SWAPPED or not word.isalpha():
            return word
        texts = self._texts.get(word, 0)
        if texts > _SLIPS:
            return word
        swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
        if (meant := self._oftener(swapped, texts)) is not None:
            return meant
        if len(word) < _LEAST_CORRECTED or texts > _RARE_SLIPS:
            return word
        if texts:
            places = range(1, len(word) + 1)
            longer = {word[:n] + letter + word[n:] for n in places for letter in ascii_lowercase}
            return self._oftener(longer, texts) or word
        slips = 1 if len(word) < _LONG else 2
        near = process.extract(
            word, self._texts.keys(), scorer=OSA.distance, score_cutoff=slips, limit=8
        )
        likely = [
            (slip, -self._texts[found], found)
            for found, slip, _ in near
            if found[0] == word[0] and self._texts[found] > 1
        ]
        return min(likely)[2] if likely else word

    def _oftener(self, words: set[str], texts: int) -> str | None:
        """Return the one of `words` that most texts have, if these are many more than `texts`."""
        best = max(sorted(words), key=lambda word: self._texts.get(word, 0))
        return best if self._texts.get(best, 0) > _MUCH_OFTENER * max(1, texts) else None
