"""What is taken over from rust-analyzer's settings, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from rust_agent_lsp.model.rust_analyzer import NAMES, adopted
from rust_agent_lsp.model.settings import Settings


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"check.command": "clippy"}, {"check_command": "clippy"}),
        ({"checkOnSave.command": "clippy"}, {"check_command": "clippy"}),
        ({"cargo.features": "all"}, {"check_features": ("all",)}),
        ({"cargo.features": ["a", "b"]}, {"check_features": ("a", "b")}),
        ({"cargo.features": ["a"], "check.features": ["b"]}, {"check_features": ("b",)}),
        ({"cargo.features": ["a"], "check.features": []}, {"check_features": ()}),
        ({"cargo.features": ["a"], "check.features": None}, {"check_features": ("a",)}),
        ({"cargo.allFeatures": True}, {"check_features": ("all",)}),
        ({"cargo.noDefaultFeatures": True}, {"check_no_default_features": True}),
        ({"cargo.allTargets": False}, {"check_all_targets": False}),
        ({"cargo.allTargets": False, "check.allTargets": True}, {"check_all_targets": True}),
        ({"cargo.target": "wasm32-wasip1"}, {"check_target": "wasm32-wasip1"}),
        ({"check.targets": ["a-b-c", "d-e-f"]}, {"check_target": "a-b-c"}),
        ({"files.excludeDirs": ["vendor"]}, {"check_exclude_folders": ("vendor",)}),
    ],
)
def test_its_settings_are_ours(theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    assert Settings().changed(adopted(theirs)) == (Settings(**ours), [])


@pytest.mark.parametrize("value", [None, 3, "x" * 3, {"a": 1}, [1], [], True])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_odd_is_never_complained_of(name: str, value: Any) -> None:
    assert Settings().changed(adopted({name: value}))[1] == []


def test_a_program_of_the_users_is_not_taken_over() -> None:
    assert adopted({"check.overrideCommand": ["./evil"], "check.command": "run"}) == {}
