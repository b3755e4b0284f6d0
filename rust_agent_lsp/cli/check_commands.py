"""`knowledge check` for command entries: each one, all together, and how they were verified."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rust_agent_lsp.ingest.check_commands import check_command
from rust_agent_lsp.ingest.command_form import lint_together
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.stores.commands import load_commands
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root
from rust_agent_lsp.stores.places import Places


class CommandChecks:
    """Checks command entries one by one and remembers how each was verified."""

    def __init__(self) -> None:
        self._how: Counter[str] = Counter()
        self._skipped: list[str] = []

    def check(self, path: Path) -> list[str]:
        """Return the complaints about one command entry."""
        proof = check_command(
            path, path.read_text(encoding="utf-8"), Places.of_user().cache / "commands"
        )
        if proof.skipped:
            self._skipped.append(f"{path.stem}: not checked by {proof.how}: {proof.skipped}")
        elif not proof.complaints:
            self._how[proof.how] += 1
        return list(proof.complaints)

    def check_together(self) -> list[str]:
        """Return what is wrong between all command entries."""
        root = knowledge_root()
        others = [path.stem for kind, path in entry_files(root) if kind is not EntryKind.COMMAND]
        try:
            return list(lint_together(load_commands(root), others))
        except KnowledgeError:
            return []  # told with its file

    def report(self) -> list[str]:
        """Return one line on how the entries were verified, and one for each that was not."""
        counts = ", ".join(f"{count} by {how}" for how, count in sorted(self._how.items()))
        return [*sorted(self._skipped), *([f"commands verified: {counts}"] if counts else [])]
