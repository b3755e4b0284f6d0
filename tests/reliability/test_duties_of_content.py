"""Documents, trace and progress as the specification has them, and three recorded sessions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reliability.conftest import Profile
from tests.reliability.rig import Json, Rig, frame, message
from tests.reliability.test_duties import PLACE, URI, Ready, code_of


def test_a_request_sees_every_change_before_it_and_none_after(steady: Rig) -> None:
    seen: list[bytes] = []

    def look(_params: Any) -> None:
        document = steady.server.documents.get(URI)
        seen.append(document.text if document else b"")

    steady.server.protocol.fm.features["test/look"] = look
    texts = [f"fn f{number}() {{}}" for number in range(5)]
    steady.open(URI, texts[0])
    parts: list[Any] = []
    for number, text in enumerate(texts):
        document = {"uri": URI, "version": number + 2}
        params = {"textDocument": document, "contentChanges": [{"text": text}]}
        parts += [message("textDocument/didChange", params)]
        parts += [{"id": f"look {number}", **message("test/look", {})}]
    steady.send(*parts, message("textDocument/didClose", {"textDocument": {"uri": URI}}))
    steady.settle()
    assert seen == [text.encode() for text in texts]


@pytest.mark.parametrize("version", [None, "1", 1.5, {}])
def test_a_change_without_a_version_is_not_taken(steady: Rig, version: Any) -> None:
    steady.open(URI, "a")
    document = {"uri": URI, "version": version}
    params = {"textDocument": document, "contentChanges": [{"text": "b"}]}
    steady.send(message("textDocument/didChange", params))
    steady.settle()
    kept = steady.server.documents.get(URI)
    assert kept is not None
    assert kept.text == b"a"
    steady.send(message("textDocument/didClose", {"textDocument": {"uri": URI}}))


@pytest.mark.parametrize("method", ["didChange", "didClose", "didSave"])
def test_a_document_that_is_not_open_does_no_harm(steady: Rig, method: str) -> None:
    document = {"uri": "file:///w/closed.rs", "version": 1}
    params = {"textDocument": document, "contentChanges": [{"text": "x"}]}
    steady.send(message(f"textDocument/{method}", params))
    steady.settle()
    assert steady.server.documents.get("file:///w/closed.rs") is None


@pytest.mark.parametrize("changes", [[], [{"text": ""}], [{"text": "é"}, {"text": "🦀"}]])
def test_a_change_may_be_empty_or_several(steady: Rig, changes: list[Json]) -> None:
    steady.open(URI, "a")
    params = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": changes}
    steady.send(message("textDocument/didChange", params))
    steady.settle()
    kept = steady.server.documents.get(URI)
    assert kept is not None
    assert (kept.version, kept.text.decode()) == (2, changes[-1]["text"] if changes else "a")
    steady.send(message("textDocument/didClose", {"textDocument": {"uri": URI}}))


def test_nothing_is_registered_or_traced_unasked(steady: Rig) -> None:
    for value in ("off", "messages", "verbose", "loud", None):
        steady.send(message("$/setTrace", {"value": value}))
        assert code_of(steady.call("textDocument/hover", PLACE)) is None
    steady.send(message("$/setTrace", {"value": "off"}))
    steady.forget()
    assert code_of(steady.call("textDocument/hover", PLACE)) is None
    assert [m for m in steady.said if "method" in m] == []


def test_a_cancelled_progress_that_nobody_knows_is_ignored(steady: Rig) -> None:
    steady.send(message("window/workDoneProgress/cancel", {"token": "no such"}))
    steady.settle()
    assert steady.said == []


def test_a_recorded_session_runs_without_an_error(profile: Profile, make_rig: Ready) -> None:
    rig = make_rig()
    configuration = {**profile.initialize["initializationOptions"]}
    rig.answer = lambda _: {"result": [configuration]}
    rig.initialize(**profile.initialize)
    for said in profile.messages[2:]:
        if said.get("method") in ("shutdown", "exit") or "method" not in said:
            continue  # the ends are tested by themselves, the answers are to other questions
        rig.frames(frame(said))
        rig.settle()
    assert [m for m in rig.said if "error" in m] == []
    assert all(d.text == b"fn main() {\n}\n" for d in rig.server.documents.snapshot())
