"""A simulated user: one editor with real frames to a server in this process, one file a project.

The user sees what an editor shows, and says yes to every question before an edit. What an offer
would make of the text is read from the server's own memory of its offers.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.server import handlers
from rust_agent_lsp.server.session import Session
from tests.learning.episodes.compiler import Compiler
from tests.learning.episodes.programs import Program
from tests.reliability.rig import Json, Rig, message

PATIENCE = 60.0
OPTIONS = {
    "workspaceTrusted": True,
    "index": {"enabled": False},
    "documentation": {"ingest": "never"},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One offer as the user sees it; `result` is the text that it leads to."""

    id: str
    rule: str
    title: str
    preferred: bool
    result: str

    @property
    def is_learned(self) -> bool:
        """Say whether it comes from the user's own repairs."""
        return self.rule.startswith("learned.")


@dataclass(slots=True)
class Tally:
    """What was counted over the episodes of one user: the offers that came from the user's own
    repairs, and those among them that nobody's hand had made so."""

    offers: int = 0
    learned: int = 0
    wrong: int = 0


class Machine:
    """One user's computer: a server that can be started anew over the same data."""

    def __init__(self, home: Path, compiler: Compiler) -> None:
        self.home = home
        self.compiler = compiler
        self.projects: dict[Path, Project] = {}
        self.tally = Tally()
        self.ways: set[str] = set()
        self._left: list[Rig] = []
        self.start()

    def start(self) -> None:
        """Start the server, with every file open that was open before."""
        kept: list[Session] = []

        def keep(*given: Any) -> Session:
            kept.append(Session(*given))
            return kept[-1]

        with patch.object(handlers, "Session", keep):
            self.rig = Rig(self.home)
            self.rig.answer = self._answer
            capabilities = {"workspace": {"applyEdit": True}}
            self.rig.initialize(initializationOptions=OPTIONS, capabilities=capabilities)
        (self.session,) = kept
        for project in self.projects.values():
            project.open()

    def crash(self) -> None:
        """Leave the server as it is, without a word, and start another over the same files."""
        self._left.append(self.rig)
        self.start()

    def close(self) -> None:
        for rig in (*self._left, self.rig):
            rig.close()

    def project(self) -> Project:
        """Open a new project with an empty file."""
        folder = self.home.parent / "projects" / f"p{len(self.projects)}"
        folder.mkdir(parents=True)
        project = Project(self, folder / "lib.rs")
        project.path.write_text("", encoding="utf-8")
        self.projects[project.path] = project
        project.open()
        return project

    def until(self, wanted: Callable[[], object]) -> None:
        """Let the server work until something is so. Raises `TimeoutError`."""
        self.rig.loop.run_until_complete(self._until(wanted))
        self.rig.check()
        self.rig.forget()

    def is_learning(self) -> bool:
        """Say whether the server is still about what was learned or withdrawn just now."""
        return any("Learner" in repr(task.get_coro()) for task in self.session._tasks)

    def wait(self) -> None:
        """Let the server work for a moment."""
        self.rig.loop.run_until_complete(asyncio.sleep(0.002))

    async def _until(self, wanted: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not wanted():
            if time.monotonic() > deadline:
                raise TimeoutError
            await asyncio.sleep(0.002)

    def ask(self, method: str, params: Json) -> Any:
        """Send a request and return its result."""
        reply = self.rig.call(method, params)
        self.rig.forget()
        if "error" in reply:
            raise AssertionError(reply["error"])
        return reply["result"]

    def run(self, command: str, argument: Json) -> Any:
        return self.ask("workspace/executeCommand", {"command": command, "arguments": [argument]})

    def learned(self, project: Project | None = None) -> list[Json]:
        """Return the forms that are written down, with their counts."""
        path = self.home / "data/agent.sqlite3"
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        try:
            rows = [dict(row) for row in db.execute("SELECT * FROM learned_patterns ORDER BY id")]
        finally:
            db.close()
        return [r for r in rows if project is None or r["workspace"] == str(project.path.parent)]

    def _answer(self, question: Json) -> Json:
        method, params = question["method"], question["params"]
        if method == "window/showMessageRequest":
            return {"result": {"title": "Apply"}}
        if method == "workspace/applyEdit":
            self.rig.loop.call_soon(self._edit, params["edit"]["documentChanges"])
            return {"result": {"applied": True}}
        return {"result": None}

    def _edit(self, changes: list[Json]) -> None:
        for change in changes:
            for project in self.projects.values():
                if project.uri == change["textDocument"]["uri"]:
                    project.edited(change["edits"])


@dataclass
class Project:
    """One open file of the user's, in a workspace of its own."""

    machine: Machine
    path: Path
    text: str = ""
    version: int = 0
    told: bool = False
    """Whether this server ever published an error here: only then does it say that all is well."""

    @property
    def uri(self) -> str:
        return self.path.as_uri()

    def open(self) -> None:
        self.version += 1
        self.told = False
        self.machine.rig.open(self.uri, self.text, self.version)

    def type(self, text: str) -> None:
        """Make the text another one."""
        self.text = text
        self.version += 1
        params = {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": text}],
        }
        self.machine.rig.send(message("textDocument/didChange", params))

    def edited(self, edits: list[Json]) -> None:
        """Make the server's edits, from the last to the first; all of it is ASCII."""
        text = self.text
        for edit in sorted(edits, key=lambda e: _key(e["range"]["start"]), reverse=True):
            start = _offset(self.text, edit["range"]["start"])
            end = _offset(self.text, edit["range"]["end"])
            text = text[:start] + edit["newText"] + text[end:]
        self.type(text)

    def save(self) -> list[Json]:
        """Save, and return what is published once the check of this text is through."""
        self.path.write_text(self.text, encoding="utf-8")
        wanted = self.machine.compiler.diagnostics(self.text)
        rig = self.machine.rig
        rig.forget()
        published: list[list[Json]] = []

        def checked() -> bool:
            published[:] = [
                m["params"]["diagnostics"]
                for m in rig.calls("textDocument/publishDiagnostics")
                if m["params"]["uri"] == self.uri
            ]
            return any(len(one) == len(wanted) for one in published)

        rig.send(message("textDocument/didSave", {"textDocument": {"uri": self.uri}}))
        self.told |= bool(wanted)
        if not self.told:
            return []
        self.machine.until(checked)
        return published[-1]

    def write(self, text: str) -> list[Json]:
        """Type a whole text and save it; return its diagnostics."""
        self.type(text)
        return self.save()

    def offers(self, program: Program) -> list[Seen]:
        """Make the error of `program` and return what is offered, once all of it is checked."""
        errors = [d for d in self.fall_into(program) if d["severity"] == 1]
        assert [d["code"] for d in errors] == [program.family.code], errors
        found = self.offers_at(errors[0])
        made = {program.text(way) for way in self.machine.ways}
        learned = [offer for offer in found if offer.is_learned]
        self.machine.tally.offers += len(found)
        self.machine.tally.learned += len(learned)
        self.machine.tally.wrong += sum(offer.result not in made for offer in learned)
        return found

    def offers_at(self, error: Json) -> list[Seen]:
        """Return what is offered for an error of the text as it is."""
        params = {
            "textDocument": {"uri": self.uri},
            "range": error["range"],
            "context": {"diagnostics": []},
        }
        while True:
            actions = self.machine.ask("textDocument/codeAction", params)
            if not any(a["data"]["verification"] == "pending" for a in actions):
                return [self._seen(a) for a in actions if a["data"].get("id")]
            self.machine.wait()

    def fall_into(self, program: Program) -> list[Json]:
        """Write a program with its error into the emptied file; return its diagnostics."""
        if self.version > 1:
            self.write("")
            self.settle()
        found = self.write(program.text())
        self.settle()
        return found

    def repair(self, program: Program, way: str) -> None:
        """Make the error and repair it by hand, as users do: save, edit, save."""
        before = self._seen_so_far()
        self.machine.ways.add(way)
        self.fall_into(program)
        self.write(program.text(way))
        self.machine.until(lambda: self._seen_so_far() > before and not self.machine.is_learning())

    def settle(self) -> None:
        """Wait until the server measures repairs from the text as it is, as it does once the user
        has paused for a moment."""
        files = self.machine.session.learner._files

        def measured() -> bool:
            base = files[self.path].base
            return base is not None and base.text == self.text.encode()

        self.machine.until(measured)

    def choose(self, offer: Seen) -> None:
        """Choose an offer and say yes to it."""
        done = self.machine.run("rustAgent.applyFix", {"id": offer.id})
        assert done["applied"] is True, done
        assert self.text == offer.result

    def judge(self, offer: Seen, *, helpful: bool, scope: str = "project") -> None:
        target = {"kind": "fix", "id": offer.id}
        said = {"helpful": helpful, "target": target, "scope": scope}
        assert self.machine.run("rustAgent.feedback", said)["stored"] is True

    def _seen_so_far(self) -> int:
        return sum(row["seen"] for row in self.machine.learned(self))

    def _seen(self, action: Json) -> Seen:
        data = action["data"]
        assert data["verification"] == "passed", action
        offer = self.machine.session.offers[data["id"]]
        ((_, after),) = feature.predicted(offer.fix, offer.texts).values()
        preferred = action.get("isPreferred", False)
        return Seen(data["id"], data["rule"], action["title"], preferred, after.decode())


def place_of(found: list[Seen], result: str) -> int:
    """Return at which place, from 0, an offer leads to a text; behind the last where none does."""
    return next((n for n, offer in enumerate(found) if offer.result == result), len(found))


def _key(position: Json) -> tuple[int, int]:
    return position["line"], position["character"]


def _offset(text: str, position: Json) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: position["line"]])) + int(position["character"])
