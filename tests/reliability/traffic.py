"""What an editor may say, and what none should: messages made of a source of chance."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from rust_agent_lsp.server.app import COMMANDS
from tests.reliability.rig import Json, message

SOURCE = """\
fn take(data: Vec<i32>) -> usize { data.len() }

fn main() {
    let data = vec![1, 2, 3];
    let n = take(data);
    println!("{n} {data:?} é🦀");
    let count = 1;
    count += 1;
    let text: String = "a";
}
"""
ERRORS = (
    ("E0382", (5, 20), (5, 24), "borrow of moved value: `data`"),
    ("E0384", (7, 4), (7, 14), "cannot assign twice to immutable variable `count`"),
    ("E0308", (8, 23), (8, 26), "mismatched types\nexpected `String`, found `&str`"),
    ("unused_variables", (6, 8), (6, 13), "unused variable: `count`"),
    ("clippy::len_zero", (0, 0), (0, 7), "length comparison to zero"),
    ("E9999", (2, 0), (3, 0), "an error that nobody knows"),
)
PIECES = (
    "",
    "x",
    "\n",
    "\r\n",
    "é",
    "🦀",
    "\ud800",
    "{",
    "}",
    '"',
    "'",
    "/*",
    "&mut ",
    "fn ",
    "\0",
)
QUESTIONS = (
    "what does E0382 mean",
    "\0\x1b[31m\x07 how do I undo a commit\r\n",
    "E0308 \ud800 and unused_variables \udfff?",
    "[x](command:evil) <img src=x> ```sh\nrm -rf /\n``` `` E0384",
    "clippy::len_zero " + "x" * 40_000,
    "std::vec::Vec " * 3_000,
    '"' * 3_000,
    "(" * 3_000 + "../../etc/passwd; DROP TABLE entries; --",
)
HUGE = 1e999
JUNK: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**31, 2**63, 10**400, 1.5, HUGE, "", "x" * 3000, "\ud800", "file:///"),
    *([], {}, [[]], {"": None}, [None, 1, "a", {}], {"uri": {}}, {"line": "0", "character": []}),
)
ODD_METHODS: tuple[Any, ...] = (
    *("no/such", "$/no/such", "", "\ud800", "rustAgent/", "textDocument/definition", 7, None, []),
    *("textDocument/hover ", "initialize", "initialized", "window/logMessage", "$/progress"),
)


class Traffic:
    """Makes messages about the documents of one folder; knows what it has opened."""

    def __init__(self, folder: Path) -> None:
        self.uris = [(folder / name).as_uri() for name in ("src/main.rs", "src/lib.rs", "é b.rs")]
        self.uris += ["untitled:Untitled-1", "file:///%ff/..%2f/x.rs", "file:///\ud800.rs", ""]
        self.versions: dict[str, int] = {}
        self.offers: list[str] = []
        self._number = 0

    def request(self, chance: random.Random) -> Json:
        """A request, in one case of four with something wrong in it."""
        self._number += 1
        method, params = chance.choice(
            (self._hover, self._hover, self._actions, self._actions, self._command, self._command)
        )(chance)
        if chance.random() < 0.1:
            method = chance.choice(ODD_METHODS)
        elif chance.random() < 0.15:
            params = mutated(params, chance)
        msg_id = chance.choice((self._number, f"id {self._number}"))
        return {"id": msg_id, **message(method, params)}

    def notification(self, chance: random.Random) -> Json:
        """A notification, in one case of four with something wrong in it."""
        kinds = (self._open, self._change, self._change, self._change, self._close, self._save)
        other = (self._forward, self._forward, self._forward, self._setting)
        method, params = chance.choice((*kinds, *other))(chance)
        if chance.random() < 0.05:
            method = chance.choice(ODD_METHODS)
        elif chance.random() < 0.2:
            params = mutated(params, chance)
        return message(method, params)

    def oddity(self, chance: random.Random) -> Any:
        """A JSON value that is no message, or a response that nobody waits for."""
        answer = {"jsonrpc": "2.0", "id": chance.choice((1, 99, "x", None, 1.5))}
        return chance.choice(
            (
                {**answer, "result": chance.choice(JUNK)},
                {**answer, "error": chance.choice(JUNK)},
                {"id": chance.choice((None, 1.5, True, [], {})), "method": "textDocument/hover"},
                {"jsonrpc": "2.0"},
                chance.choice([junk for junk in JUNK if not isinstance(junk, dict)]),
                message("$/cancelRequest", chance.choice(JUNK)),
            )
        )

    def cancel(self, chance: random.Random) -> Json:
        """A cancellation of what may have been asked, or will be."""
        number = self._number + chance.randint(-3, 1)
        return message("$/cancelRequest", {"id": chance.choice((number, f"id {number}"))})

    def answer(self, question: Json, chance: random.Random) -> Json:
        """What the client says to a question of the server's."""
        good = {
            "window/showMessageRequest": {"title": chance.choice(("Apply", "Show diff", "Cancel"))},
            "workspace/applyEdit": {"applied": True},
            "workspace/configuration": [{"hover": {"enabled": True}, "index": {"enabled": False}}],
            "rustAgent/confirmFix": {"choice": "apply"},
            "window/showDocument": {"success": chance.random() < 0.5},
        }.get(question["method"])
        if chance.random() < 0.7:
            return {"result": good}
        if chance.random() < 0.5:
            return {"result": chance.choice(JUNK)}
        return {"error": chance.choice((*JUNK, {"code": -32601, "message": "no"}))}

    def _uri(self, chance: random.Random) -> str:
        return self.uris[0] if chance.random() < 0.7 else chance.choice(self.uris)

    def _version(self, uri: str) -> int:
        self.versions[uri] = self.versions.get(uri, 0) + 1
        return self.versions[uri]

    def _open(self, chance: random.Random) -> tuple[str, Any]:
        uri = self._uri(chance)
        item = {"uri": uri, "languageId": "rust", "version": self._version(uri)}
        item["text"] = SOURCE if chance.random() < 0.7 else broken(SOURCE, chance)
        return "textDocument/didOpen", {"textDocument": item}

    def _change(self, chance: random.Random) -> tuple[str, Any]:
        uri = self._uri(chance)
        changes: list[Json] = []
        for _ in range(chance.randint(0, 3)):
            change: Json = {"text": "".join(chance.choices(PIECES, k=chance.randint(0, 3)))}
            if chance.random() < 0.9:
                change["range"] = _range(chance)
            else:
                change["text"] = broken(SOURCE, chance)
            changes.append(change)
        document = {"uri": uri, "version": self._version(uri)}
        return "textDocument/didChange", {"textDocument": document, "contentChanges": changes}

    def _close(self, chance: random.Random) -> tuple[str, Any]:
        return "textDocument/didClose", {"textDocument": {"uri": self._uri(chance)}}

    def _save(self, chance: random.Random) -> tuple[str, Any]:
        return "textDocument/didSave", {"textDocument": {"uri": self._uri(chance)}}

    def beginning(self) -> list[Json]:
        """The first document as it stands on disk, with all its errors forwarded."""
        uri = self.uris[0]
        item = {"uri": uri, "languageId": "rust", "version": self._version(uri), "text": SOURCE}
        errors = [_diagnostic(*error) for error in ERRORS]
        return [
            message("textDocument/didOpen", {"textDocument": item}),
            message("rustAgent/diagnostics", {"uri": uri, "diagnostics": errors}),
        ]

    def actions_at_errors(self, chance: random.Random) -> Json:
        """A request for what can be done about one of the errors of the beginning."""
        _, start, end, _ = chance.choice(ERRORS)
        where = {"start": _at(*start), "end": _at(*end)}
        params = {"textDocument": {"uri": self.uris[0]}, "range": where}
        self._number += 1
        params["context"] = {"diagnostics": []}
        return {"id": self._number, **message("textDocument/codeAction", params)}

    def _forward(self, chance: random.Random) -> tuple[str, Any]:
        uri = self._uri(chance)
        params: Json = {"uri": uri, "diagnostics": self._diagnostics(chance)}
        if chance.random() < 0.5:
            params["version"] = self.versions.get(uri, 0) - chance.choice((0, 0, 1))
            params["positionEncoding"] = chance.choice(("utf-8", "utf-16", "utf-32", "utf-7"))
        return "rustAgent/diagnostics", params

    def _setting(self, chance: random.Random) -> tuple[str, Any]:
        return chance.choice(
            (
                ("rustAgent/trust", {"trusted": False}),
                ("$/setTrace", {"value": chance.choice(("off", "messages", "loud"))}),
                ("workspace/didChangeConfiguration", {"settings": chance.choice(JUNK)}),
                ("workspace/didChangeConfiguration", {"settings": {"rustAgent": {"confirm": 1}}}),
                ("window/workDoneProgress/cancel", {"token": chance.choice((1, "x"))}),
                (
                    "workspace/didChangeWorkspaceFolders",
                    {"event": {"added": [{"uri": self._uri(chance), "name": "x"}], "removed": []}},
                ),
            )
        )

    def _hover(self, chance: random.Random) -> tuple[str, Any]:
        document = {"uri": self._uri(chance)}
        return "textDocument/hover", {"textDocument": document, "position": _position(chance)}

    def _actions(self, chance: random.Random) -> tuple[str, Any]:
        context: Json = {"diagnostics": self._diagnostics(chance)[:2]}
        if chance.random() < 0.2:
            context["only"] = [chance.choice(("quickfix", "refactor", ""))]
        document = {"uri": self._uri(chance)}
        params = {"textDocument": document, "range": _range(chance), "context": context}
        return "textDocument/codeAction", params

    def _command(self, chance: random.Random) -> tuple[str, Any]:
        document = {"uri": self._uri(chance)}
        place = {"textDocument": document, "position": _position(chance)}
        argument = chance.choice(
            (
                {},
                place,
                {"uri": document["uri"], "position": _position(chance)},
                {"id": chance.choice((*self.offers[-5:], "unknown"))},
                {"id": chance.choice((*self.offers[-5:], "unknown"))},
                {"code": chance.choice(ERRORS)[0]},
                {"question": chance.choice(QUESTIONS)},
                {"description": chance.choice(QUESTIONS), **place},
                {"helpful": chance.random() < 0.5, **chance.choice((place, {}))},
                {"helpful": True, "target": {"kind": "entry", "id": "E0382"}},
            )
        )
        command = chance.choice((*COMMANDS, "rustAgent.applyFix", "no.such"))
        params = {"command": command, "arguments": [argument]}
        return "workspace/executeCommand", params

    def _diagnostics(self, chance: random.Random) -> list[Json]:
        found: list[Json] = []
        for error in chance.sample(ERRORS, chance.randint(0, 4)):
            one = _diagnostic(*error)
            if chance.random() < 0.2:
                one["range"] = _range(chance)
            found.append(one)
        return found


