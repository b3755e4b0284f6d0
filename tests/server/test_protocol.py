from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from rust_agent_lsp.server.lifecycle import is_alive
from rust_agent_lsp.server.protocol import AgentServer

URI = "file:///w/main.rs"
TINY = str(Path(__file__).with_name("tiny_server.py"))
Start = Callable[..., Any]


def message(method: str, params: Any = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"jsonrpc": "2.0", "method": method, **more}
    return found if params is None else {**found, "params": params}


def code_of(reply: dict[str, Any]) -> int:
    assert "result" not in reply
    assert isinstance(reply["error"]["message"], str)
    return int(reply["error"]["code"])


def hover_at(line: int, character: int, uri: str = URI) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def open_document(client: Any, text: str) -> None:
    item = {"uri": URI, "languageId": "rust", "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": item})


def insertion(version: int, character: int, text: str) -> dict[str, Any]:
    at = {"line": 0, "character": character}
    return {
        "textDocument": {"uri": URI, "version": version},
        "contentChanges": [{"range": {"start": at, "end": at}, "text": text}],
    }


# One reply to each request


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", None),
        ("textDocument/hover", {}),
        ("textDocument/hover", []),
        ("textDocument/hover", [1, 2]),
        ("textDocument/hover", {"textDocument": {"uri": 5}, "position": hover_at(0, 0)}),
        ("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 1}}),
        ("textDocument/hover", {**hover_at(0, 0), "position": {"line": "1", "character": 0}}),
        ("textDocument/hover", {**hover_at(0, 0), "position": {"line": True, "character": 0}}),
        ("textDocument/hover", hover_at(-1, 0)),
        ("textDocument/hover", {"textDocument": None, "position": None}),
        ("workspace/executeCommand", {}),
        ("workspace/executeCommand", {"command": 5}),
        ("workspace/executeCommand", {"command": "tiny.unknown"}),
        ("workspace/executeCommand", {"command": "tiny.command", "arguments": ["a"]}),
        ("workspace/executeCommand", {"command": "tiny.command", "arguments": [[{}]]}),
        ("workspace/executeCommand", {"command": "tiny.command", "arguments": [None]}),
        ("workspace/executeCommand", {"command": "tiny.command", "arguments": [{}, {}]}),
        ("workspace/executeCommand", {"command": "tiny.command", "arguments": {"a": 1}}),
        ("workspace/executeCommand", {"command": "tiny.command", "arguments": 1}),
    ],
)
def test_invalid_params_are_answered(steady: Any, method: str, params: Any) -> None:
    assert code_of(steady.request(method, params)) == -32602
    assert steady.request("tiny/echo", {"after": 1})["result"]["echo"] == {"after": 1}


@pytest.mark.parametrize("method", ["tiny/unknown", "$/unknown", "textDocument/definition", ""])
def test_unknown_methods_are_answered(steady: Any, method: str) -> None:
    assert code_of(steady.request(method, {})) == -32601


@pytest.mark.parametrize("arguments", [{}, {"arguments": None}, {"arguments": []}])
def test_a_command_without_an_argument_gets_an_empty_object(steady: Any, arguments: Any) -> None:
    reply = steady.request("workspace/executeCommand", {"command": "tiny.command", **arguments})
    assert reply["result"] == {"got": {}}


def test_a_command_gets_plain_json(steady: Any) -> None:
    argument = {"a": [1, {"b": None}], "class": "é"}
    params = {"command": "tiny.command", "arguments": [argument]}
    assert steady.request("workspace/executeCommand", params)["result"] == {"got": argument}


def test_ids_are_returned_as_they_came(steady: Any) -> None:
    for msg_id in ("a", "1", 1000, "", -5):
        steady.send(message("tiny/echo", {}, id=msg_id))
        assert type(steady.reply(msg_id)["id"]) is type(msg_id)


