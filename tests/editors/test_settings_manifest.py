"""The VS Code manifest shows exactly the settings that the server has."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from rust_agent_lsp.model.settings import Settings, setting_name

EDITORS = Path(__file__).parents[2] / "editors"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", EDITORS / "generate_settings.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_manifest_is_up_to_date(generator: ModuleType) -> None:
    text = (EDITORS / "vscode" / "package.json").read_text("utf-8")
    assert text == generator.rewritten(text), "run `python editors/generate_settings.py`"


def test_every_setting_has_its_default_and_choices() -> None:
    manifest = json.loads((EDITORS / "vscode" / "package.json").read_text("utf-8"))
    shown = manifest["contributes"]["configuration"]["properties"]
    for setting in fields(Settings):
        entry = shown[f"rustAgent.{setting_name(setting.name)}"]
        default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        assert entry["default"] == default
        assert tuple(entry.get("enum", ())) == setting.metadata["choices"]


def test_a_changed_setting_is_noticed(generator: ModuleType) -> None:
    text = (EDITORS / "vscode" / "package.json").read_text("utf-8")
    stale = text.replace('"rustAgent.hover.enabled"', '"rustAgent.hover.shown"')
    assert stale != text
    assert generator.rewritten(stale) != stale


def test_what_names_a_program_or_file_is_out_of_a_workspaces_reach() -> None:
    manifest = json.loads((EDITORS / "vscode" / "package.json").read_text("utf-8"))
    shown = manifest["contributes"]["configuration"]["properties"]
    restricted = manifest["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert "rustAgent.server.path" in restricted
    assert all(shown[name]["scope"] == "machine" for name in restricted)
