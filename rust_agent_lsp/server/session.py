"""What the server holds while it runs: settings, trust, stores, one fix desk for each workspace."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rust_agent_lsp.features.concept_hover import Constructs
from rust_agent_lsp.features.desk import Answer, FixDesk
from rust_agent_lsp.features.explain_command import Explainer
from rust_agent_lsp.features.fix import unchecked
from rust_agent_lsp.features.notes import by_entry
from rust_agent_lsp.features.related_patterns import RelatedPatterns
from rust_agent_lsp.fixes.registry import all_rules
from rust_agent_lsp.fixes.workshop import Finding, Texts
from rust_agent_lsp.ingest.manual_options import Manuals
from rust_agent_lsp.matching.match import Matcher
from rust_agent_lsp.model.diagnostic import Diagnostic, Source
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import Note, TargetKind
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import Location
from rust_agent_lsp.server import configuration
from rust_agent_lsp.server.configuration import Given, Origin
from rust_agent_lsp.server.convert import Json, to_lsp
from rust_agent_lsp.server.diagnostics import DiagnosticStore
from rust_agent_lsp.server.documents import Document
from rust_agent_lsp.server.editor import Editor
from rust_agent_lsp.server.hints import Hints
from rust_agent_lsp.server.learn import Learner
from rust_agent_lsp.server.official import Official
from rust_agent_lsp.server.progress import INDEX, Progress
from rust_agent_lsp.server.protocol import AgentServer
from rust_agent_lsp.server.reminder import remind
from rust_agent_lsp.server.similar import Similar
from rust_agent_lsp.server.teacher import Teacher
from rust_agent_lsp.server.workspaces import UNTRUSTED, Workspaces
from rust_agent_lsp.stores import feedback, questions, retention
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.index_client import IndexState, IndexStatus
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.models import installed_model
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.check import CheckResult, Status
from rust_agent_lsp.toolchain.locate import default_docs_root

log = logging.getLogger(__name__)

REMEMBERED_OFFERS = 1000
FOLLOW_SECONDS = 0.5
"""How often it is looked whether others wrote into the database."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix as it was offered: with the texts that its edits speak of.

    `snippets` gives the text of an edit with places to type over, for editors that know such.
    """

    fix: Fix
    texts: Texts
    root: Path
    snippets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """The last thing that the user was shown or applied: what feedback without a target means.

    `question` is what an answer was shown for.
    """

    kind: TargetKind
    target_id: str
    subject: str
    code: str | None
    root: Path
    location: Location | None = None
    question: str = ""


class Session:
    """The state of one run of the server; used on the event loop only, unless said otherwise."""

    def __init__(self, server: AgentServer, places: Places) -> None:
        self.server = server
        self.places = places
        self.settings = Settings()
        self._given = Given()
        self.editor = Editor(server, places.cache / "shown")
        self.workspaces = Workspaces(server, places, self._checked, self._desk_changed)
        self.knowledge = Knowledge(complain=lambda text: self.editor.say_once("knowledge", text))
        self.similar = Similar(places.cache, self.knowledge.root, None, self._index_changed)
        self.matcher = Matcher(self.knowledge, lambda message: self.similar.find(message))
        self.teacher = Teacher(server, self.editor, self.knowledge, places)
        self.constructs = Constructs(self.teacher.library)
        self.explainer = Explainer(self.knowledge.root, Manuals(places.cache))
        self.diagnostics = DiagnosticStore()
        self.progress = Progress(server, INDEX)
        self.others_publish = False
        self.offers: OrderedDict[str, Offer] = OrderedDict()
        self.shown: list[Shown] = []
        # What the status says while nothing else is to be said.
        self.reminder = ""
        self.docs_root: Path | None = None
        self.confined = "nothing was run yet"
        self.disk = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self.official = Official(self.disk, self._met_unknown)
        # The errors that were explained in this session: (file, message).
        self.met: set[tuple[Path, str]] = set()
        # Set to stop reading crates, while that goes on.
        self.reading_crates: threading.Event | None = None
        self._database: Database | None = None
        self._opening = asyncio.Lock()
        self.applying = asyncio.Lock()
        # Searches for fixes that begin as soon as a workspace's diagnostics stay as they are.
        self.waiting: dict[Path, asyncio.TimerHandle] = {}
        # The texts around this session's own fixes, to take them back to the letter.
        self.applied_texts: dict[int, dict[Path, tuple[bytes, bytes]]] = {}
        self._text_changed = asyncio.Event()
        # Called with every change of a text, before anything else happens.
        self.watchers: list[Callable[[], object]] = []
        self.learner = Learner(self)
        self.watchers.append(self.learner.changed)
        # Told of every fix that was applied and written down, with its number in the journal.
        self.after_applied: list[Callable[[Offer, int], object]] = []
        # How many talks about what helped are going on: no other begins meanwhile.
        self.talking = 0
        # What the user wrote of explanations, by entry.
        self.notes: dict[str, tuple[Note, ...]] = {}
        self.hints = Hints(self)
        self.related = RelatedPatterns(Patterns(self.knowledge.root))
        self._published: set[Path] = set()
        # What our own check said last of each file, as far as it was published.
        self._said: dict[Path, Sequence[Diagnostic]] = {}
        # The loop itself holds tasks only weakly.
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Open the stores in the background; what cannot be opened is said once."""
        self._loop = asyncio.get_running_loop()
        # Asked before anything is trusted: no program of the folder that is open may answer.
        folder = next(iter(self.server.folders), None)
        self.docs_root = await self.on_disk(default_docs_root, os.environ, folder)
        await self._forget_old(await self.database())
        # One model for the whole run: the texts and the questions must be seen by the same one.
        model = await self.on_disk(installed_model, self.places.data)
        if self.settings.embedding_model:
            model = Path(self.settings.embedding_model)
        self.similar = Similar(self.places.cache, self.knowledge.root, model, self._index_changed)
        if self.settings.index_enabled:
            self.similar.start()
        self.teacher.start(self.similar, self.docs_root, self.settings, model)
        await self.on_disk(all_rules)  # else the first code action would import them all
        await self.on_disk(self.matcher.warm)

    def close(self) -> None:
        """Stop all threads and child processes."""
        self.hints.close()
        if self.reading_crates is not None:
            self.reading_crates.set()
        self.workspaces.close()
        self.similar.close()
        self.teacher.close()
        self.disk.shutdown(wait=False, cancel_futures=True)
        if self._database is not None:
            self._database.close()

    async def database(self) -> Database | None:
        """Return the user's database, or None after having said why it cannot be used."""
        async with self._opening:
            if self._database is None:
                try:
                    self._database = await self.on_disk(Database, self.places.database)
                except StoreError as error:
                    said = f"Feedback and journal cannot be kept: {error}"
                    self.editor.say_once("database", said)
                    return None
                self.workspaces.attach(self._database)
                await self._read_notes_first(self._database)
                self.in_background(self._follow_others(self._database))
                self.in_background(remind(self, self._database))
        if self._database.notice:
            self.editor.say_once("database", self._database.notice)
        return self._database

    def read_notes(self, database: Database) -> None:
        """Read what the user wrote of explanations, in any thread. Raises `StoreError`."""
        self.notes = by_entry(feedback.notes(database))

    async def _read_notes_first(self, database: Database) -> None:
        try:
            await self.on_disk(self.read_notes, database)
        except StoreError as error:
            log.warning("explanations are shown without the user's notes: %s", error)

    async def _follow_others(self, database: Database) -> None:
        """Weigh by what other servers and the command line write, soon after they did."""
        failed = ""
        while True:
            await asyncio.sleep(FOLLOW_SECONDS)
            try:
                if await self.on_disk(database.changed_elsewhere):
                    await self.on_disk(self.workspaces.reload_weights)
                    await self.on_disk(self.read_notes, database)
                failed = ""
            except Exception as error:  # nobody waits who could be told; the next time may do
                if failed != (failed := repr(error)):
                    log.exception("what others wrote could not be read")

    async def _forget_old(self, database: Database | None) -> None:
        if database is None or database.read_only:  # of which the user knows
            return
        try:
            await self.on_disk(retention.forget_old, database, self.settings.data_keep_days)
        except StoreError as error:
            log.warning("old data was not removed: %s", error)

    def _met_unknown(self, code: str, said: str) -> None:
        """Write down a code that has no entry; called in the disk's thread."""
        if self._database is None or self._database.read_only or self.knowledge.by_code(code):
            return
        try:
            questions.note_unknown(self._database, code, said)
        except StoreError as error:
            log.warning("%s was not written down: %s", code, error)

    async def on_disk(self, function: Any, *args: Any) -> Any:
        """Run a blocking function in the one thread that touches the stores."""
        return await asyncio.get_running_loop().run_in_executor(self.disk, function, *args)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` beside the requests; a failure is logged."""

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                # Nobody waits who could be told.
                log.error("work in the background failed", exc_info=error)

        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(ended)

    def parse_soon(self, document: Document) -> None:
        """Have a text parsed in a thread, so that it is there for the next request."""

        async def parse() -> None:
            await asyncio.to_thread(lambda: document.source)

        self.in_background(parse())

    def note_text_changed(self) -> None:
        """Wake those who wait for a text to change."""
        for look in self.watchers:
            look()
        self._text_changed.set()
        self._text_changed = asyncio.Event()

    async def text_changed(self, seconds: float) -> None:
        """Wait until a document changes, half a second or `seconds` at most."""
        try:
            await asyncio.wait_for(self._text_changed.wait(), min(seconds, 0.5))
        except TimeoutError:
            return

    def configure(self, values: Mapping[str, Any], origin: Origin) -> None:
        """Let `values` replace the settings that came from `origin`; what cannot be used is said,
        and counts as not given."""
        settings, complaints = self._given.take(values, origin)
        for complaint in complaints:
            self.editor.say_once(complaint, complaint)
        if settings != self.settings:
            self.settings = settings
            self.restart_desks()
            self.hints.look_everywhere()

    async def pull_configuration(self) -> None:
        """Ask the editor for our settings and for rust-analyzer's, where it can be asked.

        Rust-analyzer's may come from the workspace, so they count only where all is trusted.
        """
        if not self.editor.capabilities.get("workspace", {}).get("configuration"):
            return
        trusted = self.workspaces.all_trusted()
        found = await configuration.ask(self.server, with_rust_analyzers=trusted)
        for origin, values in found.items():
            self.configure(values, origin)

    def saved(self, path: Path) -> None:
        """Look again after a save: the disk has changed, and our own check may be the only one."""
        root = self.workspaces.root_of(path)
        if self.workspaces.has_desk(root) or self.publishes():
            desk = self.desk(path)
            if desk is not None:
                desk.look(self.workspaces.overlay(root), afresh=True)

    def look(self, path: Path, diagnostics: Sequence[Diagnostic], *, afresh: bool = False) -> None:
        """Have the fixes for a file's diagnostics looked for, where that is allowed."""
        desk = self.desk(path)
        if desk is not None:
            clippy = any((d.code or "").startswith("clippy::") for d in diagnostics)
            desk.look(
                self.workspaces.overlay(self.workspaces.root_of(path)),
                diagnostics,
                clippy=clippy,
                afresh=afresh,
            )

    def foresee(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Fetch the toolchain's own text for what has no entry, before a hover asks for it."""
        codes = {d.code for d in diagnostics if d.code is not None}
        self.official.want(code for code in codes if self.knowledge.by_code(code) is None)

    async def answer(self, diagnostic: Diagnostic) -> tuple[Answer, Texts]:
        """Return what is known of a diagnostic's fixes, and the texts that they speak of."""
        root = self.workspaces.root_of(diagnostic.path)
        overlay = self.workspaces.overlay(root)
        desk = self.desk(diagnostic.path)
        if desk is None:
            reason = self.workspaces.refusal(diagnostic.path, self.settings)
            return await self._unchecked(diagnostic, overlay, reason)
        answer = desk.answer(diagnostic, overlay)
        if answer.problem:
            self.editor.say_once(f"check {root}", answer.problem)
            return await self._unchecked(diagnostic, overlay, answer.problem)
        return answer, Texts(overlay)

    def remember(self, finding: Finding, texts: Texts, root: Path) -> None:
        """Keep the offered fixes, so that a chosen action can be found again by its id."""
        for fix in finding.fixes:
            self.remember_fix(fix, texts, root)

    def remember_fix(self, fix: Fix, texts: Texts, root: Path) -> None:
        """Keep one offered fix; the oldest go when there are too many."""
        self.offers[fix.id] = Offer(fix, texts, root)
        self.offers.move_to_end(fix.id)
        while len(self.offers) > REMEMBERED_OFFERS:
            self.offers.popitem(last=False)

    def desk(self, path: Path) -> FixDesk | None:
        """Return the desk of the file's workspace; None where its `refusal` says why."""
        return self.workspaces.desk(path, self.settings)

    def restart_desks(self) -> None:
        """Forget all desks, after the settings or the trust have changed."""
        for desk in self.workspaces.forget():
            self.disk.submit(desk.close)

    def note_shown(self, shown: Shown) -> None:
        """Remember what feedback without a target would mean."""
        self.shown = [*self.shown[-49:], shown]

    def publishes(self) -> bool:
        """Say whether our own check's diagnostics are to be published."""
        if self.settings.diagnostics_mode == "forwarded":
            return False
        return self.settings.diagnostics_mode == "check" or not self.others_publish

    async def _unchecked(
        self, diagnostic: Diagnostic, overlay: Mapping[Path, bytes], reason: str
    ) -> tuple[Answer, Texts]:
        document = self.server.documents.at_path(diagnostic.path)
        # The document's own tree is kept up to date edit by edit; a new one would take long here.
        texts = Texts(overlay, {diagnostic.path: await document.parsed()} if document else {})
        root = self.workspaces.root_of(diagnostic.path)
        weight = self.workspaces.weights(root).weight
        with_rustc = not self.settings.fixes_hide_rustc_suggestions
        # All rules over a large file take a tenth of a second, which the event loop does not have.
        finding = await asyncio.to_thread(
            unchecked,
            diagnostic,
            texts,
            reason,
            weight,
            with_rustc=with_rustc,
            habits=self.workspaces.habits(root, self.settings),
        )
        return Answer(finding, pending=False), texts

    def _index_changed(self, state: IndexState) -> None:
        """Show how the index fares; called in a thread of the index client's."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._show_index, state)

    def _show_index(self, state: IndexState) -> None:
        self.progress.show(state.percent if state.status is IndexStatus.INDEXING else None)
        self.teacher.index_changed(state)
        if state.status is IndexStatus.DEAD:
            self.editor.say_once("index", f"Search by meaning is off: {state.reason}")
        self.tell_status()

    def tell_status(self) -> None:
        """Tell a client of ours what the server is about, for its status item."""
        if self.editor.is_ours:
            self.server.protocol.notify("rustAgent/status", self.state())

    def state(self) -> Json:
        """Return `{"state", "message", "percent"?}` as the status item shows it."""
        index = self.similar.state
        if not self.workspaces.all_trusted():
            return {"state": "untrusted", "message": UNTRUSTED}
        if self.editor.problems:
            return {"state": "degraded", "message": "; ".join(self.editor.problems.values())}
        if index.status is IndexStatus.INDEXING:
            message = "Building the index of explanations"
            return {"state": "indexing", "message": message, "percent": index.percent}
        if self.workspaces.is_busy():
            return {"state": "checking", "message": "The compiler is checking fixes"}
        return {"state": "ready", "message": self.reminder}

    def _desk_changed(self) -> None:
        """Tell of a change in a desk's work; called in the desk's thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.tell_status)

    def _checked(self, result: CheckResult, overlay: Mapping[Path, bytes]) -> None:
        """Take in what a desk's check said; called in the desk's thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._take_in, result, overlay)

    def _take_in(self, result: CheckResult, overlay: Mapping[Path, bytes]) -> None:
        if result.status is Status.OK:
            self.confined = result.confined
            for path in overlay:
                self.editor.solved(f"check {self.workspaces.root_of(path)}")
        self.foresee(result.diagnostics)
        by_path: dict[Path, list[Diagnostic]] = {path: [] for path in overlay}
        for diagnostic in result.diagnostics:
            by_path.setdefault(diagnostic.path, []).append(diagnostic)
        for path, found in by_path.items():
            lines = self.workspaces.lines_of(path)
            text = overlay.get(path, lines.text if lines else b"")
            self.diagnostics.put(Source.CHECK, path, text, found)
            if result.status is Status.OK:
                self.learner.took(Source.CHECK, path, text, found)
            self.publish(path, found)

    def publish(self, path: Path, found: Sequence[Diagnostic]) -> None:
        """Publish our own check's diagnostics where nobody else does, and clear what we said.

        The hints of the file go with them: a publication replaces the one before.
        """
        if not self.publishes() or self.workspaces.is_excluded(path, self.settings):
            found = ()
        self._said[path] = found
        hints = self.hints.items(path)
        if found or hints or path in self._published:
            self._published.add(path)
            items = [to_lsp(d, self.workspaces.lines_of, self.server.encoding) for d in found]
            items += hints
            self.server.protocol.notify(
                "textDocument/publishDiagnostics", {"uri": path.as_uri(), "diagnostics": items}
            )

    def republish(self, path: Path) -> None:
        """Publish a file's hints anew, with what our own check said of it."""
        self.publish(path, self._said.get(path, ()))

    def silence(self) -> None:
        """Take back what we published: somebody else tells the editor of the same errors."""
        self.others_publish = True
        for path in self._published:
            self.publish(path, ())
        self._published = {path for path in self._published if self.hints.items(path)}