@pytest.mark.parametrize(
    "broken",
    [
        [message("tiny/echo", id=7)],
        [],
        "text",
        None,
        {},
        {"jsonrpc": "2.0", "id": 7},
        message("tiny/echo", id=None),
        message("tiny/echo", id=[7]),
        message("tiny/echo", id=1.5),
        message("tiny/echo", id=True),
    ],
)
def test_what_is_no_message_is_answered_without_an_id(steady: Any, broken: Any) -> None:
    steady.send(broken)
    assert code_of(steady.reply(None)) == -32600
    assert "result" in steady.request("tiny/echo", {})


def test_a_request_of_another_json_rpc_is_invalid(steady: Any) -> None:
    steady.send({"id": "old", "method": "tiny/echo"}, {"jsonrpc": "2.0", "id": "odd", "method": 5})
    assert code_of(steady.reply("old")) == code_of(steady.reply("odd")) == -32600


def test_an_id_in_use_is_refused(ready: Any) -> None:
    sleeping = message("tiny/sleep", {"stubborn": False}, id="x")
    ready.send(sleeping, sleeping)
    assert code_of(ready.reply("x")) == -32600


# Failing handlers


@pytest.mark.parametrize("method", ["tiny/fail", "tiny/unserializable", "tiny/nan"])
def test_a_failing_handler_is_answered_and_the_next_request_works(steady: Any, method: str) -> None:
    reply = steady.request(method, {"textDocument": {"uri": URI}})
    assert code_of(reply) == -32603
    assert method in reply["error"]["message"]
    assert len(reply["error"]["message"]) <= 300
    assert "result" in steady.request("tiny/echo", {})
    assert len(steady.replies(reply["id"])) == 1


def test_failures_are_logged_with_feature_and_document_and_not_shown(ready: Any) -> None:
    assert code_of(ready.request("textDocument/hover", hover_at(0, 0))) == -32603
    params = {"command": "tiny.command", "arguments": [{"fail": True}]}
    assert code_of(ready.request("workspace/executeCommand", params)) == -32603
    ready.notify("tiny/failing", {})
    ready.notify("textDocument/didOpen", {"wrong": 1})
    assert "result" in ready.request("tiny/echo", {})
    ready.stdin.close()
    ready.drain()
    ready.wait()
    log = "\n".join(ready.log)
    assert f"textDocument/hover failed for {URI}" in log
    assert "workspace/executeCommand tiny.command failed" in log
    assert "tiny/failing failed" in log
    assert "textDocument/didOpen failed" in log
    assert not [m for m in ready.received if m.get("method", "").startswith("window/")]


# Cancelling


@pytest.mark.parametrize("stubborn", [False, True])
def test_a_running_request_is_cancelled_with_one_reply(steady: Any, stubborn: bool) -> None:
    msg_id = steady.begin("tiny/sleep", {"stubborn": stubborn})
    steady.call("tiny/note")
    steady.notify("$/cancelRequest", {"id": msg_id})
    assert code_of(steady.reply(msg_id)) == -32800
    steady.expect(lambda m: m.get("params") == {"what": "woken"})
    assert "result" in steady.request("tiny/echo", {})
    assert len(steady.replies(msg_id)) == 1


def test_a_request_behind_a_busy_handler_is_cancelled_unrun(steady: Any) -> None:
    steady.send(
        message("tiny/block", {"until": "waiting"}, id="busy"),
        message("tiny/sleep", {"stubborn": False}, id="waiting"),
        message("$/cancelRequest", {"id": "waiting"}),
        message("tiny/echo", {}, id="later"),
    )
    assert code_of(steady.reply("waiting")) == -32800
    assert steady.reply("busy")["result"] == "unblocked"
    assert "result" in steady.reply("later")
    assert len(steady.replies("waiting")) == 1
    assert not [m for m in steady.received if m.get("method") == "tiny/note"]
    steady.send(message("tiny/echo", {}, id="waiting"))
    assert "result" in steady.expect(lambda m: m.get("id") == "waiting" and "result" in m)


def test_a_cancelled_thread_gives_one_reply(ready: Any) -> None:
    msg_id = ready.begin("tiny/thread", {})
    ready.call("tiny/note")
    ready.notify("$/cancelRequest", {"id": msg_id})
    assert code_of(ready.reply(msg_id)) == -32800
    ready.request("workspace/executeCommand", {"command": "tiny.open"})
    second = ready.request("tiny/thread", {})
    assert second["result"] != "MainThread"
    assert len(ready.replies(msg_id)) == 1


