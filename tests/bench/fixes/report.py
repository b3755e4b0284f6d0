"""The outcomes of a benchmark as a table, and every failure with its reason."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from tests.bench._common import table
from tests.bench.fixes.trial import Outcome


def share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"


def summary(name: str, outcomes: Sequence[Outcome]) -> list[Any]:
    """Return one row of the table: wrong ones are counted among the offered."""
    offered = sum(o.offered for o in outcomes)
    return [
        name,
        len(outcomes),
        share(offered, len(outcomes)),
        share(sum(o.repaired for o in outcomes), len(outcomes)),
        share(sum(o.repaired and not o.guessed for o in outcomes), len(outcomes)),
        share(sum(bool(o.wrong) for o in outcomes), offered),
        sum(bool(o.uncovered) for o in outcomes),
        sum(bool(o.degenerate) and not o.stuck for o in outcomes),
        f"{statistics.median(o.seconds for o in outcomes):.1f} s" if outcomes else "",
    ]


def _why(outcome: Outcome) -> str:
    if outcome.wrong:
        return f"first offer wrong: {outcome.wrong}"
    if outcome.degenerate and not outcome.stuck:
        return f"degenerate: {outcome.degenerate}"
    if not outcome.offered:
        refused = f"refused: {'; '.join(outcome.refused)}" if outcome.refused else "no candidate"
        return f"{refused} | {outcome.stuck[0] if outcome.stuck else 'repaired by another error'}"
    return f"left: {'; '.join(outcome.stuck[:2])}"


def print_report(outcomes: Sequence[Outcome], left_out: Counter[str], *, show: bool = True) -> None:
    """Print the failures by group if they are to be `show`n, and the totals."""
    by_group: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_group[outcome.group].append(outcome)
    for group, found in sorted(by_group.items()):
        failed = [o for o in found if not o.repaired or o.wrong]
        if failed and show:
            print(f"{group}  repaired {sum(o.repaired for o in found)} of {len(found)}")
        for outcome in failed if show else ():
            print(f"    {outcome.name}  {_why(outcome)}")
            for step in outcome.steps:
                print(f"        {step}")
    header = ["", "programs", "offered", "repaired", "without a guess", "wrong first",
              "uncovered", "degenerate", "time (p50)"]  # fmt: skip
    rows = [summary(group, found) for group, found in sorted(by_group.items())]
    print("\n" + table(header, [*rows, summary("all", outcomes)]))
    print("left out: " + (", ".join(f"{n} {why}" for why, n in left_out.items()) or "none"))
