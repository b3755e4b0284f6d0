"""Which of the regular rounds are due: review weekly, training monthly, refresh quarterly."""

from __future__ import annotations

from dataclasses import dataclass

from rust_agent_lsp.features.review import Row, Section
from rust_agent_lsp.stores import accepted, rounds
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.rounds import RoundKind

PERIODS = {RoundKind.REVIEW: 7, RoundKind.TRAINING: 30, RoundKind.REFRESH: 90}
"""After how many days a round is due again."""

COMMANDS = {
    RoundKind.REVIEW: "rust-agent-lsp review",
    RoundKind.TRAINING: "rust-agent-lsp train --adopt",
    RoundKind.REFRESH: "rust-agent-lsp refresh",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A round that is due; `days` since the last one, or since the first use where there was none.

    `why` says which of the two it is.
    """

    kind: RoundKind
    days: int
    why: str


def due(database: Database) -> list[Due]:
    """Return what is due, the most frequent first. Raises `StoreError`.

    Training only where answers were accepted since the last one: else there is nothing new in it.
    """
    used, found = rounds.days_of_use(database), []
    for kind, period in PERIODS.items():
        last = rounds.last(database, kind)
        days = last.days if last else used
        if days < period:
            continue
        why = "days since the last one" if last else "days of use without one"
        if kind is RoundKind.TRAINING:
            new = accepted.count(database, last.timestamp if last else "")
            if not new:
                continue
            why += f"; answers accepted since: {new}"
        found.append(Due(kind, int(days), why))
    return found


def due_section(database: Database) -> Section:
    """Return the section of the review: all that is due but the review itself.

    Raises `StoreError`.
    """
    found = [one for one in due(database) if one.kind is not RoundKind.REVIEW]
    todo = "; ".join(f"{one.kind}: `{COMMANDS[one.kind]}`" for one in found)
    rows = tuple(Row(one.kind, one.days, one.why) for one in found)
    return Section("rounds", "Rounds that are due", rows, todo)


def reminder(database: Database) -> str:
    """Return the line of the status item when the review is due; empty when it is not.

    Raises `StoreError`.
    """
    for one in due(database):
        if one.kind is RoundKind.REVIEW:
            return f"The weekly review is due ({one.days} {one.why}): {COMMANDS[one.kind]}"
    return ""