@pytest.mark.parametrize("params", [{"id": "gone"}, {"id": [1]}, {}, None, [], 5])
def test_odd_cancellations_are_ignored(steady: Any, params: Any) -> None:
    steady.send(message("$/cancelRequest", params))
    assert "result" in steady.request("tiny/echo", {})
    steady.send(message("tiny/echo", {}, id="gone"))
    assert "result" in steady.reply("gone")


# States


def test_before_initialize(tiny: Any) -> None:
    open_document(tiny, "early")
    assert code_of(tiny.request("textDocument/hover", hover_at(0, 0))) == -32002
    assert code_of(tiny.request("shutdown")) == -32002
    assert code_of(tiny.request("initialize", {"capabilities": 5})) == -32602
    tiny.initialize()
    assert code_of(tiny.request("textDocument/hover", hover_at(0, 0))) == -32603  # was not opened
    assert code_of(tiny.request("initialize", {"capabilities": {}})) == -32600


def test_requests_sent_together_with_initialize_are_in_order(tiny: Any) -> None:
    tiny.send(
        message("initialize", {"capabilities": {}}, id=1),
        message("initialized"),
        message("tiny/echo", {}, id=2),
    )
    assert tiny.reply(1)["result"]["serverInfo"] == {"name": "tiny", "version": "1"}
    assert "result" in tiny.reply(2)


def test_after_shutdown(ready: Any) -> None:
    running = ready.begin("tiny/sleep", {"stubborn": False})
    ready.call("tiny/note")
    assert ready.request("shutdown") == {"jsonrpc": "2.0", "id": running + 1, "result": None}
    assert code_of(ready.reply(running)) == -32800
    assert code_of(ready.request("textDocument/hover", hover_at(0, 0))) == -32600
    assert code_of(ready.request("shutdown")) == -32600
    assert code_of(ready.request("initialize", {"capabilities": {}})) == -32600
    ready.notify("exit")
    assert ready.wait() == 0


def test_exit_without_shutdown_answers_what_runs(ready: Any) -> None:
    running = ready.begin("tiny/sleep", {"stubborn": False})
    ready.call("tiny/note")
    ready.notify("exit")
    assert code_of(ready.reply(running)) == -32800
    assert ready.wait() == 1


def test_exit_before_initialize(tiny: Any) -> None:
    tiny.notify("exit")
    assert tiny.wait() == 1


def test_shutdown_and_exit_sent_together(ready: Any) -> None:
    ready.send(message("tiny/echo", {}, id="a"), message("shutdown", id="b"), message("exit"))
    ready.drain()
    assert ready.wait() == 0
    assert len(ready.replies("a")) == len(ready.replies("b")) == 1


@pytest.mark.parametrize("started", [False, True])
def test_the_end_of_input_ends_the_process(tiny: Any, started: bool) -> None:
    if started:
        tiny.initialize()
        tiny.begin("tiny/thread", {})
        tiny.call("tiny/note")
    tiny.stdin.close()
    assert tiny.wait() == 1


# Documents and encodings


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-16"], "utf-16"),
        (["utf-16", "utf-8"], "utf-8"),
        (["utf-32", "utf-16"], "utf-16"),
        (["utf-32"], "utf-32"),
        (["utf-7"], "utf-16"),
    ],
)
def test_the_position_encoding(tiny: Any, offered: list[str] | None, chosen: str) -> None:
    general = {} if offered is None else {"positionEncodings": offered}
    result = tiny.initialize(capabilities={"general": general})
    assert result["capabilities"]["positionEncoding"] == chosen
    open_document(tiny, "é🦀x")
    character = {"utf-8": 6, "utf-16": 3, "utf-32": 2}[chosen]
    reply = tiny.request("textDocument/hover", hover_at(0, character))
    assert reply["result"]["contents"] == "1:6:é🦀x"