def broken(text: str, chance: random.Random) -> str:
    """A source as it stands in the middle of typing."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(PIECES) + text[at + chance.choice((0, 0, 1, 9)) :]
    return text


def mutated(value: Any, chance: random.Random) -> Any:
    """The value with one thing in it changed, taken away or nested."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(list(value))
        if chance.random() < 0.15:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mutated(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], mutated(value[at], chance), *value[at + 1 :]]
    return chance.choice((chance.choice(JUNK), nested(value, chance.choice((1, 3, 200)))))


def nested(value: Any, depth: int) -> Any:
    """The value within so many lists."""
    for _ in range(depth):
        value = [value]
    return value


def _diagnostic(code: str, start: tuple[int, int], end: tuple[int, int], text: str) -> Json:
    where = {"start": _at(*start), "end": _at(*end)}
    return {"severity": 1, "code": code, "source": "rustc", "message": text, "range": where}


def _at(line: int, character: int) -> Json:
    return {"line": line, "character": character}


def _position(chance: random.Random) -> Json:
    if chance.random() < 0.5:
        return _at(*chance.choice(ERRORS)[1])
    return _at(chance.choice((0, 1, 5, 7, 11, 2**31 - 1)), chance.choice((0, 1, 4, 21, 10**9)))


def _range(chance: random.Random) -> Json:
    return {"start": _position(chance), "end": _position(chance)}
