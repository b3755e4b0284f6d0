"""The model in use: the shipped one, the latest that was adopted, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores import models
from rust_agent_lsp.stores.models import SHIPPED_MODEL, adopt, candidate_folder, go_back
from tests.learning.static_models import copy_of_shipped


def adopted(data: Path, mark: str) -> Path:
    return adopt(data, copy_of_shipped(candidate_folder(data), mark))


def test_the_shipped_one_until_another_is_adopted(tmp_path: Path) -> None:
    assert models.installed_model(tmp_path) == SHIPPED_MODEL
    assert not list(tmp_path.iterdir()), "asking writes nothing"
    first = adopted(tmp_path, "one")
    assert models.installed_model(tmp_path) == first
    assert first.parent == tmp_path / "models"
    assert not list(first.parent.glob(".candidate-*"))


def test_the_way_back_step_by_step(tmp_path: Path) -> None:
    first, second = adopted(tmp_path, "one"), adopted(tmp_path, "two")
    assert models.installed_model(tmp_path) == second
    assert first.is_dir(), "the earlier one is kept"
    assert go_back(tmp_path) == first == models.installed_model(tmp_path)
    assert not second.exists()
    assert go_back(tmp_path) == SHIPPED_MODEL == models.installed_model(tmp_path)
    assert go_back(tmp_path) is None


def test_the_same_model_is_adopted_once(tmp_path: Path) -> None:
    first = adopted(tmp_path, "one")
    adopted(tmp_path, "two")
    assert adopted(tmp_path, "one") == first == models.installed_model(tmp_path)
    assert len(json.loads((tmp_path / "models/adopted").read_text())) == 2


def test_a_damaged_one_is_passed_over(tmp_path: Path) -> None:
    first, second = adopted(tmp_path, "one"), adopted(tmp_path, "two")
    (second / "model.safetensors").write_bytes(b"x")
    assert models.installed_model(tmp_path) == first
    (first / "manifest.json").unlink()
    assert models.installed_model(tmp_path) == SHIPPED_MODEL


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"model": "x"}', '[{"model": "../x", "shipped": ""}]']
)
def test_a_damaged_list_is_no_list(tmp_path: Path, text: str) -> None:
    adopted(tmp_path, "one")
    (tmp_path / "models/adopted").write_text(text)
    assert models.installed_model(tmp_path) == SHIPPED_MODEL


def test_a_newly_shipped_model_counts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted(tmp_path, "one")
    newer = copy_of_shipped(tmp_path / "newer", "shipped with the next release")
    monkeypatch.setattr(models, "SHIPPED_MODEL", newer)
    assert models.installed_model(tmp_path) == newer


def test_a_damaged_shipped_model_is_for_its_loader_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted(tmp_path, "one")
    monkeypatch.setattr(models, "SHIPPED_MODEL", tmp_path / "gone")
    assert models.installed_model(tmp_path) == tmp_path / "gone"


def test_what_is_no_model_is_not_adopted(tmp_path: Path) -> None:
    folder = candidate_folder(tmp_path)
    with pytest.raises(StoreError, match="manifest"):
        adopt(tmp_path, folder)
    assert models.installed_model(tmp_path) == SHIPPED_MODEL