def test_capabilities(tiny: Any) -> None:
    found = tiny.initialize()["capabilities"]
    assert found["textDocumentSync"]["openClose"] is True
    assert found["textDocumentSync"]["change"] == types.TextDocumentSyncKind.Incremental
    assert found["hoverProvider"] is True
    assert set(found["executeCommandProvider"]["commands"]) == {"tiny.command", "tiny.open"}


def test_a_request_sees_every_change_before_it(ready: Any) -> None:
    open_document(ready, "")
    for version in range(2, 40):
        ready.send(
            message("textDocument/didChange", insertion(version, 0, "a")),
            message("textDocument/hover", hover_at(0, 0), id=f"h{version}"),
        )
    for version in range(2, 40):
        contents = ready.reply(f"h{version}")["result"]["contents"]
        assert contents == f"{version}:0:{'a' * (version - 1)}"
    assert sum(m.get("method") == "tiny/note" for m in ready.received) == 38
    ready.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert code_of(ready.request("textDocument/hover", hover_at(0, 0))) == -32603


def test_line_breaks_and_enormous_positions(ready: Any) -> None:
    open_document(ready, "a\x0cb\u2028c\x85d\r\ne")
    assert ready.request("textDocument/hover", hover_at(1, 0))["result"]["contents"][:5] == "1:12:"
    far = {"line": 2**32 - 1, "character": 2**32 - 1}
    change = insertion(2, 0, "!")
    change["contentChanges"][0]["range"] = {"start": far, "end": far}
    ready.notify("textDocument/didChange", change)
    contents = ready.request("textDocument/hover", hover_at(0, 0))["result"]["contents"]
    assert contents == "2:0:a\x0cb\u2028c\x85d\r\ne!"


def test_lone_surrogates_do_not_stop_the_server(steady: Any) -> None:
    open_document(steady, "a\ud800b")
    contents = steady.request("textDocument/hover", hover_at(0, 2))["result"]["contents"]
    assert contents == "1:4:a\ufffdb"
    assert steady.request("tiny/echo", {"x": "\udc00"})["result"]["echo"] == {"x": "\udc00"}


def test_workspace_folders_are_kept(tiny: Any) -> None:
    folder = {"uri": "file:///w/a%20b", "name": "a b"}
    tiny.initialize(workspaceFolders=[folder, {"uri": "untitled:x", "name": "x"}])
    assert tiny.request("tiny/folders")["result"] == ["/w/a b"]
    event = {"added": [{"uri": "file:///w/c", "name": "c"}], "removed": [folder]}
    tiny.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    assert tiny.request("tiny/folders")["result"] == ["/w/c"]


# Custom messages


@pytest.mark.parametrize("params", [{"a": {"b": [1, None]}, "for": 1}, [1, {"a": 2}], {}, []])
def test_custom_params_are_plain_json(steady: Any, params: Any) -> None:
    result = steady.request("tiny/echo", params)["result"]
    assert result == {"echo": params, "type": type(params).__name__}
    steady.notify("tiny/echoed", params)
    assert steady.call("tiny/note")["params"] == {"what": f"{type(params).__name__} {params!r}"}


def test_unknown_notifications_are_ignored(steady: Any) -> None:
    steady.send(message("$/whatever", {}), message("tiny/unheard", {}), message("$/progress"))
    steady.send({"jsonrpc": "2.0", "method": 7})
    reply = steady.request("tiny/echo", {})
    assert steady.received[-1] == reply
    assert not steady.replies(None)


# Requests to the client


