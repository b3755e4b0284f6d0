"""The VS Code manifest names nothing that is not there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

CLIENT = Path(__file__).parents[2] / "editors" / "vscode"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest.fixture(scope="module")
def manifest() -> Any:
    return json.loads((CLIENT / "package.json").read_text("utf-8"))


def test_every_command_of_the_palette_is_handled(manifest: Any) -> None:
    contributed = {c["command"] for c in manifest["contributes"]["commands"]}
    source = (CLIENT / "src" / "commands.ts").read_text("utf-8")
    (handlers,) = re.findall(r"handlers: [^{]*\{(.*?)\n  \};", source, re.S)
    handled = re.findall(r"^    (\w+):", handlers, re.M)
    assert contributed == {f"rustAgent.palette.{name}" for name in handled}


def test_the_walkthrough_is_short_and_leads_to_what_there_is(manifest: Any) -> None:
    (walkthrough,) = manifest["contributes"]["walkthroughs"]
    assert len(walkthrough["steps"]) == 4
    commands = {c["command"] for c in manifest["contributes"]["commands"]}
    for step in walkthrough["steps"]:
        (command,) = re.findall(r"\(command:([\w.]+)\)", step["description"])
        assert command in commands or command.startswith("workbench.")
        media = Path(step["media"].get("image") or step["media"]["markdown"])
        folder = CLIENT / "walkthrough" if media.suffix == ".md" else PICTURES
        assert media.parent == Path("out/walkthrough") and (folder / media.name).is_file()


def test_what_marketplaces_ask_for_is_there(manifest: Any) -> None:
    for name in ("displayName", "description", "publisher", "license", "icon", "categories"):
        assert manifest[name], name
    assert len(manifest["description"]) <= 200 and len(manifest["keywords"]) <= 30
    version = manifest["version"]
    assert f"## {version}\n" in (CLIENT / "CHANGELOG.md").read_text("utf-8")
    readme = (CLIENT / "README.md").read_text("utf-8")
    # A marketplace shows no SVG, and a relative picture only with a repository.
    assert not re.search(r"!\[[^]]*\]\((?!https://)", readme)
