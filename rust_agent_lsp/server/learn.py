"""Watches how the user repairs errors by hand, and writes down the form of each repair.

Told of every set of diagnostics, every save and every edit of our own. On the event loop things
are only noted; comparing texts and writing happen in the thread of the stores.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rust_agent_lsp.features.vanished import hides, repaired, touches
from rust_agent_lsp.learning.evidence import evidence_of, file_mark, is_undone
from rust_agent_lsp.learning.habits import number_of
from rust_agent_lsp.learning.own_fix import generalise
from rust_agent_lsp.model.diagnostic import Diagnostic, Source
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.server.diagnostics import moved, single_edit
from rust_agent_lsp.stores import journal, learned
from rust_agent_lsp.stores.database import Database

if TYPE_CHECKING:
    from rust_agent_lsp.server.session import Session

log = logging.getLogger(__name__)

QUIET_SECONDS = 0.4
"""How long a file's diagnostics must stay as they are before a repair is believed."""
REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class _Set:
    """What was told of one text; `around` are the errors of the workspace's other files then."""

    text: bytes
    diagnostics: tuple[Diagnostic, ...]
    around: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _File:
    """A file under watch: `base` is the last set that a repair is measured from."""

    base: _Set | None = None
    latest: _Set | None = None
    saved: bytes | None = None
    timer: asyncio.TimerHandle | None = None


@dataclass(frozen=True, slots=True)
class _Repair:
    """What was learned in this session, with what it takes to see that it is undone."""

    path: Path
    pattern: int
    evidence: int | None
    diagnostic: Diagnostic
    before: bytes
    after: bytes


@dataclass(slots=True)
class Learner:
    """The watch over all open files; used on the event loop only."""

    session: Session
    _files: dict[Path, _File] = field(default_factory=dict)
    _repairs: list[_Repair] = field(default_factory=list)

    def took(
        self, source: Source, path: Path, text: bytes, diagnostics: Sequence[Diagnostic]
    ) -> None:
        """Take note of a whole set of diagnostics of one file."""
        if not self._wanted() or (source is Source.CHECK and self.session.others_publish):
            return
        file = self._files.setdefault(path, _File())
        # While one is typing, rust-analyzer's own come and go.
        counted = tuple(d for d in diagnostics if not d.native or text == file.saved)
        new = _Set(text, counted, tuple(self._around(path)))
        told = {(d.code, d.message) for d in diagnostics}
        here = [r for r in self._repairs if r.path == path and r.after == text]
        self._withdraw([r for r in here if (r.diagnostic.code, r.diagnostic.message) in told])
        if file.base is None or not file.base.diagnostics or file.base.text == text:
            file.base, file.latest = new, None
            return
        file.latest = new
        self._soon(path, file)

    def opened(self, path: Path) -> None:
        """Take note that a file was opened, its text being the disk's."""
        document = self.session.server.documents.at_path(path)
        if document is not None and self._wanted():
            self._files[path] = _File(saved=document.text)

    def closed(self, path: Path) -> None:
        """Forget a file's texts; a comparison that is due is still made."""
        self._files.pop(path, None)

    def saved(self, path: Path) -> None:
        """Take note that the open text of a file is the disk's now."""
        document = self.session.server.documents.at_path(path)
        if document is None or not self._wanted():
            return
        file = self._files.setdefault(path, _File())
        file.saved = document.text
        if file.latest is not None:
            self._soon(path, file)
        self.session.in_background(self._look_for_undone(path, document.text))

    def made(self, texts: Mapping[Path, tuple[bytes, bytes]]) -> None:
        """Take note of an edit of our own: what it repairs is no repair of the user's."""
        for path, (before, after) in texts.items():
            file = self._files.get(path)
            if file is None or file.base is None:
                continue
            edits = single_edit(before, after)
            kept = [
                d
                for d in moved(file.base.diagnostics, file.base.text, before)
                if not any(touches(d, before, edit.span) for edit in edits)
            ]
            file.base = _Set(after, tuple(moved(kept, before, after)))
            if file.latest is not None and file.latest.text != after:
                file.latest = None

    def changed(self) -> None:
        """See whether the texts as they are now mean that something was taken back."""
        self._withdraw([r for r in self._repairs if self._text(r.path) == r.before])
        undone = [
            number
            for number, texts in self.session.applied_texts.items()
            if all(self._text(path) == before for path, (before, _) in texts.items())
        ]
        for number in undone:
            root = self.session.workspaces.root_of(next(iter(self.session.applied_texts[number])))
            del self.session.applied_texts[number]
            self.session.in_background(self._note_undone(number, root))

    async def note(self, rule: str, what: str) -> None:
        """Count that an offer of a learned form was `accepted` or `refused`."""
        number = number_of(rule)
        database = await self.session.database() if number is not None else None
        if database is None or database.read_only:
            return
        try:
            await self.session.on_disk(learned.count, database, number, what)
        except StoreError as error:
            log.warning("the record of a learned form was not kept: %s", error)

    def _wanted(self) -> bool:
        return self.session.settings.learning_enabled

    def _text(self, path: Path) -> bytes | None:
        document = self.session.server.documents.at_path(path)
        return None if document is None else document.text

    def _soon(self, path: Path, file: _File) -> None:
        if file.timer is not None:
            file.timer.cancel()
        loop = asyncio.get_running_loop()
        file.timer = loop.call_later(
            QUIET_SECONDS, lambda: self.session.in_background(self._compare(path, file))
        )

    async def _compare(self, path: Path, file: _File) -> None:
        """Learn from what is gone since the base, once the text was saved."""
        base, latest = file.base, file.latest
        if base is None or latest is None or file.saved is None or not self._wanted():
            return
        if latest.text != file.saved and self._text(path) != file.saved:
            return
        gone = await self.session.on_disk(_gone, base, latest)
        if (not gone and latest.text != file.saved) or _are_hidden(gone, base, latest):
            return  # the compiler was not asked, or did not come so far; the base stays
        if file.base is not base:  # another comparison was quicker
            self._soon(path, file)
            return
        file.base, file.latest = latest, None if file.latest is latest else file.latest
        database = await self.session.database() if gone else None
        if database is None or database.read_only:
            return
        root = self.session.workspaces.root_of(path)
        try:
            key = await self.session.on_disk(self.session.places.redaction_key)
            found = await self.session.on_disk(_learn, database, root, key, base, latest, gone)
            if not found:
                return
            await self.session.on_disk(self.session.workspaces.reload_weights)
        except (StoreError, OSError) as error:
            self.session.editor.say_once("database", f"A repair could not be kept: {error}")
            return
        self._repairs = [
            *self._repairs,
            *(_Repair(path, ids[0], ids[1], d, base.text, latest.text) for ids, d in found),
        ][-REMEMBERED:]
        # What was found for the other errors of this text was ranked without the new habit.
        if self.session.workspaces.has_desk(root) and latest.diagnostics:
            self.session.look(path, latest.diagnostics, afresh=True)

    def _around(self, path: Path) -> Iterator[Diagnostic]:
        """Yield what is in force in the other files of the workspace."""
        root = self.session.workspaces.root_of(path)
        for other, file in self._files.items():
            now = file.latest or file.base
            if other != path and now is not None and other.is_relative_to(root):
                yield from now.diagnostics

    async def _look_for_undone(self, path: Path, text: bytes) -> None:
        """Withdraw what was learned from this file and is undone by now, in earlier runs too."""
        database = await self.session.database()
        if database is None or database.read_only:
            return
        key = self.session.places.redaction_key
        try:
            if await self.session.on_disk(_withdraw_undone, database, path, text, key):
                await self.session.on_disk(self.session.workspaces.reload_weights)
        except (StoreError, OSError) as error:
            log.warning("a repair that was undone still counts: %s", error)

    def _withdraw(self, repairs: Sequence[_Repair]) -> None:
        if repairs:
            self._repairs = [r for r in self._repairs if r not in repairs]
            self.session.in_background(self._write_withdrawn(repairs))

    async def _write_withdrawn(self, repairs: Sequence[_Repair]) -> None:
        database = await self.session.database()
        if database is None:
            return
        try:
            for repair in repairs:
                ids = (repair.pattern, repair.evidence)
                await self.session.on_disk(learned.withdraw, database, *ids)
            await self.session.on_disk(self.session.workspaces.reload_weights)
        except StoreError as error:
            log.warning("a repair that was undone still counts: %s", error)

    async def _note_undone(self, number: int, root: Path) -> None:
        database = await self.session.database()
        if database is None:
            return
        try:
            await self.session.on_disk(journal.mark_undone, database, number)
            await self.session.on_disk(self.session.workspaces.weights(root).reload)
        except StoreError as error:
            log.warning("a fix that was taken back still counts: %s", error)


