"""Before `initialize`, between, and after `shutdown`: three editors' own beginnings and ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from rust_agent_lsp.server.session import Session
from tests.reliability.conftest import Profile
from tests.reliability.rig import Broken, Rig, message
from tests.reliability.test_duties import INVALID, PARAMS, PLACE, URI, asleep, code_of

Make = Callable[[], Rig]
NOT_INITIALIZED = -32002


@pytest.fixture
def fresh(make_rig: Make) -> Rig:
    return make_rig()


@pytest.fixture
def begun(fresh: Rig, profile: Profile) -> Rig:
    """Initialized, without what `initialized` starts."""
    fresh.call("initialize", profile.initialize)
    return fresh


def test_initialize_is_answered_before_anything_else(fresh: Rig, profile: Profile) -> None:
    result = fresh.call("initialize", profile.initialize)["result"]
    assert [m for m in fresh.said if "method" in m] == []
    assert result["serverInfo"]["name"] == "rust-agent-lsp"
    general = profile.initialize["capabilities"]["general"]
    assert result["capabilities"]["positionEncoding"] in general["positionEncodings"]
    sync = result["capabilities"]["textDocumentSync"]
    assert (sync["openClose"], sync["change"]) == (True, 2)


@pytest.mark.parametrize(
    "method", ["textDocument/hover", "shutdown", "workspace/executeCommand", "no/such", "$/no"]
)
def test_a_request_before_initialize_is_refused(fresh: Rig, profile: Profile, method: str) -> None:
    assert code_of(fresh.call(method, {})) == NOT_INITIALIZED
    assert code_of(fresh.call("initialize", profile.initialize)) is None


@pytest.mark.parametrize(
    "method", ["initialize", "initialized", "shutdown", "$/setTrace", "no/such"]
)
def test_a_notification_before_initialize_is_dropped(
    fresh: Rig, profile: Profile, method: str
) -> None:
    fresh.send(message(method, profile.initialize))
    fresh.open(URI, "x")
    fresh.settle()
    assert fresh.said == []
    assert fresh.server.documents.get(URI) is None
    assert code_of(fresh.call("initialize", profile.initialize)) is None


@pytest.mark.parametrize("params", [None, [], {"capabilities": 5}, {"processId": "x"}])
def test_a_failed_initialize_may_be_repeated(fresh: Rig, profile: Profile, params: Any) -> None:
    assert code_of(fresh.call("initialize", params)) in (PARAMS, None)
    if "error" in fresh.said[-1]:
        assert code_of(fresh.call("initialize", profile.initialize)) is None


@pytest.mark.parametrize("folders", [None, [], [{"uri": "file:///w", "name": "w"}]])
@pytest.mark.parametrize("trace", [None, "off", "messages", "verbose"])
def test_optional_fields_of_initialize(
    fresh: Rig, profile: Profile, folders: Any, trace: Any
) -> None:
    params = {**profile.initialize, "workspaceFolders": folders, "later": {"a": 1}}
    if trace is not None:
        params["trace"] = trace
    assert code_of(fresh.call("initialize", params)) is None


def test_initialize_comes_once(begun: Rig, profile: Profile) -> None:
    encoding = begun.server.encoding
    other = {**profile.initialize, "capabilities": {"general": {"positionEncodings": ["utf-32"]}}}
    assert code_of(begun.call("initialize", other)) == INVALID
    begun.send(message("initialize", other))
    begun.settle()
    assert begun.server.encoding == encoding


def test_shutdown_is_answered_with_null(begun: Rig) -> None:
    reply = begun.call("shutdown")
    assert (code_of(reply), reply["result"]) == (None, None)


def test_a_shutdown_without_an_id_is_none(begun: Rig) -> None:
    begun.send(message("shutdown"))
    begun.settle()
    assert code_of(begun.call("textDocument/hover", PLACE)) is None


@pytest.mark.parametrize("method", ["textDocument/hover", "shutdown", "initialize", "no/such"])
def test_a_request_after_shutdown_is_invalid(begun: Rig, method: str) -> None:
    begun.call("shutdown")
    assert code_of(begun.call(method, PLACE)) == INVALID


def test_notifications_after_shutdown_are_dropped(begun: Rig) -> None:
    begun.call("shutdown")
    begun.open(URI, "x")
    begun.settle()
    assert begun.server.documents.get(URI) is None


def test_shutdown_answers_what_runs(begun: Rig) -> None:
    asleep(begun)
    begun.send(*({"id": f"s{number}", **message("test/sleep", {})} for number in range(5)))
    begun.call("shutdown")
    begun.settle()
    assert {code_of(m) for m in begun.said if str(m["id"]).startswith("s")} == {-32800}


@pytest.mark.parametrize(("shut_down", "code"), [(True, 0), (False, 1)])
def test_the_exit_code(begun: Rig, shut_down: bool, code: int) -> None:
    if shut_down:
        begun.call("shutdown")
    begun.send(message("exit"))
    with pytest.raises(Broken, match="the server ended"):
        begun.settle()
    assert begun.exit_codes == [code]


def test_the_exit_code_before_initialize(fresh: Rig) -> None:
    fresh.send(message("exit"))
    with pytest.raises(Broken, match="the server ended"):
        fresh.settle()
    assert fresh.exit_codes == [1]


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("answer", [{"result": None}, {"error": {"code": -1, "message": "no"}}])
def test_progress_is_created_before_it_begins(
    begun: Rig, profile: Profile, shown: bool, answer: Any
) -> None:
    window = begun.server.protocol.client_capabilities.window
    assert window is not None
    window.work_done_progress = shown
    begun.answer = lambda _: answer
    session = session_of(begun)

    async def index() -> None:
        for percent in (10, 90):
            session.progress.show(percent)
            await asyncio.sleep(0.01)
        session.progress.show(None)
        await asyncio.sleep(0.01)

    begun.loop.run_until_complete(index())
    begun.check()
    told = [m["method"] for m in begun.said if "method" in m]
    kinds = [m["params"]["value"]["kind"] for m in begun.calls("$/progress")]
    assert told[:1] == (["window/workDoneProgress/create"] if shown else [])
    begins = shown and "result" in answer
    assert (kinds[:1], kinds[-1:]) == ((["begin"], ["end"]) if begins else ([], []))
    assert set(kinds[1:-1]) <= {"report"}


def test_configuration_is_asked_for_after_initialized_only(begun: Rig, profile: Profile) -> None:
    assert [m for m in begun.said if "method" in m] == []
    begun.send(message("initialized", {}))
    begun.settle()
    can = profile.initialize["capabilities"].get("workspace", {}).get("configuration")
    assert len(begun.calls("workspace/configuration")) == bool(can)
    assert begun.calls("client/registerCapability") == []


def test_a_second_initialized_starts_nothing(begun: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[Session] = []

    async def start(self: Session) -> None:
        starts.append(self)

    monkeypatch.setattr(Session, "start", start)
    for _ in range(3):
        begun.send(message("initialized", {}))
        begun.settle()
    assert len(starts) == 1


def session_of(rig: Rig) -> Session:
    """The server's state, which the first message after `initialize` makes and only its last act
    gives away."""
    rig.send(message("rustAgent/trust", {}))
    rig.settle()
    (close,) = rig.server.lifecycle._callbacks
    session = getattr(close, "__self__", None)
    assert isinstance(session, Session)
    return session
