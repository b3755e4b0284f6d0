"""What the specification asks of a server that runs, with three editors' own beginnings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from rust_agent_lsp.server.handlers import COMMANDS
from tests.reliability.rig import Json, Rig, message
from tests.reliability.traffic import QUESTIONS, nested

URI = "file:///w/src/duties.rs"
PLACE = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
Ready = Callable[[], Rig]

PARSE, INVALID, UNKNOWN, PARAMS, CANCELLED = -32700, -32600, -32601, -32602, -32800


def code_of(reply: Json) -> int | None:
    assert reply["jsonrpc"] == "2.0"
    assert ("result" in reply) != ("error" in reply)
    return reply.get("error", {}).get("code")  # type: ignore[no-any-return]


def asleep(rig: Rig, stubborn: bool = False) -> None:
    """Register a handler that runs until it is cancelled."""

    async def sleep(_params: Any) -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if not stubborn:
                raise
        return "too late"

    rig.server.protocol.fm.features["test/sleep"] = sleep


# Replies


@pytest.mark.parametrize("msg_id", [0, -1, 2**31, 2**70, "", "a", "é🦀\ud800", "1"])
def test_an_id_comes_back_as_it_was(steady: Rig, msg_id: Any) -> None:
    steady.send({"id": msg_id, **message("textDocument/hover", PLACE)})
    steady.settle()
    (reply,) = steady.replies(msg_id)
    assert type(reply["id"]) is type(msg_id)
    assert code_of(reply) is None


@pytest.mark.parametrize("msg_id", [None, 1.5, True, [], {}, [[1]]])
def test_an_id_of_another_type_is_invalid(steady: Rig, msg_id: Any) -> None:
    steady.send({"id": msg_id, **message("textDocument/hover", PLACE)})
    steady.settle()
    assert [code_of(reply) for reply in steady.replies(None)] == [INVALID]


@pytest.mark.parametrize("value", [[], {}, 1, "text", None, True, [{"id": 1}]], ids=repr)
def test_what_is_no_message_is_answered_without_an_id(steady: Rig, value: Any) -> None:
    steady.send(value)
    steady.settle()
    assert [code_of(reply) for reply in steady.replies(None)] == [INVALID]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"NaN", b"{'a': 1}", b"[1,]"])
def test_what_is_no_json_is_a_parse_error(steady: Rig, body: bytes) -> None:
    steady.frames(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    steady.settle()
    assert [code_of(reply) for reply in steady.replies(None)] == [PARSE]


@pytest.mark.parametrize("version", [None, "1.0", 2, 2.0])
def test_another_json_rpc_is_invalid(steady: Rig, version: Any) -> None:
    steady.send({"id": "v", "jsonrpc": version, "method": "textDocument/hover", "params": PLACE})
    steady.settle()
    assert code_of(*steady.replies("v")) == INVALID


def test_an_id_in_use_is_invalid(steady: Rig) -> None:
    asleep(steady)
    steady.send(*[{"id": "twice", **message("test/sleep", {})}] * 2)
    steady.send(message("$/cancelRequest", {"id": "twice"}))
    steady.settle()
    assert {code_of(reply) for reply in steady.replies("twice")} <= {INVALID, CANCELLED}


@pytest.mark.parametrize("msg_id", [None, 77, "no such", 1.5, []])
@pytest.mark.parametrize("outcome", [{"result": 1}, {"error": {"code": 1, "message": "x"}}])
def test_a_response_to_no_question_is_ignored(steady: Rig, msg_id: Any, outcome: Json) -> None:
    steady.send({"jsonrpc": "2.0", "id": msg_id, **outcome})
    steady.settle()
    assert steady.said == []


# Methods


@pytest.mark.parametrize(
    "method", ["no/such", "", "$/no", "client/registerCapability", "window/showMessageRequest"]
)
def test_an_unknown_request_is_not_found(steady: Rig, method: str) -> None:
    assert code_of(steady.call(method, {})) == UNKNOWN


@pytest.mark.parametrize("method", ["no/such", "$/no", "$/progress", "textDocument/willSave", "x"])
def test_an_unknown_notification_is_ignored(steady: Rig, method: str) -> None:
    steady.send(message(method, {"a": 1}))
    steady.settle()
    assert steady.said == []


@pytest.mark.parametrize("method", [7, None, [], {"a": 1}, nested(1, 300)])
def test_a_method_that_is_no_text_is_invalid(steady: Rig, method: Any) -> None:
    steady.send(message(method, {}), {"id": "m", **message(method, {})})
    steady.settle()
    assert code_of(*steady.replies("m")) == INVALID


@pytest.mark.parametrize(
    "params",
    [None, [], [PLACE], 1, "x", {}, {**PLACE, "position": None}, {**PLACE, "textDocument": []}],
)
def test_params_of_another_shape_are_invalid(steady: Rig, params: Any) -> None:
    assert code_of(steady.call("textDocument/hover", params)) == PARAMS


def test_fields_of_a_later_specification_are_ignored(steady: Rig) -> None:
    params = {**PLACE, "workDoneToken": "t", "partialResultToken": 5, "later": {"a": [1]}}
    assert code_of(steady.call("textDocument/hover", params)) is None


def test_what_was_advertised_is_answered(steady: Rig) -> None:
    told = steady.server.protocol.plain(steady.server.protocol.server_capabilities)
    assert code_of(steady.call("textDocument/hover", PLACE)) is None
    at = {"range": {"start": PLACE["position"], "end": PLACE["position"]}}
    params = {"textDocument": PLACE["textDocument"], **at, "context": {"diagnostics": []}}
    assert code_of(steady.call("textDocument/codeAction", params)) is None
    assert set(told["executeCommandProvider"]["commands"]) == set(COMMANDS)
    for command in sorted(COMMANDS):
        reply = steady.call("workspace/executeCommand", {"command": command, "arguments": [{}]})
        assert code_of(reply) in (None, PARAMS)


@pytest.mark.parametrize("question", [None, 5, True, ["x"], {"text": "x"}])
def test_a_question_is_a_text(steady: Rig, question: Any) -> None:
    assert code_of(steady.call("workspace/executeCommand", asking(question))) == PARAMS


@pytest.mark.parametrize("question", ["", " \n", *QUESTIONS], ids=lambda text: repr(text)[:20])
def test_any_text_may_be_a_question(steady: Rig, question: str) -> None:
    reply = steady.call("workspace/executeCommand", asking(question))
    assert isinstance(reply["result"]["answers"], list)


def asking(question: Any) -> Json:
    return {"command": "rustAgent.ask", "arguments": [{"question": question}]}


@pytest.mark.parametrize("arguments", [None, [], [{}]])
def test_a_command_may_come_without_its_object(steady: Rig, arguments: Any) -> None:
    params = {"command": "rustAgent.status", "arguments": arguments}
    assert code_of(steady.call("workspace/executeCommand", params)) is None


@pytest.mark.parametrize("params", [{"command": "no.such"}, {"command": 5}, {}, {"arguments": []}])
def test_an_unknown_command_is_invalid(steady: Rig, params: Json) -> None:
    assert code_of(steady.call("workspace/executeCommand", params)) == PARAMS


# Cancel


@pytest.mark.parametrize("stubborn", [False, True])
@pytest.mark.parametrize("msg_id", [7001, "seven"])
def test_a_running_request_is_cancelled(steady: Rig, stubborn: bool, msg_id: Any) -> None:
    asleep(steady, stubborn)
    steady.send({"id": msg_id, **message("test/sleep", {})})
    steady.loop.run_until_complete(steady.turn())
    assert steady.server.protocol._running
    for _ in range(3):
        steady.send(message("$/cancelRequest", {"id": msg_id}))
    steady.settle()
    assert code_of(*steady.replies(msg_id)) == CANCELLED


def test_a_request_that_waits_is_cancelled_unrun(steady: Rig) -> None:
    ran: list[Any] = []
    steady.server.protocol.fm.features["test/run"] = ran.append
    steady.send({"id": "w", **message("test/run", 1)}, message("$/cancelRequest", {"id": "w"}))
    steady.settle()
    assert (code_of(*steady.replies("w")), ran) == (CANCELLED, [])


@pytest.mark.parametrize("params", [None, [], {}, {"id": None}, {"id": []}, {"id": 1.5}, {"id": 4}])
def test_an_odd_cancellation_is_ignored(steady: Rig, params: Any) -> None:
    steady.send(message("$/cancelRequest", params))
    steady.settle()
    assert steady.said == []
    assert code_of(steady.call("textDocument/hover", PLACE)) is None


def test_an_answered_request_is_not_cancelled_and_its_id_is_free(steady: Rig) -> None:
    for _ in range(3):
        steady.send({"id": "again", **message("textDocument/hover", PLACE)})
        steady.settle()
        steady.send(message("$/cancelRequest", {"id": "again"}))
        steady.settle()
    assert [code_of(reply) for reply in steady.replies("again")] == [None] * 3


def test_a_question_is_withdrawn_with_the_request_that_asked_it(steady: Rig) -> None:
    async def ask(_params: Any) -> Any:
        return await steady.server.request("test/question", {}, 60)

    steady.server.protocol.fm.features["test/ask"] = ask
    steady.answer = lambda _: None
    steady.send({"id": "a", **message("test/ask", {})})
    steady.loop.run_until_complete(asyncio.sleep(0.01))
    steady.send(message("$/cancelRequest", {"id": "a"}))
    steady.settle()
    steady.loop.run_until_complete(asyncio.sleep(0.01))
    (question,), (withdrawn,) = steady.calls("test/question"), steady.calls("$/cancelRequest")
    assert withdrawn["params"] == {"id": question["id"]}
    assert code_of(*steady.replies("a")) == CANCELLED


@pytest.mark.parametrize("code", [-32801, -32800, -32601, 1])
def test_an_error_of_the_editor_ends_in_a_reply(steady: Rig, code: int) -> None:
    async def ask(_params: Any) -> Any:
        return await steady.server.request("test/question", {}, 60)

    steady.server.protocol.fm.features["test/ask"] = ask
    steady.answer = lambda _: {"error": {"code": code, "message": "the content was modified"}}
    assert code_of(steady.call("test/ask", {})) == code
