"""From judgements and the journal to how far a rule's rank moves."""

from __future__ import annotations

from rust_agent_lsp.learning.false_positives import switched_off
from rust_agent_lsp.learning.habits import Habits
from rust_agent_lsp.model.fix import SWITCHED_OFF
from rust_agent_lsp.stores import feedback, journal, rules
from rust_agent_lsp.stores.database import Database

HELPFUL = 0.10
NOT_HELPFUL = -0.15
KEPT = 0.03
UNDONE = -0.15
EDITED = 0.0
"""A fix that was changed by hand soon after was of use, and not what was wanted."""
LIMIT = 0.6


class Weights:
    """How much each (code, rule) gained or lost in one workspace; reread on need.

    `habits` are the user's own ways of repair that count there.
    """

    def __init__(self, database: Database | None, workspace: str) -> None:
        self._database = database
        self._workspace = workspace
        self.habits = Habits(workspace)
        self._values: dict[tuple[str | None, str], float] = {}
        self._off: frozenset[tuple[str, str]] = frozenset()
        self.reload()

    def attach(self, database: Database) -> None:
        """Begin to read from `database`, once it could be opened. Raises `StoreError`."""
        self._database = database
        self.reload()

    def reload(self) -> None:
        """Read the judgements again. Raises `StoreError`."""
        if self._database is None:
            return
        values: dict[tuple[str | None, str], float] = {}
        for (code, rule, helpful), count in feedback.tally(self._database, self._workspace).items():
            step = HELPFUL if helpful else NOT_HELPFUL
            values[code, rule] = values.get((code, rule), 0.0) + step * count
        for record in journal.latest(self._database, self._workspace, limit=1000):
            key = (record.fix.code, record.fix.rule)
            step = UNDONE if record.undone_at else EDITED if record.edited_at else KEPT
            values[key] = values.get(key, 0.0) + step
        self.habits.reload(self._database)
        self._values = {k: max(-LIMIT, min(LIMIT, v)) for k, v in values.items()}
        known = (rules.outcomes(self._database), rules.switches(self._database))
        self._off = switched_off(*known, self._workspace)

    def weight(self, code: str | None, rule: str) -> float:
        """Return the shift of the prior for `rule` at `code`, between -0.6 and 0.6, or
        `SWITCHED_OFF`."""
        if (rule, "") in self._off or (rule, code or "") in self._off:
            return SWITCHED_OFF
        return self._values.get((code, rule), 0.0)
