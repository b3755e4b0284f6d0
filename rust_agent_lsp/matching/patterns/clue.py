"""Clues: Rust written with gaps, found in any formatting and under any names.

A clue is plain Rust whose tokens may be parted by any white space, with these gaps:

    $name   an identifier; the same one wherever the name comes again, also in later clues
    %       an optional path before a name, `std::sync::`
    …       anything within one statement, at most 300 characters
    ~       anything, at most 1,500 characters
    ¶       what stands between two round brackets
    §       what stands between two angle brackets
    ¤       `<…>`, or nothing
    ⟨…⟩     a regular expression

"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"⟨(?P<raw>.*?)⟩|\$(?P<name>\w+)|(?P<gap>[%…~¶§¤])|(?P<word>\w+)|(?P<mark>\S)")
_GAPS = {
    "%": r"(?:\w+\s*::\s*)*",
    "…": r"[^;{}]{0,300}?",
    "~": r"(?s:.){0,1500}?",
    "¶": r"(?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\))*+",
    "§": r"(?:->|[^<>]|<(?:->|[^<>]|<(?:[^<>]|<[^<>]*+>)*+>)*+>)*+",
}
_GAPS["¤"] = rf"(?:<{_GAPS['§']}>)?"


@lru_cache(maxsize=4096)
def compiled(clue: str, bound: tuple[tuple[str, str], ...] = ()) -> re.Pattern[str]:
    """Return the regular expression of a clue; `bound` are the names that are known already."""
    known = dict(bound)
    parts: list[str] = []
    seen: set[str] = set()
    wordy = False  # whether the part before ends in a letter
    for found in _TOKEN.finditer(clue):
        starts_wordy = bool(found["name"] or found["word"])
        if parts:
            parts.append(r"\s+" if wordy and starts_wordy else r"\s*")
        elif found["name"] and found["name"] not in known:
            parts.append(r"(?<![\w'])")
        parts.append(_part(found, known, seen))
        if len(parts) == 1 and starts_wordy:
            # What is not before the word is asked after it: an expression that begins with plain
            # letters is searched for several times faster.
            parts[0] += rf"(?<![\w']{parts[0]})"
        wordy = starts_wordy
    return re.compile("".join(parts) + (r"\b" if wordy else ""), re.ASCII)


def names_in(clue: str) -> frozenset[str]:
    """Return the names that a clue captures or repeats."""
    return frozenset(found["name"] for found in _TOKEN.finditer(clue) if found["name"])


def words_of(clue: str) -> frozenset[str]:
    """Return words that a text must have for a clue to be found in it."""
    plain = re.sub(r"\w*⟨.*?⟩\w*|\$\w+", " ", clue)
    return frozenset(re.findall(r"[A-Za-z_]\w*", plain))


def _bounded(raw: str) -> str:
    """Return an expression whose gaps have an end, so that no text makes it search for long."""
    raw = re.sub(r"(\[\^[^\]]*\])\*(?![+{])", r"\1{0,200}", raw)
    return raw.replace("(?s:.)*", "(?s:.){0,1500}")


def _part(found: re.Match[str], known: dict[str, str], seen: set[str]) -> str:
    name = found["name"]
    if found["raw"] is not None:
        return f"(?:{_bounded(found['raw'])})"
    if name:
        if name in known:
            return re.escape(known[name])
        if name in seen:
            return rf"(?P={name})"
        seen.add(name)
        return rf"(?P<{name}>(?!\d)\w+)"
    if found["gap"]:
        return _GAPS[found["gap"]]
    return re.escape(found["word"] or found["mark"])