@pytest.mark.parametrize(
    ("method", "answer", "outcome"),
    [
        ("rustAgent/confirmFix", {"result": {"choice": "apply"}}, {"choice": "apply"}),
        ("rustAgent/confirmFix", {"result": None}, None),
        ("workspace/configuration", {"result": [None, {"a": 1}]}, [None, {"a": 1}]),
        ("window/showMessageRequest", {"result": {"title": "Apply"}}, {"title": "Apply"}),
        (
            "rustAgent/confirmFix",
            {"error": {"code": -32601, "message": "what?"}},
            "JsonRpcException: what?",
        ),
        ("rustAgent/confirmFix", {"error": "odd"}, "JsonRpcException: odd"),
    ],
)
def test_asking_the_client(steady: Any, method: str, answer: Any, outcome: Any) -> None:
    msg_id = steady.begin("tiny/ask", {"method": method, "params": {"title": "é"}})
    asked = steady.call(method)
    assert asked["params"] == {"title": "é"}
    response = {"jsonrpc": "2.0", "id": asked["id"], **answer}
    steady.send(response, response, {"jsonrpc": "2.0", "id": "nobody", "result": 1})
    assert steady.reply(msg_id)["result"] == outcome
    assert "result" in steady.request("tiny/echo", {})


def test_a_client_that_does_not_answer(steady: Any) -> None:
    msg_id = steady.begin("tiny/ask", {"method": "rustAgent/confirmFix", "timeout": 0.05})
    asked = steady.call("rustAgent/confirmFix")
    assert "params" not in asked
    assert steady.reply(msg_id)["result"].startswith("TimeoutError")
    assert steady.call("$/cancelRequest")["params"] == {"id": asked["id"]}
    steady.send({"jsonrpc": "2.0", "id": asked["id"], "result": "late"})
    assert "result" in steady.request("tiny/echo", {})


def test_a_cancelled_question_is_withdrawn(steady: Any) -> None:
    msg_id = steady.begin("tiny/ask", {"method": "rustAgent/confirmFix"})
    asked = steady.call("rustAgent/confirmFix")
    steady.notify("$/cancelRequest", {"id": msg_id})
    assert code_of(steady.reply(msg_id)) == -32800
    assert steady.call("$/cancelRequest")["params"] == {"id": asked["id"]}


def test_the_typed_calls_of_pygls_work(steady: Any) -> None:
    msg_id = steady.begin("tiny/askTyped", {})
    asked = steady.call("workspace/applyEdit")
    steady.send({"jsonrpc": "2.0", "id": asked["id"], "result": {"applied": False}})
    assert steady.reply(msg_id)["result"] == "ApplyWorkspaceEditResult False"


# Frames


@pytest.mark.parametrize(
    "header",
    [
        "content-length: {}\r\n\r\n",
        "CONTENT-LENGTH:{}\r\n\r\n",
        "Content-Length : {} \r\n\r\n",
        "Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: {}\r\n\r\n",
        "Content-Length: {}\r\nX-Unknown: 1\r\nnonsense\r\n\r\n",
        "\r\n\r\nContent-Length: {}\r\n\r\n",
        "Content-Length: {}\n\n",
    ],
)
def test_headers_in_any_shape(steady: Any, header: str) -> None:
    body = json.dumps(message("tiny/echo", {"é": "🦀"}, id="x"), ensure_ascii=False).encode()
    steady.send_bytes(header.format(len(body)).encode() + body)
    assert steady.reply("x")["result"]["echo"] == {"é": "🦀"}


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 3\r\n\r\n{a}",
        b"Content-Length: 5\r\n\r\n\xff\xfe{}1",
        b"Content-Length: 3\r\n\r\nNaN",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: five\r\n\r\n",
        b"X-Only: 1\r\n\r\n",
        b"Content-Length: 200000\r\n\r\n" + b"[" * 200000,
        b"Content-Length: 200000\r\n\r\n" + b'{"a":' * 40000,
        b"Content-Length: 6000\r\n\r\n" + b"1" * 6000,
        b"Content-Length: 70000000\r\n\r\n" + b" " * 70000000,
    ],
    ids=lambda data: f"{data[:32]!r}",
)
def test_what_cannot_be_read_is_answered_and_survived(steady: Any, data: bytes) -> None:
    steady.send_bytes(data)
    assert code_of(steady.reply(None)) == -32700
    assert "result" in steady.request("tiny/echo", {})


def test_nested_params_within_the_limit_get_a_reply(steady: Any) -> None:
    for depth in range(100, 1000, 100):
        value: Any = 1
        for _ in range(depth):
            value = [value]
        assert "id" in steady.request("tiny/echo", {"deep": value})


