"""Quiet hints about anti-patterns: looked for once the user pauses, published, repaired on demand.

Only by setting, only in the open file, and never where rustc or clippy has said the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rust_agent_lsp.features import fix as fix_feature
from rust_agent_lsp.features import hints as feature
from rust_agent_lsp.features.desk import FixDesk
from rust_agent_lsp.features.hints import Hint
from rust_agent_lsp.fixes.workshop import Texts
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.pattern import Pattern
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server.convert import Json, to_lsp, to_offset, to_range
from rust_agent_lsp.server.documents import Document
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import Status

if TYPE_CHECKING:
    from rust_agent_lsp.server.session import Session

log = logging.getLogger(__name__)

QUIET_SECONDS = 0.8
"""How long a text must stay as it is before it is looked through."""
CHECK_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class _Found:
    """The hints of one text."""

    text: bytes
    hints: tuple[Hint, ...]


class Hints:
    """The hints of the open files; used on the event loop only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._patterns = Patterns(session.knowledge.root)
        self._found: dict[Path, _Found] = {}
        self._timers: dict[Path, asyncio.TimerHandle] = {}
        # A compiler that takes long must not keep the threads that answer requests.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hints")

    def close(self) -> None:
        """Look for nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def look_soon(self, path: Path | None) -> None:
        """Look through a file once its text has stayed the same for a while."""
        if path is None:
            return
        if timer := self._timers.pop(path, None):
            timer.cancel()
        if self._session.settings.recognize_hints == "off" and path not in self._found:
            return
        loop = asyncio.get_running_loop()
        self._timers[path] = loop.call_later(QUIET_SECONDS, self._begin, path)

    def look_everywhere(self) -> None:
        """Look through all open files, after the settings have changed."""
        for document in self._session.server.documents.snapshot():
            if document.path is not None:
                self.look_soon(document.path)

    def told(self, path: Path | None) -> None:
        """Take back what somebody else has said of a file."""
        if path in self._found:
            self._session.republish(path)

    def forget(self, path: Path) -> None:
        """Take back the hints of a file that was closed."""
        if timer := self._timers.pop(path, None):
            timer.cancel()
        if self._found.pop(path, None) is not None:
            self._session.republish(path)

    def items(self, path: Path) -> list[Json]:
        """Return what is to be published for a file."""
        session = self._session
        return [
            to_lsp(hint.said, session.workspaces.lines_of, session.server.encoding)
            for hint in self._of(path)
        ]

    def actions(self, document: Document, span: Span, raw: Sequence[Json]) -> list[Json]:
        """Return the accepted repairs of the hints at a place; `raw` are the editor's objects."""
        path, found = document.path, []
        if path is None or path not in self._found:
            return []
        for hint in self._of(path):
            if hint.fix is None or not hint.said.span.touches(span):
                continue
            texts = Texts({path: document.text}, {path: document.source})
            root = self._session.workspaces.root_of(path)
            self._session.remember_fix(hint.fix, texts, root)
            title, data = fix_feature.title(hint.fix), {"id": hint.fix.id}
            where = to_range(document.lines, hint.said.span, self._session.server.encoding)
            own = [d for d in raw if d.get("range") == where and d.get("code") == hint.pattern]
            action: Json = {"title": title, "kind": "quickfix", "diagnostics": own[:1]}
            action["command"] = {"title": title, "command": "rustAgent.applyFix"}
            action["command"]["arguments"] = [data]
            action["data"] = {
                **data,
                "rule": hint.fix.candidate.rule,
                "verification": hint.fix.verdict.verification.value,
                "safety": hint.fix.candidate.safety.value,
            }
            found.append(action)
        return found

    def hover(self, uri: str, position: Any) -> Json | None:
        """Return what the hint at an editor's position means, or None."""
        document = self._session.server.documents.get(uri)
        if document is None or document.path not in self._found:
            return None
        offset = to_offset(document.lines, position, self._session.server.encoding)
        here = [
            hint
            for hint in self._of(document.path)
            if offset is not None and hint.said.span.touches(Span(offset, offset))
        ]
        if not here:
            return None
        first = min(here, key=lambda hint: hint.said.span.end - hint.said.span.start)
        return {
            "contents": {"kind": "markdown", "value": self._told(first)},
            "range": to_range(document.lines, first.said.span, self._session.server.encoding),
        }

    def _of(self, path: Path) -> list[Hint]:
        """Return the hints of a file as it stands, but for what was said of it meanwhile."""
        document, found = self._session.server.documents.at_path(path), self._found.get(path)
        if document is None or found is None or found.text != document.text:
            return []
        return feature.unsaid(found.hints, self._session.diagnostics.of(path, document.text))

    def _told(self, hint: Hint) -> str:
        pattern = self._pattern(hint.pattern)
        title = pattern.title if pattern else hint.pattern
        parts = [f"**Anti-pattern · {title}**", hint.said.message]
        if pattern is not None:
            parts.append(f"**Why** {pattern.why.strip().partition(chr(10) * 2)[0]}")
            better = [p.title for one in pattern.repairs if (p := self._pattern(one))]
            if better:
                parts.append("**Better** " + " · ".join(better))
        if hint.fix is not None:
            candidate = hint.fix.candidate
            parts.append(f"- ✓ {candidate.title}. *Cost:* {candidate.cost or 'None.'}")
        return "\n\n".join(parts)

    def _pattern(self, pattern_id: str) -> Pattern | None:
        try:
            return self._patterns.get(pattern_id)
        except KnowledgeError as error:
            log.warning("%s", error)
            return None

    def _lints_of(self, pattern_id: str) -> tuple[str, ...]:
        pattern = self._pattern(pattern_id)
        return pattern.lints if pattern else ()

    def _begin(self, path: Path) -> None:
        self._timers.pop(path, None)
        self._session.in_background(self._look(path))

    async def _look(self, path: Path) -> None:
        session = self._session
        document = session.server.documents.at_path(path)
        if document is None or path.suffix != ".rs":
            return
        wanted, found = session.settings.recognize_hints, tuple[Hint, ...]()
        if wanted != "off" and not session.workspaces.is_excluded(path, session.settings):
            overlay = session.workspaces.overlay(session.workspaces.root_of(path))
            if (desk := session.desk(path)) is not None:
                desk.look(overlay)
            source = await document.parsed()
            found = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._search, source, desk, overlay
            )
        if session.server.documents.at_path(path) is not document:
            return  # it was changed meanwhile, and is looked through again
        if wanted == "repairable":
            found = tuple(hint for hint in found if hint.fix is not None)
        self._found[path] = _Found(document.text, found)
        session.republish(path)

    def _search(
        self, source: SourceFile, desk: FixDesk | None, overlay: dict[Path, bytes]
    ) -> tuple[Hint, ...]:
        """Return the hints of a file, with repairs where the compiler can be asked; in a thread."""
        found = feature.hints(source, self._lints_of)
        before = desk.wait_for_check(overlay, CHECK_SECONDS) if desk and found else None
        if desk is None or before is None or before.status is not Status.OK:
            return tuple(found)
        found = feature.unsaid(found, [d for d in before.diagnostics if d.path == source.path])
        return tuple(
            feature.repaired(
                found,
                source,
                before.diagnostics,
                lambda texts: desk.check(overlay, texts, CHECK_SECONDS),
            )
        )
