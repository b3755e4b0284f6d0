"""A user and an editor that say yes, no, nothing or the wrong thing, and type at any moment.

They keep their own book of what was asked and answered, and hold against it each edit that the
server sends, each that the editor makes, and what the journal says in the end.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rust_agent_lsp.server import confirm, handlers
from rust_agent_lsp.server.session import Session
from tests.reliability.lab import memory
from tests.reliability.rig import OPTIONS, Json, Rig, message
from tests.reliability.traffic import ERRORS, SOURCE, Traffic

ANSWERS = ("yes", "no", "nothing", "junk", "error", "diff", "twice", "too early", "late")
EDITORS = (
    *("honest", "honest", "honest", "careless", "idle", "refuses", "lies", "fails", "wrong"),
    *("twice", "silent"),
)
POINTS = ("command", "asked", "before yes", "after yes", "told", "made", "replied")
BRIEF = {"ANSWER_SECONDS": 0.025, "EDIT_SECONDS": 0.002}
JUNK: tuple[Any, ...] = (
    *(True, 1, "Apply", [], {}, {"title": None}, {"title": ["Apply"]}, {"title": "apply "}),
    *([{"title": "Apply"}], {"choice": True}, {"choice": "Apply"}, {"choices": ["apply"]}),
)


class Caught(Exception):
    """The server did what nobody allowed, or kept silent about what went wrong."""


class Play:
    """One server, one file, and any number of scenes in which a fix is chosen."""

    def __init__(self, seed: int, typing: float) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.typing = typing
        self.ours = seed % 2 == 0
        self.counts: Counter[str] = Counter()
        self._folder = tempfile.TemporaryDirectory(prefix="consent-", dir=memory())
        self._patches = ExitStack()
        for name, brief in BRIEF.items():
            self._patches.enter_context(patch.object(confirm, name, brief))
        self._patches.enter_context(patch.object(handlers, "Session", self._kept))
        home = Path(self._folder.name)
        self.root = home / "w"
        (self.root / "src").mkdir(parents=True)
        (self.root / "Cargo.toml").write_text('[package]\nname = "w"\nversion = "0.1.0"\n', "utf-8")
        self.path = self.root / "src/main.rs"
        self.path.write_text(SOURCE, "utf-8")
        self.uri = self.path.as_uri()
        self.rig = Rig(home / "home")
        self.rig.answer = self._asked
        options = {**OPTIONS, "confirmRequest": self.ours}
        self.rig.initialize(rootUri=self.root.as_uri(), initializationOptions=options)
        self.text, self.version = SOURCE, 1
        self.known, self.known_version = SOURCE, 1
        self.history: list[str] = []
        self._numbers = itertools.count()
        self._moving = 0
        self._begin_scene("no", "idle", "")
        self.rig.send(*Traffic(self.root).beginning())
        self.fixes = self._offered()
        self.journal = sqlite3.connect(home / "home/data/agent.sqlite3")

    def _kept(self, *arguments: Any) -> Session:
        self.session = Session(*arguments)
        return self.session

    def close(self) -> None:
        self.journal.close()
        self.rig.close()
        self._patches.close()
        self._folder.cleanup()

    def scene(self) -> None:
        """Have one fix chosen, and hold what comes of it against the book."""
        chance = self.chance
        point = chance.choice(POINTS) if chance.random() < self.typing else ""
        self._begin_scene(
            chance.choice((*ANSWERS, "yes", "yes", "yes", "diff")), chance.choice(EDITORS), point
        )
        before = self._records()
        command, argument = "rustAgent.applyFix", {"id": chance.choice(self.fixes)}
        number = f"scene-{next(self._numbers)}"
        self._run(number, command, argument)
        if chance.random() < 0.1:  # chosen twice
            self._run(f"{number}-again", command, argument)
        if chance.random() < 0.2:
            withdrawal = message("$/cancelRequest", {"id": number})
            self._later(chance.randint(0, 20), lambda: self.rig.send(withdrawal))
        self._settle()
        made = self._records() - before
        self._judge(made)
        if made == 1 and self.text in self.expected and chance.random() < 0.7:
            self._take_back()
        self.counts["races" if point else "calm"] += 1
        self.counts["applied"] += made
        self._reset()

    def untouched(self) -> None:
        """Raise `Caught` where a file of the user's is another than before."""
        found = {path.relative_to(self.root).as_posix() for path in self.root.rglob("*")}
        if found != {"Cargo.toml", "src", "src/main.rs"} or self.path.read_text("utf-8") != SOURCE:
            raise Caught("the server wrote into the workspace")

    # The book

    def _begin_scene(self, answer: str, editor: str, point: str) -> None:
        self.answer, self.editor, self.point = answer, editor, point
        self.yes: Counter[str] = Counter()
        self.open_questions: set[Any] = set()
        self.answered: set[Any] = set()
        self.touched = 0
        self.history = [self.known]
        self.base = SOURCE
        self.expected: set[str] = set()

    def _judge(self, made: int) -> None:
        said = self.rig.calls("window/showMessage")
        if self.rig.internal_errors():
            raise Caught(self.rig.internal_errors()[0])
        if made and not self.expected & set(self.history):
            raise Caught(f"written down but never made: {self}")
        if made > self.touched:
            raise Caught(f"written down {made} times, made {self.touched} times: {self}")
        if self.touched and not made and not said:
            raise Caught(f"a text was changed, and nobody was told: {self}")

    def __repr__(self) -> str:
        return f"answer {self.answer}, editor {self.editor}, typing {self.point or 'never'}"

    # What the server asks

    def _asked(self, question: Json) -> Json | None:
        method, number, params = question["method"], question["id"], question["params"]
        if method == "workspace/applyEdit":
            self._edit(number, params)
        elif method in ("window/showMessageRequest", "rustAgent/confirmFix"):
            self._type_at("asked")
            self.open_questions.add(number)
            self._later(self.chance.randint(0, 4), lambda: self._reply(number, params))
        else:
            return {"result": None}
        return None

    def _reply(self, number: Any, params: Json) -> None:
        """Answer a question as this scene's user does."""
        kind = self.answer
        self._type_at("before yes")
        if kind == "yes" or (kind == "diff" and "Show diff" not in str(params.get("actions"))):
            self._say(number, self._choice("Apply"), params)
        elif kind == "diff":
            self._say(number, {"title": "Show diff"}, params)
        elif kind == "no":
            self._say(number, self._choice("Cancel"), params)
        elif kind == "junk":
            self._say(number, self.chance.choice((None, *JUNK)), params)
        elif kind == "error":
            self.rig.send({"jsonrpc": "2.0", "id": number, "error": {"code": 1, "message": "x"}})
        elif kind == "twice":  # and only then a yes
            self._say(number, self._choice("Cancel"), params)
            self._say(number, self._choice("Apply"), params)
        elif kind == "too early":  # for the next question, too
            self._say(number + 1, self._choice("Apply"), params)
            self._say(number, None, params)
        elif kind == "late":
            self.rig.loop.call_later(
                BRIEF["ANSWER_SECONDS"] * 1.5, self._say, number, self._choice("Apply"), params
            )
        self._later(self.chance.randint(0, 8), lambda: self._type_at("after yes"))

    def _choice(self, title: str) -> Json:
        return {"choice": title.lower()} if self.ours else {"title": title}

    def _say(self, number: Any, result: Any, params: Json) -> None:
        if number in self.open_questions - self.answered and not self._withdrawn(number):
            self.answered.add(number)
            if result == self._choice("Apply"):
                self.yes[params.get("title") or params["message"].partition("? ")[0]] += 1
        self.rig.send({"jsonrpc": "2.0", "id": number, "result": result})

    def _withdrawn(self, number: Any) -> bool:
        return any(m["params"]["id"] == number for m in self.rig.calls("$/cancelRequest"))

    # What the server has the editor do

    def _edit(self, number: Any, params: Json) -> None:
        label, (change,) = params["label"], params["edit"]["documentChanges"]
        if not self.yes[label]:
            raise_later(self.rig, f"an edit without a yes, {label!r}: {self}")
        self.yes[label] -= 1
        document = change["textDocument"]
        if document["version"] != self.known_version or not self._fresh(label):
            raise_later(self.rig, f"a stale edit, {label!r}: {self}")
        self.expected.add(edited(self.known, change["edits"]))
        self._type_at("told")
        self._later(self.chance.randint(0, 3), lambda: self._make(number, change))

    def _fresh(self, label: str) -> bool:
        return label.startswith("Take back") or self.known == self.base

    def _make(self, number: Any, change: Json) -> None:
        """Make the edit, or not, as this scene's editor does."""
        kind, edits = self.editor, change["edits"]
        current = change["textDocument"]["version"] == self.version
        if kind in ("careless", "lies", "twice", "silent") or (kind == "honest" and current):
            self.touched += 1
            self._set(edited(self.text, edits))
        if kind == "twice":
            self._set(edited(self.text, edits))
        if kind == "wrong":
            self.touched += 1
            self._set(self.text.replace("data", "atad", 1))
        self._type_at("made")
        applied = kind not in ("refuses", "lies") and (kind != "honest" or current)
        answer: Json = {"result": {"applied": applied}}
        if kind == "fails":
            answer = {"error": {"code": -32603, "message": "no"}}
        if kind != "silent":
            self.rig.send({"jsonrpc": "2.0", "id": number, **answer})
        self._type_at("replied")

    def _take_back(self) -> None:
        """Undo it, while the user may be typing."""
        chance = self.chance
        self._begin_scene("no", chance.choice(("honest", "careless")), "")
        self.yes[f"Take back: {self._latest()}"] += 1
        self._run(f"undo-{next(self._numbers)}", "rustAgent.undoFix", {"uri": self.uri})
        if chance.random() < self.typing:
            for _ in range(chance.randint(1, 3)):
                self._moving += 1  # while the places are looked for in a thread
                self.rig.loop.call_later(chance.random() * 0.006, self._late_key)
        self._settle()
        (reply,) = [m for m in self.rig.said if str(m.get("id")).startswith("undo-")]
        found = reply["result"]
        said = self.rig.calls("window/showMessage")
        if found["undone"] and not self.expected & set(self.history):
            raise Caught("taken back, but not so in the text")
        if not found["undone"] and self.touched and not said:
            raise Caught("a text was changed, and nobody was told")
        for text in self.expected:
            if text.replace("// k\n", "") != SOURCE:
                raise Caught(f"taking back spoils the text: {text!r}")
        self.counts["taken back"] += found["undone"]

    # Means

    def _offered(self) -> list[str]:
        """Ask for the fixes of all errors."""
        found = []
        for number, (_, start, end, _) in enumerate(ERRORS):
            ends = [{"line": line, "character": column} for line, column in (start, end)]
            where = {"start": ends[0], "end": ends[1]}
            params = {"textDocument": {"uri": self.uri}, "range": where}
            self.rig.send(
                {
                    "id": f"a{number}",
                    **message(
                        "textDocument/codeAction", {**params, "context": {"diagnostics": []}}
                    ),
                }
            )
            self.rig.settle()
            (reply,) = self.rig.replies(f"a{number}")
            found += [a["data"]["id"] for a in reply["result"] or () if a["data"].get("id")]
        self.rig.forget()
        return list(dict.fromkeys(found))

    def _run(self, number: str, command: str, argument: Json) -> None:
        params = {"command": command, "arguments": [argument]}
        self.rig.send({"id": number, **message("workspace/executeCommand", params)})
        self._type_at("command")

    def _type_at(self, point: str) -> None:
        if self.point == point:
            line = "// k\n"
            self._set(line + self.text if self.chance.random() < 0.7 else self.text + line)

    def _set(self, text: str) -> None:
        """Change the editor's text; the server hears of it in its turn."""
        self.text, self.version = text, self.version + 1
        version = self.version
        document = {"uri": self.uri, "version": version}
        params = {"textDocument": document, "contentChanges": [{"text": text}]}
        self.rig.send(message("textDocument/didChange", params))
        self.rig.loop.call_soon(self._heard, text, version)

    def _late_key(self) -> None:
        self._moving -= 1
        self._set("// k\n" + self.text)

    def _heard(self, text: str, version: int) -> None:
        self.known, self.known_version = text, version
        self.history.append(text)

    def _later(self, turns: int, work: Callable[[], None]) -> None:
        self._moving += 1

        def turn(left: int) -> None:
            if left:
                self.rig.loop.call_soon(turn, left - 1)
            else:
                self._moving -= 1
                work()

        turn(turns)

    def _settle(self) -> None:
        self.rig.settle()
        while self._moving:
            self.rig.loop.run_until_complete(self.rig.turn())
            self.rig.settle()
        # A withdrawn command still writes down what it has done.
        self.rig.loop.run_until_complete(self._nobody_applies())
        self.rig.check()

    async def _nobody_applies(self) -> None:
        async with self.session.applying:
            pass

    def _reset(self) -> None:
        self._set(SOURCE)
        self.rig.settle()
        self.rig.forget()

    def _records(self) -> int:
        row = self.journal.execute("SELECT count(*) FROM journal").fetchone()
        return int(row[0])

    def _latest(self) -> str:
        row = self.journal.execute("SELECT title FROM journal ORDER BY id DESC").fetchone()
        return str(row[0])


def raise_later(rig: Rig, fault: str) -> None:
    """Report what the server did; the next check raises it."""
    rig.faults.append(fault)


def edited(text: str, edits: list[Json]) -> str:
    """Make the edits in a text of which the lines are told in UTF-16."""
    lines = text.split("\n")
    starts = [0, *itertools.accumulate(len(line) + 1 for line in lines)]

    def offset(at: Json) -> int:
        line: int = min(at["line"], len(lines) - 1)
        units = lines[line].encode("utf-16-le")[: 2 * at["character"]]
        return starts[line] + len(units.decode("utf-16-le", "ignore"))

    places = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def perform(seed: int, scenes: int, typing: float) -> Counter[str]:
    """Play so many scenes; raise `Caught`, or the rig's `Broken`, at the first wrong."""
    play = Play(seed, typing)
    try:
        for _ in range(scenes):
            play.scene()
        play.untouched()
        return play.counts
    finally:
        play.close()