def test_messages_of_many_threads_stay_whole(steady: Any) -> None:
    steady.notify("tiny/flood", {})
    seen: list[tuple[int, int]] = []
    while len(seen) < 200:
        got = steady.recv()
        assert got is not None
        assert got["params"]["text"] == "é🦀" * 2000
        seen.append((got["params"]["thread"], got["params"]["count"]))
    assert len(set(seen)) == 200


def test_nothing_but_the_protocol_on_stdout_and_children_get_no_input(ready: Any) -> None:
    assert ready.request("tiny/print", {})["result"] == "printed"
    ready.send(message("shutdown", id="s"), message("exit"))
    ready.drain()
    assert ready.wait() == 0
    assert {"printed by Python", "written to descriptor 1", "printed by a child"} <= {*ready.log}


# The end


def test_callbacks_run_at_exit_latest_first(ready: Any) -> None:
    ready.notify("tiny/onExit", {"hang": False})
    ready.request("shutdown")
    ready.notify("exit")
    ready.drain()
    assert ready.wait() == 0
    notes = [m["params"]["what"] for m in ready.received if m.get("method") == "tiny/note"]
    assert notes == ["last registered", "first registered"]


def test_a_hanging_callback_does_not_keep_the_process(ready: Any) -> None:
    ready.notify("tiny/onExit", {"hang": True})
    ready.request("shutdown")
    ready.notify("exit")
    assert ready.wait() == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_signal_runs_the_callbacks(ready: Any) -> None:
    ready.notify("tiny/onExit", {"hang": False})
    ready.request("tiny/echo", {})
    ready.process.send_signal(signal.SIGTERM)
    ready.drain()
    assert ready.wait() == 128 + signal.SIGTERM
    assert ready.call("tiny/note")


def test_it_goes_with_the_process_it_was_given(tiny: Any) -> None:
    editor = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        tiny.initialize(processId=editor.pid)
        assert "result" in tiny.request("tiny/echo", {})
    finally:
        editor.kill()
    # Not reaped yet: a zombie is gone too.
    assert tiny.wait() == 1
    editor.communicate()


def test_it_goes_with_its_parent_though_the_pipe_stays_open(tiny_pipes: Any) -> None:
    """A shell starts the server and is killed, while the test holds both pipes open."""
    shell, server_pid = tiny_pipes
    assert is_alive(server_pid)
    shell.kill()
    shell.wait()
    deadline = time.monotonic() + 30
    while is_alive(server_pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def tiny_pipes() -> Any:
    script = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, {TINY!r}])\n"
        "print(child.pid, file=sys.stderr, flush=True)\n"
        "child.wait()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=pipe, stdout=pipe, stderr=pipe
    ) as shell:
        assert shell.stdin and shell.stdout and shell.stderr
        pid = int(shell.stderr.readline())
        body = json.dumps(message("initialize", {"capabilities": {}}, id=1)).encode()
        shell.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        shell.stdin.flush()
        assert shell.stdout.readline().startswith(b"Content-Length")
        yield shell, pid
        shell.kill()
    if is_alive(pid):
        os.kill(pid, signal.SIGKILL)


def test_is_alive() -> None:
    assert is_alive(os.getpid())
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not is_alive(child.pid)


# TCP


def test_serving_on_loopback(start_client: Start) -> None:
    client = start_client(sys.executable, TINY, "--tcp", "127.0.0.1")
    deadline = time.monotonic() + 30
    while not (found := re.search(r"listening on 127.0.0.1 port (\d+)", "\n".join(client.log))):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with socket.create_connection(("127.0.0.1", int(found[1]))) as connection:
        body = json.dumps(message("initialize", {"capabilities": {}}, id=1)).encode()
        connection.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        assert connection.makefile("rb").readline().startswith(b"Content-Length")
    assert client.wait() == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "::", "example.org", ""])  # noqa: S104
def test_other_addresses_are_refused(host: str) -> None:
    from rust_agent_lsp.server.lifecycle import serve_tcp

    with pytest.raises(ValueError, match="address"):
        serve_tcp(AgentServer("x", "1"), host, 0)
