"""A description in plain words → patterns to insert, filled for the open file and compiled."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rust_agent_lsp.features.draft import Draft, Place, drafts
from rust_agent_lsp.features.insert_check import Check, cargo_add, does_not_compile
from rust_agent_lsp.fixes.rank import make_fix
from rust_agent_lsp.matching.wish import Wish, read_wish
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate as FixCandidate
from rust_agent_lsp.model.fix import Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.pattern import Competency, Dependency, HoleKind, Pattern, PatternKind
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.patterns import Patterns

Search = Callable[[str], Sequence[Hit] | None]
"""Gives the nearest patterns, None where the index cannot be asked."""

HITS = 8
"""How many patterns are weighed for one description."""

MOST = 5
"""How many candidates are given at the most."""
CHECKED = 3
"""How many of them are compiled before the user chooses."""
SURE, PERHAPS = 0.85, 0.5
"""From which score of the first on it is likely to be meant, and from which anything is shown."""
_LEAST = 0.02

# The features of `stores.ranking.Evidence` and a constant, as a logarithm of the odds.
_WEIGHTS = (0.2, 1.5, 2.1, 2.4, 0.1, 3.0, 1.5, 2.1, -4.0)
_CONSTANT = -6.5
# What a name of the pattern weighs in the description, and a macro that nobody asked for.
_NAMED = 3.0
_HEAD = 2.0
_REST = re.compile(r"\b(?:for|with|called|named|around|of|that|whose|in|on|which|to)\b")
_MACRO = 1.5
# A crate that is named and used; crates where none are wanted.
_CRATE = 1.5
# That it has no place for all that must be given.
_TOO_FEW = 4.0
_OF_MACROS = frozenset(("macro", "macros", "derive", "generate", "dsl", "compile", "syntax"))
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and at by for from in is of on one or own that the to with",
    )
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern filled for one place; `missing` are crates that its package does not have."""

    draft: Draft
    score: float
    verdict: Verdict
    missing: tuple[Dependency, ...] = ()

    @property
    def pattern(self) -> Pattern:
        """The pattern itself."""
        return self.draft.pattern

    @property
    def title(self) -> str:
        """What is done, for the user."""
        return f"Insert “{self.pattern.title}”"

    def as_json(self) -> dict[str, Any]:
        """Return the candidate as the contract has it, with its verdict and files besides."""
        return {
            "id": self.pattern.id,
            "title": self.pattern.title,
            "code": self.draft.code,
            "dependencies": [
                {"name": d.name, "version": d.version, "features": list(d.features)}
                for d in self.pattern.dependencies
            ],
            "score": self.score,
            "verification": self.verdict.verification.value,
            "reason": self.verdict.reason,
            "missing": [d.name for d in self.missing],
            "files": [{"path": f.path, "text": f.text} for f in self.draft.files if f.path],
        }


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The candidates, best first, and whether the first is likely to be what was meant."""

    candidates: tuple[Candidate, ...]
    confident: bool

    def as_json(self) -> dict[str, Any]:
        """Return the contract's object."""
        listed = [candidate.as_json() for candidate in self.candidates]
        return {"candidates": listed, "confident": self.confident}


def suggest(
    description: str,
    patterns: Patterns,
    search: Search,
    check: Check,
    place: Place | None = None,
    available: frozenset[str] | None = None,
) -> Suggestions | None:
    """Return what could be inserted, the first few compiled; None while nothing can be searched.

    `available` are the crates of the open file's package, None where there is no package.
    """
    wish = read_wish(description)
    hits = search(wish.without_names())
    if hits is None:
        return None
    found: list[Candidate] = []
    for pattern, score in ranked(wish, hits, patterns)[:MOST]:
        missing = tuple(d for d in pattern.dependencies if d.name not in (available or ()))
        ways: Iterable[Draft] = drafts(pattern, wish, place)
        if len(found) < CHECKED:
            candidate = _settled(ways, check, score, missing)
        else:
            pending = Verdict(Verification.PENDING, reason="It was not compiled yet.")
            candidate = Candidate(next(iter(ways)), score, pending, missing)
        found.append(candidate)
    sure = bool(found) and found[0].score >= SURE
    return Suggestions(tuple(found), sure)


def settled(candidate: Candidate, description: str, check: Check, place: Place | None) -> Candidate:
    """Return a candidate whose code was compiled, unless it was before."""
    if candidate.verdict.verification is not Verification.PENDING:
        return candidate
    ways = drafts(candidate.pattern, read_wish(description), place)
    return _settled(ways, check, candidate.score, candidate.missing)


