"""What the user's data says in figures: successes, response times, false positives, learning."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from rust_agent_lsp.learning.false_positives import certainty
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.stores.actions import ActionType, Noted
from rust_agent_lsp.stores.database import Database

PAUSE = timedelta(minutes=30)
"""After how long without an action the next one begins a new conversation."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How one rule fared. `false_positives` is the share of its fixes, applied or judged, that were
    undone or called not helpful."""

    rule: str
    fixes: int
    bad: int

    @property
    def false_positives(self) -> float:
        """Between 0 and 1."""
        return self.bad / self.fixes if self.fixes else 0.0


def rule_records(database: Database, days: int) -> list[RuleRecord]:
    """Return the record of each rule that was applied or judged, the worst first.

    Raises `StoreError`.
    """
    age = f"-{days} days"
    every: defaultdict[str, set[str]] = defaultdict(set)
    bad: defaultdict[str, set[str]] = defaultdict(set)
    for row in database.read(
        "SELECT rule, fix_id, undone_at IS NOT NULL FROM journal"
        " WHERE timestamp >= datetime('now', ?)"
        " UNION ALL SELECT subject, target_id, NOT helpful FROM feedback"
        " WHERE kind = ? AND timestamp >= datetime('now', ?)",
        (age, TargetKind.FIX, age),
    ):
        every[row[0]].add(row[1])
        if row[2]:
            bad[row[0]].add(row[1])
    records = [RuleRecord(rule, len(ids), len(bad[rule])) for rule, ids in every.items()]
    return sorted(records, key=lambda r: (-r.false_positives, -r.fixes, r.rule))


@dataclass(frozen=True, slots=True)
class Times:
    """Response times in milliseconds."""

    count: int
    mean: float
    median: float
    p95: float
    worst: float


def times(milliseconds: Iterable[float]) -> Times | None:
    """Return the figures of some times; None without any."""
    found = sorted(milliseconds)
    if not found:
        return None
    p95 = found[min(len(found) - 1, int(0.95 * len(found)))]
    mean, median = statistics.fmean(found), statistics.median(found)
    return Times(len(found), round(mean, 1), round(median, 1), round(p95, 1), round(found[-1], 1))


def answer_times(actions: Iterable[Noted]) -> list[float]:
    """Return how long the answers took, in milliseconds."""
    taken = (a.context.get("ms") for a in actions if a.kind == ActionType.ANSWER)
    return [float(ms) for ms in taken if isinstance(ms, int | float)]


def metrics(database: Database, actions: Sequence[Noted], days: int) -> dict[str, Any]:
    """Return the object of `metrics.json`. Raises `StoreError`."""
    counts = Counter(a.kind for a in actions)
    good = Counter(a.kind for a in actions if a.success)
    took = times(answer_times(actions))
    judged = counts[ActionType.FEEDBACK]
    learned = database.read(
        "SELECT count(*), coalesce(sum(exercises_completed), 0),"
        " coalesce(avg(knowledge_growth_rate), 0.0) FROM learning_sessions"
    )[0]
    return {
        "days": days,
        "actions": {k: {"count": counts[k], "success": good[k]} for k in sorted(counts)},
        "user_satisfaction": round(good[ActionType.FEEDBACK] / judged, 4) if judged else None,
        "response_time_ms": asdict(took) if took else None,
        "false_positives": [
            {
                "rule": r.rule,
                "fixes": r.fixes,
                "bad": r.bad,
                "rate": round(r.false_positives, 4),
                "sure_above_limit": round(certainty(r.fixes, r.bad), 4),
            }
            for r in rule_records(database, days)
        ],
        "fixes": _fates(database, days),
        "learning": {
            "sessions": learned[0],
            "exercises_completed": learned[1],
            "knowledge_growth_rate": round(learned[2], 4),
        },
    }


def _fates(database: Database, days: int) -> dict[str, int]:
    """Return how many applied fixes were kept as they were, changed by hand, or undone."""
    row = database.read(
        "SELECT coalesce(sum(undone_at IS NULL AND edited_at IS NULL), 0) AS kept,"
        " coalesce(sum(undone_at IS NULL AND edited_at IS NOT NULL), 0) AS edited,"
        " coalesce(sum(undone_at IS NOT NULL), 0) AS undone FROM journal"
        " WHERE timestamp >= datetime('now', ?)",
        (f"-{days} days",),
    )[0]
    return {name: int(row[name]) for name in ("kept", "edited", "undone")}


def conversations(actions: Iterable[Noted]) -> list[list[Noted]]:
    """Return the actions in conversations: what came without a longer pause."""
    found: list[list[Noted]] = []
    last: datetime | None = None
    for action in actions:
        at = moment(action.timestamp)
        if last is None or at is None or at - last > PAUSE:
            found.append([])
        found[-1].append(action)
        last = at or last
    return found


def moment(timestamp: str) -> datetime | None:
    """Return a timestamp of SQLite's; None where the disk has changed it."""
    try:
        return datetime.fromisoformat(timestamp)
    except ValueError:
        return None
