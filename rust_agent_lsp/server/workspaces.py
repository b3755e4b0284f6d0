"""The open workspaces: their texts, whether they are trusted, and a fix desk for each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rust_agent_lsp.features.desk import FixDesk
from rust_agent_lsp.fixes.propose import Habits, no_habits
from rust_agent_lsp.fixes.workshop import Workshop
from rust_agent_lsp.learning.weights import Weights
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import FileEdit, Location
from rust_agent_lsp.server.convert import Json, to_document_edits
from rust_agent_lsp.server.protocol import AgentServer
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.syntax.lines import LineTable
from rust_agent_lsp.toolchain.check import CheckResult
from rust_agent_lsp.toolchain.workspace import find_workspace

log = logging.getLogger(__name__)

UNTRUSTED = "This workspace is not trusted, so the compiler was not started."
EXCLUDED = "This folder is excluded by the setting `check.excludeFolders`."


class Workspaces:
    """Used on the event loop only; the callbacks are called in the desks' threads."""

    def __init__(
        self,
        server: AgentServer,
        places: Places,
        on_checked: Callable[[CheckResult, Mapping[Path, bytes]], None],
        on_change: Callable[[], None],
    ) -> None:
        self.server = server
        self.trusted: bool | None = None
        self._places = places
        self._on_checked = on_checked
        self._on_change = on_change
        self._database: Database | None = None
        self._desks: dict[Path, FixDesk] = {}
        self._weights: dict[Path, Weights] = {}

    def attach(self, database: Database) -> None:
        """Weigh by the judgements in `database` from now on."""
        self._database = database
        for weights in self._weights.values():
            self._attach(weights, database)

    def _attach(self, weights: Weights, database: Database) -> None:
        try:
            weights.attach(database)
        except StoreError as error:
            log.warning("fixes are ranked without the user's judgements: %s", error)

    def reload_weights(self) -> None:
        """Read the judgements again, in any thread. Raises `StoreError`."""
        for weights in tuple(self._weights.values()):
            weights.reload()

    def close(self) -> None:
        """Stop all desks and what they run."""
        for desk in self.forget():
            desk.close()

    def forget(self) -> list[FixDesk]:
        """Begin anew, after the settings or the trust have changed; return the desks to close."""
        desks, self._desks = list(self._desks.values()), {}
        return desks

    def is_busy(self) -> bool:
        """Say whether some desk has something left to check."""
        return any(desk.is_busy() for desk in self._desks.values())

    def has_desk(self, root: Path) -> bool:
        """Say whether fixes were looked for in `root` already."""
        return root in self._desks

    def is_trusted(self, root: Path) -> bool:
        """Say whether cargo may be run in `root`: the editor's word, else the user's list."""
        return self._places.is_trusted(root) if self.trusted is None else self.trusted

    def refusal(self, path: Path, settings: Settings) -> str:
        """Return why the compiler must not be asked about a file; nothing where it may be."""
        if not self.is_trusted(self.root_of(path)):
            return UNTRUSTED
        return EXCLUDED if self.is_excluded(path, settings) else ""

    def all_trusted(self) -> bool:
        """Say whether cargo may be run in every folder that is open."""
        return all(self.is_trusted(self.root_of(folder)) for folder in self.server.folders)

    def is_excluded(self, path: Path, settings: Settings) -> bool:
        """Say whether the user wants nothing checked in the folder of a file."""
        if not settings.check_exclude_folders:
            return False
        roots = (self.root_of(path), *self.server.folders)
        return any(
            path.is_relative_to(root / folder)
            for root in roots
            for folder in settings.check_exclude_folders
            if folder
        )

    def root_of(self, path: Path) -> Path:
        """Return the cargo workspace of a file, or the file's own folder where there is none."""
        return find_workspace(path) or path.parent

    def lines_of(self, path: Path) -> LineTable | None:
        """Return the lines of a file as the editor has it, else as the disk has it."""
        document = self.server.documents.at_path(path)
        if document is not None:
            return document.lines
        try:
            return LineTable(path.read_bytes())
        except OSError:
            return None

    def line_number(self, place: Location) -> int | None:
        """Return the line of a place as compilers count it, from one."""
        lines = self.lines_of(place.path)
        return None if lines is None else lines.line_at(place.span.start) + 1

    def line_at(self, place: Location) -> tuple[int, str] | None:
        """Return the line of a place, from one, and its text."""
        lines = self.lines_of(place.path)
        return None if lines is None else lines.shown(place.span.start)

    def document_edits(self, files: Iterable[FileEdit]) -> list[Json]:
        """Return edits as `TextDocumentEdit`s with the versions of the open documents."""
        known = {d.path: d for d in self.server.documents.snapshot() if d.path is not None}
        return to_document_edits(
            files,
            self.lines_of,
            self.server.encoding,
            {path: document.version for path, document in known.items()},
            {path: document.uri for path, document in known.items()},
        )

    def overlay(self, root: Path) -> dict[Path, bytes]:
        """Return the open texts below `root` that the compiler may read."""
        return {
            document.path: document.text
            for document in self.server.documents.snapshot()
            if document.path is not None and document.path.is_relative_to(root)
        }

    def weights(self, root: Path) -> Weights:
        """Return what the user's judgements say in one workspace."""
        if root not in self._weights:
            self._weights[root] = Weights(None, str(root))
            if self._database is not None:
                self._attach(self._weights[root], self._database)
        return self._weights[root]

    def habits(self, root: Path, settings: Settings) -> Habits:
        """Return the user's own ways of repair in one workspace, none where they are not wanted."""
        return self.weights(root).habits.candidates if settings.learning_enabled else no_habits

    def desk(self, path: Path, settings: Settings) -> FixDesk | None:
        """Return the desk of the file's workspace; None where `refusal` says why."""
        root = self.root_of(path)
        if self.refusal(path, settings):
            return None
        if root not in self._desks:
            lone = None if (root / "Cargo.toml").is_file() else path
            habits = self.habits(root, settings)
            workshop = Workshop(root, self._places.shadows, settings, lone, habits)
            self._desks[root] = FixDesk(
                workshop, self.weights(root).weight, self._on_checked, self._on_change
            )
        return self._desks[root]
