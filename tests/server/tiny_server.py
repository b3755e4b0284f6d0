"""A server with a handler for each duty of the protocol, run by the tests as a process."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from rust_agent_lsp.server.lifecycle import claim_stdout, serve_stdio, serve_tcp

STDOUT = claim_stdout()

import asyncio  # noqa: E402

from lsprotocol import types  # noqa: E402

from rust_agent_lsp.server.protocol import AgentServer  # noqa: E402

server = AgentServer("tiny", "1")
gate = threading.Event()


def note(what: str) -> None:
    server.protocol.notify("tiny/note", {"what": what})


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(ls: AgentServer, params: types.HoverParams) -> types.Hover | None:
    document = ls.documents.get(params.text_document.uri)
    if document is None:
        raise KeyError("no such document")
    offset = document.lines.offset(params.position.line, params.position.character, ls.encoding)
    return types.Hover(f"{document.version}:{offset}:{document.text.decode()}")


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: AgentServer, params: types.DidChangeTextDocumentParams) -> None:
    document = ls.documents.get(params.text_document.uri)
    assert document
    note(f"changed to {document.version}")


@server.feature("tiny/sleep")
async def sleep(params: Any) -> str:
    note("sleeping")
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        note("woken")
        if params["stubborn"]:
            return "too late"
        raise
    return "slept"


@server.feature("tiny/block")
def block(params: Any) -> str:
    """Keep the event loop busy until the reader has seen a cancellation."""
    while params["until"] not in server.protocol._withdrawn:
        time.sleep(0.01)
    return "unblocked"


@server.feature("tiny/thread")
@server.thread()
def in_thread(params: Any) -> str:
    note("in thread")
    assert gate.wait(60)
    return threading.current_thread().name


@server.feature("tiny/echo")
def echo(params: Any) -> Any:
    return {"echo": params, "type": type(params).__name__}


@server.feature("tiny/echoed")
def echoed(params: Any) -> None:
    note(f"{type(params).__name__} {params!r}")


@server.feature("tiny/fail")
async def fail(params: Any) -> None:
    raise ValueError("x" * 5000)


@server.feature("tiny/failing")
def failing(params: Any) -> None:
    raise ValueError("a failing notification")


@server.feature("tiny/unserializable")
def unserializable(params: Any) -> object:
    return object()


@server.feature("tiny/nan")
def nan(params: Any) -> float:
    return float("nan")


@server.feature("tiny/print")
def print_much(params: Any) -> str:
    print("printed by Python", flush=True)
    os.write(1, b"written to descriptor 1\n")
    subprocess.run("echo printed by a child; cat", shell=True, check=True)  # noqa: S602
    return "printed"


@server.feature("tiny/ask")
async def ask(ls: AgentServer, params: Any) -> Any:
    try:
        return await ls.request(params["method"], params.get("params"), params.get("timeout"))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@server.feature("tiny/askTyped")
async def ask_typed(ls: AgentServer, params: Any) -> str:
    edit = types.ApplyWorkspaceEditParams(types.WorkspaceEdit())
    answer = await ls.workspace_apply_edit_async(edit)
    return f"{type(answer).__name__} {answer.applied}"


@server.feature("tiny/flood")
def flood(params: Any) -> None:
    def run(number: int) -> None:
        for count in range(50):
            ls_params = {"thread": number, "count": count, "text": "é🦀" * 2000}
            server.protocol.notify("tiny/flooded", ls_params)

    for number in range(4):
        threading.Thread(target=run, args=(number,)).start()


@server.feature("tiny/onExit")
def on_exit(params: Any) -> None:
    server.lifecycle.on_exit(lambda: note("first registered"))
    server.lifecycle.on_exit(lambda: 1 / 0)
    server.lifecycle.on_exit(lambda: note("last registered"))
    if params["hang"]:
        server.lifecycle.on_exit(lambda: threading.Event().wait(3600))


@server.feature("tiny/folders")
def folders(params: Any) -> list[str]:
    return [str(path) for path in server.folders]


@server.command("tiny.command")
async def command(ls: AgentServer, argument: dict[str, Any]) -> Any:
    if argument.get("fail"):
        raise RuntimeError("the command failed")
    return {"got": argument}


@server.command("tiny.open")
def open_gate(argument: dict[str, Any]) -> None:
    gate.set()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    if "--tcp" in sys.argv:
        serve_tcp(server, sys.argv[-1], 0)
    serve_stdio(server, STDOUT)
