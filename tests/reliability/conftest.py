"""Homes that are not the user's, and servers to be tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.lab import lab as lab
from tests.reliability.rig import OPTIONS, Rig, quiet


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with quiet():
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the server's data, cache and configuration apart from the user's."""
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    return tmp_path / "home"


@pytest.fixture
def make_rig(tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    """Make a server within this process, not yet initialized."""
    rigs: list[Rig] = []

    def make() -> Rig:
        rigs.append(Rig(tmp_path / "home"))
        return rigs[-1]

    yield make
    for rig in rigs:
        rig.close()


class Profile:
    """What an editor said in a recorded session, from `initialize` on."""

    def __init__(self, name: str) -> None:
        recorded = Path(__file__).with_name("profiles") / f"{name}.json"
        self.name = name
        self.messages: list[dict[str, Any]] = json.loads(recorded.read_text("utf-8"))["messages"]

    @property
    def initialize(self) -> dict[str, Any]:
        """The parameters of `initialize`, without the index and with no compiler."""
        params = dict(self.messages[0]["params"])
        params["initializationOptions"] = {
            **(params.get("initializationOptions") or {}),
            **OPTIONS,
            "index.enabled": False,
        }
        return params


@pytest.fixture(params=["helix", "nvim", "vscode"], scope="module")
def profile(request: pytest.FixtureRequest) -> Profile:
    return Profile(request.param)


@pytest.fixture(scope="module")
def shared_rig(profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A server that a whole module shares, started as one editor starts it."""
    rig = Rig(tmp_path_factory.mktemp("home"))
    rig.initialize(**profile.initialize)
    yield rig
    rig.close()


@pytest.fixture
def steady(shared_rig: Rig) -> Rig:
    """The shared server, which a test must leave as it was."""
    shared_rig.forget()
    shared_rig.answer = lambda _: {"result": None}
    return shared_rig
