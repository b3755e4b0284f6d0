"""Settings come flat, nested, null or wrong, from many editors."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from rust_agent_lsp.model.settings import Settings, setting_name


def test_flat_and_nested_mean_the_same() -> None:
    flat = {"check.allTargets": False, "diagnostics.mode": "check", "confirm": "preview"}
    nested = {
        "check": {"allTargets": False},
        "diagnostics": {"mode": "check"},
        "confirm": "preview",
    }
    assert Settings().changed(flat) == Settings().changed(nested)
    settings, complaints = Settings().changed(flat)
    assert complaints == []
    assert (settings.check_all_targets, settings.diagnostics_mode) == (False, "check")


@pytest.mark.parametrize("values", [None, {}, {"check": None}, {"check.features": None}])
def test_null_changes_nothing(values: dict[str, Any] | None) -> None:
    before = Settings(check_features=("a",), check_all_targets=False)
    assert before.changed(values) == (before, [])


def test_unknown_names_are_other_peoples() -> None:
    assert Settings().changed({"workspaceTrusted": True, "rust": {"x": [1]}}) == (Settings(), [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("check.allTargets", "yes"),
        ("check.allTargets", 1),
        ("check.timeoutSeconds", True),
        ("check.timeoutSeconds", 1.5),
        ("check.timeoutSeconds", "300"),
        ("check.features", "all"),
        ("check.features", [1, None]),
        ("check.command", "clipy"),
        ("check.command", ["check"]),
        ("diagnostics.mode", 3),
        ("embedding.model", []),
    ],
)
def test_a_wrong_value_is_named_and_the_rest_taken(name: str, value: Any) -> None:
    settings, complaints = Settings().changed({name: value, "hover.enabled": False})
    assert settings == Settings(hover_enabled=False)
    assert len(complaints) == 1 and name in complaints[0]


def test_features_are_a_list() -> None:
    settings, _ = Settings().changed({"check.features": ["serde", "all"]})
    assert settings.check_features == ("serde", "all")


def test_every_field_has_a_public_name_of_its_own_and_can_be_set() -> None:
    names = [setting_name(field.name) for field in fields(Settings)]
    assert len(set(names)) == len(names)
    for field, name in zip(fields(Settings), names, strict=True):
        given = list(field.default) if isinstance(field.default, tuple) else field.default
        assert Settings().changed({name: given}) == (Settings(), [])
