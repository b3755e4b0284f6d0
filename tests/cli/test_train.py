"""`train --adopt` takes a better model and refuses a worse one; `train --back` returns."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from rich.console import Console
from typer.testing import CliRunner

from rust_agent_lsp.cli import adoption
from rust_agent_lsp.cli.app import make_app
from rust_agent_lsp.learning.train_model import TrainReport
from rust_agent_lsp.learning.training_pairs import Material, Pairs
from rust_agent_lsp.stores import accepted, rounds
from rust_agent_lsp.stores.accepted import Accepted
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.models import SHIPPED_MODEL, adopt, candidate_folder, installed_model
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.rounds import RoundKind
from rust_agent_lsp.toolchain.locate import own_toolchain
from tests.cli.conftest import Run
from tests.learning.static_models import copy_of_shipped, spoiled

REPORT = TrainReport("", 1, 1, 1, 1, 1, 0.5, 0.6, True, 1.0)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Places.of_user().data


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Training replaced: `make` writes the model that it would give, `pairs` is what it got."""
    seen: dict[str, Any] = {"make": copy_of_shipped, "exam": lambda model: [True] * 20}
    entries = [e for e in Knowledge().load_all() if e.codes and not e.retired][:150]

    def retrain(output: Path, pairs: Pairs, installed: Path) -> TrainReport:
        seen["pairs"], seen["installed"] = pairs, installed
        seen["make"](output)
        return replace(REPORT, path=str(output))

    def material(questions: object, own: Any, console: object) -> Material:
        return Material(entries, own=own)

    monkeypatch.setattr(adoption, "require_extra", lambda: None)
    monkeypatch.setattr(adoption, "retrain", retrain)
    monkeypatch.setattr(adoption, "material", material)
    monkeypatch.setattr(adoption, "_exam", lambda model, console: seen["exam"](model))
    return seen


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_app(), ["train", *arguments], catch_exceptions=False)


def spoil(data: Path) -> Path:
    """Have a model in use that is easily beaten."""
    return adopt(data, spoiled(candidate_folder(data)))


def test_a_worse_one_is_refused(data: Path, trained: dict[str, Any]) -> None:
    trained["make"] = spoiled
    done = run("--adopt", "--json")
    assert done.exit_code == 1, done.output
    found = json.loads(done.stdout)
    assert found["adopted"] is False
    assert found["reason"].startswith("it is worse")
    (knowledge, own) = found["tests"]
    assert knowledge["worse"] and knowledge["after"] < knowledge["before"]
    assert own["total"] == 0
    assert installed_model(data) == SHIPPED_MODEL
    assert [path.name for path in (data / "models").iterdir()] == []


def test_a_better_one_is_adopted_and_given_back(data: Path, trained: dict[str, Any]) -> None:
    earlier = spoil(data)
    database = Database(Places.of_user().database)
    for number in range(30):
        accepted.accept(database, f"why is it moved, case {chr(97 + number)}", "E0382")
    done = run("--adopt")
    assert done.exit_code == 0, done.output
    assert "Questions of the knowledge, " in done.stdout
    assert "Answers that you accepted, held back: before " in done.stdout
    assert ": no worse" in done.stdout
    assert trained["installed"] == earlier
    assert len(trained["pairs"].own_held_out) > 3
    model = installed_model(data)
    assert model not in (SHIPPED_MODEL, earlier)
    assert str(model) in done.stdout
    last = rounds.last(database, RoundKind.TRAINING)
    database.close()
    assert last is not None and last.result["adopted"] is True
    assert json.loads(run("--back", "--json").stdout) == {"back": True, "model": str(earlier)}
    assert installed_model(data) == earlier
    assert "the shipped model" in run("--back").stdout
    assert "No model was adopted" in run("--back").stdout


def test_the_exam_may_refuse_what_the_rest_lets_pass(data: Path, trained: dict[str, Any]) -> None:
    earlier = spoil(data)
    trained["exam"] = lambda model: [model == earlier] * 20
    done = run("--adopt", "--json")
    assert done.exit_code == 1
    assert [t["worse"] for t in json.loads(done.stdout)["tests"]] == [False, False, True]
    assert installed_model(data) == earlier


def test_without_documentation_the_entries_are_learned_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = replace(own_toolchain(), docs_root=None)
    monkeypatch.setattr(adoption, "own_toolchain", lambda: installed)
    own = [Accepted("why is it gone", "E0382")]
    found = adoption.material((), own, Console(stderr=True))
    assert "documentation" in capsys.readouterr().err
    assert (list(found.concepts), list(found.own)) == ([], own)
    assert len(found.entries) > 1000


def test_one_thing_at_a_time(data: Path) -> None:
    for arguments in ([], ["--adopt", "--back"], ["folder", "--adopt"], ["--adopt", "--intents"]):
        assert run(*arguments).exit_code == 2
    assert not data.exists()


def test_without_the_extra_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is not None:
        pytest.skip("the extra `train` is installed")
    for arguments in (["--adopt"], ["model"], ["model", "--intents"]):
        done = run("train", *arguments)
        assert done.returncode == 2
        assert "pip install 'rust-agent-lsp[train]'" in done.stderr
    assert not (tmp_path / "model").exists()