def _gone(base: _Set, latest: _Set) -> list[Diagnostic]:
    here = moved(base.diagnostics, base.text, latest.text)
    return repaired(base.diagnostics, here, latest.diagnostics)


def _are_hidden(gone: Sequence[Diagnostic], base: _Set, latest: _Set) -> bool:
    """Say whether some of `gone` may only be hidden by an error that came since the base."""
    known = {(d.path, d.code, d.message) for d in (*base.diagnostics, *base.around)}
    come = [
        d for d in (*latest.diagnostics, *latest.around) if (d.path, d.code, d.message) not in known
    ]
    return any(hides(error, d) for error in come for d in gone)


def _learn(
    database: Database,
    root: Path,
    key: bytes,
    base: _Set,
    latest: _Set,
    gone: Sequence[Diagnostic],
) -> list[tuple[tuple[int, int | None], Diagnostic]]:
    """Write down the forms of the repairs, each edit once for each code. Raises `StoreError`."""
    found: dict[tuple[str | None, int, int], tuple[tuple[int, int | None], Diagnostic]] = {}
    for diagnostic in gone:
        form = generalise(base.text, latest.text, diagnostic)
        if form is None or diagnostic.code is None:
            continue
        place = (diagnostic.code, form.place.start, form.place.end)
        if place not in found:
            proof = evidence_of(diagnostic.path, base.text, latest.text, key)
            ids = learned.see(database, diagnostic.code, str(root), form.before, form.after, proof)
            found[place] = (ids, diagnostic)
    return list(found.values())


def _withdraw_undone(database: Database, path: Path, text: bytes, key: Callable[[], bytes]) -> bool:
    """Say whether something that was learned from the file was withdrawn. Raises `StoreError`."""
    secret = key()
    undone = [
        (pattern, number)
        for number, pattern, evidence in learned.evidence_for(database, file_mark(path, secret))
        if is_undone(evidence, text, secret)
    ]
    for pattern, number in undone:
        learned.withdraw(database, pattern, number)
    return bool(undone)