def _settled(
    ways: Iterable[Draft], check: Check, score: float, missing: tuple[Dependency, ...]
) -> Candidate:
    """Return the first draft that the compiler accepts, else the first one with its reason."""
    first: Candidate | None = None
    for draft in ways:
        verdict = check(draft)
        candidate = Candidate(draft, score, verdict, missing)
        if verdict.verification is not Verification.REFUSED:
            return candidate
        first = first or candidate
    assert first is not None  # noqa: S101 - the defaults are always among the ways
    return first


def ranked(wish: Wish, hits: Iterable[Hit], patterns: Patterns) -> list[tuple[Pattern, float]]:
    """Return the patterns that can be inserted, best first, with a score from 0 to 1.

    A bad practice stands for what repairs it.
    """
    words, head = _words(wish.text), _words(_REST.split(wish.text, maxsplit=1)[0])
    best: dict[str, float] = {}
    likeliest = 0.0
    for hit in hits:
        pattern = patterns.get(hit.entry)
        if pattern is None:
            continue
        odds = _CONSTANT + sum(w * f for w, f in zip(_WEIGHTS, hit.features, strict=True))
        odds += _NAMED * _likeness(words, pattern)
        odds += _HEAD * any(_words(name) == head for name in _names(pattern))
        odds += _CRATE * _crates_named(words, pattern)
        if len(wish.required) > 1 and _takes_one_required(pattern):
            odds -= _TOO_FEW
        if pattern.category is Competency.MACROS and not words & _OF_MACROS:
            odds -= _MACRO
        score = 1 / (1 + math.exp(-odds))
        likeliest = max(likeliest, score)
        bad = pattern.kind is PatternKind.ANTI_PATTERN
        for name in pattern.repairs if bad else (pattern.id,):
            best[name] = max(best.get(name, 0.0), score / 2 if bad else score)
    order = sorted(best, key=lambda name: -best[name])
    found = [(p, round(best[name], 3)) for name in order if (p := patterns.get(name))]
    if likeliest < PERHAPS:
        return []
    return [(p, score) for p, score in found if p.template and score >= _LEAST]


def _crates_named(words: frozenset[str], pattern: Pattern) -> int:
    """Return 1 where the pattern uses a crate that is named, -1 where it should use none."""
    crates = {d.name for d in pattern.dependencies}
    if crates and ("std" in words or {"without", "dependencie"} <= words):
        return -1
    return 1 if crates & words else 0


def _takes_one_required(pattern: Pattern) -> bool:
    return any(h.name == "required" and h.kind is HoleKind.IDENT for h in pattern.holes)


def _likeness(words: frozenset[str], pattern: Pattern) -> float:
    """Return how much a description is one of the pattern's names, from 0 to 1."""
    best = 0.0
    for name in _names(pattern):
        own = _words(name)
        shared = len(own & words)
        if shared:
            best = max(best, 2 * shared / (len(own) + len(words)))
    return best


def _names(pattern: Pattern) -> tuple[str, ...]:
    return (pattern.id, pattern.title, *pattern.aliases)


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z0-9]+", text.lower())
    return frozenset(w.rstrip("s") if len(w) > 3 else w for w in found if w not in _STOP)


def as_fix(candidate: Candidate, description: str, place: Place) -> Fix:
    """Return the insertion as a fix: it is confirmed, written down and taken back like one."""
    path = place.file.path
    edits = candidate.draft.edits(path)
    at = edits[0].edits[-1].span
    refused = does_not_compile(candidate.verdict)
    cost = ""
    if candidate.missing:
        cost = " ".join(f"`{cargo_add(d)}` is left to you." for d in candidate.missing)
    asked = Diagnostic(None, Severity.HELP, f"asked for: {description}", path, at)
    rule = f"insert.{candidate.pattern.id}"
    safety = Safety.GUESS if refused else Safety.SAFE
    made = FixCandidate(rule, candidate.title, edits, safety, cost)
    return make_fix(asked, made, candidate.verdict, lambda _code, _rule: 0.0)


def as_project(candidate: Candidate, description: str) -> str:
    """Return what to do with a candidate that is no code for a file, for the user."""
    names = ", ".join(file.path for file in candidate.draft.files)
    return (
        f"“{candidate.pattern.title}” is a project ({names}), not code for this file. To write it:"
        f" rust-agent-lsp new {json.dumps(description, ensure_ascii=False)} --out FOLDER"
    )


def offered(candidate: Candidate) -> Candidate:
    """Return a candidate as it may be offered: what does not compile says so, and is a guess."""
    verdict = candidate.verdict
    if verdict.verification is not Verification.REFUSED:
        return candidate
    return replace(candidate, verdict=replace(verdict, verification=Verification.UNAVAILABLE))
