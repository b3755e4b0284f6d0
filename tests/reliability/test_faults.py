"""A fault in any handler, or in anything that a handler calls, spoils that one request only."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rust_agent_lsp.server import (
    actions,
    app,
    commands,
    confirm,
    convert,
    diagnostics,
    documents,
    editor,
    fix_all,
    forward,
    hover,
    judge,
    session,
    suppress,
    target,
    undo,
    workspaces,
)
from tests.reliability.rig import Broken, Json, Rig, message
from tests.reliability.traffic import ERRORS, SOURCE, Traffic

MODULES = (
    *(actions, commands, confirm, convert, diagnostics, documents, editor, fix_all, forward),
    *(hover, judge, session, suppress, target, undo, workspaces),
)
FAULTS = (
    *(ValueError("injected"), KeyError("injected"), OSError(5, "injected"), RecursionError()),
    *(MemoryError(), AssertionError(), StopIteration(), asyncio.CancelledError(), TimeoutError()),
)
URI = "file:///w/src/main.rs"
PLACE = {"textDocument": {"uri": URI}, "position": {"line": 7, "character": 6}}


def script() -> list[Json]:
    """One message to each handler, with something to do for it."""
    start, end = ({"line": line, "character": column} for line, column in ERRORS[1][1:3])
    where = {"textDocument": {"uri": URI}, "range": {"start": start, "end": end}}
    document = {"uri": URI, "version": 2}
    change = {"textDocument": document, "contentChanges": [{"text": SOURCE + "\n"}]}
    event = {"added": [], "removed": [{"uri": "file:///x", "name": "x"}]}
    said = [
        message("workspace/didChangeConfiguration", {"settings": {"rustAgent": {}}}),
        message("rustAgent/trust", {"trusted": False}),
        message("$/setTrace", {"value": "off"}),
        message("window/workDoneProgress/cancel", {"token": "x"}),
        message("workspace/didChangeWorkspaceFolders", {"event": event}),
        message("textDocument/didChange", change),
        {"id": "hover", **message("textDocument/hover", PLACE)},
        {"id": "act", **message("textDocument/codeAction", {**where, "context": _no_context()})},
        message("textDocument/didSave", {"textDocument": {"uri": URI}}),
    ]
    for command in app.COMMANDS:
        params = {"command": command, "arguments": [{**PLACE, "uri": URI, "helpful": True}]}
        said.append({"id": command, **message("workspace/executeCommand", params)})
    return [*said, message("textDocument/didClose", {"textDocument": {"uri": URI}})]


def _no_context() -> Json:
    return {"diagnostics": []}


def play(rig: Rig) -> None:
    """Play the script; raises `Broken` where a reply is lost or the event loop meets a fault."""
    traffic = Traffic(Path("/w"))
    rig.send(*traffic.beginning())
    for said in script():
        rig.send(said)
        rig.settle()


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    rig = Rig(tmp_path_factory.mktemp("home"))
    rig.initialize()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confirm, "EDIT_SECONDS", 0.01)
        yield rig
    rig.close()


def is_well(rig: Rig) -> None:
    """Play the script without a fault: all is answered, nothing is an error of ours."""
    rig.forget()
    play(rig)
    assert rig.internal_errors() == []
    assert len(rig.replies("hover")) == 1
    rig.forget()


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_a_fault_in_every_handler(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    manager = rig.server.protocol.fm
    for handlers in (manager.features, manager.builtin_features, manager.commands):
        for name in list(handlers):
            if name in ("initialize", "initialized", "shutdown", "exit"):
                continue
            for is_async in (False, True):
                with monkeypatch.context() as patch:
                    patch.setitem(handlers, name, failing(fault, is_async))
                    play(rig)
                    rig.forget()
    is_well(rig)


def test_a_fault_in_all_that_the_handlers_call(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = 0
    for owner, name, function in functions():
        fault = FAULTS[spoilt % 4]
        spoilt += 1
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing(fault, inspect.iscoroutinefunction(function)))
            for module in MODULES:
                if isinstance(owner, ModuleType) and getattr(module, name, None) is function:
                    patch.setattr(
                        module, name, failing(fault, inspect.iscoroutinefunction(function))
                    )
            try:
                play(rig)
            except Broken as error:
                raise AssertionError(f"{name} of {owner} fails: {error}") from error
            rig.forget()
    assert spoilt > 60
    is_well(rig)


def functions() -> Iterator[tuple[Any, str, Any]]:
    """Every function and method of the server's that is reached by name."""
    for module in MODULES:
        for name, value in vars(module).items():
            if getattr(value, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(value):
                yield module, name, value
            elif inspect.isclass(value):
                for inner, method in vars(value).items():
                    if inspect.isfunction(method) and not inner.startswith("__"):
                        yield value, inner, method


def failing(fault: BaseException, is_async: bool) -> Callable[..., Any]:
    """A function that fails whatever it is called with."""

    def fail(*_args: Any, **_more: Any) -> Any:
        raise fault

    async def fail_later(*_args: Any, **_more: Any) -> Any:
        await asyncio.sleep(0)
        raise fault

    return fail_later if is_async else fail
