"""The harnesses would notice: known bugs are put in one by one, and each must be reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server import confirm, documents, framing, protocol, rpc
from rust_agent_lsp.syntax import lines, tree
from tests.reliability import test_duties as duties
from tests.reliability import test_duties_of_states as states
from tests.reliability.conftest import Profile
from tests.reliability.conversation import talk
from tests.reliability.escapes import TEXT, Attack, Escaped, Yard
from tests.reliability.frames import mixture, survivors
from tests.reliability.rig import Broken, Rig
from tests.reliability.text_model import ENCODINGS
from tests.reliability.text_runs import BREAKS, Diverged, Run

Bug = tuple[Any, str, Any]
Table = lines.LineTable
RealDocument = documents.Document
Rpc, Agent = rpc.RpcProtocol, protocol.AgentProtocol


# Text


def _ends_by_str(text: bytes, base: int = 0) -> list[int]:
    ends, at = [], base
    for line in text.decode(errors="replace").splitlines(keepends=True):
        at += len(line.encode())
        ends.append(at)
    return ends


def _ends_without_cr(text: bytes, base: int = 0) -> list[int]:
    return [base + at + 1 for at, byte in enumerate(text) if byte == 10]


def _units_as_points(line: bytes, character: int, encoding: Any) -> int:
    return BYTES_BEFORE(line, character, "utf-32" if encoding == "utf-16" else encoding)


def _edited_wrongly(old: Any, text: bytes, span: Span, new: bytes) -> Any:
    return TREE_EDITED(old, text, Span(span.start, max(span.start, span.end - 1)), new)


def _forward_only(table: Any, where: Any, encoding: Any) -> Span:
    start, end = (table.offset(at.line, at.character, encoding) for at in (where.start, where.end))
    return Span(start, max(start, end))


def _without_shift(self: Any, start: int, end: int, new: bytes) -> Any:
    table = TABLE_EDITED(self, start, end, new)
    table._shift = self._shift
    return table


def _only_last(self: Any, version: int, changes: Any, encoding: Any) -> Any:
    return CHANGED(self, version, list(changes)[-1:], encoding)


BYTES_BEFORE, TREE_EDITED = lines._bytes_before, tree.edited
TABLE_EDITED, CHANGED = Table.edited, RealDocument.changed

TEXT_BUGS: dict[str, Bug] = {
    "naive str.splitlines": (lines, "_ends_of_breaks", _ends_by_str),
    "CR is no line break": (lines, "_ends_of_breaks", _ends_without_cr),
    "utf-16 as code points": (lines, "_bytes_before", _units_as_points),
    "within a character": (lines, "_inside", lambda line, at: 0),
    "a range backwards": (documents, "to_span", _forward_only),
    "later lines not moved": (Table, "edited", _without_shift),
    "one change of a batch": (RealDocument, "changed", _only_last),
    "surrogates left out": (documents, "to_utf8", lambda text: text.encode(errors="ignore")),
    "wrong old end of a tree": (documents, "edited", _edited_wrongly),
    "tree not told of the edit": (documents, "edited", lambda old, *_: old),
}


@pytest.mark.parametrize("bug", TEXT_BUGS)
def test_a_bug_in_the_text_is_seen(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*TEXT_BUGS[bug])
    with pytest.raises((Diverged, UnicodeDecodeError, IndexError)):
        for breaks in BREAKS:
            for encoding in ENCODINGS:
                Run(1, encoding, breaks).play(1_500, trees=500)


# Protocol


def _reply_to_some(self: Any, msg_id: Any, message: Any, result: Any) -> None:
    if result != []:
        REPLY(self, msg_id, message, result)


def _reply_twice(self: Any, msg_id: Any, message: Any, result: Any) -> None:
    REPLY(self, msg_id, message, result)
    REPLY(self, msg_id, message, result)


def _die(self: Any, *_: Any) -> None:
    raise RuntimeError("the handler of failures fails")


def _exit_at_garbage(self: Any, message: Any) -> None:
    if isinstance(message, framing.Unreadable | list):
        self._server.stop(1)
    RECEIVE(self, message)


def _text_ids(self: Any, msg_id: Any, message: Any, result: Any) -> None:
    REPLY(self, str(msg_id), message, result)


def _must_be_open(self: Any, uri: str) -> Any:
    return self._open[documents._key(uri)]


REPLY, RECEIVE = Rpc._reply, Rpc.receive

TALK_BUGS: dict[str, Bug] = {
    "a lost reply": (Rpc, "_reply", _reply_to_some),
    "a reply said twice": (Rpc, "_reply", _reply_twice),
    "an id as another type": (Rpc, "_reply", _text_ids),
    "a handler that dies": (Rpc, "_fail", _die),
    "an exit at garbage": (Rpc, "receive", _exit_at_garbage),
    "a document believed open": (documents.DocumentStore, "get", _must_be_open),
    "an error not answered": (Rpc, "_reply_error", lambda self, *_: None),
}


@pytest.mark.parametrize("bug", TALK_BUGS)
def test_a_bug_in_the_protocol_is_seen(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*TALK_BUGS[bug])
    monkeypatch.setattr("tests.reliability.rig.PATIENCE", 0.5)
    with pytest.raises((Broken, ValueError)):
        talk(5, 3_000)


Duty = Callable[[Rig, Profile], None]


def _admit_all(self: Any, _method: str) -> bool:
    return True


def _never_cancel(self: Any) -> None:
    return None


DUTY_BUGS: dict[str, tuple[Bug, Duty]] = {
    "a cancelled request is run": (
        (Rpc, "foresee", lambda self, message: None),
        lambda rig, _: duties.test_a_request_that_waits_is_cancelled_unrun(begun(rig)),
    ),
    "cancelled without a reply": (
        (Rpc, "_cancel", lambda self, msg_id: self._running.pop(msg_id, None)),
        lambda rig, _: duties.test_a_running_request_is_cancelled(begun(rig), False, 7),
    ),
    "answers before initialize": (
        (Agent, "admit_request", lambda self, method: None),
        lambda rig, p: states.test_a_request_before_initialize_is_refused(rig, p, "shutdown"),
    ),
    "documents before initialize": (
        (Agent, "admits_notification", _admit_all),
        lambda rig, p: states.test_a_notification_before_initialize_is_dropped(rig, p, "x"),
    ),
    "initialize without an id": (
        (Agent, "admits_notification", _admit_all),
        lambda rig, p: states.test_initialize_comes_once(begun(rig), p),
    ),
    "shutdown leaves what runs": (
        (Agent, "cancel_all", _never_cancel),
        lambda rig, _: states.test_shutdown_answers_what_runs(begun(rig)),
    ),
    "always the same exit code": (
        (Agent, "_exit", lambda self, _: self._server.stop(0)),
        lambda rig, _: states.test_the_exit_code(begun(rig), shut_down=False, code=1),
    ),
    "another encoding than offered": (
        (protocol, "_choose_encoding", lambda _: "utf-7"),
        states.test_initialize_is_answered_before_anything_else,
    ),
}


def begun(rig: Rig) -> Rig:
    rig.call("initialize", Profile("nvim").initialize)
    rig.forget()
    return rig


@pytest.mark.parametrize("bug", DUTY_BUGS)
def test_a_neglected_duty_is_seen(
    bug: str, make_rig: Callable[[], Rig], monkeypatch: pytest.MonkeyPatch
) -> None:
    flaw, duty = DUTY_BUGS[bug]
    monkeypatch.setattr(*flaw)
    monkeypatch.setattr("tests.reliability.rig.PATIENCE", 0.5)
    with pytest.raises((AssertionError, Broken, KeyError, ValueError)):
        duty(make_rig(), Profile("nvim"))


# Bytes


def _no_recursion(body: Any) -> Any:
    import json

    try:
        return json.loads(body.decode())
    except ValueError as error:
        return framing.Unreadable(str(error))


def _believe(self: Any, length: int, *, keep: bool) -> bytes | None:
    held = self._take(length)
    rest: bytes = self._stream.read(length - len(held))
    return held + rest if len(held) + len(rest) == length else None


BYTE_BUGS: dict[str, Bug] = {
    "an unbounded Content-Length": (framing._Source, "body", _believe),
    "no next header looked for": (framing, "_find_header", lambda body, start: None),
    "half a header thrown away": (framing, "_begun_header", lambda body: b""),
    "nesting that kills": (framing, "_decode", _no_recursion),
    "a header at a line's start only": (
        framing,
        "_LENGTH",
        re.compile(rb"^Content-Length: (\d+)$"),
    ),
}


@pytest.mark.parametrize("bug", BYTE_BUGS)
def test_a_bug_in_the_framing_is_seen(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = mixture(1, 200)
    assert survivors(data) == 200
    monkeypatch.setattr(*BYTE_BUGS[bug])
    try:
        assert survivors(data) < 200
    except RecursionError:
        return  # it came through, and would have ended the process


# Inside the workspace


@pytest.fixture
def attack(tmp_path: Path) -> Iterator[Attack]:
    attack = Attack(Yard(tmp_path))
    yield attack
    attack.rig.close()


def test_a_check_without_resolving_links_is_seen(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm, "_inside", lambda path, root: path.is_relative_to(root))
    with pytest.raises(Escaped):
        attack.edit(attack.yard.root / "out/secret.rs")


def test_a_check_before_the_question_only_is_seen(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = confirm._inside
    asked: list[Path] = []

    def once(path: Path, root: Path) -> bool:
        asked.append(path)
        return real(path, root) if len(asked) == 1 else True

    monkeypatch.setattr(confirm, "_inside", once)
    victim = attack.yard.root / "src/victim.rs"
    victim.write_bytes(TEXT)

    def swap() -> None:
        victim.unlink()
        victim.symlink_to(attack.yard.folder / "secret.rs")

    attack.on_question = swap
    with pytest.raises(Escaped):
        attack.edit(victim)


def test_a_way_up_in_a_uri_is_seen(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "uri_to_path", lambda uri: Path(uri.removeprefix("file://")))
    with pytest.raises(Escaped):
        attack.open_and_lay(f"file://{attack.yard.root}/../secret.rs")
