"""When a rule does more harm than good in a workspace, and is switched off there.

A fix that was taken back or called not helpful is a false positive of its rule. Few fixes prove
little, so the bare share decides nothing: before the first fix each rule is believed to be as
good as one with a false positive in twenty fixes (`PRIOR`), and it is switched off once the chance
that its true share lies above `LIMIT` has reached `SURE`. That takes 5 bad of 5 fixes, 6 of 10,
7 of 20 or 11 of 50.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

from rust_agent_lsp.model.events import Outcome, Switch

LIMIT = 0.10
SURE = 0.95
PRIOR = (1, 19)

RUSTC = "rustc"
"""Stands for rustc's own suggestions, which are as many rules as there are codes."""
_OURS = frozenset({"suppress"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands in one workspace (empty: what the user said of all of them).

    An empty `code` stands for any. `by` is "you" or "record" where it is off, and `sure` is the
    chance, 0 to 1, that more than `LIMIT` of its fixes are false positives.
    """

    rule: str
    code: str
    workspace: str
    fixes: int
    bad: int
    sure: float
    by: str = ""

    @property
    def share(self) -> float:
        """The share of its fixes that were bad, between 0 and 1."""
        return self.bad / self.fixes if self.fixes else 0.0


def certainty(fixes: int, bad: int) -> float:
    """Return the chance that more than `LIMIT` of a rule's fixes are false positives.

    It is what a Beta distribution says with `PRIOR` and what was seen; with whole numbers that is
    a sum over a binomial one.
    """
    above, below = PRIOR[0] + bad, PRIOR[1] + fixes - bad
    trials = above + below - 1
    return sum(comb(trials, n) * LIMIT**n * (1 - LIMIT) ** (trials - n) for n in range(above))


def standings(
    outcomes: Iterable[Outcome], switches: Sequence[Switch], workspace: str
) -> list[Standing]:
    """Return how each rule stands in `workspace`, the worst first.

    What was judged elsewhere counts only where it was said of everywhere. What happened before the
    user turned a rule on again counts no more.
    """
    every: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    bad: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in outcomes:
        key = _key(one.rule, one.code)
        word = _word(switches, *key, workspace)
        late = word is None or not word.is_on or one.timestamp > word.timestamp
        if late and (one.everywhere or one.workspace == workspace) and one.rule not in _OURS:
            every[key].add(one.fix_id)
            if one.bad:
                bad[key].add(one.fix_id)
    told = {(s.rule, s.code) for s in switches if s.workspace in ("", workspace)}
    found = [
        _standing(key, workspace, len(every[key]), len(bad[key]), switches)
        for key in {*every, *told}
    ]
    return sorted(found, key=lambda s: (not s.by, -s.sure, -s.share, s.rule, s.code))


def switched_off(
    outcomes: Iterable[Outcome], switches: Sequence[Switch], workspace: str
) -> frozenset[tuple[str, str]]:
    """Return the (rule, code) that are off in `workspace`; an empty code stands for any."""
    found = standings(outcomes, switches, workspace)
    return frozenset((s.rule, s.code) for s in found if s.by)


def _standing(
    key: tuple[str, str], workspace: str, fixes: int, bad: int, switches: Sequence[Switch]
) -> Standing:
    sure = certainty(fixes, bad)
    word = _word(switches, *key, workspace)
    by = "you" if word and not word.is_on else "record" if sure >= SURE else ""
    return Standing(*key, workspace, fixes, bad, round(sure, 4), by)


def _word(switches: Sequence[Switch], rule: str, code: str, workspace: str) -> Switch | None:
    """Return what the user said last of a rule, what they said of this workspace before what they
    said of all."""
    meant = [
        s
        for s in switches
        if s.rule == rule and s.code in (code, "") and s.workspace in (workspace, "")
    ]
    return max(
        meant, key=lambda s: (s.workspace == workspace, s.code == code, s.timestamp), default=None
    )


def _key(rule: str, code: str) -> tuple[str, str]:
    return (rule, code if rule == RUSTC else "")
